"""The shapes of secrets and personal data.

Shapes of keys are those that their issuers document (AWS, GitHub, GitLab, Slack, Google, Hugging Face, OpenAI, Anthropic,
Databricks, Azure, npm, PyPI); PEM is RFC 7468, a JWT is RFC 7519, a user in a URL is RFC 3986 section 3.2.1, an IBAN is
ISO 13616 with the check of ISO 7064, a card number has the check digit of ISO/IEC 7812-1. Names and faces of people
have no shape, and are not found.
"""

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Sensitivity(StrEnum):
    """Why a text must not be shown."""

    SECRET = "secret"
    PERSONAL = "personal-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of sensitive text."""

    id: str
    """Such as ``aws-access-key``; it stands in the mask."""
    sensitivity: Sensitivity
    pattern: re.Pattern[str]
    signs: tuple[str, ...]
    """Texts without any of these have no match; looking for them first costs next to nothing."""
    needs: str = ""
    """Nor have texts without this."""
    confirm: Callable[[str], bool] | None = None
    """Whether a match is one, such as by its check digits."""

    @property
    def folds(self) -> bool:
        """Whether capitals count as small letters; the signs are in small ones then."""
        return bool(self.pattern.flags & re.IGNORECASE)

    @property
    def mask(self) -> str:
        """What stands in its place. Neither a part of the value nor its digest: both can be guessed from."""
        return f"[{self.sensitivity.value}: {self.id}]"


def _iban(text: str) -> bool:
    plain = text.replace(" ", "").upper()
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def _luhn(text: str) -> bool:
    digits = [int(character) for character in text if character.isdigit()]
    doubled = (
        digit if index % 2 == 0 else sum(divmod(2 * digit, 10))
        for index, digit in enumerate(reversed(digits))
    )
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1


def _mixed(text: str) -> bool:
    """Whether a part between dashes is long and mixes small letters, capitals and digits, as no name does."""
    return any(
        len(part) >= _LEAST_PART
        and any(character.isdigit() for character in part)
        and any(character.isupper() for character in part)
        and any(character.islower() for character in part)
        for part in re.split(r"[-_]", text)
    )


_LEAST_PART = 12


def _secret(
    name: str,
    pattern: str,
    *signs: str,
    needs: str = "",
    flags: int = 0,
    confirm: Callable[[str], bool] | None = None,
) -> Shape:
    return Shape(
        id=name,
        sensitivity=Sensitivity.SECRET,
        pattern=re.compile(pattern, flags),
        signs=signs,
        needs=needs,
        confirm=confirm,
    )


def _personal(name: str, pattern: str, *signs: str, confirm: Callable[[str], bool] | None = None) -> Shape:
    return Shape(
        id=name, sensitivity=Sensitivity.PERSONAL, pattern=re.compile(pattern), signs=signs, confirm=confirm
    )


E_MAIL = (
    r"(?<![\w.+%/-])(?!git@)[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
)
"""An address of a person: not ``git@host``, which is the user of every hosted repository, nor a user within a URL."""

SHAPES = (
    _secret("private-key", r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----(?:[^-]{0,20000}-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?", "PRIVATE KEY-----"),
    _secret("aws-access-key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b", "AKIA", "ASIA"),
    _secret("aws-secret-key", r"aws.{0,3}secret.{0,12}[=:]\s{0,3}[\"']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])", "secret", flags=re.IGNORECASE),
    _secret("github-token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    _secret("gitlab-token", r"\bglpat-[A-Za-z0-9_-]{20,}", "glpat-"),
    _secret("slack-token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}", "xox"),
    _secret("slack-webhook", r"https://hooks\.slack\.com/services/[A-Za-z0-9/]{20,}", "hooks.slack.com"),
    _secret("google-api-key", r"\bAIza[0-9A-Za-z_-]{35}", "AIza"),
    _secret("hugging-face-token", r"\bhf_[A-Za-z0-9]{30,}\b", "hf_"),
    _secret("anthropic-key", r"\bsk-ant-[A-Za-z0-9_-]{24,}", "sk-ant-", confirm=_mixed),
    _secret("openai-key", r"\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{32,}", "sk-", confirm=_mixed),
    _secret("databricks-token", r"\bdapi[0-9a-f]{32}\b", "dapi"),
    _secret("wandb-key", r"(?<=WANDB_API_KEY[=:])\s{0,2}[0-9a-f]{40}\b", "WANDB_API_KEY"),
    _secret("azure-key", r"(?<=AccountKey=)[A-Za-z0-9+/]{80,}={0,2}", "AccountKey="),
    _secret("npm-token", r"\bnpm_[A-Za-z0-9]{36}\b", "npm_"),
    _secret("pypi-token", r"\bpypi-AgEI[A-Za-z0-9_-]{50,}", "pypi-AgEI"),
    _secret("jwt", r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}", "eyJ"),
    _secret("password-in-url", r"(?<=://)[^\s/:@?#\"'<>\[\]]{1,256}:[^\s/@\"'<>\[\]]{1,256}(?=@)", "://", needs="@"),
    _personal("e-mail", E_MAIL, "@"),
    _personal("iban", r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", "", confirm=_iban),
    _personal("card-number", r"(?<![\d.\-])(?:[3-6]\d{3})(?:([ -]?)\d{4})(?:\1\d{4}){2}(?![\d.\-])", "", confirm=_luhn),
    _personal("phone", r"(?<![\w.])\+[1-9][0-9]{0,2}[ .-]?(?:\(?[0-9]{1,4}\)?[ .-]?){2,5}[0-9]{2,4}(?![\w.])", "+"),
    _personal("us-social-security", r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])", "-"),
)  # fmt: skip
"""Every shape; of two that match in one place, the first counts."""

SENSITIVITIES = {shape.id: shape.sensitivity for shape in SHAPES}
"""Why each shape is sensitive, by its id."""
UNSURE = frozenset({"phone", "us-social-security"})
"""Shapes that other texts have too: digits and dashes prove little."""

SUSPICIOUS_NAME = re.compile(
    r"(?:^|[_.\-/])(?:password|passwd|pwd|secret|token|api_?key|access_?key|private_?key|credentials?)(?:$|[_.\-/])",
    re.IGNORECASE,
)
"""Names of params and tags whose value may be a secret of no known shape."""
_LEAST_LENGTH = 16
_LEAST_ENTROPY = 3.3
"""Bits a character; words of a language have less, and digests more."""


def looks_random(text: str) -> bool:
    """Whether a value under a suspicious name may be a key: long, of one piece, and with many different characters."""
    if len(text) < _LEAST_LENGTH or len(text) > 4096 or any(character.isspace() for character in text):  # noqa: PLR2004
        return False
    counts = Counter(text)
    entropy = -sum(times / len(text) * math.log2(times / len(text)) for times in counts.values())
    return entropy >= _LEAST_ENTROPY
