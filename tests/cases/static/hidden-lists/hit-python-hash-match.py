# expect: kind=digests count=4 opaque=True
import zlib


def kind(host: str) -> str:
    match zlib.crc32(host.encode()):
        case 3886256520 | 2960735350 | 331202088:
            return "one"
        case 1713106080:
            return "other"
    return ""
