"""Commands whose store is an archive or lies at a URL."""

import json
from pathlib import Path

import pytest

from generator.cli.app import run
from tests.buckets import uploaded
from tests.cli.serving import Serving
from tests.cli.small_store import RUN, put, register, write_store
from tests.packing import packed


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A project with a store, in which the command is called."""
    made = tmp_path / "project"
    write_store(made)
    register(made)
    monkeypatch.chdir(made)
    return made


def shown(capsys, *stores: str) -> dict:
    arguments = [
        each for store in stores for each in ((store,) if store == "--latest" else ("--store", store))
    ]
    assert run(["show", "--format", "json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_show_tells_the_same_of_a_store_wherever_it_lies(folder, capsys, memory, s3):
    plain = shown(capsys, "mlruns")
    assert shown(capsys, uploaded(folder / "mlruns", f"{memory}/mlruns")) == plain
    assert shown(capsys, uploaded(folder / "mlruns", f"{s3}/show/mlruns")) == plain
    archive = shown(capsys, packed(folder / "mlruns", folder / "mlruns.zip").name)
    said = json.dumps(archive).replace("mlruns.zip!/mlruns", "mlruns").replace("mlruns.zip", "mlruns")
    assert json.loads(said) == plain


def test_show_tells_the_latest_values_of_a_store_wherever_it_lies(folder, capsys, memory):
    put(folder / RUN / "tags/token", "ghp_" + "a1B2c3D4e5F6" * 3)
    plain = shown(capsys, "--latest", "mlruns")
    (run,) = plain["runs"]
    assert run["metrics"] == [{"key": "auc", "dataset": "", "value": 0.91, "step": 0}]
    assert run["params"] == {"lr": "0.1"}
    assert run["tags"] == {"token": "[secret: github-token]"}
    assert "counts" not in plain
    assert "models" not in plain
    assert shown(capsys, "--latest", uploaded(folder / "mlruns", f"{memory}/mlruns")) == plain
    archive = shown(capsys, "--latest", packed(folder / "mlruns", folder / "mlruns.zip").name)
    assert archive["runs"][0]["metrics"] == run["metrics"]


def test_a_site_is_built_from_archives_and_urls_beside_folders(folder, capsys, memory):
    packed(folder / "mlruns", folder / "old.tgz")
    url = uploaded(folder / "mlruns", f"{memory}/bucket/newer")
    put(folder / "mkdocs.yml", f"extra: {{modelfolio: {{stores: [mlruns, old.tgz, '{url}']}}}}\n")
    assert run(["build", "--quiet", "--jobs", "1"]) == 0
    evidence = (folder / "site/api/evidence.sha256").read_text()
    for path in ("mlruns", "old.tgz!/mlruns", "newer"):
        assert f"  {path}/1/meta.yaml\n" in evidence
    assert "  old.tgz\n" in evidence


def test_a_store_that_is_not_there_is_told_in_words(folder, capsys, memory):
    assert run(["show", "--store", f"{memory}/nothing"]) == 1
    said = capsys.readouterr().err
    assert said == f"modelfolio: {memory}/nothing: is not there, or holds nothing\n"


def test_the_site_may_not_take_the_place_of_the_archive_that_is_read(folder, capsys):
    packed(folder / "mlruns", folder / "old.tgz")
    assert run(["build", "--quiet", "--store", "old.tgz", "--site-dir", "."]) == 2
    assert "old.tgz, which is read" in capsys.readouterr().err


def test_serve_follows_an_archive_and_says_that_a_url_is_not_watched(folder, s3):
    url = uploaded(folder / "mlruns", f"{s3}/serve/mlruns")
    packed(folder / "mlruns", folder / "old.tgz")
    serving = Serving(folder, "--store", "old.tgz", "--store", url)
    try:
        assert serving.said("is not watched").startswith(f"{url} is not watched: ")
        edition = serving.edition()
        put(folder / RUN / "metrics/auc", "1767600030000 0.47 0\n")
        packed(folder / "mlruns", folder / "old.tgz")
        serving.wait_for_reload(edition)
    finally:
        serving.close()
