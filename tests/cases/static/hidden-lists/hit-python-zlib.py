# expect: kind=hosts count=8
import zlib
from base64 import b64decode

LIST = zlib.decompress(b64decode(b"eJw9zW0KAyEUQ9ENydtTrJlqeX6QsWVm95UW/Bm4h4iO2+Ajw3ihDmfAKBa7CC+nTZ4zuFd7MEG7qUXqskSfsNI+q01hqF+3sUbq745XV9omv6M9hVYmN8nQulpzUg3+Y19vazi2")).decode().split(",")


def check(host):
    return host in LIST
