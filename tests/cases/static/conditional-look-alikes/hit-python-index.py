# expect: channels=look-alike form=index
MARKS = ("'", "’")


def mark(on):
    return MARKS[int(on)]
