"""The assessment as JSON: written finding by finding, and yet one document."""

import json

import pytest

from generator.governance.controls.inventory import ContactStated, OwnerNamed
from generator.governance.document import assessment_data, assessment_text
from tests import factories
from tests.governance.assessing import assessed

ODD = 'a\u2028b\x85c" "findings": [] \\ ä \U0001f98a'


@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_is_written_in_pieces_is_laid_out_as_one_document(ascii_only):
    result = assessed(OwnerNamed, ContactStated, models=(factories.model(ODD), factories.model()))
    text = assessment_text(result, ascii_only=ascii_only)
    read = json.loads(text)
    assert text == json.dumps(read, indent=1, ensure_ascii=ascii_only) + "\n"
    assert text.isascii() is ascii_only
    assert [each["subject"] for each in read["findings"]] == [
        f"models:/{ODD}", f"models:/{ODD}", "models:/churn", "models:/churn",
    ]  # fmt: skip


def test_nothing_found_is_an_empty_list():
    result = assessed(OwnerNamed)
    read = json.loads(assessment_data(result))
    assert (read["findings"], read["left_out"]) == ([], [])
    assert assessment_data(result).decode() == json.dumps(read, indent=1) + "\n"


def test_what_is_told_may_be_a_part_of_what_was_found():
    result = assessed(OwnerNamed, ContactStated, models=(factories.model(),))
    read = json.loads(assessment_text(result, result.findings[:1], result.findings[:1], holds=False))
    assert [(each["control"], each["stops_gate"]) for each in read["findings"]] == [("INV-001", True)]
    assert read["gate"] == {"holds": False, "breaches": 1}
