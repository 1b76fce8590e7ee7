# expect: sink=text
import os

LIST = ["a.example"]


def mark():
    if os.environ.get("API_HOST") in LIST:
        return "\u2019"
    return "'"


def line(day):
    return f"Today{mark()}s date is {day}"
