"""Text as the words that search compares. ``site_config/assets/search.js`` does the same to what people type.

Case, accents, the vowel signs of Arabic and Hebrew and the width of letters make no difference (Unicode NFKD without
marks of category Mn). A word is a run of letters and digits, so every name is also found by its parts: ``holdout_2026q3``
by "holdout", ``val_loss`` by "loss", ``CreditRisk`` by "risk". Scripts that put no spaces between words are cut into
pairs of neighbouring characters. There are no word stems and no spelling mistakes are forgiven: a word is found by its
beginning.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST = 32
"""Characters of a word that count; two digests that share as many are one."""
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han."""
_RUN = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+")
_FIRST_UNSPACED = re.compile(f"[{_UNSPACED}]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ALIKE = str.maketrans({"ß": "ss", "ς": "σ", "\u0640": None})
"""What case folding and decomposition leave apart; the last is the stroke that only widens an Arabic word."""


@lru_cache(maxsize=1 << 15)
def tokens(plain: str) -> tuple[str, ...]:
    """The words of a text that it can be found by, each once, in order."""
    found: dict[str, None] = {}
    for run in _RUN.findall(plain if plain.isascii() else _unmarked(plain)):
        word = run.lower().translate(_ALIKE)
        if not word:
            continue
        if _FIRST_UNSPACED.match(word):
            found |= dict.fromkeys([*(word[at : at + 2] for at in range(len(word) - 1)), word[-1]])
            continue
        found[word[:LONGEST]] = None
        if not run.islower() and len(parts := _CAMEL.split(run)) > 1:
            found |= dict.fromkeys(part.lower()[:LONGEST] for part in parts)
    return tuple(found)


def _unmarked(plain: str) -> str:
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
