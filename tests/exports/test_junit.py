"""A continuous integration counts the same as we do."""

from xml.etree import ElementTree as ET

from generator.exports.junit import junit
from generator.exports.selection import select
from generator.governance.controls.inventory import OwnerNamed
from tests import factories
from tests.governance.assessing import assessed, person, waiver
from tests.governance.test_assess import AtMostOneVersion, NotConcerned, Raising, two_versions


def suites(*controls, **records):
    return {each.get("name"): each for each in ET.fromstring(junit(select(assessed(*controls, **records))))}  # noqa: S314 our own


def test_every_subject_is_a_suite_that_counts_its_cases():
    found = suites(AtMostOneVersion, Raising, NotConcerned, **two_versions())
    counts = {
        name: tuple(suite.get(key) for key in ("tests", "failures", "errors", "skipped"))
        for name, suite in found.items()
    }
    assert counts == {
        "portfolio": ("1", "0", "0", "1"),
        "models:/churn": ("1", "0", "1", "0"),
        "models:/churn/1": ("1", "0", "0", "0"),
        "models:/churn/2": ("1", "1", "0", "0"),
    }
    failure = found["models:/churn/2"].find("testcase/failure")
    assert failure.get("message") == "version 2 of at most 1"
    assert "mlruns/models/churn/version-2/meta.yaml" in failure.text
    assert "Make it so." in failure.text


def test_a_waived_failure_is_skipped_and_says_by_what():
    found = suites(OwnerNamed, models=(factories.model(),), waivers=(waiver("INV-001"),))
    skipped = found["models:/churn"].find("testcase/skipped")
    assert skipped.get("message") == "waived by WVR-1 until 2026-11-30; no owner is named"


def test_a_warning_passes_and_is_told():
    written = factories.narrative(fields={"owner": "Ines Bakker"})
    found = suites(OwnerNamed, models=(factories.model(),), narratives=(written,))
    assert "Ines Bakker is nobody in people.yaml" in found["models:/churn"].find("testcase/system-out").text


def test_text_that_xml_cannot_hold_is_spelled_out():
    written = factories.narrative(fields={"owner": "Ines\x00\x1b\ud800 ]]> & <b>"})
    found = suites(OwnerNamed, models=(factories.model(),), narratives=(written,), people=(person(),))
    assert "Ines⟨U+0000⟩⟨U+001B⟩⟨U+D800⟩ ]]> & <b>" in found["models:/churn"].find("testcase/system-out").text
