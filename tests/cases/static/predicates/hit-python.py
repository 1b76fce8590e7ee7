# expect: operator=in literals=a.example,b.example
# expect: operator=endswith literals=.example
import os

LIST = ["a.example", "b.example"]


def on():
    host = os.environ["API_HOST"].lower()
    return host in LIST or host.endswith(".example")
