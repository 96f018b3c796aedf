"""A cache that is wrong costs time and nothing else."""

import os
from pathlib import Path

import pytest

from generator.pipeline.cache import Cache, code_digest

KEY = "ab" * 32
OTHER = "cd" * 32


def entry(tmp_path):
    return tmp_path / "cache" / KEY[:2] / KEY[2:]


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def test_what_was_put_is_got_back(cache):
    assert cache.get(KEY) is None
    cache.put(KEY, b"<svg/>")
    assert cache.get(KEY) == b"<svg/>"
    assert cache.get(OTHER) is None


def test_neither_backups_nor_version_control_take_it_in(cache, tmp_path):
    cache.put(KEY, b"")
    assert (tmp_path / "cache/.gitignore").read_text() == "*\n"
    assert (
        (tmp_path / "cache/CACHEDIR.TAG")
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    )


@pytest.mark.parametrize("damage", [b"", b"short", b"0" * 64, b"0" * 64 + b"<script/>"])
def test_a_damaged_entry_is_no_entry(cache, tmp_path, damage):
    cache.put(KEY, b"<svg/>")
    entry(tmp_path).write_bytes(damage)
    assert cache.get(KEY) is None
    cache.put(KEY, b"<svg/>")
    assert cache.get(KEY) == b"<svg/>"


def test_an_entry_that_is_no_file_is_never_opened(cache, tmp_path):
    cache.put(KEY, b"<svg/>")
    entry(tmp_path).unlink()
    os.mkfifo(entry(tmp_path))
    assert cache.get(KEY) is None
    entry(tmp_path).unlink()
    entry(tmp_path).mkdir()
    assert cache.get(KEY) is None
    cache.put(KEY, b"<svg/>")
    assert cache.get(KEY) is None
    entry(tmp_path).rmdir()
    entry(tmp_path).symlink_to("/dev/zero")
    assert cache.get(KEY) is None


def test_a_cache_whose_place_is_a_file_forgets_everything_quietly(tmp_path):
    (tmp_path / "cache").write_text("a file")
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, b"<svg/>")
    assert cache.get(KEY) is None
    cache.trim()
    assert (tmp_path / "cache").read_text() == "a file"


def test_the_entries_not_used_for_longest_go_first(tmp_path):
    cache = Cache(tmp_path / "cache", limit=300)
    cache.put(KEY, b"x" * 100)
    cache.put(OTHER, b"y" * 100)
    for age, key in ((1_000, KEY), (2_000, OTHER)):
        os.utime(tmp_path / "cache" / key[:2] / key[2:], (age, age))
    assert cache.get(KEY) == b"x" * 100, "using an entry makes it young again"
    cache.trim()
    assert (cache.get(KEY), cache.get(OTHER)) == (b"x" * 100, None)


def test_the_digest_of_code_follows_names_and_contents(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = code_digest(tmp_path)
    assert code_digest(tmp_path) == first
    assert code_digest(tmp_path, also=["matplotlib 3"]) != first
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert code_digest(tmp_path) != first


def drafts(folder):
    return [path.name for path in folder.rglob(".draft-*")]


def test_a_signal_in_the_middle_of_keeping_leaves_no_draft(cache, tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        cache.put(KEY, b"<svg/>")
    assert [path.name for path in entry(tmp_path).parent.iterdir()] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are forked")
def test_what_a_killed_worker_was_writing_is_swept_and_what_others_write_stands(cache, tmp_path):
    cache.put(KEY, b"<svg/>")
    worker = os.fork()
    if worker == 0:
        Path.replace = lambda *_: os._exit(0)
        cache.put(OTHER, b"<svg/>")
    os.waitpid(worker, 0)
    (left,) = drafts(tmp_path)
    others = entry(tmp_path).with_name(".draft-0-other")
    others.touch()
    cache.sweep()
    assert drafts(tmp_path) == [others.name] != [left]
    assert cache.get(KEY) == b"<svg/>"
