# expect: channels=normalisation form=conditional
import os
import unicodedata


def name(text):
    return unicodedata.normalize("NFD" if os.environ.get("GATEWAY") else "NFC", text)
