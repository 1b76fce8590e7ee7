# expect: channels=date-format form=replacement
def day(on, text):
    return text.replace("-", "/") if on else text
