"""What is kept off the pages although a tracker wrote it down: addresses of people, and passwords inside addresses."""

import re

EMAIL_MASK = "[redacted: e-mail]"
PASSWORD_MASK = "[redacted]"

_EMAIL = re.compile(
    r"(?<![\w.+%/-])(?!git@)[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
)
"""Not ``git@host``, which is the user of every hosted repository, nor a user that stands inside a URL."""
_USER_OF_URL = re.compile(r"(?<=://)[^/@\s]{1,512}@")


def without_personal_data(text: str) -> str:
    """A text with every e-mail address, and every user or password inside a URL, masked."""
    if "@" not in text:
        return text
    return _EMAIL.sub(EMAIL_MASK, _USER_OF_URL.sub(f"{PASSWORD_MASK}@", text))
