"""Planted: it never ends and never sends anything."""

import time

while True:
    time.sleep(60)
