# expect: channels=look-alike form=return
def mark(on):
    if on:
        return f"Today’s date is {on}"
    return f"Today's date is {on}"
