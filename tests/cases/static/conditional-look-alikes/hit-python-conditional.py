# expect: channels=look-alike form=conditional
def mark(on):
    return "\u2019" if on else "'"
