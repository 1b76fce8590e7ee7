def line(on):
    return "yes" if on else "no"
