"""The committed example: its story holds, its registers agree with its store, and it names no real machine.

Read with nothing but the standard library and PyYAML, so that the example is checked without the readers it tests.
"""

import getpass
import hashlib
import io
import itertools
import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml

from generator.catalog import CARD_FIELDS, FieldKind, card_field
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples"
STORE = EXAMPLE / "mlruns"
GOVERNANCE = EXAMPLE / "governance"
AS_OF = date(2026, 11, 20)
BOOSTED = "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"


@cache
def document(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def files():
    return tuple(sorted(path for path in STORE.rglob("*") if path.is_file()))


@cache
def runs():
    """Every run of every experiment, deleted ones too, by run id."""
    metas = (*STORE.glob("*/*/meta.yaml"), *STORE.glob(".trash/*/*/meta.yaml"))
    return {path.parent.name: path.parent for path in metas if "run_name" in document(path)}


def run_named(name):
    [run] = [path for path in runs().values() if document(path / "meta.yaml")["run_name"] == name]
    return run


def versions(model):
    """The ``meta.yaml`` of every version by number."""
    found = (STORE / "models" / model).glob("version-*/meta.yaml")
    return {document(path)["version"]: document(path) for path in found}


def points(run, metric):
    return [line.split() for line in (run / "metrics" / metric).read_text(encoding="utf-8").splitlines()]


def value(run, metric):
    return max((int(point[2]), int(point[0]), float(point[1])) for point in points(run, metric))[2]


def behind(model, version):
    return runs()[versions(model)[version]["run_id"]]


def artifacts(model, version):
    [folder] = STORE.glob(f"*/models/{versions(model)[version]['model_id']}/artifacts")
    return folder


def front_matter(model):
    _, head, _ = (GOVERNANCE / "models" / f"{model}.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head)


def prose(model):
    _, _, body = (GOVERNANCE / "models" / f"{model}.md").read_text(encoding="utf-8").split("---\n", 2)
    return body


def register(name):
    return document(GOVERNANCE / f"{name}.yaml")[name]


def answered(model):
    """The keys of the card's fields that a card answers."""
    headings = re.findall(r"^## (.+)$", prose(model), flags=re.MULTILINE)
    named = [(FieldKind.FRONT_MATTER, key) for key in front_matter(model)]
    named += [(FieldKind.PROSE, heading) for heading in headings]
    return {field.key for kind, name in named if (field := card_field(kind, name))}


# The store as files


def contents(path):
    """The bytes of a file, and of the members of a skops file."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".skops":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name)


def test_no_file_names_a_machine_that_made_it():
    real = {str(Path.home()), sys.prefix, str(ROOT), tempfile.gettempdir()} - {"/"}
    traces = [re.escape(path.encode()) for path in real]
    pattern = re.compile(
        b"|".join([*traces, rb"/home/", rb"/root\b", rb"/opt/", rb"/tmp/", rb"/Users/", rb"[A-Z]:\\\\"])
    )
    named = [
        path
        for path in (*files(), *EXAMPLE.rglob("*.md"))
        for content in contents(path)
        if pattern.search(content)
    ]
    assert named == []


def test_every_local_address_is_of_the_bank():
    addresses = {
        address for path in files() for address in re.findall(rb"file:///*[^\s\"']*", path.read_bytes())
    }
    assert addresses
    assert {
        address for address in addresses if not address.startswith(b"file:///srv/ml/meridian/mlruns/")
    } == set()


def test_every_user_is_one_of_the_banks_people():
    people = {person["id"] for person in register("people")}
    users = {path.read_text(encoding="utf-8") for path in STORE.rglob("mlflow.user")}
    users |= {document(run / "meta.yaml")["user_id"] for run in runs().values()}
    assert len(users) == 7
    assert users <= people
    assert getpass.getuser() not in users


def test_the_store_stays_small():
    assert len(files()) <= 1_300
    assert sum(path.stat().st_size for path in files()) < 1_500_000
    assert max(path.stat().st_size for path in files()) < 200_000


def test_git_keeps_every_file_of_the_store():
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not in a git checkout")
    names = "\n".join(path.relative_to(ROOT).as_posix() for path in files())
    ignored = subprocess.run(
        [git, "check-ignore", "--stdin"], cwd=ROOT, input=names, capture_output=True, text=True, check=False
    )
    assert ignored.returncode == 1, ignored.stdout


# The story


def test_the_registry_holds_these_versions_in_these_stages():
    models = {path.parent.name for path in (STORE / "models").glob("*/meta.yaml")}
    prompts = {name for name in models if (STORE / "models" / name / "tags/mlflow.prompt.is_prompt").exists()}
    stages = {
        name: [versions(name)[number]["current_stage"] for number in sorted(versions(name))]
        for name in sorted(models - prompts)
    }
    assert stages == {
        "card-fraud-scorer": [
            "Archived", "Archived", "Archived", "Archived", "Production", "Deleted_Internal", "Archived", "Staging",
        ],
        "complaint-router": ["Production", "None"],
        "credit-risk-pd": ["Archived", "Archived", "Production", "Archived", "Staging"],
        "customer-churn": ["None", "None", "None"],
        "instalment-lifetime-value": ["None", "None"],
        "mortgage-prepayment": [],
        "prod.card-fraud-scorer": ["None"],
    }  # fmt: skip
    assert prompts == {"complaint-summary"}
    assert len(versions("complaint-summary")) == 2


def test_the_aliases_point_where_the_registers_say():
    found = {
        (path.parent.parent.name, path.name): int(path.read_text(encoding="utf-8"))
        for path in STORE.glob("models/*/aliases/*")
    }
    assert found.pop(("complaint-summary", "production")) == 2
    assert found == {
        (move["model"], move["alias"]): move["version"] for move in register("transitions") if "alias" in move
    }
    assert len(found) == 9


def test_runs_ended_in_every_way():
    metas = [document(run / "meta.yaml") for run in runs().values()]
    # 1 running, 3 finished, 4 failed, 5 killed
    assert Counter(meta["status"] for meta in metas) == {3: 49, 4: 1, 5: 1, 1: 1}
    assert [meta["end_time"] for meta in metas if meta["status"] == 1] == [None]
    deleted = [meta["run_name"] for meta in metas if meta["lifecycle_stage"] == "deleted"]
    assert sorted(deleted) == ["add chargeback history", "churn v1", "first look"]
    assert [path.parent.parent.name for path in STORE.glob(".trash/*/meta.yaml")] == [".trash"]


def test_the_failed_run_ends_in_a_loss_that_is_no_number():
    losses = [float(point[1]) for point in points(run_named("gradient descent by hand"), "train_mse")]
    assert math.isinf(losses[-2])
    assert math.isnan(losses[-1])
    assert all(math.isfinite(loss) for loss in losses[:10])


def test_the_sweep_tries_four_settings_in_24_nested_runs():
    parent = run_named("random search")
    children = [
        run
        for run in runs().values()
        if (run / "tags/mlflow.parentRunId").exists()
        and (run / "tags/mlflow.parentRunId").read_text(encoding="utf-8") == parent.name
    ]
    assert len(children) == 24
    settings = {tuple(sorted(path.name for path in (run / "params").iterdir())) for run in children}
    assert settings == {("class_weight", "learning_rate", "max_iter", "max_leaf_nodes")}
    best = max(children, key=lambda run: value(run, "average_precision"))
    assert value(parent, "best_average_precision") == value(best, "average_precision")
    champion = behind("card-fraud-scorer", 5)
    for path in (best / "params").iterdir():
        assert (champion / "params" / path.name).read_text(encoding="utf-8") == path.read_text(
            encoding="utf-8"
        )


@pytest.mark.parametrize("version", [2, 5, 8])
def test_training_curves_have_a_point_for_every_round_and_go_down(version):
    run = behind("card-fraud-scorer", version)
    rounds = int((run / "params/max_iter").read_text(encoding="utf-8"))
    for metric in ("train_log_loss", "holdout_log_loss"):
        losses = [float(point[1]) for point in points(run, metric)]
        assert [int(point[2]) for point in points(run, metric)] == list(range(1, rounds + 1))
        assert losses[-1] < 0.75 * losses[0]


def test_logged_models_are_ready_failed_and_pending():
    # 1 pending, 2 ready, 3 failed
    metas = [document(path) for path in STORE.glob("*/models/m-*/meta.yaml")]
    assert Counter(meta["status"] for meta in metas) == {2: 19, 3: 1, 1: 1}


def test_one_version_is_a_copy_and_one_has_no_run():
    copy = versions("prod.card-fraud-scorer")[1]
    assert copy["source"] == "models:/card-fraud-scorer/5"
    assert copy["run_id"] == versions("card-fraud-scorer")[5]["run_id"]
    supplied = versions("complaint-router")[2]
    assert supplied["source"].startswith("s3://")
    assert supplied["run_id"] is None


def columns(version):
    """The types of a fraud scorer's inputs by name, and its outputs."""
    signature = document(artifacts("card-fraud-scorer", version) / "MLmodel")["signature"]
    inputs = {column["name"]: column["type"] for column in json.loads(signature["inputs"])}
    return inputs, json.loads(signature["outputs"])


def test_two_versions_break_their_callers():
    (second, labels), (third, probabilities), (seventh, _) = columns(2), columns(3), columns(7)
    assert third == second | {"merchant_risk": "double"}
    assert "merchant_risk" not in second
    assert labels != probabilities
    assert columns(3) == columns(4) == columns(5)
    assert (third["merchant_category"], seventh["merchant_category"]) == ("string", "long")


def test_champion_and_challenger_are_measured_on_the_same_rows():
    digests = [
        {
            point[4]
            for point in points(run_named(f"evaluate version {version} on 2026q2"), "average_precision")
        }
        for version in (5, 8)
    ]
    assert digests[0] == digests[1]
    assert len(digests[0]) == 1


def test_an_extract_has_several_generations_under_one_name():
    metas = [document(path) for path in STORE.glob("*/datasets/*/meta.yaml")]
    generations = Counter(name for name, _ in {(meta["name"], meta["digest"]) for meta in metas})
    assert generations["loan_applications"] == 4
    assert generations["card_payments_2025q4"] == 2
    contexts = Counter(
        document(path)["tags"].get("mlflow.data.context") for path in STORE.glob("*/*/inputs/*/meta.yaml")
    )
    assert contexts["training"] == 22
    assert contexts["evaluation"] == 23


def test_boosted_skops_files_say_what_they_want_trusted():
    flavor = document(artifacts("card-fraud-scorer", 5) / "MLmodel")["flavors"]["sklearn"]
    assert (flavor["serialization_format"], flavor["skops_trusted_types"]) == ("skops", [BOOSTED])
    assert (artifacts("card-fraud-scorer", 1) / "model.pkl").is_file()


# What people wrote agrees with the store


def test_the_cards_are_complete_partial_minimal_and_absent():
    every = {field.key for field in CARD_FIELDS}
    required = {field.key for field in CARD_FIELDS if field.required}
    assert answered("card-fraud-scorer") == every
    assert required - answered("credit-risk-pd") == {"factors"}
    assert {"rollback", "security", "decommissioning"} <= every - answered("credit-risk-pd")
    assert answered("customer-churn") == {"summary", "owner", "risk_tier", "licence", "intended_use"}
    assert {path.stem for path in (GOVERNANCE / "models").iterdir()} == {
        "card-fraud-scorer", "complaint-router", "credit-risk-pd", "customer-churn",
    }  # fmt: skip


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


@pytest.mark.parametrize("name", ["approvals", "transitions", "waivers", "incidents"])
def test_registers_are_in_order_and_name_what_exists(name):
    entries = register(name)
    people = {person["id"] for person in register("people")}
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["at"].date() <= AS_OF
        assert {entry[key] for key in ("by", "requested_by", "approved_by") if key in entry} <= people
        for version in entry.get("versions", [entry.get("version")]):
            assert version in versions(entry["model"])


def test_one_waiver_has_expired_and_none_runs_longer_than_180_days():
    waivers = register("waivers")
    assert [waiver["expires_on"] < AS_OF for waiver in waivers] == [True, False]
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
