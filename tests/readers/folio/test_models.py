"""Registered models, versions and datasets of a folio."""

from pathlib import Path

import pytest

from generator.catalog import RegistryAction, VersionRef
from generator.readers.folio.layout import find_roots
from generator.readers.store import Store
from tests.readers.folio.conftest import Folio, slugs

VERSION = """\
    description: Retrained.
    creation_time: 2026-11-02
    stage: Production
    status: READY
    user: ada
    run_id: first
    source_uri: s3://models/pump
    aliases: [champion]
    python_version: 3.11.7
    requirements: [numpy==2.4.6, scikit-learn]
    signature:
      inputs: {vibration: double, hours: long}
      outputs: [{name: score, type: double, required: true}]
      params: [{name: cut_off, type: double, default: 0.5}]
    flavors: {sklearn: 1.8.1, python_function: {loader: x}}
    metadata: {licence: none}
    approved: no
"""


def test_a_version_with_everything_is_read_whole(folio: Folio):
    catalog = folio(
        {
            "runs/first.yaml": "name: first\n",
            "models/pump/model.yaml": "description: Pumps\naliases: {challenger: 2.0.0}\ntags: {line: water}\n",
            "models/pump/versions/1.0.0.yaml": VERSION,
            "models/pump/versions/2.0.0/version.yaml": "copied_from: models:/pump/1.0.0\n",
            "models/pump/versions/2.0.0/artifacts/weights.json": "{}",
        }
    )
    assert catalog.problems == ()
    [model] = catalog.models
    assert (model.name, model.description, model.store) == ("pump", "Pumps", "folio")
    assert {alias.name: alias.version for alias in model.aliases} == {
        "champion": "1.0.0",
        "challenger": "2.0.0",
    }
    first, second = model.versions
    assert (first.version, first.sequence, first.stage, first.status, first.user, first.run_id) == (
        "1.0.0", 1, "Production", "READY", "ada", "folio/runs/first",
    )  # fmt: skip
    assert [(tag.key, tag.value) for tag in first.tags] == [("approved", "no")]
    package = first.package
    assert package is not None
    assert package.signature is not None
    assert [(field.name, field.type) for field in package.signature.inputs] == [
        ("vibration", "double"), ("hours", "long"),
    ]  # fmt: skip
    assert package.signature.outputs[0].required is True
    assert package.signature.params[0].default == "0.5"
    assert [(each.name, each.specifier) for each in package.requirements] == [
        ("numpy", "==2.4.6"),
        ("scikit-learn", ""),
    ]
    assert [(flavor.name, flavor.fields) for flavor in package.flavors] == [
        ("python_function", (("loader", "x"),)), ("sklearn", (("version", "1.8.1"),)),
    ]  # fmt: skip
    assert (package.python_version, package.metadata) == ("3.11.7", (("licence", "none"),))
    assert second.copied_from == VersionRef("pump", "1.0.0")
    assert [(artifact.path, artifact.size) for artifact in second.artifacts] == [("weights.json", 2)]
    assert second.package is None


def test_versions_stand_in_the_order_of_semantic_versioning(folio: Folio):
    names = ["1.10.0", "1.2.0", "1.2.0-rc.10", "1.2.0-rc.2", "v3", "0.9"]
    catalog = folio({f"models/m/versions/{name}.yaml": "user: a\n" for name in names})
    assert [(version.version, version.sequence) for version in catalog.models[0].versions] == [
        ("0.9", 1), ("1.2.0-rc.2", 2), ("1.2.0-rc.10", 3), ("1.2.0", 4), ("1.10.0", 5), ("v3", 6),
    ]  # fmt: skip


def test_versions_with_other_names_stand_by_date_behind_the_numbered(folio: Folio):
    catalog = folio(
        {
            "models/m/versions/spring.yaml": "creation_time: 2026-04-01\n",
            "models/m/versions/autumn.yaml": "creation_time: 2026-10-01\n",
            "models/m/versions/1.yaml": "creation_time: 2026-12-01\n",
        }
    )
    assert [version.version for version in catalog.models[0].versions] == ["1", "spring", "autumn"]


def test_an_alias_of_two_versions_and_one_of_none_are_told(folio: Folio):
    catalog = folio(
        {
            "models/m/model.yaml": "aliases: {champion: 1, old: 9}\n",
            "models/m/versions/1.yaml": "",
            "models/m/versions/2.yaml": "aliases: [champion]\n",
        }
    )
    assert sorted(slugs(catalog)) == ["alias-dangling", "folio-alias-twice", "yaml-empty"]
    assert {alias.name: alias.version for alias in catalog.models[0].aliases} == {"champion": "1", "old": "9"}


