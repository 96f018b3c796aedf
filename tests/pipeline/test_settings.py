"""What a command is asked to do, and what is refused before anything is touched."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.pipeline.settings import Place, Request, settle
from generator.readers.store_url import StoreUrl


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mlruns").mkdir()
    return tmp_path


def settled(folder: Path, environment=None, **asked):
    return settle(Request(**asked), folder=folder, environment=environment or {})


def refused(folder: Path, environment=None, **asked) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        settled(folder, environment, **asked)
    return caught.value


def test_with_nothing_asked_the_store_and_the_governance_beside_it_are_found(folder):
    (folder / "governance").mkdir()
    settings = settled(folder)
    assert settings.stores == (Place(folder / "mlruns", "mlruns"),)
    assert settings.governance == Place(folder / "governance", "governance")
    assert settings.site_dir == folder / "site"
    assert settings.config_file is None


def test_a_folder_called_store_is_found_too(tmp_path):
    (tmp_path / "store").mkdir()
    assert settled(tmp_path).stores == (Place(tmp_path / "store", "store"),)


def test_a_database_is_found_before_the_artifacts_beside_it_and_bears_the_name_of_its_folder(tmp_path):
    (tmp_path / "mlflow.db").touch()
    (tmp_path / "mlruns").mkdir()
    assert settled(tmp_path).stores == (Place(tmp_path / "mlflow.db", tmp_path.name),)


def test_no_store_at_all_is_refused_with_advice(tmp_path):
    error = refused(tmp_path)
    assert error.slug == "store-missing"
    assert "--store" in error.hint


def test_the_configuration_names_places_relative_to_itself(tmp_path):
    (tmp_path / "examples/store").mkdir(parents=True)
    (tmp_path / "examples/governance").mkdir()
    (tmp_path / "ours").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Risk models\nsite_dir: public\nsite_url: !ENV SITE_URL\n"
        "markdown_extensions:\n  - x:\n      emoji: !!python/name:material.emoji\n"
        "extra: {modelfolio: {stores: [examples/store], governance: examples/governance, templates: ours}}\n"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    settings = settled(elsewhere, config_file=Path("../mkdocs.yml"))
    assert settings.stores == (Place(tmp_path / "examples/store", "store"),)
    assert settings.governance == Place(tmp_path / "examples/governance", "governance")
    assert settings.templates == (tmp_path / "ours",)
    assert settings.site_name == "Risk models"
    assert settings.site_dir == tmp_path / "public"


def test_the_command_line_goes_before_the_configuration(folder):
    (folder / "other").mkdir()
    (folder / "mkdocs.yml").write_text("extra: {modelfolio: {stores: mlruns}}\n")
    assert settled(folder, stores=(Path("other"),)).stores == (Place(folder / "other", "other"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "mkdocs.yml: is not valid YAML: "),
        ("- a list", "mkdocs.yml: must be a mapping"),
        ("extra: {modelfolio: {store: x}}", "mkdocs.yml#/extra/modelfolio/store: is no setting of ours"),
        ("extra: {modelfolio: {stores: 3}}", "mkdocs.yml#/extra/modelfolio/stores: must be a path or a list"),
        ("extra: {modelfolio: [x]}", "mkdocs.yml#/extra/modelfolio: must be a mapping"),
        ("site_name: 2026-13-45", "mkdocs.yml: is not valid YAML: month must be in 1..12"),
        ("site_name: [" * 2000, "mkdocs.yml: is not valid YAML: "),
        ("site_name: [x]", "mkdocs.yml#/site_name: must be text"),
    ],
)
def test_a_fault_in_the_configuration_names_its_place(folder, text, message):
    (folder / "mkdocs.yml").write_text(text)
    assert str(refused(folder)).startswith(message)


def test_a_configuration_runs_nothing(folder):
    canary = folder / "canary"
    (folder / "mkdocs.yml").write_text(f"site_name: !!python/object/apply:pathlib.Path.touch ['{canary}']\n")
    settled(folder)
    assert not canary.exists()


def test_two_stores_of_one_name_get_labels_of_their_own(tmp_path):
    for name in ("a/mlruns", "b/mlruns", "c/MLRUNS", "mlruns-2"):
        (tmp_path / name).mkdir(parents=True)
    asked = tuple(Path(name) for name in ("a/mlruns", "mlruns-2", "b/mlruns", "c/MLRUNS", "a/../a/mlruns"))
    labels = [place.label for place in settled(tmp_path, stores=asked).stores]
    assert labels == ["mlruns", "mlruns-2", "mlruns-3", "MLRUNS-4"]


def test_a_store_called_governance_and_the_governance_folder_stay_apart(tmp_path):
    (tmp_path / "governance").mkdir()
    (tmp_path / "x/governance").mkdir(parents=True)
    settings = settled(tmp_path, stores=(Path("x/governance"),))
    assert [place.label for place in settings.inputs] == ["governance", "governance-2"]


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ({"stores": (Path("nowhere"),)}, "store-missing"),
        ({"stores": (Path("x" * 5000),)}, "store-missing"),
        ({"governance": Path("nowhere")}, "governance-missing"),
        ({"governance": Path("mlruns/file")}, "governance-missing"),
        ({"config_file": Path("nowhere.yml")}, "config-missing"),
        ({"config_file": Path("mlruns")}, "config-missing"),
    ],
)
def test_what_is_not_there_is_refused(folder, asked, slug):
    (folder / "mlruns/file").touch()
    assert refused(folder, **asked).slug == slug


def test_what_a_database_keeps_beside_itself_is_a_source_too(tmp_path):
    (tmp_path / "mlflow.db").touch()
    names = {path.name for path in settled(tmp_path).sources}
    assert {"mlflow.db", "mlflow.db-wal", "mlruns", "mlartifacts"} <= names


def test_the_instant_is_the_flag_before_the_environment(folder):
    instant = settled(folder, {"SOURCE_DATE_EPOCH": "0"}, as_of="2026-11-20T09:40+02:00").as_of
    assert instant == datetime(2026, 11, 20, 7, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [("0", datetime(1970, 1, 1, tzinfo=UTC)), ("1795160400", datetime(2026, 11, 20, 7, 40, tzinfo=UTC))],
)
def test_the_environment_counts_in_seconds(folder, seconds, expected):
    assert settled(folder, {"SOURCE_DATE_EPOCH": seconds}).as_of == expected


@pytest.mark.parametrize("seconds", ["", "abc", "-1", "1.5", " 1", "٣", "1" * 5000, "253402300800"])
def test_an_odd_environment_is_refused(folder, seconds):
    assert refused(folder, {"SOURCE_DATE_EPOCH": seconds}).location == "SOURCE_DATE_EPOCH"


@pytest.mark.parametrize("flag", ["", "yesterday", "2026-02-30", "0001-01-01T00:00+14:00"])
def test_an_odd_instant_is_refused(folder, flag):
    error = refused(folder, {"SOURCE_DATE_EPOCH": "0"}, as_of=flag)
    assert (error.location, error.slug) == ("--as-of", "as-of-invalid")


def test_what_may_appear_later_is_expected(folder):
    assert settled(folder).expected == tuple(
        folder / name for name in ("governance", "mkdocs.yml", "mkdocs.yaml")
    )


def test_everything_that_the_site_is_made_of_is_a_source(folder):
    for name in ("ours", "pages", "governance"):
        (folder / name).mkdir()
    (folder / "mkdocs.yml").write_text("docs_dir: pages\nextra: {modelfolio: {templates: ours}}\n")
    names = [path.name for path in settled(folder).sources]
    assert names == ["mlruns", "governance", "ours", "mkdocs.yml", "pages"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_store_behind_a_closed_door_is_refused_without_a_traceback(folder):
    (folder / "closed/mlruns").mkdir(parents=True)
    (folder / "closed").chmod(0)
    try:
        assert refused(folder, stores=(Path("closed/mlruns"),)).slug == "store-missing"
    finally:
        (folder / "closed").chmod(0o700)


def test_the_governance_that_a_project_names_belongs_to_the_stores_that_it_names(tmp_path):
    for name in ("examples/store", "examples/governance", "other"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(
        "extra: {modelfolio: {stores: [examples/store], governance: examples/governance}}\n"
    )
    assert settled(tmp_path).governance == Place(tmp_path / "examples/governance", "governance")
    assert settled(tmp_path, stores=(Path("other"),)).governance is None


def test_an_archive_is_a_store_of_its_own_name_with_nothing_beside_it(folder):
    (folder / "mlruns.tar.gz").touch()
    settings = settled(folder, stores=(Path("mlruns.tar.gz"),))
    assert settings.stores == (Place(folder / "mlruns.tar.gz", "mlruns.tar.gz"),)
    assert settings.sources == (folder / "mlruns.tar.gz",)


def test_policies_come_from_the_command_line_else_from_the_project(tmp_path):
    (tmp_path / "mlruns").mkdir()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("version: 1\n")
    (tmp_path / "mkdocs.yml").write_text("extra: {modelfolio: {policy: b.yaml}}\n")
    asked = settle(Request(policies=(Path("a.yaml"),)), folder=tmp_path, environment={})
    assert [place.root for place in asked.policies] == [tmp_path / "a.yaml"]
    settings = settle(Request(), folder=tmp_path, environment={})
    assert [place.root for place in settings.policies] == [tmp_path / "b.yaml"]
    assert settings.sources == (tmp_path / "mlruns", tmp_path / "b.yaml", tmp_path / "mkdocs.yml")
    assert settle(Request(stores=(Path("mlruns"),)), folder=tmp_path, environment={}).policies == ()


@pytest.mark.parametrize(("name", "said"), [("none.yaml", "does not exist"), ("mlruns", "is not a file")])
def test_a_policy_that_is_no_file_is_refused(tmp_path, name, said):
    (tmp_path / "mlruns").mkdir()
    with pytest.raises(SettingsError, match=f"{name}: {said}"):
        settle(Request(policies=(Path(name),)), folder=tmp_path, environment={})


def test_a_url_is_a_store_of_the_name_of_its_last_part_and_no_file_of_this_machine(folder):
    url = StoreUrl("s3://bucket/team/mlruns?token=s3cr3t")
    settings = settled(folder, stores=(url, Path("mlruns")))
    assert settings.stores == (Place(url, "mlruns"), Place(folder / "mlruns", "mlruns-2"))
    assert settings.sources == (folder / "mlruns",)
    assert "s3cr3t" not in repr(settings)


def test_the_configuration_may_name_urls_beside_paths(folder):
    (folder / "mkdocs.yml").write_text('extra: {modelfolio: {stores: ["gs://bucket/x", mlruns]}}\n')
    assert settled(folder).stores == (
        Place(StoreUrl("gs://bucket/x"), "x"),
        Place(folder / "mlruns", "mlruns"),
    )
