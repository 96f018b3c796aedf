"""The shipped catalogues: every message of the code, each translated, with its placeholders and no markup."""

import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from generator.messages.phrase import placeholders

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "site_config" / "locales"
MARKUP = re.compile(r"[<>]|&\w+;|&#")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as opened:
        return read_po(opened)


def keys(found: Catalog) -> set[tuple[str, str | tuple[str, ...]]]:
    return {(message.context or "", message.id) for message in found if message.id}


@pytest.fixture(scope="module")
def german() -> list[Message]:
    return [message for message in catalogue(LOCALES / "de.po") if message.id]


def texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_the_template_lists_every_message_of_the_code(tmp_path):
    recipe = (ROOT / "Makefile").read_text().partition("\nmessages:")[2].partition("\tfor ")[0]
    command = (
        recipe.partition("\n")[2]
        .replace("$(BIN)", str(ROOT / ".venv/bin"))
        .replace("$(LOCALES)/modelfolio.pot", str(tmp_path / "now.pot"))
    )
    subprocess.run(["sh", "-ec", command.replace("$(LOCALES)", "site_config/locales")], cwd=ROOT, check=True)
    assert keys(catalogue(tmp_path / "now.pot")) == keys(catalogue(LOCALES / "modelfolio.pot")), (
        "run `make messages`"
    )


def test_german_translates_exactly_the_messages_of_the_template(german):
    assert {(each.context or "", each.id) for each in german} == keys(catalogue(LOCALES / "modelfolio.pot"))
    missing = [each.id for each in german if each.fuzzy or not all(texts(each.string))]
    assert missing == []


def test_a_translation_has_the_placeholders_of_its_message(german):
    for each in german:
        wanted = frozenset.union(*map(placeholders, texts(each.id)))
        for form, told in enumerate(texts(each.string) if all(texts(each.string)) else ()):
            left_out = wanted - placeholders(told)
            assert placeholders(told) <= wanted, each.id
            assert not left_out or (left_out == {"n"} and form == 0 and len(texts(each.id)) > 1), each.id


def test_neither_a_message_nor_its_translation_brings_markup(german):
    assert [
        each.id for each in german if MARKUP.search("".join((*texts(each.id), *texts(each.string))))
    ] == []


def test_a_translation_joins_what_stands_beside_it_as_its_message_does(german):
    def apart(message: str, told: str) -> bool:
        begins = not message.startswith(" ") or told.startswith((" ", ":", ","))
        return begins and message.endswith(" ") == told.endswith(" ")

    pairs = [(texts(each.id)[0], texts(each.string)[0]) for each in german if all(texts(each.string))]
    assert [message for message, told in pairs if not apart(message, told)] == []