def test_names_that_no_folder_can_have_stand_in_the_file(folio: Folio):
    catalog = folio(
        {
            "models/a/model.yaml": "name: team/a\n",
            "models/a/versions/one.yaml": "version: 1.0.0\n",
            "models/b/model.yaml": "name: team/a\n",
        }
    )
    assert slugs(catalog) == ["folio-record-twice"]
    assert [(model.name, model.versions[0].version) for model in catalog.models] == [("team/a", "1.0.0")]


def test_two_files_about_one_version_are_told(folio: Folio):
    catalog = folio({"models/m/versions/a.yaml": "version: 1\n", "models/m/versions/b.yaml": "version: 1\n"})
    assert slugs(catalog) == ["folio-record-twice"]
    assert len(catalog.models[0].versions) == 1


def test_steps_of_a_registry_stand_by_time(folio: Folio):
    catalog = folio(
        {
            "models/m/model.yaml": """\
                events:
                  - {action: assigned, version: 1, stage: production, at: 2026-11-03, by: ada}
                  - {action: registered, version: 1, at: 2026-11-01, message: first}
                  - {action: promoted}
                """
        }
    )
    assert slugs(catalog) == ["field-invalid"]
    assert [(event.action, event.stage) for event in catalog.models[0].events] == [
        (RegistryAction.REGISTERED, ""), (RegistryAction.ASSIGNED, "production"),
    ]  # fmt: skip


def test_a_withdrawn_version_is_kept_and_not_listed(folio: Folio):
    catalog = folio({"models/m/versions/1.yaml": "deleted: true\n"})
    assert catalog.models[0].versions[0].deleted
    assert catalog.models[0].listed_versions == ()


@pytest.mark.parametrize(
    "text", ["copied_from: pump 1", "signature: {inputs: [{type: x}]}", "size_bytes: big", "deleted: maybe"]
)
def test_what_a_version_says_wrong_costs_the_field_only(folio: Folio, text: str):
    catalog = folio({"models/m/versions/1.yaml": f"{text}\nuser: ada\n"})
    assert len(catalog.problems) == 1
    assert catalog.models[0].versions[0].user == "ada"


def test_a_dataset_is_one_record_for_each_state_with_what_they_share(folio: Folio):
    catalog = folio(
        {
            "datasets/sensors.yaml": """\
                uri: s3://lake/sensors
                columns: {vibration: double, hours: long}
                licence: internal
                generations:
                  - {digest: d1, row_count: 100}
                  - {digest: d2, row_count: 120, columns: [{name: vibration, type: double, required: true}], profile: {mean: 0.5}}
                """,
            "datasets/other.json": '{"name": "lake/other", "digest": "x", "row_count": 7}',
        }
    )
    assert catalog.problems == ()
    other, first, second = catalog.datasets
    assert (other.key, other.row_count) == (("lake/other", "x"), 7)
    assert (first.key, first.uri, first.row_count, len(first.columns)) == (
        ("sensors", "d1"),
        "s3://lake/sensors",
        100,
        2,
    )
    assert first.profile == (("licence", "internal"),)
    assert second.profile == (("licence", "internal"), ("mean", "0.5"))
    assert second.columns[0].required is True
    assert str(second.source) == "folio/datasets/sensors.yaml#/generations/1"


def test_a_count_below_nothing_is_no_count(folio: Folio):
    catalog = folio({"datasets/a.yaml": "row_count: -1\ncolumns: [{type: long}]\n"})
    assert sorted(slugs(catalog)) == ["field-invalid", "field-missing"]
    assert (catalog.datasets[0].row_count, catalog.datasets[0].columns) == (None, ())


def test_a_folder_where_a_record_should_be_is_told(folio: Folio):
    catalog = folio(
        {
            "datasets/a.yaml/x.txt": "",
            "runs/b.yaml/x.txt": "",
            "datasets/c/x.txt": "",
            "evaluations/e.csv/x.csv": "",
        }
    )
    assert sorted((problem.slug, problem.source.path) for problem in catalog.problems) == [
        ("file-expected", "folio/datasets/a.yaml"),
        ("file-expected", "folio/evaluations/e.csv"),
        ("file-expected", "folio/runs/b.yaml"),
        ("file-missing", "folio/datasets/c"),
    ]
    assert catalog.runs + catalog.datasets == ()


def test_a_folio_lies_below_the_store_but_never_in_what_mlflow_wrote(tmp_path: Path):
    for place in ("deep/er", "0"):
        (tmp_path / place / "mine").mkdir(parents=True)
        (tmp_path / place / "mine/folio.yaml").write_text("schema_version: 1\n")
    (tmp_path / "0/meta.yaml").write_text("experiment_id: 0\n")
    assert [root.label for root in find_roots(Store(tmp_path, "s")).roots] == ["s/deep/er/mine"]
