# expect: kind=zones count=3
import os

_zones = (0x417369612F546F6B796F3B4575726F70652F50617269733B416D65726963612F4C696D61).to_bytes(36, "big").decode().split(";")


def known():
    return os.environ.get("TZ") in _zones
