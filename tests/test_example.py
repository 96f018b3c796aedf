"""The store of the example: its story holds, git keeps it whole, and it names no real machine."""

import getpass
import io
import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.example_store import (
    EXAMPLE,
    STORE,
    artifacts,
    behind,
    document,
    files,
    points,
    register,
    run_named,
    runs,
    value,
    versions,
)

BOOSTED = "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"


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
