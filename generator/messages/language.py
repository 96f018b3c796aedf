"""A language that fixed text can be shown in: catalogues of messages in gettext's PO format, the nearest first."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from gettext import NullTranslations
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, cast

from generator.errors import SettingsError
from generator.messages.phrase import Phrase, filled, placeholders

ENGLISH = "en"
TEMPLATE = "modelfolio.pot"
"""The file that lists every message; a translation begins as a copy of it."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Texts of one language; a message without one stays English."""

    code: str = ENGLISH
    """As in the ``lang`` of a page, such as ``de``."""
    translations: NullTranslations | None = None
    """None for English as it stands in the code."""
    missing: int = 0
    """Messages without a translation."""

    @property
    def is_english(self) -> bool:
        """Whether readers are told that the pages are in English, be it worded otherwise than in the code."""
        return self.code.partition("-")[0].casefold() == ENGLISH

    def template(self, phrase: Phrase) -> str:
        """The text of a message, its placeholders still open. One that leaves open what nobody fills is not used."""
        if (
            own := self.translations
        ) is None or not phrase.message:  # which would name the head of the catalogue
            return phrase.plural if phrase.plural and phrase.number != 1 else phrase.message
        if phrase.plural:
            found = own.ngettext(phrase.message, phrase.plural, _whole(phrase.number))
        elif phrase.context:
            found = own.pgettext(phrase.context, phrase.message)
        else:
            found = own.gettext(phrase.message)
        return found if placeholders(found) <= phrase.placeholders else AS_WRITTEN.template(phrase)

    def text(self, value: str) -> str:
        """Plain text in this language: a phrase with its arguments, a word of ours; any other text as it is."""
        if self.translations is None:
            return value
        if isinstance(value, Phrase):
            return filled(self.template(value), value.arguments, self._argument)
        if isinstance(value, StrEnum):
            return self.translations.gettext(value.value)
        return value

    def translated(self, value: Value) -> Value:
        """A record with all phrases in it as plain text in this language."""
        return value if self.translations is None else cast("Value", self._translated(value))

    def _argument(self, value: object) -> str:
        return self.text(value) if isinstance(value, str) else str(value)

    def _translated(self, value: Any) -> Any:
        if isinstance(value, Phrase):
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(map(self._translated, value))
        if is_dataclass(value) and not isinstance(value, type):
            changed = {
                each.name: now
                for each in fields(value)
                if each.init and (now := self._translated(old := getattr(value, each.name))) is not old
            }
            return replace(value, **changed) if changed else value
        return value


def _whole(number: float) -> int:
    """A number that decides on a form; two stands for a fraction, since rules are of whole numbers."""
    return int(number) if number == int(number) else 2


AS_WRITTEN = Language()
"""English as it stands in the code."""


def languages(folders: Sequence[Path]) -> tuple[str, ...]:
    """The codes of all languages that a folder has a catalogue of, and English."""
    found = {file.stem for folder in folders for file in folder.glob("*.po") if file.is_file()}
    return tuple(sorted(found | {ENGLISH}))


def check_language(code: str, folders: Sequence[Path]) -> None:
    """Hold a code to the languages that there are.

    Raises:
        SettingsError: when no folder has that language.
    """
    if code not in (known := languages(folders)):
        raise SettingsError(
            f"there is no language {code!a}",
            slug="language-unknown",
            hint=f"choose one of {', '.join(known)}, or add a catalogue of your own",
        )


def read_language(code: str, folders: Sequence[Path]) -> Language:
    """A language by its code.

    Args:
        code: such as ``de``: a catalogue is called ``de.po``.
        folders: where catalogues lie, the nearest first: what one does not translate, the next may.

    Raises:
        SettingsError: when no folder has that language, or a catalogue cannot be read.
    """
    check_language(code, folders)
    files = [file for folder in folders if (file := folder / f"{code}.po").is_file()]
    if not files:
        return AS_WRITTEN
    translations = [_translations(file) for file in files]
    for nearer, further in pairwise(translations):
        nearer.add_fallback(further)
    missing = 0 if code == ENGLISH else _missing(folders, translations)
    return Language(code=code, translations=translations[0], missing=missing)


def _translations(file: Path) -> NullTranslations:
    """One catalogue, without what it marks as fuzzy."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po
    from babel.support import Translations

    compiled = io.BytesIO()
    try:
        with file.open("rb") as opened:
            write_mo(compiled, read_po(opened, locale=file.stem, abort_invalid=True))
    except (OSError, ValueError, PoFileError) as error:
        raise SettingsError(
            f"the catalogue of messages cannot be read: {error}",
            slug="language-unreadable",
            location=file.name,
        ) from error
    compiled.seek(0)
    return Translations(compiled)


def _missing(folders: Sequence[Path], translations: Sequence[NullTranslations]) -> int:
    """How many of the messages that there are no catalogue translates."""
    known = {message for each in translations for message in _known(each)}
    return sum(message not in known for message in _messages(folders))


def _known(translations: NullTranslations) -> Iterator[str]:
    catalogue: Mapping[Any, str] = getattr(translations, "_catalog", {})
    for key in catalogue:
        yield key[0] if isinstance(key, tuple) else key


def _messages(folders: Sequence[Path]) -> Iterator[str]:
    """Every message of the template, by the key that a compiled catalogue has it under (context, EOT, message)."""
    from babel.messages.pofile import read_po

    for file in (folder / TEMPLATE for folder in folders):
        if not file.is_file():
            continue
        with file.open("rb") as opened:
            for message in read_po(opened):
                name = message.id[0] if isinstance(message.id, tuple) else message.id
                if name := str(name):
                    yield f"{message.context}\x04{name}" if message.context else name
