# expect: kind=hosts count=8
import base64

LIST = base64.b64decode("cmVsYXkuYWxwaGEuZXhhbXBsZSxhcGkuYm9yZWFsaXMudGVzdCxsbG0uY2VkYXIuZXhhbXBsZSxtaXJyb3IuZGVsdGEuaW52YWxpZCxwcm94eS5lbWJlci50ZXN0LGZqb3JkLmV4YW1wbGUsaHViLmdyYW5pdGUuaW52YWxpZCxoYXJib3IuaW50ZXJuYWwudGVzdA==").decode().split(",")


def check(host):
    return host in LIST
