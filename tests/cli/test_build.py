"""``modelfolio build``: what it says, its exit codes, and that the last good site stands."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli.app import run
from generator.errors import SiteError, StoreError
from generator.pipeline import pipeline as pipeline_module
from generator.pipeline.pipeline import Pipeline
from tests.cli.small_store import RUN, contents, put, write_store
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a small store, in which the program is called."""
    write_store(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def good_site(tmp_path_factory):
    """A site of that store, built once."""
    folder = tmp_path_factory.mktemp("good")
    write_store(folder)
    site = folder / "site"
    assert run(["build", "--quiet", "--store", str(folder / "mlruns"), "--site-dir", str(site)]) == 0
    return site


def damage(folder: Path) -> None:
    """A line of a metric that no tracker writes: a warning."""
    put(folder / RUN / "metrics/auc", "1767600030000 0.91 0\n17676")


def test_it_says_what_it_built_and_where_to_look(folder, capsys):
    assert run(["build"]) == 0
    said = capsys.readouterr()
    first, second, third = said.out.splitlines()
    assert first == "0 models, 0 versions, 1 run in 1 experiment; no problems"
    assert second.endswith(" s")
    assert third == (folder / "site/index.html").as_uri()
    assert said.err == ""


def test_asked_to_be_quiet_it_says_nothing(folder, capsys):
    assert run(["build", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert (folder / "site/index.html").is_file()


def test_problems_are_told_and_cost_nothing_unless_one_is_strict(folder, capsys):
    damage(folder)
    assert run(["build"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith(f"warning  {RUN}/metrics/auc:2: ")
    assert "; 1 warning" in said.out
    shutil.rmtree(folder / "site")
    assert run(["build", "--strict"]) == 3
    assert (folder / "site/index.html").is_file()


def test_strict_is_content_with_a_store_without_problems(folder):
    assert run(["build", "--strict", "--quiet"]) == 0


def test_a_note_is_no_reason_to_be_strict(folder):
    put(folder / "governance/models/README.txt", "not about a model")
    assert run(["build", "--strict", "--quiet"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--store", "nowhere"], "modelfolio: nowhere: does not exist"),
        (["--store", ""], "the path is empty"),
        (["--site-dir", "mlruns/site"], "the folder for the site lies in"),
        (["--site-dir", "."], "the folder for the site holds"),
        (["--site-dir", "/"], "the folder for the site is no folder that can be replaced"),
        (["--site-dir", "kept"], "is not empty and no site made by modelfolio"),
        (["--site-dir", "a-file"], "is a file"),
        (["--site-dir", "a-link"], "is a symbolic link"),
        (["--config-file", "nowhere.yml"], "modelfolio: nowhere.yml: there is no such file"),
        (["--as-of", "yesterday"], "modelfolio: --as-of: 'yesterday' is no date or time"),
        (["--jobs", "0"], "0 is not in the range x>=1"),
        (["--no-such-option"], "No such option"),
    ],
)
def test_what_cannot_be_done_as_asked_is_refused_and_nothing_is_touched(folder, capsys, arguments, words):
    put(folder / "kept/thesis.txt", "mine")
    put(folder / "a-file", "mine")
    (folder / "a-link").symlink_to("kept")
    before = contents(folder)
    assert run(["build", *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert contents(folder) == before


@pytest.mark.parametrize("value", ["", "abc", "-1"])
def test_an_odd_source_date_epoch_is_refused(folder, monkeypatch, capsys, value):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert run(["build"]) == 2
    assert capsys.readouterr().err.startswith(f"modelfolio: SOURCE_DATE_EPOCH: {value!r} is no Unix time")


def test_a_folder_that_no_reader_knows_is_an_error(folder, capsys):
    (folder / "empty").mkdir()
    assert run(["build", "--store", "empty"]) == 1
    assert capsys.readouterr().err.startswith("modelfolio: empty: no reader knows this store")


STAGES = ["catalog", "snapshot", "portfolio", "pages", "figures", "rendered"]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreError("is not there", slug="file-missing", location="mlruns/1"), "mlruns/1: is not there"),
        (SiteError("no room", slug="publish-failed"), "no room"),
        (OSError(28, "No space left on device", "x/y"), "x/y: no space left on device"),
        (KeyError("auc"), "KeyError: 'auc'; please report this, with what --debug shows"),
    ],
)
def test_whatever_stage_fails_the_last_good_site_stands(
    folder, good_site, monkeypatch, capsys, stage, error, said
):
    shutil.copytree(good_site, folder / "site")

    def fail(_pipeline):
        raise error

    monkeypatch.setattr(Pipeline, stage, property(fail))
    assert run(["build"]) == 1
    assert capsys.readouterr().err == f"modelfolio: {said}\n"
    assert contents(folder / "site") == contents(good_site)


def test_a_target_that_is_refused_is_refused_before_the_stores_are_read(folder, monkeypatch):
    put(folder / "kept/thesis.txt", "mine")
    monkeypatch.setattr(Pipeline, "catalog", property(lambda _: pytest.fail("the stores were read")))
    assert run(["build", "--site-dir", "kept"]) == 2


def test_a_site_that_cannot_be_written_is_an_error_and_the_last_good_one_stands(folder, monkeypatch, capsys):
    assert run(["build", "--quiet"]) == 0
    good = contents(folder / "site")
    put(folder / RUN / "params/lr", "0.2")

    def full(*_arguments):
        raise OSError(28, "No space left on device", str(folder / "site.new/index.html"))

    monkeypatch.setattr(pipeline_module, "build_site", full)
    assert run(["build"]) == 1
    assert capsys.readouterr().err == f"modelfolio: {folder}/site.new/index.html: no space left on device\n"
    assert contents(folder / "site") == good


def test_where_in_the_code_an_error_arose_is_shown_when_asked_for(folder, monkeypatch, capsys):
    def fail(_pipeline):
        raise KeyError("auc")

    monkeypatch.setattr(Pipeline, "catalog", property(fail))
    assert run(["--debug", "build"]) == 1
    assert "Traceback" in capsys.readouterr().err
    assert run(["build", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def program(folder: Path, *arguments: str, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "generator.cli", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_a_build_quietly_and_leaves_nothing_behind(folder, number, code):
    assert run(["build", "--quiet"]) == 0
    good = contents(folder)
    put(folder / "mkdocs.yml", "site_name: x\nhooks: [wait.py]\n")
    put(
        folder / "wait.py",
        "import time, pathlib\ndef on_config(config):\n    pathlib.Path('begun').touch(); time.sleep(30)\n",
    )
    with program(folder, "build", stdout=subprocess.DEVNULL) as building:
        wait_for(folder / "begun")
        building.send_signal(number)
        said = building.stderr.read()
    assert (building.returncode, said) == (code, "")
    for name in ("mkdocs.yml", "wait.py", "begun"):
        (folder / name).unlink()
    left = {
        name: content for name, content in contents(folder).items() if name in good or "cache" not in name
    }
    assert {name: content for name, content in left.items() if ".pyc" not in name} == good
    assert not list(folder.rglob(".draft-*")), "whole entries of the cache may stay, drafts may not"


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which signals a process catches")
@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.6, 0.9, 1.3, 1.8])
def test_ctrl_c_reaches_the_workers_too_and_all_go_quietly(folder, example, seconds):
    site = folder / "site"
    places = ("--store", str(example / "mlruns"), "--site-dir", str(site), "--jobs", "2", "--quiet")
    with program(folder, "build", *places, stdout=subprocess.PIPE, start_new_session=True) as building:
        wait_until_it_catches(building.pid, signal.SIGTERM)
        time.sleep(seconds)
        os.killpg(building.pid, signal.SIGINT)
        said = building.stderr.read(), building.stdout.read()
    assert said == ("", "")
    assert (building.returncode, site.exists()) in {(130, False), (130, True), (0, True)}
    assert not (folder / "site.new").exists()
    assert not list(folder.rglob(".draft-*"))


def wait_until_it_catches(pid: int, number: signal.Signals) -> None:
    """The program is at work once it catches the signals that Python itself leaves alone."""
    deadline = time.monotonic() + 30
    caught = 0
    while not caught >> (number - 1) & 1 and time.monotonic() < deadline:
        (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "SigCgt" in line]
        caught = int(line.split()[1], 16)
    assert caught >> (number - 1) & 1


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert path.exists()


def test_a_reader_that_has_seen_enough_is_no_error(folder):
    with program(folder, "show", "--format", "json", stdout=subprocess.PIPE) as showing:
        showing.stdout.close()
        said = showing.stderr.read()
    assert (showing.returncode, said) == (141, "")
