"""The registry: registered models, versions, aliases, copies and prompts."""

import os
import unicodedata
from datetime import UTC, datetime

import pytest

from generator.catalog import Alias, Severity, VersionRef
from generator.provenance import Source
from tests.stores import model_id, run_id, write_files

ML_MODEL = "flavors: {}\nmlflow_version: 2.22.5\n"


def only_model(catalog):
    (model,) = catalog.models
    return model


def told(catalog) -> list[str]:
    return [f"{problem.severity} {problem.slug} {problem}" for problem in catalog.problems]


def test_a_model_and_its_version_are_read_with_everything_they_record(mlruns, read):
    mlruns.model(
        "churn", aliases={"champion": "1"}, tags={"task": "classification"}, description="Who leaves.\n\nSoon"
    )
    mlruns.version(
        1, current_stage="Production", description="Yes: 'it' works", user_id="ada", tags={"approval": "granted"},
        status="READY", status_message="all well",
    )  # fmt: skip
    catalog = read(mlruns)
    assert catalog.problems == ()
    model = only_model(catalog)
    assert (model.name, model.description, model.store) == ("churn", "Who leaves.\n\nSoon", "mlruns")
    assert model.creation_time == model.last_updated_time == datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    assert [(tag.key, tag.value) for tag in model.tags] == [("task", "classification")]
    alias_file = model.aliases[0].source
    assert model.aliases == (Alias("champion", "1", alias_file),)
    assert alias_file.path == "mlruns/models/churn/aliases/champion"
    (version,) = model.versions
    assert (version.name, version.version, version.sequence, version.ref) == (
        "churn",
        "1",
        1,
        VersionRef("churn", "1"),
    )
    assert (version.stage, version.status, version.status_message) == ("Production", "READY", "all well")
    assert (version.description, version.user, version.run_id) == ("Yes: 'it' works", "ada", run_id(1))
    assert version.source_uri == f"file:///elsewhere/mlruns/0/{run_id(1)}/artifacts/model"
    assert [(tag.key, tag.value) for tag in version.tags] == [("approval", "granted")]
    assert version.source.path == "mlruns/models/churn/version-1/meta.yaml"
    assert not version.deleted


def test_versions_are_in_the_order_of_their_numbers(mlruns, read):
    mlruns.model()
    for number in (10, 2, 1, 12):
        mlruns.version(number)
    catalog = read(mlruns)
    assert [version.version for version in only_model(catalog).versions] == ["1", "2", "10", "12"]


def test_a_stage_of_none_is_none_and_a_deleted_version_is_kept_but_not_listed(mlruns, read):
    mlruns.model(aliases={"old": "2"})
    mlruns.version(1)
    mlruns.version(2, current_stage="Deleted_Internal")
    catalog = read(mlruns)
    model = only_model(catalog)
    assert [(version.stage, version.deleted) for version in model.versions] == [("", False), ("", True)]
    assert [version.version for version in model.listed_versions] == ["1"]
    assert catalog.counts["model_versions"] == 1
    assert told(catalog) == [
        (
            "warning alias-dangling mlruns/models/churn/aliases/old: the alias 'old' names version 2, which is not listed; "
            "set the alias anew in MLflow"
        )
    ]


def test_the_files_are_the_truth_about_aliases(mlruns, read):
    folder = mlruns.model(aliases={"champion": "1", "b": "2"})
    mlruns.version(1, aliases=["challenger"])
    mlruns.version(2, aliases=["b"])
    write_files(folder / "aliases", {"champion": "2\n", "shadow": "1"})
    catalog = read(mlruns)
    assert [(alias.name, alias.version) for alias in only_model(catalog).aliases] == [
        ("b", "2"), ("champion", "2"), ("shadow", "1"),
    ]  # fmt: skip
    assert told(catalog) == [
        "note alias-copy-stale mlruns/models/churn/meta.yaml:1: aliases says 'champion' is version 1, its file does not",
        (
            "note alias-copy-stale mlruns/models/churn/version-1/meta.yaml:1: aliases says 'challenger' is version 1, "
            "its file does not"
        ),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [("", "is empty"), ("two", "holds 'two', not the number of a version"), ("-1", "holds '-1', not the number of a version")],
)  # fmt: skip
def test_an_alias_that_names_no_number_is_lost_and_said(mlruns, read, content, message):
    mlruns.model()
    mlruns.version(1)
    write_files(mlruns.root / "models" / "churn" / "aliases", {"champion": content, "good": "1"})
    catalog = read(mlruns)
    assert [alias.name for alias in only_model(catalog).aliases] == ["good"]
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity, problem.message) == ("alias-invalid", Severity.WARNING, message)
    assert problem.source.path == "mlruns/models/churn/aliases/champion"


