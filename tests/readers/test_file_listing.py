"""Checksum files and model signatures among artifacts."""

import base64
import json

import pytest

from generator.readers.file_listing import listing_of, may_list_files
from generator.readers.mlflow.artifacts import read_artifacts
from generator.readers.reading import Reading
from generator.readers.store import Store

ONE, OTHER = "ab" * 32, "cd" * 32


def signed(*, predicate="https://model_signing/signature/v1.0", method="files", resources=None):
    if resources is None:
        resources = [{"name": "model.json", "algorithm": "sha256", "digest": ONE}]
    statement = {
        "predicateType": predicate,
        "predicate": {
            "serialization": {"method": method, "ignore_paths": [".git", "model.sig"]},
            "resources": resources,
        },
    }
    payload = base64.b64encode(json.dumps(statement).encode()).decode()
    return json.dumps({"dsseEnvelope": {"payload": payload, "signatures": []}})


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}  a.json\n{OTHER} *sub/b.json\n",
        f"# made by hand\n\n{ONE.upper()}  ./a.json\r\n{OTHER}  sub//b.json",
        f"SHA256 (a.json) = {ONE}\nSHA256 (sub/b.json) = {OTHER}\n",
    ],
)
def test_a_checksum_file_names_files_with_their_digests(text):
    listing = listing_of("model/SHA256SUMS", text)
    assert (listing.files, listing.envelope) == ((("a.json", ONE), ("sub/b.json", OTHER)), "")


def test_a_checksum_file_of_one_file_need_not_name_it():
    assert listing_of("model/weights.bin.sha256", f"{ONE}\n").files == (("weights.bin", ONE),)


def test_a_signature_names_files_and_what_it_leaves_out_and_is_kept_for_who_verifies_it():
    text = signed()
    listing = listing_of("model/model.sig", text)
    assert listing.files == (("model.json", ONE),)
    assert listing.ignored == (".git", "model.sig")
    assert (listing.envelope, listing.comparable) == (text, True)


@pytest.mark.parametrize(
    "text",
    [
        signed(method="shards"),
        signed(resources=[{"name": "model.json", "algorithm": "blake2b", "digest": ONE * 2}]),
    ],
)
def test_a_signature_over_other_digests_cannot_be_compared(text):
    listing = listing_of("model.sig", text)
    assert (listing.files, listing.comparable) == ((), False)


@pytest.mark.parametrize(
    "text", [signed(predicate="https://slsa.dev/provenance/v1"), "{}", '{"dsseEnvelope": {}}']
)
def test_a_signature_over_something_else_speaks_of_no_files(text):
    assert listing_of("model.sig", text) is None


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("SHA256SUMS", "a.json\n", "is no checksum file: line 1 names no file with its SHA-256"),
        ("SHA256SUMS", f"{ONE}  ../a.json", "names '../a.json', which is no file beside it with a SHA-256"),
        ("SHA256SUMS", f"{ONE}  /etc/passwd", "names '/etc/passwd', which is no file beside it with a SHA-256"),
        ("SHA256SUMS", f"{ONE}  a\n{OTHER}  ./a", "gives './a' two different digests"),
        ("model.sig", "-----BEGIN", "is no model signature: it is no JSON"),
        ("model.sig", "[]", "is no model signature: it holds no mapping"),
        ("model.sig", '{"dsseEnvelope": {"payload": "*"}}', "is no model signature: its payload is not base64"),
        ("model.sig", signed(resources=["x"]), "is no model signature: a resource is no mapping"),
    ],
)  # fmt: skip
def test_a_broken_one_says_what_is_wrong(path, text, message):
    with pytest.raises(ValueError) as caught:
        listing_of(path, text)
    assert str(caught.value) == message


def test_it_is_told_by_its_name():
    assert all(
        map(may_list_files, ("a/SHA256SUMS", "sha256sum.txt", "w.bin.sha256", "m.sig", "m.sigstore.json"))
    )
    assert not any(map(may_list_files, ("MLmodel", "signature.json", "sha256", "sums/x")))


def test_the_artifacts_of_a_store_carry_it_and_a_broken_one_is_a_problem(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "SHA256SUMS").write_text(f"{ONE}  a.json\n" + "".join(f"{OTHER}  {n}\n" for n in range(99)))
    (folder / "model.sig").write_text("no signature")
    reading = Reading(Store(tmp_path, "mlruns"))
    listed, broken = read_artifacts(reading, "files").artifacts
    assert (len(listed.listing.files), broken.listing) == (100, None)
    (problem,) = reading.problems
    assert (problem.slug, str(problem.source), problem.message) == (
        "file-listing-invalid", "mlruns/files/model.sig", "is no model signature: it is no JSON",
    )  # fmt: skip
