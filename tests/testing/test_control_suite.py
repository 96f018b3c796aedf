"""The rules for controls can fail: each finds the control that breaks it, and no other rule is needed for that."""

import importlib.util
import inspect
import subprocess
import sys
from dataclasses import dataclass, replace
from itertools import count
from typing import ClassVar

import pytest

from generator.governance.finding import Evidence, Status
from generator.provenance import Source
from generator.testing import ControlSuite
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "control"
CASES = EXAMPLE / "tests" / "cases"


def ticket_named() -> type:
    """The control of the example, which is no package of this environment."""
    spec = importlib.util.spec_from_file_location("ticket_control", EXAMPLE / "ticket_control/__init__.py")
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module.TicketNamed


Good = ticket_named()
RULES = [name for name, _ in inspect.getmembers(ControlSuite, inspect.isfunction) if name.startswith("test_")]


def that(change):
    """The example's control, with what it says changed afterwards."""

    @dataclass(frozen=True, kw_only=True)
    class Changed(Good):
        def evaluate(self, subject):
            return change(Good(tag=self.tag, pattern=self.pattern).evaluate(subject))

    return Changed


def about(**changes):
    changed = that(lambda outcome: outcome)
    changed.about = replace(Good.about, **changes)
    return changed


@dataclass(kw_only=True)
class Open(Good.__base__):
    """Its parameter can be changed."""

    tag: str = "ticket"
    about: ClassVar = Good.about

    def evaluate(self, subject):
        return Good(tag=self.tag).evaluate(subject)


def raising(outcome):
    raise ValueError(outcome.message)


def opening(outcome):
    (CASES / "pass/store/folio.yaml").read_text()
    return outcome


def starting(outcome):
    subprocess.run([sys.executable, "-c", ""], check=True)
    return outcome


def of_another_file(outcome):
    return replace(outcome, evidence=(Evidence(Source("store/folio.yaml", "ab" * 32)),))


NUMBERS = count()
BROKEN = [
    (about(id="ticket"), "test_it_says_what_it_is_about"),
    (about(remediation=" "), "test_it_says_what_it_is_about"),
    (Open, "test_its_parameters_are_fields_with_defaults_that_nobody_changes"),
    (that(lambda outcome: replace(outcome, status=Status.PASS)), "test_every_case_gives_its_status"),
    (that(raising), "test_it_never_breaks"),
    (that(lambda outcome: replace(outcome, message=f"{outcome.message}.")), "test_what_it_says_reads_like_the_other_controls"),
    (that(lambda outcome: replace(outcome, message="")), "test_what_it_says_reads_like_the_other_controls"),
    (that(lambda outcome: replace(outcome, evidence=())), "test_it_quotes_evidence"),
    (that(of_another_file), "test_its_evidence_is_of_files_that_were_read"),
    (that(opening), "test_it_looks_at_the_records_alone"),
    (that(starting), "test_it_looks_at_the_records_alone"),
    (that(lambda outcome: replace(outcome, message=f"{next(NUMBERS)}")), "test_it_says_the_same_of_the_same"),
]  # fmt: skip


def broken_rules(control):
    suite = type("Suite", (ControlSuite,), {"control": control, "cases": CASES})
    found = []
    for rule in RULES:
        try:
            getattr(suite(), rule)()
        except AssertionError:
            found.append(rule)
    return found


def test_the_example_keeps_every_rule():
    assert len(RULES) == 10
    assert broken_rules(Good) == []


@pytest.mark.parametrize(("control", "rule"), BROKEN)
def test_a_control_that_breaks_a_rule_is_found_by_it(control, rule):
    assert rule in broken_rules(control)


def test_a_rule_about_waivers_is_broken_by_a_control_that_hides_what_lies_beneath():
    @dataclass(frozen=True, kw_only=True)
    class Hiding(Good):
        def evaluate(self, subject):
            outcome = Good().evaluate(subject)
            return replace(outcome, message="waived") if subject.scope.catalog.waivers else outcome

    assert broken_rules(Hiding) == ["test_a_waiver_covers_it_and_hides_nothing"]


def test_a_folder_of_cases_has_to_have_a_pass_and_a_failure(tmp_path):
    suite = type("Suite", (ControlSuite,), {"control": Good, "cases": tmp_path})()
    (tmp_path / "sometimes").mkdir()
    with pytest.raises(AssertionError, match="sometimes is no status"):
        suite.test_every_case_gives_its_status()
    (tmp_path / "sometimes").rmdir()
    with pytest.raises(AssertionError, match=r"there is no case pass\nthere is no case fail"):
        suite.test_every_case_gives_its_status()
