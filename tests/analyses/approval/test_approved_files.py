"""Whether files are still what was approved."""

import pytest

from generator.analyses.approval.approved_files import FileState, approved_files
from generator.analyses.origin import Origin
from generator.catalog import Approval, Artifact, Decision
from generator.provenance import Source
from tests import factories

NOW = factories.artifact().source.sha256
OTHER = "ab" * 32


def approval(**given):
    made = {
        "id": "APR-1",
        "model": "churn",
        "version": "1",
        "decision": Decision.APPROVED,
        "source": factories.source("governance/approvals.yaml", "/approvals/0"),
    }
    return Approval(**made | given)


def checked(*files, **given):
    origin = Origin(version=factories.version(), artifacts=files or (factories.artifact(),))
    return [(each.path, each.state) for each in approved_files(approval(**given), origin)]


@pytest.mark.parametrize("path", ["model/model.pkl", "model.pkl"])
def test_a_file_is_found_by_its_path_or_by_the_end_of_it(path):
    assert checked(artifact=path, sha256=NOW.upper()) == [(path, FileState.SAME)]


def test_another_digest_is_a_change_and_both_digests_are_told():
    origin = Origin(version=factories.version(), artifacts=(factories.artifact(),))
    (found,) = approved_files(approval(artifact="model.pkl", sha256=OTHER), origin)
    assert (found.state, found.approved, found.found) == (FileState.CHANGED, OTHER, NOW)
    assert str(found.approval) == "governance/approvals.yaml#/approvals/0/sha256"
    assert found.file == factories.artifact().source


def test_a_name_that_two_files_share_is_no_name():
    files = (factories.artifact("a/model.pkl"), factories.artifact("b/model.pkl"))
    assert checked(*files, artifact="model.pkl", sha256=NOW) == [("model.pkl", FileState.MISSING)]


def test_a_part_of_a_name_is_another_name():
    files = (factories.artifact("old_model.pkl"),)
    assert checked(*files, artifact="model.pkl", sha256=NOW) == [("model.pkl", FileState.MISSING)]


def test_a_digest_without_a_name_means_the_file_that_has_it():
    assert checked(sha256=NOW) == [("", FileState.SAME)]
    assert checked(sha256=OTHER) == [("", FileState.MISSING)]


def test_a_file_that_could_not_be_read_is_neither_the_same_nor_changed():
    unread = Artifact("model.pkl", 12, Source("mlruns/1/r1/artifacts/model.pkl"))
    assert checked(unread, artifact="model.pkl", sha256=NOW) == [("model.pkl", FileState.UNREADABLE)]


def test_every_file_of_a_manifest_is_checked():
    manifest = (("model/model.pkl", NOW), ("model/MLmodel", OTHER))
    assert checked(manifest=manifest) == [
        ("model/model.pkl", FileState.SAME),
        ("model/MLmodel", FileState.MISSING),
    ]


def test_an_approval_without_a_digest_covers_no_file():
    assert checked(artifact="model.pkl") == []
