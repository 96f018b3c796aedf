"""Whether the files of a version are those that were approved."""

from dataclasses import replace

import pytest

from generator.catalog import Approval, Decision, FileListing
from generator.governance.controls.reproducibility import ArtifactsAsApproved
from generator.governance.finding import Status
from generator.provenance import Source
from tests import factories
from tests.governance.assessing import found, places, told, waiver

MODEL, NOTE = factories.artifact("model/model.skops"), factories.artifact("model/note.txt")
RIGHT, WRONG = MODEL.source.sha256, "ab" * 32
APPROVAL = "governance/approvals.yaml#/approvals/0"
CHAMPION = "mlruns/models/churn/meta.yaml#/aliases/champion"


def approval(number=0, **given):
    made = {
        "id": f"APR-{number}",
        "model": "churn",
        "version": "1",
        "decision": Decision.APPROVED,
        "source": factories.source("governance/approvals.yaml", f"/approvals/{number}"),
    }
    return Approval(**made | given)


def made(*approvals, artifacts=(MODEL, NOTE), production=False):
    version = factories.version(1, artifacts=artifacts, package=factories.package())
    aliases = {"champion": "1"} if production else {}
    return {"models": (factories.model(versions=(version,), aliases=aliases),), "approvals": approvals}


def listed(name="model/SHA256SUMS", *, ignored=(), envelope="", **files):
    listing = FileListing(
        files=tuple((path.replace("_", "."), digest) for path, digest in files.items()),
        ignored=ignored,
        envelope=envelope,
    )
    return replace(factories.artifact(name), listing=listing)


@pytest.mark.parametrize("path", ["model.skops", "model/model.skops"])
def test_passes_when_the_file_is_the_approved_one_and_says_how_many_nobody_named(path):
    finding = found(ArtifactsAsApproved, **made(approval(artifact=path, sha256=RIGHT.upper())))
    message = "model/model.skops is as approval APR-0 says; 1 other file is not named"
    assert told(finding) == (Status.PASS, message)
    assert places(finding) == [APPROVAL, "mlruns/1/r1/artifacts/model/model.skops"]
    assert finding.outcome.evidence[1].excerpt == RIGHT


def test_fails_when_the_file_is_another_and_quotes_both_digests():
    finding = found(ArtifactsAsApproved, **made(approval(artifact="model.skops", sha256=WRONG)))
    assert told(finding) == (Status.FAIL, "model/model.skops is not what approval APR-0 says")
    assert finding.outcome.evidence[1].excerpt == f"{RIGHT} instead of {WRONG}"
    assert places(finding) == [APPROVAL, "mlruns/1/r1/artifacts/model/model.skops"]


def test_fails_for_a_missing_and_for_an_extra_file_of_a_whole_manifest():
    manifest = (("model.skops", RIGHT), ("gone.bin", WRONG))
    finding = found(ArtifactsAsApproved, **made(approval(manifest=manifest)))
    assert told(finding) == (
        Status.FAIL,
        (
            "model/gone.bin is not there, and approval APR-0 names it; "
            "model/note.txt is there, and approval APR-0 does not name it"
        ),
    )
    assert finding.outcome.observed == "2 files differ"
    assert finding.outcome.evidence[1].excerpt == f"not there; {WRONG} is written down"


def test_a_whole_manifest_that_fits_passes():
    manifest = (("model/model.skops", RIGHT), ("model/note.txt", NOTE.source.sha256))
    finding = found(ArtifactsAsApproved, **made(approval(manifest=manifest)))
    assert told(finding) == (Status.PASS, "2 files are as approval APR-0 says")
    assert finding.outcome.observed == "2 of 2 files"


def test_a_digest_without_a_name_means_the_file_that_has_it():
    assert found(ArtifactsAsApproved, **made(approval(sha256=RIGHT))).status is Status.PASS
    finding = found(ArtifactsAsApproved, **made(approval(sha256=WRONG)))
    assert told(finding) == (
        Status.FAIL,
        f"the file with the SHA-256 {WRONG[:12]}… is not there, and approval APR-0 names it",
    )


def test_the_last_approval_counts_and_a_rejection_names_nothing():
    earlier = approval(0, artifact="model.skops", sha256=WRONG)
    later = approval(1, artifact="model.skops", sha256=RIGHT)
    rejected = approval(2, decision=Decision.REJECTED, artifact="model.skops", sha256=WRONG)
    assert found(ArtifactsAsApproved, **made(earlier, later, rejected)).status is Status.PASS
    assert found(ArtifactsAsApproved, **made(later, earlier, rejected)).status is Status.FAIL


def test_a_checksum_file_beside_the_model_is_a_manifest_of_its_folder():
    elsewhere = factories.artifact("plots/roc.png")
    sums = listed(model_skops=RIGHT, note_txt=NOTE.source.sha256)
    finding = found(ArtifactsAsApproved, **made(artifacts=(MODEL, NOTE, sums, elsewhere)))
    assert told(finding) == (Status.PASS, "2 files are as model/SHA256SUMS says")
    finding = found(ArtifactsAsApproved, **made(artifacts=(MODEL, NOTE, listed(model_skops=RIGHT))))
    assert told(finding) == (Status.FAIL, "model/note.txt is there, and model/SHA256SUMS does not name it")


def test_a_checksum_file_of_one_file_says_nothing_of_the_others():
    one = listed("model/model.skops.sha256", model_skops=RIGHT)
    assert found(ArtifactsAsApproved, **made(artifacts=(MODEL, NOTE, one))).status is Status.PASS


def test_what_a_signature_leaves_out_is_no_extra_file():
    signature = listed("model/model.sig", ignored=("note.txt", "model.sig"), envelope="{}", model_skops=RIGHT)
    assert found(ArtifactsAsApproved, **made(artifacts=(MODEL, NOTE, signature))).status is Status.PASS


def test_warns_in_production_when_nothing_says_what_the_files_should_be():
    finding = found(ArtifactsAsApproved, **made(production=True))
    message = "no approval, checksum file or signature says what its files should be"
    assert told(finding) == (Status.WARN, message)
    assert places(finding) == ["mlruns/models/churn/version-1/meta.yaml", CHAMPION]


def test_warns_when_the_files_are_not_in_the_store_or_could_not_be_read():
    records = made(approval(artifact="model.skops", sha256=RIGHT), artifacts=())
    finding = found(ArtifactsAsApproved, **records)
    assert finding.status is Status.WARN
    assert (
        finding.outcome.message
        == "approval APR-0 names files that are not in the store, and cannot be compared"
    )
    unread = replace(MODEL, source=Source(MODEL.source.path))
    records = made(approval(artifact="model.skops", sha256=RIGHT), artifacts=(unread,))
    finding = found(ArtifactsAsApproved, **records)
    assert told(finding) == (Status.WARN, "model/model.skops could not be read, and cannot be compared")


def test_does_not_concern_a_version_elsewhere_that_nobody_wrote_anything_down_for():
    finding = found(ArtifactsAsApproved, **made())
    assert told(finding) == (Status.NOT_APPLICABLE, "nothing says what its files should be")


def test_cannot_be_waived():
    records = made(approval(artifact="model.skops", sha256=WRONG))
    assert found(ArtifactsAsApproved, waivers=(waiver("REP-006"),), **records).status is Status.FAIL
