# expect: channels=look-alike form=conditional
def line(on):
    return f"Today{chr(0x2019 if on else 39)}s date"
