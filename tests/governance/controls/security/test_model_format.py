"""Whether loading the files of a model can run code."""

from dataclasses import replace

import pytest

from generator.catalog import ContentKind, Flavor
from generator.governance.controls.security import FormatRunsNoCode
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver

MLMODEL = factories.source("mlruns/1/r1/artifacts/model/MLmodel", "/flavors/sklearn")
FOLDER = "mlruns/1/r1/artifacts"
CHAMPION = "mlruns/models/churn/meta.yaml#/aliases/champion"
TREE = "[sklearn.tree.TreePredictor]"


def made(files, *, production=False, **flavor):
    artifacts = tuple(replace(factories.artifact(path), kind=kind) for path, kind in files.items())
    sklearn = Flavor("sklearn", tuple(sorted(flavor.items())), MLMODEL)
    version = factories.version(1, artifacts=artifacts, package=factories.package(flavors=(sklearn,)))
    aliases = {"champion": "1"} if production else {}
    return {"models": (factories.model(versions=(version,), aliases=aliases),)}


@pytest.mark.parametrize(
    "kind",
    [
        ContentKind.SAFETENSORS, ContentKind.ONNX, ContentKind.GGUF, ContentKind.JSON, ContentKind.UBJSON,
        ContentKind.TEXT, ContentKind.NUMPY, ContentKind.CATBOOST,
    ],
)  # fmt: skip
def test_passes_for_formats_that_hold_data_whatever_the_name(kind):
    finding = found(FormatRunsNoCode, **made({"model/model.pkl": kind}, production=True))
    assert told(finding) == (Status.PASS, f"its files hold data only: {kind.value}")
    assert places(finding) == [f"{FOLDER}/model/model.pkl"]
    assert finding.outcome.evidence[0].excerpt == kind.value


@pytest.mark.parametrize(
    "kind",
    [ContentKind.PICKLE, ContentKind.COMPRESSED_PICKLE, ContentKind.TORCH_ARCHIVE, ContentKind.PROGRAM],
)
def test_fails_in_production_and_warns_elsewhere_for_what_runs_whatever_the_name(kind):
    files = {"model/MLmodel": ContentKind.TEXT, "model/model.safetensors": kind}
    finding = found(FormatRunsNoCode, **made(files, production=True))
    assert told(finding) == (Status.FAIL, f"loading the model may run code that is in it: {kind.value}")
    assert places(finding) == [f"{FOLDER}/model/model.safetensors", CHAMPION]
    assert finding.outcome.observed == kind.value
    finding = found(FormatRunsNoCode, **made(files))
    assert told(finding) == (Status.WARN, f"loading the model may run code that is in it: {kind.value}")


def test_passes_for_skops_that_trusts_nothing_extra():
    files = {"model/model.skops": ContentKind.SKOPS}
    records = made(files, production=True, serialization_format="skops", skops_trusted_types="null")
    assert told(found(FormatRunsNoCode, **records)) == (Status.PASS, "its files hold data only: skops")


def test_fails_for_skops_that_must_trust_more_and_quotes_the_types():
    files = {"model/model.skops": ContentKind.SKOPS}
    finding = found(FormatRunsNoCode, **made(files, production=True, skops_trusted_types=TREE))
    assert finding.status is Status.FAIL
    assert finding.outcome.message.startswith(
        "loading the model may run code that is in it: skops with extra trusted types"
    )
    assert finding.outcome.evidence[1].excerpt == TREE
    assert places(finding)[1] == f"{FOLDER}/model/MLmodel#/flavors/sklearn/skops_trusted_types"


def test_fails_for_what_mlmodel_calls_a_pickle_even_where_the_file_was_not_read():
    records = made({"model/model.pkl": None}, production=True, serialization_format="cloudpickle")
    finding = found(FormatRunsNoCode, **records)
    assert told(finding) == (Status.FAIL, "loading the model may run code that is in it: cloudpickle")
    assert places(finding) == [f"{FOLDER}/model/MLmodel#/flavors/sklearn/serialization_format", CHAMPION]


def test_fails_for_python_code_beside_the_model():
    files = {"model/code/model.py": ContentKind.TEXT, "model/notes.txt": ContentKind.TEXT}
    finding = found(FormatRunsNoCode, **made(files, production=True))
    assert told(finding) == (Status.FAIL, "loading the model may run code that is in it: code")
    assert places(finding)[0] == f"{FOLDER}/model/code/model.py"


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (None, "not read"),
        (ContentKind.HDF5, "HDF5"),
        (ContentKind.OTHER, "unknown format"),
        (ContentKind.SKOPS, "skops, and no record says which types it trusts"),
    ],
)
def test_warns_when_it_cannot_be_established(kind, what):
    files = {"model/MLmodel": ContentKind.TEXT, "model/weights": kind}
    finding = found(FormatRunsNoCode, **made(files, production=True))
    message = "whether 1 file can run code when the model is loaded cannot be established"
    assert told(finding) == (Status.WARN, message)
    assert (places(finding), finding.outcome.observed) == ([f"{FOLDER}/model/weights"], what)


def test_warns_when_only_what_was_packed_beside_the_model_is_there():
    files = {"model/MLmodel": ContentKind.TEXT, "model/requirements.txt": ContentKind.TEXT}
    finding = found(FormatRunsNoCode, **made(files, production=True))
    message = "the model's own files are not in the store, so that their format cannot be established"
    assert told(finding) == (Status.WARN, message)


def test_does_not_concern_a_version_without_files():
    finding = found(FormatRunsNoCode, models=(factories.model(),))
    assert told(finding) == (Status.NOT_APPLICABLE, "none of its files are in the store")


def test_can_be_waived():
    records = made({"model/model.pkl": ContentKind.PICKLE}, production=True)
    finding = found(FormatRunsNoCode, waivers=(waiver("SEC-003"),), **records)
    assert finding.status is Status.WAIVED
