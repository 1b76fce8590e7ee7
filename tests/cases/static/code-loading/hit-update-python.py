# expect: kind=self-update
import subprocess
import sys


def update():
    subprocess.run(["pip", "install", "--upgrade", "some-tool"], check=True)
