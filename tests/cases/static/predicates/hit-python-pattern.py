# expect: operator=in literals=a.example,b.example
import os
import re


def on():
    found = re.match(r"https?://([^/:]+)", os.environ.get("API_URL", ""))
    return found is not None and found.group(1) in {"a.example", "b.example"}
