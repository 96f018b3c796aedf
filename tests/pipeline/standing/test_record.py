"""A site stands as long as neither it nor anything that it is made of changed, and not a moment longer."""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from generator.catalog import Audience, Problem, Severity
from generator.pipeline.cache import SETTLED
from generator.pipeline.settings import Request, Settings, settle
from generator.pipeline.standing.record import Look, Standing, Told, look, remember, standing
from generator.provenance import Source
from generator.provenance.sums import SUMS
from generator.readers.store_url import StoreUrl
from tests.cli.small_store import RUN, put, register, write_store
from tests.readers.git.folders import commit, git
from tests.site.small import write_site

TICK = 0.02
"""Seconds; more than a tick of the clock that Linux takes the times of files from."""
TOLD = Told(faults=("a fault",), counts="1 model", pages=3, other_files=2, grave=True)
CONFIGURATION = """\
site_name: Ours
docs_dir: pages
theme:
  custom_dir: theme
extra:
  modelfolio:
    stores: [mlruns]
    governance: written/governance
    policy: [organisation.yaml]
    templates: [templates]
    locales: [locales]
"""


def later() -> int:
    """An instant long after whatever was last changed."""
    return time.time_ns() + 10 * SETTLED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with everything that a site can be made of, and a site."""
    return project(tmp_path)


def project(folder: Path) -> Path:
    write_store(folder)
    register(folder)
    put(folder / "mkdocs.yml", CONFIGURATION)
    put(folder / "pages/handbook.md", "# Ours\n")
    put(folder / "theme/main.html", "{% extends 'base.html' %}\n")
    put(folder / "templates/version.html.jinja", "{% extends 'base/version.html.jinja' %}\n")
    put(folder / "locales/de.po", "")
    put(folder / "organisation.yaml", "controls: {}\n")
    put(folder / "written/governance/models/churn.md", "---\nmodel: churn\n---\n")
    put(folder / "written/governance/policy.yaml", "controls: {}\n")
    put(folder / "written/governance/ledger.jsonl", "{}\n")
    git(folder / "written", "init", "-q")
    commit(folder / "written", "First", hour=1)
    write_site(folder / "site", "one")
    return folder


def asked(folder: Path, **more: object) -> Settings:
    return settle(Request(**more), folder=folder, environment={})


def kept(folder: Path, environment: dict[str, str] | None = None, **more: object) -> Settings:
    """The settings of a build that was just remembered."""
    settings = asked(folder, **more)
    before = look(settings, environment or {}, later)
    assert before is not None
    sums = hashlib.sha256((settings.site_dir / SUMS).read_bytes()).hexdigest()
    remember(settings, environment or {}, before, sums_sha256=sums, told=TOLD, problems=())
    time.sleep(TICK)
    return settings


def found(settings: Settings, environment: dict[str, str] | None = None) -> Standing | None:
    now = look(settings, environment or {})
    return standing(settings, now) if now is not None else None


def test_a_site_stands_while_nothing_changes_and_says_what_was_said(folder):
    settings = kept(folder)
    site = found(settings)
    assert site is not None
    assert site.told == TOLD
    assert site.sums_sha256 == hashlib.sha256((folder / "site" / SUMS).read_bytes()).hexdigest()
    assert found(settings) == site


def test_reading_and_looking_at_the_state_of_git_leave_it_standing(folder):
    settings = kept(folder)
    for path in folder.rglob("*"):
        if path.is_file():
            path.read_bytes()
    os.utime(folder / "written/governance/policy.yaml")
    settings = kept(folder)
    git(folder / "written", "status")
    assert found(settings) is not None


def test_of_a_worktree_counts_what_is_checked_out_in_it(folder):
    git(folder / "written", "worktree", "add", "-q", "../tree", "-b", "tree")
    os.utime(folder / "tree/governance/policy.yaml")
    settings = kept(folder, governance=Path("tree/governance"), stores=(Path("mlruns"),))
    git(folder / "tree", "status")
    assert found(settings) is not None
    git(folder / "tree", "checkout", "-q", "--detach")
    assert found(settings) is None


def rewrite_with_times_set_back(path: Path) -> None:
    before = path.stat()
    data = path.read_bytes()
    path.write_bytes(data[:-2] + b"7\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert path.stat().st_mtime_ns == before.st_mtime_ns


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte of a metric": lambda at: put(at / RUN / "metrics/auc", "1767600030000 0.92 0\n"),
    "a metric of the same size and times": lambda at: rewrite_with_times_set_back(at / RUN / "metrics/auc"),
    "a new run": lambda at: put(at / "mlruns/1/abc/meta.yaml", "run_id: abc\n"),
    "an empty folder in the store": lambda at: (at / "mlruns/2").mkdir(),
    "a new artifact": lambda at: put(at / RUN / "artifacts/model/MLmodel", "flavors: {}\n"),
    "a param less": lambda at: (at / RUN / "params/lr").unlink(),
    "a link out of the store": lambda at: (at / RUN / "out").symlink_to("/etc/hostname"),
    "the store for a copy of it": lambda at: (
        (at / "mlruns").rename(at / "kept"),
        shutil.copytree(at / "kept", at / "mlruns"),
    ),
    "a governance file": lambda at: put(
        at / "written/governance/models/churn.md", "---\nmodel: churn\n---\nx"
    ),
    "a new governance file": lambda at: put(at / "written/governance/evaluations/one.yaml", "a: 1\n"),
    "the policy": lambda at: put(at / "written/governance/policy.yaml", "controls: {}\n# more\n"),
    "the policy above": lambda at: put(at / "organisation.yaml", "controls: {}\n# more\n"),
    "a line of the ledger": lambda at: put(at / "written/governance/ledger.jsonl", "{}\n{}\n"),
    "no ledger": lambda at: (at / "written/governance/ledger.jsonl").unlink(),
    "a template": lambda at: put(
        at / "templates/version.html.jinja", "{% extends 'base/version.html.jinja' %}"
    ),
    "a new template": lambda at: put(at / "templates/model.html.jinja", ""),
    "a template of the theme": lambda at: put(at / "theme/main.html", ""),
    "a catalogue of messages": lambda at: put(at / "locales/de.po", 'msgid ""\nmsgstr ""\n'),
    "an authored page": lambda at: put(at / "pages/handbook.md", "# Theirs\n"),
    "a new authored page": lambda at: put(at / "pages/more/index.md", "# More\n"),
    "an option of MkDocs": lambda at: put(at / "mkdocs.yml", CONFIGURATION + "copyright: Ours\n"),
    "the name of the site": lambda at: put(at / "mkdocs.yml", CONFIGURATION.replace("Ours", "Mine")),
    "another hook": lambda at: put(at / "mkdocs.yml", CONFIGURATION + "hooks: [ours.py]\n"),
    "a commit": lambda at: commit(at / "written", "Second", hour=2),
    "a commit of something else": lambda at: (
        put(at / "written/README.md", "x"),
        commit(at / "written", "Second", hour=2),
    ),
    "a tag": lambda at: git(at / "written", "tag", "churn@v1"),
    "another branch": lambda at: git(at / "written", "checkout", "-q", "-b", "other"),
    "packed refs": lambda at: git(at / "written", "pack-refs", "--all"),
    "a repository nearer by": lambda at: git(at / "written/governance", "init", "-q"),
    "no repository": lambda at: shutil.rmtree(at / "written/.git"),
    "a page": lambda at: put(at / "site/index.html", "on"),
    "a page of the same size and times": lambda at: put(at / "site/index.html", "eno"),
    "a page less": lambda at: (at / "site/only-one.html").unlink(),
    "a page more": lambda at: put(at / "site/mine.html", "mine"),
    "a page for a link to it": lambda at: (
        (at / "site/index.html").rename(at / "index.html"),
        (at / "site/index.html").symlink_to(at / "index.html"),
    ),
    "the list of digests": lambda at: put(at / "site" / SUMS, ""),
    "no list of digests": lambda at: (at / "site" / SUMS).unlink(),
    "another edition of the site": lambda at: (
        shutil.rmtree(at / "site"),
        write_site(at / "site", "two"),
    ),
    "no site": lambda at: shutil.rmtree(at / "site"),
    "a link in place of the site": lambda at: (
        (at / "site").rename(at / "moved"),
        (at / "site").symlink_to(at / "moved"),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_the_site_no_longer_stands(folder, change):
    kept(folder)
    assert found(asked(folder)) is not None
    change(folder)
    assert found(asked(folder)) is None


ASKED: dict[str, dict[str, object]] = {
    "language": {"language": "de"},
    "audience": {"profile": Audience.PUBLIC.value},
    "instant": {"as_of": "2026-11-20"},
    "store": {"stores": (Path("mlruns/1"),)},
    "another ledger": {"ledger": Path("ledger.jsonl")},
    "another policy": {"policies": (Path("mkdocs.yml"),)},
    "another governance folder": {"governance": Path("pages")},
    "another place": {"site_dir": Path("copy")},
}


@pytest.mark.parametrize("more", ASKED.values(), ids=ASKED)
def test_a_site_does_not_stand_for_another_that_is_asked_for(folder, more):
    shutil.copytree(folder / "site", folder / "copy")
    kept(folder)
    assert found(asked(folder)) is not None
    assert found(asked(folder, **more)) is None


def test_in_how_many_processes_it_was_built_makes_no_difference(folder):
    kept(folder, jobs=1)
    assert found(asked(folder, jobs=2)) is not None


@pytest.mark.parametrize("name", ["SOURCE_DATE_EPOCH", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "MPLBACKEND"])
def test_variables_that_libraries_heed_count(folder, name):
    settings = kept(folder, {name: "1", "OTHER": "1"})
    assert found(settings, {name: "1", "OTHER": "2"}) is not None
    assert found(settings, {name: "2", "OTHER": "1"}) is None
    assert found(settings) is None


def test_variables_that_the_configuration_names_count(folder):
    put(folder / "mkdocs.yml", CONFIGURATION + "copyright: !ENV OWNER\n")
    settings = kept(folder, {"OWNER": "Ada"})
    assert found(settings, {"OWNER": "Ada"}) is not None
    assert found(settings, {"OWNER": "Bob"}) is None


def test_other_code_or_other_settings_that_ship_make_another_site(folder, monkeypatch, tmp_path_factory):
    """Our own code is stamped where it lies, so a copy of it does in its place."""
    copy = tmp_path_factory.mktemp("code")
    for name in ("generator", "templates", "site_config"):
        put(copy / name / "file", name)
    monkeypatch.setattr("generator.__file__", str(copy / "generator/__init__.py"))
    monkeypatch.setattr("generator.pipeline.standing.made_of.shipped", lambda name: copy / name)
    for name in ("generator", "templates", "site_config"):
        settings = kept(folder)
        assert found(settings) is not None
        put(copy / name / "file", name.upper())
        assert found(settings) is None


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("mlflow.db", False),
        ("mlflow.db-wal", False),
        ("mlruns/1/x", False),
        ("mlflow.db.bak", True),
        ("x", True),
    ],
)
def test_a_database_is_stamped_with_what_belongs_to_it(folder, name, stands):
    put(folder / "data/mlflow.db", "SQLite format 3")
    settings = kept(folder, stores=(Path("data/mlflow.db"),))
    put(folder / "data" / name, "more than there was")
    assert (found(settings) is not None) == stands


def test_what_a_build_writes_beside_a_database_is_of_no_account(folder):
    put(folder / "data/mlflow.db", "SQLite format 3")
    settings = asked(folder, stores=(Path("data/mlflow.db"),))
    before = look(settings, {}, later)
    assert before is not None
    time.sleep(TICK)
    put(folder / "data/site/index.html", "one")
    assert remembered(settings, before)


def test_an_archive_is_stamped_as_the_file_that_it_is(folder):
    archive = Path(shutil.make_archive(str(folder / "old"), "zip", folder / "mlruns"))
    settings = kept(folder, stores=(archive,))
    assert found(settings) is not None
    archive.write_bytes(archive.read_bytes() + b"\0")
    assert found(settings) is None


def test_what_lies_elsewhere_is_not_remembered(folder):
    settings = asked(folder)
    url = StoreUrl.of("s3://bucket/mlruns")
    assert url is not None
    remote = replace(settings, stores=(replace(settings.stores[0], root=url),))
    assert look(remote, {}) is None


def remembered(settings: Settings, before: Look, problems: tuple[Problem, ...] = ()) -> bool:
    sums = hashlib.sha256((settings.site_dir / SUMS).read_bytes()).hexdigest()
    remember(settings, {}, before, sums_sha256=sums, told=TOLD, problems=problems)
    return found(settings) is not None


def test_what_was_changed_just_before_is_not_remembered(folder):
    settings = asked(folder)
    now = time.time_ns()
    before = look(settings, {}, lambda: now)
    assert before is not None
    assert not remembered(settings, before)
    settled = replace(before, at=before.stamp.newest + SETTLED + 1)
    assert not remembered(settings, replace(before, at=before.stamp.newest + SETTLED))
    assert remembered(settings, settled)


def test_what_was_changed_while_it_was_built_is_not_remembered(folder):
    settings = asked(folder)
    before = look(settings, {}, later)
    assert before is not None
    put(folder / RUN / "params/lr", "0.2")
    assert not remembered(settings, before)


def test_what_came_was_perhaps_read_and_went_while_it_was_built_is_not_remembered(folder):
    settings = asked(folder)
    before = look(settings, {}, later)
    assert before is not None
    time.sleep(TICK)
    (folder / "written/governance/models/draft.md").write_text("---\nmodel: churn\n---\n")
    (folder / "written/governance/models/draft.md").unlink()
    assert not remembered(settings, before)


def test_what_came_and_went_after_it_was_built_is_of_no_account(folder):
    settings = kept(folder)
    (folder / "written/governance/ledger.jsonl.lock").write_text("1")
    (folder / "written/governance/ledger.jsonl.lock").unlink()
    assert found(settings) is not None


def test_a_site_with_a_problem_that_may_pass_is_not_remembered(folder):
    settings = asked(folder)
    before = look(settings, {}, later)
    assert before is not None
    fault = Problem(
        slug="file-unreadable", severity=Severity.ERROR, source=Source("a"), message="m", cost="c", remedy="r"
    )
    assert not remembered(settings, before, (fault,))
    assert remembered(settings, before, (replace(fault, slug="yaml-invalid"),))


def test_nothing_is_remembered_where_the_memory_would_lie_in_what_is_read(folder):
    settings = replace(asked(folder), cache_dir=folder / "mlruns/.modelfolio/cache")
    before = look(settings, {}, later)
    assert before is not None
    assert not remembered(settings, before)
    assert not (folder / "mlruns/.modelfolio").exists()


def test_a_record_that_is_odd_or_gone_means_that_the_site_is_built(folder):
    settings = kept(folder)
    [entry] = [path for path in (folder / ".modelfolio/cache-standing").glob("*/*") if path.is_file()]
    whole = entry.read_bytes()
    odd = b"\x81\xa1x\x01"
    for content in (b"", whole[:-1], whole[:70], hashlib.sha256(odd).hexdigest().encode() + odd):
        entry.write_bytes(content)
        assert found(settings) is None
    entry.write_bytes(whole)
    assert found(settings) is not None
    entry.unlink()
    assert found(settings) is None


def test_the_record_of_another_folder_is_worth_nothing(folder, tmp_path_factory):
    """Not even where all files are copied with their times: they have other inodes and times of change."""
    kept(folder)
    copy = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(folder, copy, symlinks=True)
    kept_by = folder.with_name("moved")
    folder.rename(kept_by)
    copy.rename(folder)
    assert (folder / ".modelfolio/cache-standing").is_dir()
    assert found(asked(folder)) is None


def test_records_of_two_places_do_not_get_into_each_others_way(folder):
    shutil.copytree(folder / "site", folder / "copy")
    first, second = kept(folder), kept(folder, site_dir=Path("copy"), language="de")
    assert found(first) is not None
    assert found(second) is not None


def test_a_site_built_over_another_is_the_only_one_that_stands(folder):
    english, german = kept(folder), kept(folder, language="de")
    assert found(english) is None
    assert found(german) is not None


_NAMES = sorted(CHANGES)


@tried(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*_NAMES, "nothing"]), max_size=3))
def test_after_any_changes_a_site_stands_only_if_there_were_none(tmp_path_factory, names):
    folder = project(tmp_path_factory.mktemp("project"))
    kept(folder)
    changed = False
    for name in names:
        with suppress(
            OSError, subprocess.CalledProcessError
        ):  # an earlier change took away what this one needs
            if name != "nothing":
                CHANGES[name](folder)
                changed = True
    assert (found(asked(folder)) is not None) == (not changed)


def test_the_clock_alone_changes_nothing(folder, monkeypatch):
    settings = kept(folder)
    monkeypatch.setattr(time, "time_ns", lambda: int(datetime(2100, 1, 1, tzinfo=UTC).timestamp()) * 10**9)
    assert found(settings) is not None