def test_an_alias_of_a_version_that_is_not_there_is_kept_and_said(mlruns, read):
    mlruns.model(aliases={"champion": "9"})
    mlruns.version(1)
    catalog = read(mlruns)
    assert only_model(catalog).aliases[0].version == "9"
    assert [problem.slug for problem in catalog.problems] == ["alias-dangling"]


def test_a_model_without_versions_is_a_model(mlruns, read):
    mlruns.model("empty")
    catalog = read(mlruns)
    assert (only_model(catalog).versions, catalog.problems) == ((), ())


@pytest.mark.parametrize(
    "name", ["Diabetes progression – régression", "a.b", "#?&", "x'y", "..z", "-rf", "𝕄"]
)
def test_a_name_may_be_whatever_mlflow_lets_it(mlruns, read, name):
    mlruns.model(name)
    mlruns.version(1, model=name)
    catalog = read(mlruns)
    assert (only_model(catalog).name, catalog.problems) == (name, ())


def test_a_folder_that_a_file_system_spelled_otherwise_is_the_same_name(mlruns, read):
    name = unicodedata.normalize("NFC", "modèle")
    folder = mlruns.model(name)
    folder.rename(folder.parent / unicodedata.normalize("NFD", name))
    catalog = read(mlruns)
    assert (only_model(catalog).name, catalog.problems) == (name, ())


def test_a_model_that_calls_itself_other_than_its_folder_is_shown_under_its_folders_name(mlruns, read):
    mlruns.model("churn", name="attrition")
    mlruns.version(3, version=4)
    catalog = read(mlruns)
    assert (only_model(catalog).name, only_model(catalog).versions[0].version) == ("churn", "3")
    assert told(catalog) == [
        "warning id-differs mlruns/models/churn/meta.yaml:5: name is 'attrition', the folder is called 'churn'",
        "warning id-differs mlruns/models/churn/version-3/meta.yaml:13: version is 4, the folder says 3",
    ]


def test_a_name_that_is_not_utf_8_survives(mlruns, read):
    mlruns.model("caf")
    os.rename(os.fsencode(mlruns.root / "models" / "caf"), os.fsencode(mlruns.root) + b"/models/caf\xe9")  # noqa: PTH104
    catalog = read(mlruns)
    assert only_model(catalog).name == "caf\\xe9"
    assert only_model(catalog).source.path == "mlruns/models/caf\\xe9/meta.yaml"


def test_the_files_of_a_version_are_those_below_its_source(mlruns, read):
    mlruns.run(
        artifacts={"model/MLmodel": ML_MODEL, "model/data/w.bin": b"12", "models.txt": "x", "plot.png": b"x"}
    )
    mlruns.model()
    mlruns.version(1)
    catalog = read(mlruns)
    version = only_model(catalog).versions[0]
    assert [(artifact.path, artifact.size) for artifact in version.artifacts] == [
        ("MLmodel", len(ML_MODEL)),
        ("data/w.bin", 2),
    ]
    assert version.artifacts[1].source.path == f"mlruns/0/{run_id(1)}/artifacts/model/data/w.bin"
    assert version.package is not None
    assert (version.package.path, version.package.mlflow_version) == ("", "2.22.5")


