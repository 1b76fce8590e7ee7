class Box:
    environ = {}


def read(box):
    return box.environ["X"]
