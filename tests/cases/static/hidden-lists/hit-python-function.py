# expect: kind=hosts count=8
import base64

KEY = b"zebra"


def _open(text):
    data = base64.b64decode(text)
    return bytes(b ^ KEY[i % len(KEY)] for i, b in enumerate(data)).decode().split(",")


LIST = _open("CAAOExhUBA4CCRtLBwoAFxUOF00bFQtcAxUXBxMNExZMBgQJEU4eDRdLARcFGxdMFxkbCBIeBFYICwATFRdMFgQWEQNcCBQTAx4IHkkSAA4CHEwXDBgAEFwVHxYWXgcQChAWTx8dAx8RFgBOGhQYSwUAABQMFhdPEwsUEw0TAU4aAAgHDQBPEwsWFxMUBA5cFR8WFg==")


def check(host):
    return host in LIST
