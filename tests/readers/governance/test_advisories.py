"""The snapshot of an advisory database that a policy names."""

import json
from datetime import UTC, date, datetime

import pytest

from generator.catalog import AffectedRange
from generator.readers.governance.reader import read_governance
from generator.readers.store import Store

RECORD = {
    "id": "GHSA-1",
    "modified": "2026-11-10T08:00:00Z",
    "aliases": ["CVE-2026-1"],
    "summary": "Reads beyond the buffer.",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Num_Py"},
            "ranges": [
                {"type": "GIT", "events": [{"introduced": "0"}]},
                {
                    "type": "ECOSYSTEM",
                    "events": [
                        {"introduced": "0"},
                        {"fixed": "1.2"},
                        {"introduced": "2.0"},
                        {"last_affected": "2.4"},
                    ],
                },
            ],
            "versions": ["1.1"],
        },
        {"package": {"ecosystem": "npm", "name": "numpy"}},
    ],
    "database_specific": {"severity": "MODERATE"},
}
POLICY = "advisories: {path: advisories, taken_on: 2026-11-12}\n"


def read(tmp_path, files, policy=POLICY):
    for path, value in {"policy.yaml": policy, **files}.items():
        place = tmp_path / path
        place.parent.mkdir(exist_ok=True)
        place.write_text(value if isinstance(value, str) else json.dumps(value))
    return read_governance(Store(tmp_path, "governance"))


def told(records):
    """The problems but that of the folder about models, which is not there."""
    return [problem for problem in records.problems if problem.source.path != "governance/models"]


def test_a_record_is_read_with_its_ranges_rating_and_place(tmp_path):
    snapshot = read(tmp_path, {"advisories/GHSA-1.json": RECORD}).advisories
    (advisory,) = snapshot.advisories
    assert (advisory.id, advisory.package, advisory.severity) == ("GHSA-1", "num-py", "medium")
    assert advisory.ranges == (AffectedRange("0", fixed="1.2"), AffectedRange("2.0", last_affected="2.4"))
    assert (advisory.versions, advisory.aliases) == (("1.1",), ("CVE-2026-1",))
    assert str(advisory.source) == "governance/advisories/GHSA-1.json"
    assert (snapshot.taken_on, snapshot.newest) == (date(2026, 11, 12), datetime(2026, 11, 10, 8, tzinfo=UTC))
    assert str(snapshot.source) == "governance/advisories"


@pytest.mark.parametrize(
    ("value", "pointers"),
    [([RECORD, RECORD | {"id": "B"}], ["/1", "/0"]), ({"vulns": [RECORD]}, ["/vulns/0"])],
)
def test_one_file_may_hold_many(tmp_path, value, pointers):
    policy = "advisories: {path: pypi.json}\n"
    snapshot = read(tmp_path, {"pypi.json": value}, policy).advisories
    assert [advisory.source.pointer for advisory in snapshot.advisories] == pointers
    assert snapshot.source.sha256
    assert snapshot.taken_on is None


def test_withdrawn_records_and_other_ecosystems_are_left_out(tmp_path):
    files = {
        "advisories/a.json": RECORD | {"withdrawn": "2026-01-01T00:00:00Z"},
        "advisories/b.json": RECORD | {"affected": RECORD["affected"][1:]},
    }
    assert read(tmp_path, files).advisories.advisories == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "is no JSON, or is nested too deep"), ('{"x": 1}', "is no record of an advisory: it has no id")],
)
def test_a_broken_record_is_a_problem_and_the_others_are_read(tmp_path, text, message):
    records = read(tmp_path, {"advisories/a.json": text, "advisories/b.json": RECORD})
    (problem,) = told(records)
    assert (problem.slug, problem.message, str(problem.source)) == (
        "advisory-invalid", message, "governance/advisories/a.json",
    )  # fmt: skip
    assert len(records.advisories.advisories) == 1


@pytest.mark.parametrize("path", ["nowhere", "../outside.json", "/etc/passwd"])
def test_a_path_that_leads_nowhere_or_elsewhere_is_a_problem(tmp_path, path):
    records = read(tmp_path, {}, f"advisories: {{path: {path}}}\n")
    assert records.advisories is None
    assert [problem.slug for problem in told(records)] in (["file-missing"], ["path-refused"])


def test_a_policy_that_names_none_has_none(tmp_path):
    assert read(tmp_path, {}, "owner: x\n").advisories is None
