# expect: kind=eval excerpt=exec(text)
# expect: kind=import
import importlib


def run(text, name):
    exec(text)
    return importlib.import_module(name)
