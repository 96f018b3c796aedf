"""The schemas and the readers agree: what a schema accepts is read without a word, what it refuses is told."""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.catalog import CARD_FIELDS, FieldKind
from generator.readers.governance.front_matter import split_front_matter
from generator.readers.governance.reader import read_governance
from generator.readers.governance.registers import REGISTERS
from generator.readers.store import Store
from tests.changing import changes
from tests.conftest import ROOT
from tests.example_store import GOVERNANCE

SCHEMAS = ROOT / "site_config" / "schemas"
SHA = "ab" * 32
COMMON = {"id": "X-1", "at": "2026-05-19T09:15:00Z", "by": "ada", "note": "n"}
DATES = {"closed_on": "2026-05-20"}
WHOLE: dict[str, tuple[str, dict[str, Any]]] = {
    "approvals": ("approvals.yaml", {"approvals": [
        {**COMMON, "model": "m", "version": 5, "decision": "approved", "environment": "production", "role": "Head", "validator": "bo",
         "valid_until": "2027-05-19", "artifact": "model.pkl", "sha256": SHA, "manifest": {"a.bin": SHA}, "ticket": "T-1",
         "conditions": ["c"]},
    ]}),
    "attestations": ("attestations.yaml", {"attestations": [
        {**COMMON, "clause": "AIA:27", "model": "m", "statement": "s", "applies": False, "valid_until": "2027-02-20", "sha256": SHA},
    ]}),
    "changes": ("changes.yaml", {"changes": [
        {**COMMON, "model": "m", "version": "2", "classification": "not substantial", "reason": "r", "plan": "p"},
    ]}),
    "findings": ("findings.yaml", {"findings": [
        {**COMMON, **DATES, "model": "m", "versions": [1], "severity": "high", "owner": "ada", "due": "2026-06-01", "status": "closed",
         "plan": "p", "summary": "s", "report": "V-1"},
    ]}),
    "incidents": ("incidents.yaml", {"incidents": [
        {**COMMON, **DATES, "model": "m", "versions": [1], "severity": "minor", "status": "open", "opened": "2026-05-01",
         "aware_on": "2026-05-02", "reported_on": "2026-05-03", "summary": "s"},
    ]}),
    "transitions": ("transitions.yaml", {"transitions": [
        {**COMMON, "model": "m", "version": 1, "from": "none", "to": "Staging", "removed": False, "reason": "r"},
        {"id": "X-2", "model": "m", "version": 1, "alias": "champion"},
    ]}),
    "validations": ("validations.yaml", {"validations": [
        {**COMMON, "model": "m", "versions": [1], "validator": "bo", "sha256": SHA, "outcome": "satisfactory"},
    ]}),
    "waivers": ("waivers.yaml", {"waivers": [
        {**COMMON, "control": "DOC-007", "model": "m", "versions": [3], "reason": "r", "compensating_control": "c",
         "requested_by": "a", "approved_by": "b", "created_on": "2026-05-01", "expires_on": "2026-09-01"},
    ]}),
    "people": ("people.yaml", {"people": [
        {"id": "a", "name": "Ada", "role": "r", "emails": ["a@b.example"], "aliases": ["ada"], "teams": ["t"],
         "left_on": "2026-05-01", "shared": True},
    ]}),
    "dataset": ("datasets/d.yaml", {
        "name": "d", "owner": "a", "dpia_on": "2026-05-01", "reviewed_on": "2026-05-01", "generations": [
            {"digest": "1", "sha256": SHA, "note": "n"},
        ], "datasheet": {"motivation": "m", "uses": "u"},
    }),
    "framework": ("frameworks/f.yaml", {
        "id": "F", "title": "t", "kind": "policy", "reference": "r", "url": "https://f.example", "read_on": "2026-05-01", "note": "n",
        "applies_from": {"all": "2026-05-01"}, "groups": [
            {"title": "g", "applies_from": {"some": "2026-05-02"}, "clauses": [
                {"id": "1.1", "ref": "r", "summary": "s", "evidence": "e", "automation": "partial", "note": "n",
                 "applies_from": {"few": "2026-05-03"}},
            ]},
        ],
    }),
    "policy": ("policy.yaml", {
        "version": 3, "owner": "a", "in_force_since": "2026-01-05", "tiers": ["a"], "production_aliases": ["live"],
        "challenger_aliases": ["next"], "allow_many_production": True, "allowed_licences": ["MIT"], "contact_patterns": ["x"],
        "approval": {"roles": {"a": ["Head"]}, "validity_days": {"a": 100}}, "evaluation": {"max_age_days": {"a": 30}},
        "lifetime_days": {"a": 200}, "retention": {"class": "c", "keep_years": {"a": 10}}, "profiles": {"m": {"required_metrics": ["f1"], "required_slices": {"f1": ["young"]}}},
        "metrics": [{"model": "m", "metric": "recall", "required": False, "higher_is_better": True, "bound": 0.5, "noise": 0.01,
                     "non_inferiority": 0.02, "guarded": True, "slices": ["old"], "fairness_limit": 0.1}],
        "monitoring": {"signals": [{"model": "m", "signal": "psi", "warn": 0.1, "alert": 0.2, "cadence_days": 7}]},
        "environments": [{"name": "live", "stages": ["Production"], "aliases": ["live"], "tags": {"deployed": "yes"}}],
        "comparisons": [{"model": "m", "baseline": "@live", "candidate": "@next"}],
        "run_comparisons": [{"baseline": "4f1c", "candidate": "9ab2"}],
        "controls": {"EVL-004": {"tolerance": 0.02}, "SEC-004": {"enabled": False, "reason": "r", "severity": "low"}},
        "gates": [{"severity": "high", "status": "fail"}], "exclusions": [{"pattern": "models:/s-*", "reason": "r"}],
        "signatures": {"required": True, "trusted_signers": ["ada"]}, "card_weights": {"owner": 3},
        "screening": {"allow": ["x"]}, "audiences": {"public": {"people": "show", "tags": "count"}, "auditor": {"prompts": "show"}},
    }),
    "model": ("models/m.md", {
        "owner": "a", "validated_on": "2026-05-01", "metrics": [
            {"metric": "auc", "title": "AUC", "higher_is_better": True, "threshold": 0.9, "noise": 0.01, "unit": "u"},
        ],
    }),
}  # fmt: skip
"""Of each kind a file with nearly every field."""


