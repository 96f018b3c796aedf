"""Stores and the governance folder, read into one catalogue."""

import pytest

from generator.errors import StoreError
from generator.pipeline.reading import read_everything
from generator.pipeline.settings import Place
from tests.cli.small_store import put, register, write_store
from tests.packing import tar_of


@pytest.fixture
def store(tmp_path):
    write_store(tmp_path)
    register(tmp_path)
    return Place(tmp_path / "mlruns", "mlruns")


def test_what_people_wrote_stands_beside_what_the_tracker_recorded(store, tmp_path):
    put(tmp_path / "governance/models/churn.md", "---\nowner: Ada\n---\n")
    catalog = read_everything([store], Place(tmp_path / "governance", "governance"))
    assert catalog.stores == ("mlruns",)
    assert catalog.narratives_by_model["churn"].fields["owner"].value == "Ada"
    assert catalog.problems == ()
    paths = [file.path for file in catalog.files]
    assert paths == sorted(paths)
    assert {"governance/models/churn.md", "mlruns/models/churn/meta.yaml"} <= set(paths)


def test_a_name_that_no_registry_knows_is_a_problem(store, tmp_path):
    put(tmp_path / "governance/models/chrun.md", "---\nowner: Ada\n---\n")
    catalog = read_everything([store], Place(tmp_path / "governance", "governance"))
    (problem,) = catalog.problems
    assert (problem.slug, problem.source.path) == ("card-model-unknown", "governance/models/chrun.md")
    assert problem.remedy == "did you mean 'churn'?"


def test_without_people_the_stores_speak_alone(store):
    assert read_everything([store], None).narratives == ()


def test_an_archive_is_read_beside_a_folder_and_what_is_wrong_with_it_is_told(store, tmp_path):
    archive = tar_of(tmp_path / "more.tar", [("mlruns/0/meta.yaml", b"name: x\n"), ("../x", b"")])
    catalog = read_everything([store, Place(archive, "more.tar")], None)
    assert catalog.stores == ("mlruns", "more.tar")
    assert "member-refused more.tar!/../x" in {f"{each.slug} {each.source}" for each in catalog.problems}
    assert {"more.tar", "more.tar!/mlruns/0/meta.yaml"} <= {file.path for file in catalog.files}


def test_a_store_that_went_away_since_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="is not there"):
        read_everything([Place(tmp_path / "mlruns", "mlruns")], None)


def test_a_policy_counts_with_and_without_a_governance_folder(store, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "real.yaml").write_text("version: 7\ntiers: [a]\n")
    (shared / "policy.yaml").symlink_to("real.yaml")
    (tmp_path / "governance").mkdir()
    (tmp_path / "governance/policy.yaml").write_text("version: 8\n")
    governance = Place(tmp_path / "governance", "governance")
    policies = [Place(shared / "policy.yaml", "shared")]
    laid = read_everything([store], governance, policies)
    assert (laid.policy.version, laid.policy.tiers) == ("8", ("a",))
    alone = read_everything([store], None, policies)
    assert (alone.policy.version, str(alone.policy.place("tiers"))) == ("7", "shared/real.yaml#/tiers")
    assert "shared/real.yaml" in {file.path for file in alone.files}
