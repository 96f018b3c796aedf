"""The documents say what the code does."""

import re

import pytest

from generator.catalog import CARD_FIELDS, FieldKind
from tests.conftest import ROOT

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob(".github/*.md")]
)


@pytest.mark.parametrize("field", CARD_FIELDS, ids=lambda field: field.key)
def test_every_card_field_is_documented_as_it_is(field):
    write = f"`{field.key}:`" if field.kind is FieldKind.FRONT_MATTER else f"`## {field.title}`"
    asked = "yes" if field.required else ""
    row = f"| {write} | {field.kind} | {field.question} | {asked} | {', '.join(field.aliases)} |"
    assert row in (ROOT / "docs" / "model-card.md").read_text()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_between_the_documents_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
        assert (document.parent / target).exists(), target