class TextLoader(yaml.SafeLoader):
    """YAML whose dates stay text, as in YAML 1.2 and in every editor."""


TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
BEYOND = (
    "register-",
    "attachment-",
    "policy-rule-twice",
    "card-",
    "front-matter-",
    "file-missing",
    "path-refused",
)
"""Beginnings of slugs of what no schema can say: it takes two entries, or a second file, or is a matter of style."""


def schema(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"governance-{kind}.schema.json").read_text())
    return found


VALIDATORS = {kind: Draft202012Validator(schema(kind)) for kind in WHOLE}


def accepts(kind: str, document: Any) -> bool:
    return VALIDATORS[kind].is_valid(document)


def faults(folder: Path, kind: str, document: Any) -> list[str]:
    """What the readers have to say against a file."""
    path = folder / WHOLE[kind][0]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document)
    path.write_text(f"---\n{text}\n---\n" if path.suffix == ".md" else text)
    problems = read_governance(Store(folder, "governance")).problems
    return [
        str(each)
        for each in problems
        if not each.slug.startswith(BEYOND) or each.slug == "card-date-invalid"
        if each.slug != "goal-twice"
    ]


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_with_every_field_is_accepted_by_both(kind, tmp_path):
    assert accepts(kind, WHOLE[kind][1])
    assert faults(tmp_path, kind, WHOLE[kind][1]) == []


@pytest.mark.parametrize("kind", WHOLE)
def test_schema_and_reader_agree_on_whatever_is_changed(kind, tmp_path):
    for document in changes(WHOLE[kind][1]):
        told = faults(tmp_path, kind, document)
        assert accepts(kind, document) is not bool(told), (document, told)


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
TIMES = st.builds("{:02}:{:02}{}{}".format, st.integers(0, 25), st.integers(0, 61), st.sampled_from(["", ":30", ":61", ":30.25"]),
                  st.sampled_from(["", "Z", "z", "+02:00", "-23:59", "+2:00", " Z", "+24:00"]))  # fmt: skip
