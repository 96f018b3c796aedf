"""The second wall: what a page may run and load, should an escape ever fail.

Content Security Policy Level 3, delivered in a ``<meta>`` element because static hosts set no headers. Scripts run only
from files of the site, or inline when their SHA-256 is listed; the list is made from the frame of the theme, never from
the body of a page. Nothing may be loaded from elsewhere, no form be sent and no ``<base>`` redirect the links.
"""

import hashlib
import re
from base64 import b64encode

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HEAD = re.compile(r"<meta charset=[^>]*>")
_POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
)


def policy(frame: str) -> str:
    """The policy for pages with this frame.

    Args:
        frame: HTML of the theme; every inline script in it is allowed to run.
    """
    digests = [hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(frame)]
    hashes = dict.fromkeys(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
    return _POLICY.format(scripts=" ".join(["'self'", *hashes]))


def with_policy(html: str, value: str) -> str:
    """The page with the policy at the top of its head, before anything that it governs."""
    element = f'<meta http-equiv="Content-Security-Policy" content="{value}">'
    return _HEAD.sub(lambda found: f"{found.group()}\n      {element}", html, count=1)
