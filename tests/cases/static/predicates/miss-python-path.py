from pathlib import Path


def on(data):
    return (Path.home() / "x").suffix == ".json" or Path.home() / data == "Atlantic/Faroe"
