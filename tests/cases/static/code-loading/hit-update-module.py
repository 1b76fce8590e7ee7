# expect: kind=self-update
import subprocess
import sys


def update(name):
    command = [sys.executable, "-m", "pip", "install", "--upgrade", name]
    subprocess.run(command, check=True)
