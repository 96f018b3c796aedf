"""The last wall before anything is published: what still looks like a secret fails the build."""

from generator.analyses.screening.screen import has_secret
from generator.errors import SiteError


def refuse_secrets(text: str, path: str) -> None:
    """Let nothing through that has the shape of a secret.

    Args:
        text: a page or a file, as it would be published.
        path: of it in the site.

    Raises:
        SiteError: when it holds one. Masking has missed it: nothing is published, the last good site stands.
    """
    if has_secret(text):
        raise SiteError(
            "holds what looks like a secret, which masking has missed",
            slug="secret-unmasked",
            location=path,
            hint="remove it from the input; if it is none, allow it under screening.allow in the policy",
        )