@pytest.mark.parametrize(
    "source",
    [
        f"runs:/{run_id(1)}/model",
        f"file:///C:/Users/ada/mlruns/0/{run_id(1)}/artifacts/model",
        f"E:\\My%20Work\\mlruns\\0\\{run_id(1)}\\artifacts\\model",
        f"mlflow-artifacts:/0/{run_id(1)}/artifacts/model",
        f"s3://bucket/prefix/0/{run_id(1)}/artifacts/model/",
        f"/srv/mlruns/0/{run_id(1)}/artifacts/model",
    ],
)
def test_the_files_are_found_though_the_source_is_of_another_machine(mlruns, read, source):
    mlruns.run(artifacts={"model/MLmodel": ML_MODEL})
    mlruns.model()
    mlruns.version(1, source=source, storage_location=source)
    catalog = read(mlruns)
    assert [artifact.path for artifact in only_model(catalog).versions[0].artifacts] == ["MLmodel"]


@pytest.mark.parametrize(
    "source",
    [
        f"runs:/{run_id(1)}/../../secret", f"file:///mlruns/0/{run_id(1)}/artifacts/../../../secret",
        "s3://vendor-models/bc/v7", "dummy-source", "", "models:/", "runs:/", f"runs:/{run_id(5)}/model",
    ],
)  # fmt: skip
def test_a_source_that_leads_elsewhere_has_no_files(mlruns, read, source):
    mlruns.run(artifacts={"model/MLmodel": ML_MODEL})
    write_files(mlruns.root, {"secret/key": "x"})
    mlruns.model()
    mlruns.version(1, source=source, storage_location=source, run_id=None)
    catalog = read(mlruns)
    version = only_model(catalog).versions[0]
    assert (version.artifacts, version.package, version.run_id, version.source_uri) == ((), None, "", source)
    assert catalog.problems == ()


@pytest.mark.parametrize(
    ("source", "storage"),
    [
        (f"models:/{model_id(1)}", f"file:///x/mlruns/0/models/{model_id(1)}/artifacts"),
        (f"mlflow-artifacts:/0/models/{model_id(1)}/artifacts", ""),
        (f"models:/{model_id(1)}", "gone"),
    ],
)
def test_a_version_of_a_logged_model_has_its_files(mlruns, read, source, storage):
    mlruns.logged_model(artifacts={"MLmodel": ML_MODEL, "model.pkl": b"x"})
    mlruns.model()
    mlruns.version(1, source=source, storage_location=storage)
    version = only_model(read(mlruns)).versions[0]
    assert (version.model_id, len(version.artifacts)) == (model_id(1), 2)
    assert version.package is not None


def test_a_version_registered_by_its_run_and_name_has_the_files_of_the_logged_model(mlruns, read):
    mlruns.run()
    mlruns.logged_model(name="classifier", artifacts={"MLmodel": ML_MODEL})
    mlruns.model()
    mlruns.version(1, source=f"runs:/{run_id(1)}/classifier", storage_location=None)
    version = only_model(read(mlruns)).versions[0]
    assert [artifact.path for artifact in version.artifacts] == ["MLmodel"]


def test_a_copied_version_names_its_original_and_has_its_files(mlruns, read):
    mlruns.run(artifacts={"model/MLmodel": ML_MODEL})
    mlruns.model("dev")
    mlruns.version(3, model="dev")
    mlruns.model("prod")
    mlruns.version(1, model="prod", source="models:/dev/3", storage_location=None)
    mlruns.version(2, model="prod", source="models:/prod/1", storage_location="models:/prod/1")
    mlruns.version(3, model="prod", source="models:/prod/4", storage_location=None)
    mlruns.version(4, model="prod", source="models:/prod/3", storage_location=None)
    mlruns.version(5, model="prod", source="models:/gone/3", storage_location=None)
    catalog = read(mlruns)
    assert catalog.problems == ()
    copies = catalog.models_by_name["prod"].versions
    assert [version.copied_from for version in copies] == [
        VersionRef("dev", "3"), VersionRef("prod", "1"), VersionRef("prod", "4"), VersionRef("prod", "3"),
        VersionRef("gone", "3"),
    ]  # fmt: skip
    assert [len(version.artifacts) for version in copies] == [1, 1, 0, 0, 0]
    assert copies[1].package == catalog.models_by_name["dev"].versions[0].package


