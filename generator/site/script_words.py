"""The words of a script in the language of the site: what its calls of ``say`` and ``sayMany`` name.

Of a text that counts, a script chooses the form by the plural category of the number (CLDR), which ``Intl.PluralRules``
knows in every browser; a catalogue numbers its forms by a rule of its own. Numbers of each category bring the two together.
"""

import json
from collections.abc import Iterable, Iterator
from io import BytesIO

from generator.messages import say, say_many
from generator.messages.language import Language

KEYWORDS = {"say": None, "sayMany": (2, 3)}
"""Where the messages stand in the calls, as Babel's extractors want it."""
_NUMBERS = (*range(201), 1000, 1_000_000)
"""Enough of them to meet every category of CLDR for whole numbers."""


def script_words(scripts: Iterable[str], language: Language) -> str:
    """Every message of the scripts with its translation, as a JSON object; an empty one for English as it stands there."""
    if language.translations is None:
        return "{}"
    words = dict(each for script in scripts for each in _translated(script, language))
    return json.dumps(words, sort_keys=True)


def _translated(script: str, language: Language) -> Iterator[tuple[str, object]]:
    from babel import Locale
    from babel.messages.extract import extract

    category = Locale.parse(language.code, sep="-").plural_form
    for _line, found, _comments, _context in extract("javascript", BytesIO(script.encode()), KEYWORDS):
        if isinstance(found, tuple):
            one, many = found
            counted = {category(n): language.template(say_many(n, one, many)) for n in reversed(_NUMBERS)}
            yield many, counted
        else:
            yield found, language.template(say(found))
