"""The evidence pack of a project, made from its files: what it says, what it hides, and that it is the same each time."""

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.cli.app import run
from generator.errors import StoreError
from generator.exports.pack.verify import verify_pack
from generator.pipeline import evidence_pack as packing
from generator.pipeline.evidence_pack import evidence_pack
from generator.pipeline.originals import Originals
from generator.readers.opening import open_store
from tests.cli.small_store import RUN, RUN_ID, put, register, write_store
from tests.conftest import ROOT
from tests.pipeline.test_pipeline import pipeline
from tests.screening.test_shapes import SAMPLES

SECRET = SAMPLES["github-token"]
CARD = """\
---
owner: Ada Lovelace
contact: churn@bank.example
risk_tier: high
---
## Intended use
Ranks customers. Ask bob@bank.example.
"""
WAIVERS = """\
waivers:
  - {id: W-1, control: DOC-001, model: churn, reason: "=cmd()", approved_by: ada, created_on: 2026-01-01, expires_on: 2026-12-31}
  - {id: W-2, control: DOC-001, model: other, reason: r, approved_by: ada, created_on: 2026-01-01, expires_on: 2026-12-31}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_store(tmp_path)
    register(tmp_path)
    put(
        tmp_path / "mlruns/models/other/meta.yaml",
        "creation_timestamp: 1\nlast_updated_timestamp: 1\nname: other\n",
    )
    put(tmp_path / "governance/models/churn.md", CARD)
    put(tmp_path / "governance/waivers.yaml", WAIVERS)
    put(
        tmp_path / "governance/policy.yaml",
        "version: 7\nretention: {class: model records, keep_years: {high: 10}}\n",
    )
    return tmp_path


def packed(folder: Path, model: str = "churn", **asked) -> dict[str, bytes]:
    return unzipped(evidence_pack(pipeline(folder, **asked), model).content)


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def rows(files: dict[str, bytes], path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[path].decode(), newline="")))


def test_a_pack_has_everything_that_an_auditor_asks_for(folder):
    files = packed(folder)
    assert [path for path in files if not path.startswith(("evidence/", "exports/"))] == [
        "MANIFEST.json", "README.html", "SHA256SUMS", "evidence-index.csv", "originals.sha256", "population.csv",
        "registers/ledger.csv", "registers/waivers.csv", "report.html", "results.json",
    ]  # fmt: skip
    assert [path for path in files if path.startswith("exports/")] == [
        "exports/lineage/churn.json", "exports/models/churn.json", "exports/monitoring/churn.json",
        "exports/results.junit.xml", "exports/results.md", "exports/results.sarif",
    ]  # fmt: skip
    manifest = json.loads(files["MANIFEST.json"])
    assert manifest["scope"]["models"] == ["churn"]
    assert manifest["policy"]["version"] == "7"
    assert manifest["retention"][0]["keep_until"] == "2036-01-05"
    listed = {each["path"]: each["sha256"] for each in manifest["files"]}
    assert listed == {
        path: hashlib.sha256(data).hexdigest()
        for path, data in files.items()
        if path not in {"MANIFEST.json", "SHA256SUMS"}
    }


def test_the_population_has_the_model_and_its_versions_with_their_places_and_results(folder):
    model, version = rows(packed(folder), "population.csv")
    assert (model["kind"], model["model"], model["owner"], model["risk_tier"]) == (
        "model",
        "churn",
        "Ada Lovelace",
        "high",
    )
    assert (version["version"], version["run_id"], version["assessed"]) == ("1", RUN_ID, "yes")
    place = "mlruns/models/churn/version-1/meta.yaml"
    assert version["path"] == place
    assert version["sha256"] == hashlib.sha256((folder / place).read_bytes()).hexdigest()
    found = [
        each
        for each in json.loads(packed(folder)["results.json"])["findings"]
        if each["subject"].endswith("/1")
    ]
    assert int(version["fail"]) == sum(each["status"] == "fail" for each in found) > 0


def test_of_the_portfolio_the_list_of_originals_is_what_the_store_digest_is_taken_over(folder):
    files = packed(folder, "")
    assert {row["model"] for row in rows(files, "population.csv")} == {"", "churn", "other"}
    store_digest = json.loads(files["MANIFEST.json"])["store_digest"]
    assert hashlib.sha256(files["originals.sha256"]).hexdigest() == store_digest
    assert f"<th>Store digest, SHA-256</th><td>{store_digest}" in files["README.html"].decode()


def test_every_copy_is_the_file_as_it_was_read_and_lies_where_the_index_says(folder):
    files = packed(folder)
    index = rows(files, "evidence-index.csv")
    copies = {row["copy"]: row for row in index if row["kept"] == "as read"}
    assert "evidence/governance/waivers.yaml" in copies
    for path, row in copies.items():
        assert files[path] == (folder / row["path"]).read_bytes()
        assert hashlib.sha256(files[path]).hexdigest() == row["sha256"]
    assert {path for path in files if path.startswith("evidence/")} == {row["copy"] for row in index} - {""}
    assert 'href="evidence/governance/policy.yaml"' in files["report.html"].decode()


def test_each_result_stands_in_the_index_with_the_places_that_it_rests_on(folder):
    files = packed(folder)
    quoted = {(row["quoted_in"], row["path"], row["pointer"]) for row in rows(files, "evidence-index.csv")}
    findings = json.loads(files["results.json"])["findings"]
    assert {finding["subject"] for finding in findings} == {"models:/churn", "models:/churn/1"}
    for finding in findings:
        for each in finding["evidence"]:
            within = f"results.json {finding['control']} {finding['subject']}"
            assert (within, each["path"], each["pointer"]) in quoted


def test_registers_tell_of_the_model_alone_without_formulas_and_missing_ones_are_named(folder):
    files = packed(folder)
    (waiver,) = rows(files, "registers/waivers.csv")
    assert (waiver["id"], waiver["reason"], waiver["pointer"]) == ("W-1", "'=cmd()", "/waivers/0")
    assert (
        "Registers that nobody keeps: approvals, attestations, changes, findings, incidents"
        in files["README.html"].decode()
    )


def test_how_long_to_keep_it_is_stated_or_its_absence_is(folder):
    assert "until 2036-01-05, model records" in packed(folder)["README.html"].decode()
    (folder / "governance/policy.yaml").write_text("version: 7\n")
    page = packed(folder)["README.html"].decode()
    assert "<th>Keep until</th><td>not stated</td>" in page
    assert "nowhere; it would stand in governance/policy.yaml#/retention" in page


def test_a_secret_stands_nowhere_and_its_copy_is_marked_with_the_digest_of_the_original(folder):
    put(folder / "governance/models/churn.md", CARD + f"\n## Limitations\nUse {SECRET} to look.\n")
    files = packed(folder)
    assert [path for path, data in files.items() if SECRET.encode() in data] == []
    card = next(
        row for row in rows(files, "evidence-index.csv") if row["path"] == "governance/models/churn.md"
    )
    assert (card["kept"], card["copy"]) == ("masked", "evidence/governance/models/churn.masked.md")
    assert card["sha256"] == hashlib.sha256((folder / "governance/models/churn.md").read_bytes()).hexdigest()
    assert b"Use [secret: github-token] to look." in files[card["copy"]]


def test_what_may_be_a_secret_of_no_known_shape_is_not_copied(folder):
    put(folder / RUN / "tags/api_key", "q7Zp1Xw9Lm4Tn8Rv2Kd6")
    put(folder / RUN / "tags/mlflow.user", "ada")
    files = packed(folder)
    assert [path for path, data in files.items() if b"q7Zp1Xw9Lm4Tn8Rv2Kd6" in data] == []


def test_personal_data_is_hidden_from_all_but_auditors_and_the_contact_from_nobody(folder):
    card = "evidence/governance/models/churn"
    internal, auditor = packed(folder), packed(folder, profile="auditor")
    assert b"contact: churn@bank.example" in internal[f"{card}.masked.md"]
    assert b"Ask [redacted: e-mail]." in internal[f"{card}.masked.md"]
    assert [path for path, data in internal.items() if b"bob@bank" in data] == []
    assert auditor[f"{card}.md"] == CARD.encode()


def test_an_edition_that_withholds_records_holds_no_copies(folder):
    files = packed(folder, profile="public")
    assert [path for path in files if path.startswith("evidence/")] == []
    (why,) = {row["why"] for row in rows(files, "evidence-index.csv") if row["kept"] == "digest only"}
    assert why.startswith("the public edition withholds incidents, locations, prompts")
    assert b"Ada Lovelace" not in b"".join(files.values())


def test_hostile_names_and_links_stay_outside(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "passwd"
    outside.write_text("root:x:0:0")
    (folder / RUN / "tags").mkdir()
    (folder / RUN / "tags/mlflow.user").symlink_to(outside)
    put(folder / RUN / "params/a\nb<script>", "=1")
    files = packed(folder)
    assert [path for path, data in files.items() if b"root:x:0:0" in data] == []
    assert [path for path in files if not path.isascii() or "\n" in path or ".." in path] == []
    assert b"<script>" not in files["report.html"] + files["README.html"]


def test_great_files_and_binaries_are_named_by_their_digest(folder, monkeypatch):
    monkeypatch.setattr(packing, "COPY_LIMIT", 200)
    put(folder / "governance/policy.yaml", "version: 7\n" + "# long\n" * 100)
    index = rows(packed(folder), "evidence-index.csv")
    policy = next(row for row in index if row["path"] == "governance/policy.yaml")
    assert (policy["kept"], policy["copy"], policy["size"]) == ("digest only", "", "711")
    assert policy["why"] == "is greater than what is copied"


def test_members_of_an_archive_are_copied_too(folder):
    shutil.make_archive(str(folder / "store"), "zip", folder, "mlruns")
    shutil.rmtree(folder / "mlruns")
    files = packed(folder, stores=(folder / "store.zip",), governance=folder / "governance")
    version = rows(files, "population.csv")[1]
    assert version["path"] == "store.zip!/mlruns/models/churn/version-1/meta.yaml"
    row = next(row for row in rows(files, "evidence-index.csv") if row["path"] == version["path"])
    assert hashlib.sha256(files[row["copy"]]).hexdigest() == row["sha256"]


def test_a_file_that_changed_since_it_was_read_stops_the_pack(folder):
    river = pipeline(folder)
    assert river.portfolio
    put(folder / "governance/policy.yaml", "version: 8\n")
    with pytest.raises(StoreError, match="changed while the pack was made"):
        evidence_pack(river, "churn")


def test_nothing_is_read_but_what_the_stores_hold(folder):
    river = pipeline(folder)
    originals = Originals(river.settings)
    file = river.catalog.files[0]
    for path in ("/etc/passwd", "elsewhere/x", "governance"):
        assert originals.read(type(file)(path, "0" * 64, 1), 10) is None
    with pytest.raises(StoreError, match="not a path inside the store"):
        originals.read(type(file)("governance/../../etc/passwd", "0" * 64, 1), 10)
    originals.close()


def test_two_packs_made_elsewhere_in_another_zone_are_the_same_bytes_and_name_no_place(
    folder, tmp_path_factory
):
    other = tmp_path_factory.mktemp("another place")
    for name in ("mlruns", "governance"):
        shutil.copytree(folder / name, other / name)
    for place, zone in ((folder, "UTC"), (other, "Pacific/Kiritimati")):
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TZ": zone}
        subprocess.run(
            [sys.executable, "-m", "generator.cli", "export", "pack", "churn"],
            cwd=place, env=environment, check=True, capture_output=True,
        )  # fmt: skip
    first = (folder / "churn-evidence.zip").read_bytes()
    assert first == (other / "churn-evidence.zip").read_bytes()
    said = b"".join(unzipped(first).values())
    assert str(folder).encode() not in said
    assert str(ROOT).encode() not in said


def test_a_pack_is_verified_zipped_and_unpacked_and_tampering_is_found(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert run(["export", "pack", "churn"]) == 0
    said = capsys.readouterr()
    assert said.out == "churn-evidence.zip\n"
    digest = said.err.split()[-1]
    assert run(["verify", "churn-evidence.zip", "--digest", digest]) == 0
    with zipfile.ZipFile("churn-evidence.zip") as archive:
        archive.extractall("pack")
    put(Path("pack/.DS_Store"), "left by a file manager")
    assert run(["verify", "pack", "--digest", digest]) == 0
    policy = Path("pack/evidence/governance/policy.yaml")
    policy.write_text(policy.read_text().replace("7", "8"))
    Path("pack/results.json").unlink()
    put(Path("pack/evidence/more.yaml"), "a: b")
    capsys.readouterr()
    assert run(["verify", "pack", "--digest", digest]) == 3
    found = capsys.readouterr().out
    for words in (
        "policy.yaml: is not what was packed", "policy.yaml: is not governance/policy.yaml as it was read",
        "results.json: is missing", "evidence/more.yaml: was added",
    ):  # fmt: skip
        assert words in found, words


def test_a_pack_whose_list_was_written_anew_is_found_by_the_digest_kept_elsewhere(
    folder, monkeypatch, capsys
):
    monkeypatch.chdir(folder)
    made = evidence_pack(pipeline(folder), "churn")
    files = unzipped(made.content)
    files["results.json"] = files["results.json"].replace(b'"fail"', b'"pass"')
    del files["SHA256SUMS"]
    listed = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items())
    with zipfile.ZipFile("forged.zip", "w") as archive:
        for path, data in {**files, "SHA256SUMS": listed.encode()}.items():
            archive.writestr(path, data)
    assert run(["verify", "forged.zip"]) == 0
    assert run(["verify", "forged.zip", "--digest", made.sha256]) == 3
    assert "the list was written anew" in capsys.readouterr().out


def test_what_is_no_pack_is_said_to_be_none(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    put(folder / "a.zip", "no zip")
    put(folder / "half/MANIFEST.json", "[]")
    assert run(["verify", "a.zip"]) == 1
    assert run(["verify", "half"]) == 1
    assert "half: is no evidence pack" in capsys.readouterr().err


def test_a_link_in_an_unpacked_pack_is_not_followed(folder):
    target = folder / "pack"
    with zipfile.ZipFile(io.BytesIO(evidence_pack(pipeline(folder), "churn").content)) as archive:
        archive.extractall(target)
    (folder / "copy.json").write_bytes((target / "results.json").read_bytes())
    (target / "results.json").unlink()
    (target / "results.json").symlink_to(folder / "copy.json")
    verified = verify_pack(open_store(target, "pack"))
    assert verified.faults == (("results.json", "is not what was packed: its SHA-256 differs"),)


def test_a_pack_is_not_written_into_what_is_read(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert run(["export", "pack", "churn", "-o", "mlruns/pack.zip"]) == 2
    assert "mlruns/pack.zip: lies in" in capsys.readouterr().err
    assert not (folder / "mlruns/pack.zip").exists()
    assert run(["export", "pack", "chrun"]) == 2
    assert "no store registers a model 'chrun'" in capsys.readouterr().err