def test_prompts_are_kept_apart(mlruns, read):
    mlruns.model("churn", aliases={"champion": "1"})
    mlruns.version(1)
    mlruns.prompt("greeting", "Hello {{name}}", "Hi {{name}}\n", aliases={"production": "2"})
    mlruns.version(3, model="greeting", current_stage="Deleted_Internal", tags={"mlflow.prompt.text": "gone"})
    catalog = read(mlruns)
    assert catalog.problems == ()
    (prompt,) = catalog.prompts
    assert (prompt.name, prompt.store) == ("greeting", "mlruns")
    assert [(alias.name, alias.version) for alias in prompt.aliases] == [("production", "2")]
    assert [(version.version, version.template) for version in prompt.versions] == [
        ("1", "Hello {{name}}"),
        ("2", "Hi {{name}}\n"),
    ]
    assert [tag.key for tag in prompt.versions[0].tags] == ["mlflow.prompt.is_prompt"]
    assert prompt.versions[0].creation_time == datetime(2026, 1, 5, 8, 0, 0, 1000, tzinfo=UTC)
    counts = catalog.counts
    assert (counts["prompts"], counts["registered_models"], counts["model_versions"], counts["aliases"]) == (
        1,
        1,
        1,
        1,
    )


def test_a_broken_version_costs_that_version_only(mlruns, read):
    mlruns.model()
    for number in (1, 2, 3):
        mlruns.version(number)
    (mlruns.root / "models/churn/version-2/meta.yaml").write_text("")
    (mlruns.root / "models/churn/version-3/meta.yaml").unlink()
    (mlruns.root / "models/churn/version-x").mkdir()
    catalog = read(mlruns)
    assert [version.version for version in only_model(catalog).versions] == ["1"]
    assert told(catalog) == [
        "error yaml-empty mlruns/models/churn/version-2/meta.yaml: is empty",
        (
            "error record-missing mlruns/models/churn/version-3/meta.yaml: the folder of a version has no meta.yaml; "
            "read the store when nothing writes to it, or remove what was left half made"
        ),
        "warning version-number-invalid mlruns/models/churn/version-x: is the folder of a version without a number",
    ]
    assert [problem.cost for problem in catalog.problems] == ["the version is not shown"] * 3


@pytest.mark.parametrize(
    ("content", "slug"), [(None, "record-missing"), ("", "yaml-empty"), ("a: [", "yaml-invalid")]
)
def test_a_broken_record_of_a_model_does_not_cost_its_versions(mlruns, read, content, slug):
    folder = mlruns.model(aliases={"champion": "1"}, tags={"task": "x"})
    mlruns.version(1)
    mlruns.model("other")
    (folder / "meta.yaml").unlink() if content is None else (folder / "meta.yaml").write_text(content)
    catalog = read(mlruns)
    churn, other = catalog.models
    assert (churn.name, churn.description, churn.creation_time, len(churn.versions)) == ("churn", "", None, 1)
    assert (len(churn.aliases), len(churn.tags), other.name) == (1, 1, "other")
    assert churn.source.path == "mlruns/models/churn/meta.yaml"
    (problem,) = catalog.problems
    assert (problem.slug, problem.cost) == (slug, "its own description and times are shown as missing")


def test_a_folder_of_the_registry_with_nothing_in_it_is_no_model(mlruns, read):
    mlruns.model()
    (mlruns.root / "models" / "left").mkdir()
    catalog = read(mlruns)
    assert only_model(catalog).name == "churn"
    (problem,) = catalog.problems
    assert (problem.slug, problem.source) == ("record-missing", Source("mlruns/models/left/meta.yaml"))


def test_a_field_that_is_no_date_costs_that_field_only(mlruns, read):
    mlruns.model(creation_timestamp="soon")
    mlruns.version(1, last_updated_timestamp=253402300800000)
    catalog = read(mlruns)
    model = only_model(catalog)
    assert (model.creation_time, model.last_updated_time is None) == (None, False)
    assert model.versions[0].last_updated_time is None
    assert told(catalog) == [
        "warning field-invalid mlruns/models/churn/meta.yaml:2: creation_timestamp is 'soon', not a point in time",
        (
            "warning field-invalid mlruns/models/churn/version-1/meta.yaml:4: last_updated_timestamp is '253402300800000', "
            "not a point in time"
        ),
    ]
