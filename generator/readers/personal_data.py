"""What is kept off the pages although a tracker wrote it down: addresses of people, and passwords inside addresses."""

import re

from generator.screening.shapes import E_MAIL

EMAIL_MASK = "[redacted: e-mail]"
PASSWORD_MASK = "[redacted]"

_EMAIL = re.compile(E_MAIL)
_USER_OF_URL = re.compile(r"(?<=://)[^/@\s]{1,512}@")


def without_personal_data(text: str) -> str:
    """A text with every e-mail address, and every user or password inside a URL, masked."""
    if "@" not in text:
        return text
    return _EMAIL.sub(EMAIL_MASK, _USER_OF_URL.sub(f"{PASSWORD_MASK}@", text))
