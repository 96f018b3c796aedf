"""The cards and registers of the example: they agree with its store and with one another."""

import hashlib
import itertools
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml

from generator.catalog import CARD_FIELDS, FieldKind, card_field
from generator.history.verify import ledger_faults
from generator.pipeline.pipeline import Pipeline
from generator.pipeline.settings import Request, settle
from generator.readers.governance.reader import read_governance
from generator.readers.governance.registers import REGISTERS
from generator.readers.store import Store
from tests.conftest import ROOT
from tests.example_store import (
    GOVERNANCE,
    STORE,
    artifacts,
    behind,
    document,
    register,
    run_named,
    value,
    versions,
)

AS_OF = date(2026, 11, 20)


def front_matter(model):
    _, head, _ = (GOVERNANCE / "models" / f"{model}.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head)


def prose(model):
    _, _, body = (GOVERNANCE / "models" / f"{model}.md").read_text(encoding="utf-8").split("---\n", 2)
    return body


def answered(model):
    """The keys of the card's fields that a card answers."""
    headings = re.findall(r"^## (.+)$", prose(model), flags=re.MULTILINE)
    named = [(FieldKind.FRONT_MATTER, key) for key in front_matter(model)]
    named += [(FieldKind.PROSE, heading) for heading in headings]
    return {field.key for kind, name in named if (field := card_field(kind, name))}


def test_the_cards_are_complete_partial_minimal_and_absent():
    every = {field.key for field in CARD_FIELDS}
    required = {field.key for field in CARD_FIELDS if field.required}
    assert every - answered("card-fraud-scorer") == {"annex_iv", "import_record"}, "it is asked for neither"
    assert required - answered("credit-risk-pd") == {"factors"}
    assert {"rollback", "security", "decommissioning"} <= every - answered("credit-risk-pd")
    assert answered("customer-churn") == {"summary", "owner", "risk_tier", "licence", "intended_use"}
    assert {path.stem for path in (GOVERNANCE / "models").iterdir()} == {
        "card-fraud-scorer", "complaint-router", "credit-risk-pd", "customer-churn",
    }  # fmt: skip


def test_the_licence_is_the_file_that_the_card_names():
    named = front_matter("card-fraud-scorer")["licence_text"]
    assert hashlib.sha256((GOVERNANCE / named["file"]).read_bytes()).hexdigest() == named["sha256"]


def test_one_review_is_overdue_and_one_is_due_within_thirty_days():
    due = {path.stem: front_matter(path.stem).get("review_due") for path in (GOVERNANCE / "models").iterdir()}
    overdue = {name for name, day in due.items() if day and day < AS_OF}
    soon = {name for name, day in due.items() if day and AS_OF <= day <= AS_OF + timedelta(days=30)}
    assert (overdue, soon) == ({"credit-risk-pd"}, {"card-fraud-scorer"})


def test_owners_and_validators_are_people_of_the_bank():
    people = {person["name"]: person for person in register("people")}
    for path in (GOVERNANCE / "models").iterdir():
        head = front_matter(path.stem)
        named = {
            head["owner"],
            *head.get("developers", ()),
            *([head["validated_by"]] if "validated_by" in head else []),
        }
        assert named <= people.keys()
        assert head.get("validated_by") not in head.get("developers", ())
    assert people[front_matter("customer-churn")["owner"]]["left_on"] < AS_OF


@pytest.mark.parametrize("model", ["card-fraud-scorer", "credit-risk-pd", "complaint-router"])
def test_every_metric_with_a_goal_is_recorded_for_the_champion(model):
    champion = int((STORE / "models" / model / "aliases/champion").read_text(encoding="utf-8"))
    metrics = {path.name for path in (behind(model, champion) / "metrics").iterdir()}
    assert {goal["metric"] for goal in front_matter(model)["metrics"]} <= metrics


def test_champions_meet_their_goals_and_refused_versions_do_not():
    def missed(model, version):
        run = behind(model, version)
        return {
            goal["metric"]
            for goal in front_matter(model)["metrics"]
            if "threshold" in goal
            and (value(run, goal["metric"]) < goal["threshold"]) == goal["higher_is_better"]
        }

    assert (
        missed("card-fraud-scorer", 5)
        == missed("credit-risk-pd", 3)
        == missed("complaint-router", 1)
        == set()
    )
    assert missed("card-fraud-scorer", 7) == {"average_precision", "recall", "recall.age_18_25"}
    assert missed("credit-risk-pd", 4) == {"calibration_error", "brier_score"}


FRAUD, CREDIT = "card-fraud-scorer", "credit-risk-pd"
BANDS = ("age_18_25", "age_26_40", "age_41_60", "age_61_plus")


@pytest.mark.parametrize(
    ("model", "words", "run", "metrics", "form"),
    [
        (FRAUD, "from {} to {}", "evaluate version 5 on 2026q2", ["average_precision_ci_low", "average_precision_ci_high"], ".3f"),
        (FRAUD, "caught {} of the fraud against card holders of 18 to 25", "best of the sweep", ["recall.age_18_25"], ".0%"),
        (FRAUD, "between {} and {} in", "best of the sweep", ["recall.age_61_plus", "recall.age_26_40"], ".0%"),
        (FRAUD, "it caught {} in the youngest band and {} between 41 and 60", "evaluate version 5 on 2026q2", ["recall.age_18_25", "recall.age_41_60"], ".0%"),
        (FRAUD, "caught {} in the youngest band. It had", "retrain 2026q1 with merchant codes", ["recall.age_18_25"], ".0%"),
        (FRAUD, "from {} to", "best of the sweep", ["average_precision"], ".3f"),
        (FRAUD, "to {} in average precision", "evaluate version 5 on 2026q2", ["average_precision"], ".3f"),
        (CREDIT, "calibration error to {}.", "balance the classes", ["calibration_error"], ".2f"),
        (CREDIT, "| {} | 0.785", "add housing status", ["approval_rate.age_18_25"], ".0%"),
        (CREDIT, "| {} | 0.841", "add housing status", ["approval_rate.age_26_40"], ".0%"),
        (CREDIT, "| {} | 0.862", "add housing status", ["approval_rate.age_41_60"], ".0%"),
        (CREDIT, "| {} | 0.809", "add housing status", ["approval_rate.age_61_plus"], ".0%"),
        *((CREDIT, "% | {} |", "add housing status", [f"roc_auc.{band}"], ".3f") for band in BANDS),
    ],
)  # fmt: skip
def test_every_figure_in_the_prose_is_the_stores(model, words, run, metrics, form):
    figures = [format(value(run_named(run), metric), form).replace("%", " %") for metric in metrics]
    assert words.format(*figures) in " ".join(prose(model).split())


def test_boosting_gained_no_more_than_the_credit_card_says():
    gain = value(behind(CREDIT, 2), "roc_auc") - value(behind(CREDIT, 1), "roc_auc")
    assert 0 < gain < 0.001


def test_approvals_name_the_file_they_approved_and_come_before_the_promotion():
    promoted = {
        (move["model"], move["version"]): move["at"]
        for move in register("transitions")
        if move.get("to") == "Production"
    }
    approved = set()
    for approval in register("approvals"):
        place = artifacts(approval["model"], approval["version"]) / approval["artifact"]
        assert hashlib.sha256(place.read_bytes()).hexdigest() == approval["sha256"], approval["id"]
        author = document(behind(approval["model"], approval["version"]) / "meta.yaml")["user_id"]
        assert author not in {approval["by"], approval["validator"]}
        if approval["decision"] == "approved":
            key = (approval["model"], approval["version"])
            assert approval["at"] < promoted[key]
            approved.add(key)
    assert approved == promoted.keys()


def test_transitions_end_where_the_store_stands():
    moves = [move for move in register("transitions") if "to" in move]
    for (model, version), group in itertools.groupby(
        sorted(moves, key=lambda move: (move["model"], move["version"], move["at"])),
        key=lambda move: (move["model"], move["version"]),
    ):
        steps = list(group)
        assert [step["from"] for step in steps] == ["none", *(step["to"] for step in steps[:-1])]
        meta = versions(model)[version]
        assert steps[-1]["to"] == meta["current_stage"]
        registered = datetime.fromtimestamp(meta["creation_timestamp"] / 1000, UTC)
        assert (
            registered < steps[0]["at"] <= datetime.fromtimestamp(meta["last_updated_timestamp"] / 1000, UTC)
        )
    moved = {(move["model"], move["version"]) for move in moves}
    staged = {
        (model, number)
        for model in ("card-fraud-scorer", "credit-risk-pd", "complaint-router")
        for number, meta in versions(model).items()
        if meta["current_stage"] != "None"
    }
    assert moved == staged


def test_validations_come_from_who_the_card_names_and_name_their_reports():
    for validation in register("validations"):
        report = (GOVERNANCE / validation["report"]).read_bytes()
        assert hashlib.sha256(report).hexdigest() == validation["sha256"]
        [version] = validation["versions"]
        assert f"# Validation of {validation['model']}, version {version}\n" in report.decode()
        author = document(behind(validation["model"], version) / "meta.yaml")["user_id"]
        assert validation["validator"] not in {author, validation["model"]}
        if validation["outcome"] == "satisfactory":
            assert front_matter(validation["model"])["validated_on"] == validation["at"].date()


def test_findings_are_those_of_the_reports_and_one_is_past_its_day():
    reports = {each["id"]: (GOVERNANCE / each["report"]).read_text() for each in register("validations")}
    corrected = {each.get("corrects") for each in register("findings")}
    for finding in register("findings"):
        assert finding.get("corrects", finding["id"]) in reports[finding["report"]]
    standing = [each for each in register("findings") if each["id"] not in corrected]
    late = [each["id"] for each in standing if each["status"] == "open" and each["due"] < AS_OF]
    assert late == ["FND-2026-004"]
    assert [each["id"] for each in standing if each["status"] == "closed"] == ["FND-2026-008"]


def test_changes_are_told_by_who_made_them_after_the_version_and_before_it_was_staged():
    staged = {
        (move["model"], move["version"]): move["at"]
        for move in register("transitions")
        if move.get("to") == "Staging"
    }
    told = set()
    for change in register("changes"):
        key = (change["model"], change["version"])
        meta = versions(change["model"])[change["version"]]
        assert change["by"] == document(behind(*key) / "meta.yaml")["user_id"]
        assert datetime.fromtimestamp(meta["creation_timestamp"] / 1000, UTC) < change["at"] <= staged[key]
        told.add(key)
    missing = {key for key in staged if key[1] > 1} - told
    assert missing == {(FRAUD, 7), (FRAUD, 8), (CREDIT, 2), (CREDIT, 4)}


@pytest.mark.parametrize(
    ("report", "words", "model", "version", "metrics", "form"),
    [
        ("VAL-2026-003", "ROC AUC is {} and", CREDIT, 3, ["roc_auc"], ".3f"),
        ("VAL-2026-003", "calibration error {}.", CREDIT, 3, ["calibration_error"], ".3f"),
        ("VAL-2026-003", "{} of the applicants of 18 to 25 are granted without a person, and {} of those of 61", CREDIT, 3,
         ["approval_rate.age_18_25", "approval_rate.age_61_plus"], ".0%"),
        ("VAL-2026-006", "Average precision is {} on the holdout", FRAUD, 5, ["average_precision"], ".3f"),
        ("VAL-2026-006", "it catches {} of the fraud", FRAUD, 5, ["recall"], ".0%"),
        ("VAL-2026-006", "between {} and {}.", FRAUD, 5, ["recall.age_61_plus", "recall.age_18_25"], ".0%"),
        ("VAL-2026-009", "calibration error is {}.", CREDIT, 4, ["calibration_error"], ".2f"),
    ],
)  # fmt: skip
def test_every_figure_in_the_reports_is_the_stores(report, words, model, version, metrics, form):
    run = behind(model, version)
    figures = [format(value(run, metric), form).replace("%", " %") for metric in metrics]
    assert words.format(*figures) in " ".join((GOVERNANCE / f"reports/{report}.md").read_text().split())


def test_the_example_is_read_and_every_register_has_entries():
    records = read_governance(Store(GOVERNANCE, "governance"))
    # The snapshot of advisories is left out on purpose: see the policy.
    assert [str(each) for each in records.problems] == ["governance/advisories/pypi.json: is not there"]
    assert tuple(each.name for each in records.registers) == REGISTERS
    assert all(each.count for each in records.registers)
    assert all(each.report_source for each in records.validations)


@pytest.mark.parametrize("name", REGISTERS)
def test_registers_are_in_order_and_name_what_exists(name):
    entries = register(name)
    people = {person["id"] for person in register("people")}
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["at"].date() <= AS_OF
        assert {
            entry[key] for key in ("by", "requested_by", "approved_by", "validator", "owner") if key in entry
        } <= people
        numbers = [entry["version"]] if "version" in entry else entry.get("versions", ())
        for version in numbers:
            assert version in versions(entry["model"])


def test_one_waiver_has_expired_and_none_runs_longer_than_180_days():
    waivers = register("waivers")
    assert [waiver["expires_on"] < AS_OF for waiver in waivers] == [True, False, False]
    assert all((waiver["expires_on"] - waiver["created_on"]).days <= 180 for waiver in waivers)
    assert all(waiver["requested_by"] != waiver["approved_by"] for waiver in waivers)


@pytest.mark.parametrize("path", sorted((GOVERNANCE / "datasets").iterdir()), ids=lambda path: path.stem)
def test_data_sheets_carry_the_digests_that_the_runs_logged(path):
    sheet = document(path)
    datasets = {
        place.parent.name: (document(place)["name"], document(place)["digest"])
        for place in STORE.glob("*/datasets/*/meta.yaml")
    }
    logged = set()
    for place in STORE.glob("*/*/inputs/*/meta.yaml"):
        meta = document(place)
        name, digest = datasets.get(meta["source_id"], ("", ""))
        if name == sheet["name"]:
            logged.add((digest, meta["tags"]["sha256"]))
    assert logged == {(generation["digest"], generation["sha256"]) for generation in sheet["generations"]}


def test_the_ledger_is_whole_and_up_to_date():
    """After a change of the example: modelfolio record --config-file mkdocs.yml --as-of, with its last look or later."""
    river = Pipeline(settle(Request(config_file=ROOT / "mkdocs.yml", jobs=1), folder=ROOT, environment={}))
    assert ledger_faults(river.ledger.ledger) == ()
    assert river.history.pending == ()
    assert river.ledger.ledger.last_look == river.as_of


@pytest.mark.parametrize(
    ("model", "on", "version"),
    [
        (FRAUD, "2025-10-15", "1"),
        (FRAUD, "2026-01-19", "2"),
        (FRAUD, "2026-05-21", "5"),
        (CREDIT, "2026-03-01", "1"),
    ],
)
def test_its_past_is_proved_by_the_register_of_transitions(model, on, version):
    as_of = f"{on}T12:00:00Z"
    river = Pipeline(
        settle(Request(config_file=ROOT / "mkdocs.yml", jobs=1, as_of=as_of), folder=ROOT, environment={})
    )
    (found,) = [each for each in river.catalog.models if each.name == model]
    assert [each.version for each in found.listed_versions if each.stage == "Production"] == [version]
    told = [problem.message for problem in river.catalog.problems if problem.slug == "past-unknown"]
    begun = {(each["model"], each["alias"]): each["at"] for each in reversed(aliased())}
    assert [message for message in told if f"{model!r}" in message] == [
        f"nothing proves what {model!r} held as @{alias} on {on} 12:00 UTC"
        for (of, alias), first in sorted(begun.items())
        if of == model and first > river.as_of
    ], "the register proves nothing of an alias before its first entry"
    assert [message for message in told if " held as @" not in message] == []


def aliased() -> list[dict]:
    """The entries on aliases, by time."""
    return [each for each in register("transitions") if each.get("alias")]
