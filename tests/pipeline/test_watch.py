"""What counts as a change."""

import shutil
import threading
import time

import pytest

from generator.pipeline import watch
from generator.pipeline.watch import watching

SOON = 5.0
"""Seconds within which a change must be noticed on the slowest machine."""
NEVER = 0.4
"""Seconds without a change that are taken for never."""


@pytest.fixture
def store(tmp_path):
    store = tmp_path / "mlruns"
    (store / "1/run/metrics").mkdir(parents=True)
    (store / "1/run/metrics/auc").write_text("1 0.5 0\n")
    return store


def test_a_point_added_to_a_metric_is_a_change(store):
    with watching([store]) as changes:
        with (store / "1/run/metrics/auc").open("a") as file:
            file.write("2 0.6 1\n")
        assert changes.wait(SOON)
        assert not changes.wait(NEVER)


def test_reading_is_none(store):
    with watching([store]) as changes:
        (store / "1/run/metrics/auc").read_text()
        assert list(store.iterdir())
        assert not changes.wait(NEVER)


def test_what_lies_beside_a_store_is_not_our_concern(store):
    with watching([store]) as changes:
        (store.parent / "mlruns2").mkdir()
        (store.parent / "note").write_text("x")
        assert not changes.wait(NEVER)


def test_folders_made_later_are_watched_too(store):
    with watching([store]) as changes:
        (store / "2/new").mkdir(parents=True)
        assert changes.wait(SOON)
        (store / "2/new/meta.yaml").write_text("x: 1\n")
        assert changes.wait(SOON)


def test_a_store_that_is_replaced_as_a_whole_is_seen_to_come_back(store):
    with watching([store]) as changes:
        shutil.rmtree(store)
        assert changes.wait(SOON)
        store.mkdir()
        assert changes.wait(SOON)


def test_a_single_file_and_a_folder_that_is_not_there_yet_are_watched(tmp_path):
    config, governance = tmp_path / "mkdocs.yml", tmp_path / "governance"
    config.write_text("a: 1\n")
    with watching([config, governance]) as changes:
        draft = tmp_path / "mkdocs.yml.draft"
        draft.write_text("a: 2\n")
        assert not changes.wait(NEVER)
        draft.replace(config)
        assert changes.wait(SOON)
        governance.mkdir()
        assert changes.wait(SOON)


def test_a_link_is_watched_where_it_leads(store, tmp_path):
    link = tmp_path / "elsewhere/link"
    link.parent.mkdir()
    link.symlink_to(store)
    with watching([link]) as changes:
        (store / "1/meta.yaml").write_text("x: 1\n")
        assert changes.wait(SOON)


def test_a_burst_of_changes_is_one(store, monkeypatch):
    monkeypatch.setattr(watch, "_QUIET", 0.6)  # so that a busy machine does not break the burst in two
    monkeypatch.setattr(watch, "_LONGEST_BURST", 10.0)
    with watching([store]) as changes:
        writer = threading.Thread(target=write_for_a_while, args=(store,))
        writer.start()
        begun = time.monotonic()
        assert changes.wait(SOON)
        writer.join()
        assert time.monotonic() - begun >= 0.25
        assert not changes.wait(NEVER)


def write_for_a_while(store):
    for number in range(15):
        (store / "1/run/metrics" / str(number)).write_text("1 0.5 0\n")
        time.sleep(0.02)


def test_a_system_that_can_watch_no_more_is_asked_again_and_again(store, monkeypatch):
    def refuse(self):
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watch.Observer, "start", refuse)
    monkeypatch.setattr(watch, "_POLL", 0.05)
    with watching([store]) as changes:
        time.sleep(0.2)
        (store / "1/run/metrics/auc").write_text("1 0.5 0\n2 0.7 1\n")
        assert changes.wait(SOON)
