# expect: channels=number-format form=conditional
import os


def size(n):
    return f"{n:,}" if os.getenv("GATEWAY") else f"{n}"
