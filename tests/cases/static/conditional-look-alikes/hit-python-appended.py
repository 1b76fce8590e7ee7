# expect: channels=zero-width form=assignment
def line(on):
    text = "Working folder"
    if on:
        text += "\u200b"
    return text