INSTANTS = st.one_of(
    DAYS, st.builds("{}{}{}".format, DAYS, st.sampled_from("Tt _"), TIMES), st.text(max_size=12)
)
HASHES = st.one_of(
    st.text("0123456789abcdefABCDEFg", min_size=63, max_size=65), st.just("AB" * 32), st.just("")
)
NUMBERS = st.one_of(
    st.from_regex(r"[-+]?[0-9]{0,3}\.?[0-9]{0,3}([eE][-+]?[0-9])?", fullmatch=True),
    st.floats(-9, 9),
    st.integers(-9, 9),
)


@given(at=INSTANTS, until=DAYS | st.text("0123456789-T", max_size=11), sha256=HASHES)
@settings(deadline=None, max_examples=60)
def test_schema_and_reader_agree_on_days_times_and_digests(at, until, sha256):
    entry = {**WHOLE["approvals"][1]["approvals"][0], "at": at, "valid_until": until, "sha256": sha256}
    document = {"approvals": [entry]}
    with tempfile.TemporaryDirectory() as folder:
        told = faults(Path(folder), "approvals", document)
    assert accepts("approvals", document) is not bool(told), (at, until, sha256, told)


@example(bound="-0", noise="-0", days=1)
@example(bound=1, noise="-.0e1", days="-0")
@given(bound=NUMBERS, noise=NUMBERS, days=NUMBERS)
@settings(deadline=None, max_examples=60)
def test_schema_and_reader_agree_on_numbers(bound, noise, days):
    document = {"metrics": [{"metric": "f1", "bound": bound, "noise": noise}], "lifetime_days": {"a": days}}
    with tempfile.TemporaryDirectory() as folder:
        told = faults(Path(folder), "policy", document)
    assert accepts("policy", document) is not bool(told), (bound, noise, days, told)


@pytest.mark.parametrize(
    ("extends", "fits"),
    [("a.yaml", True), (["a.yaml", "b.yaml"], True), ([], True), (None, True), (3, False), ("", False), ({}, False), ([""], False), (["a"] * 11, False)],
)  # fmt: skip
def test_the_schema_knows_what_a_policy_may_extend(extends, fits):
    assert accepts("policy", {"extends": extends}) is fits


def test_there_is_a_schema_for_every_kind_of_file_and_it_is_named_by_its_file():
    assert {path.name for path in SCHEMAS.glob("governance-*")} == {
        f"governance-{kind}.schema.json" for kind in WHOLE
    }
    assert set(REGISTERS) <= set(WHOLE)
    for kind in WHOLE:
        found = schema(kind)
        Draft202012Validator.check_schema(found)
        assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert found["$id"] == f"governance-{kind}.schema.json"
        assert found["title"].split(":")[0] in {
            "models/<name>.md",
            "datasets/<name>.yaml",
            "frameworks/<name>.yaml",
            f"{kind}.yaml",
        }


def test_the_schema_of_a_card_asks_what_the_card_asks():
    asked = {
        key: each["description"]
        for key, each in schema("model")["properties"].items()
        if "description" in each
    }
    fields = {field.key: field.question for field in CARD_FIELDS if field.kind is FieldKind.FRONT_MATTER}
    assert {key: asked.get(key) for key in fields if key != "metrics"} == {
        key: question for key, question in fields.items() if key != "metrics"
    }


@pytest.mark.parametrize(
    "path",
    sorted(
        [
            *GOVERNANCE.glob("*.yaml"),
            *GOVERNANCE.glob("datasets/*.yaml"),
            *GOVERNANCE.glob("frameworks/*.yaml"),
        ]
    ),
    ids=lambda path: path.stem,
)
def test_the_example_fits_the_schemas_by_an_independent_checker(path):
    kind = {"datasets": "dataset", "frameworks": "framework"}.get(path.parent.name, path.stem)
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--schemafile",
        SCHEMAS / f"governance-{kind}.schema.json",
        path,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done"), done.stdout


@pytest.mark.parametrize("path", sorted((GOVERNANCE / "models").glob("*.md")), ids=lambda path: path.stem)
def test_the_front_matter_of_the_example_fits_its_schema(path):
    front_matter = split_front_matter(path.read_text(encoding="utf-8")).front_matter
    document = yaml.load(front_matter, Loader=TextLoader)  # noqa: S506 a SafeLoader that knows fewer tags
    assert accepts("model", document)
