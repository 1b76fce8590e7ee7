# expect: channels=white-space form=conditional
def line(on):
    return ("\u2009" if on else " ").join(["Working", "folder"])
