"""Who brought entries of registers in, held to what git itself says."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.catalog import SignatureState
from generator.pipeline.git_directory import git_directory
from generator.readers.git import history
from generator.readers.governance import attribution
from generator.readers.governance.attribution import Repository
from generator.readers.governance.reader import read_governance
from generator.readers.store import Store
from generator.readers.yaml_documents import read_yaml
from tests.readers.git.folders import EPOCH, commit, git

FIRST = "- {id: I-1, model: churn, summary: It fell.}\n"
SECOND = "- {id: I-2, model: churn, summary: It fell again.}\n"


def write(root: Path, *entries: str) -> None:
    folder = root / "team" / "governance"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "incidents.yaml").write_text(
        "incidents:\n" + "".join(entries) if entries else "incidents: []\n"
    )


def read(root: Path):
    folder = root / "team" / "governance"
    found = git_directory(folder)
    given = (
        Repository(store=Store(found.directory, "git"), head=found.head, folder=found.folder)
        if found
        else None
    )
    return read_governance(Store(folder, "governance"), repository=given)


def attributions(records):
    return {each.id: each.commit and each.commit.commit for each in records.incidents}


def told(records):
    return [
        (each.slug, str(each).partition(";")[0]) for each in records.problems if each.slug != "file-missing"
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose register got its first entry in one commit."""
    made = tmp_path / "repository"
    made.mkdir()
    git(made, "init", "-q", "-b", "main")
    commit(made, "nothing yet")
    write(made, FIRST)
    commit(made, "an incident", hour=2)
    return made


@pytest.mark.parametrize("packed", [False, True])
def test_each_entry_has_the_commit_that_brought_it_in(root, packed):
    first = git(root, "rev-parse", "HEAD")
    write(root, FIRST, SECOND)
    second = commit(root, "another", hour=3)
    (root / "team" / "other.txt").write_text("x")
    commit(root, "something else")
    if packed:
        git(root, "gc", "-q")
        git(root, "pack-refs", "--all")
    records = read(root)
    assert attributions(records) == {"I-1": first, "I-2": second}
    assert told(records) == []
    made = records.incidents[1].commit
    assert made.author == "Ada Okafor <someone@example.org>"
    assert made.at == datetime.fromtimestamp(EPOCH + 3 * 3600, UTC)
    assert made.signature is SignatureState.UNSIGNED


def test_a_signed_commit_is_told_apart(root):
    tree, parent = git(root, "rev-parse", "HEAD^{tree}"), git(root, "rev-parse", "HEAD")
    write(root, FIRST, SECOND)
    git(root, "add", "-A")
    tree = git(root, "write-tree")
    text = (
        f"tree {tree}\nparent {parent}\nauthor Bo <bo@example.org> {EPOCH} +0000\ncommitter Bo <bo@example.org> {EPOCH} +0000\n"
        "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n\nsigned\n"
    )
    name = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"], cwd=root, input=text.encode(), capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    git(root, "update-ref", "refs/heads/main", name)
    first, second = read(root).incidents
    assert (first.commit.signature, second.commit.signature) == (
        SignatureState.UNSIGNED,
        SignatureState.SIGNED,
    )
    assert second.commit.author == "Bo <bo@example.org>"


def test_an_entry_that_is_not_committed_has_no_commit(root):
    write(root, FIRST, SECOND)
    records = read(root)
    assert attributions(records)["I-2"] is None
    assert told(records) == []


def test_layout_and_comments_do_not_change_an_entry(root):
    first = git(root, "rev-parse", "HEAD")
    write(root, "# on the first of May\n- id: I-1\n  model: churn\n  summary: It fell.\n")
    commit(root, "tidy")
    assert attributions(read(root)) == {"I-1": first}


def test_a_rewritten_entry_names_both_commits(root):
    first = git(root, "rev-parse", "HEAD")
    write(root, FIRST.replace("fell", "stood"))
    second = commit(root, "nothing happened")
    records = read(root)
    assert attributions(records) == {"I-1": second}
    assert told(records) == [
        ("register-entry-rewritten", f"governance/incidents.yaml#/incidents/0: 'I-1' came in with commit {first[:12]} and was rewritten by commit {second[:12]}")
    ]  # fmt: skip


def test_an_entry_that_is_rewritten_in_the_worktree_is_told_before_it_is_committed(root):
    first = git(root, "rev-parse", "HEAD")
    write(root, FIRST.replace("fell", "stood"))
    records = read(root)
    assert attributions(records) == {"I-1": None}
    assert told(records) == [
        ("register-entry-rewritten", f"governance/incidents.yaml#/incidents/0: 'I-1' came in with commit {first[:12]} and was rewritten by a change that is not committed")
    ]  # fmt: skip


def test_an_entry_that_was_taken_out_is_told(root):
    first = git(root, "rev-parse", "HEAD")
    write(root)
    second = commit(root, "forget it")
    assert told(read(root)) == [
        ("register-entry-removed", f"governance/incidents.yaml: 'I-1' came in with commit {first[:12]} and was taken out by commit {second[:12]}")
    ]  # fmt: skip
    (root / "team/governance/incidents.yaml").unlink()
    assert [slug for slug, _ in told(read(root))] == ["register-entry-removed"]


def test_a_register_that_was_broken_for_a_while_keeps_its_entries_commits(root):
    first = git(root, "rev-parse", "HEAD")
    (root / "team/governance/incidents.yaml").write_text("incidents: [\n")
    commit(root, "break it")
    write(root, FIRST)
    commit(root, "mend it")
    records = read(root)
    assert (attributions(records), told(records)) == ({"I-1": first}, [])


def test_what_a_merge_brought_is_the_merges(root):
    git(root, "checkout", "-q", "-b", "side")
    write(root, FIRST, SECOND)
    commit(root, "on the side")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "let it in", "side")
    assert attributions(read(root))["I-2"] == git(root, "rev-parse", "HEAD")


def test_a_shallow_clone_says_what_it_cannot_know(root, tmp_path):
    write(root, FIRST, SECOND)
    second = commit(root, "another")
    write(root, FIRST, SECOND, "- {id: I-3}\n")
    third = commit(root, "a third")
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", "clone")
    records = read(tmp_path / "clone")
    assert attributions(records) == {"I-1": None, "I-2": None, "I-3": third}
    assert told(records) == [
        ("git-history-cut", f"git: the history reaches back to commit {second[:12]} only")
    ]


def test_only_so_many_commits_are_looked_at(root, monkeypatch):
    monkeypatch.setattr(history, "MOST_COMMITS", 2)
    write(root, FIRST, SECOND)
    second = commit(root, "another")
    commit(root, "a third")
    records = read(root)
    assert attributions(records) == {"I-1": None, "I-2": None}
    assert told(records) == [
        ("git-history-cut", f"git: the history reaches back to commit {second[:12]} only")
    ]


def test_a_damaged_history_costs_the_attribution_only(root):
    name = git(root, "rev-parse", "HEAD")
    (root / ".git/objects" / name[:2] / name[2:]).unlink()
    records = read(root)
    assert attributions(records) == {"I-1": None}
    assert [slug for slug, _ in told(records)] == ["git-history-unreadable"]


def test_a_repository_without_a_commit_knows_nothing(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, FIRST)
    records = read(tmp_path)
    assert (attributions(records), told(records)) == ({"I-1": None}, [])


def test_the_history_is_found_in_a_worktree_and_in_a_submodule(root, tmp_path):
    first = git(root, "rev-parse", "HEAD")
    git(root, "worktree", "add", "-q", "-b", "other", str(tmp_path / "worktree"))
    write(tmp_path / "worktree", FIRST, SECOND)
    second = commit(tmp_path / "worktree", "there")
    assert attributions(read(tmp_path / "worktree")) == {"I-1": first, "I-2": second}
    assert attributions(read(root)) == {"I-1": first}
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q", "-b", "main")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(root), "inner")
    assert attributions(read(outer / "inner")) == {"I-1": first}


@pytest.mark.parametrize("pointer", ["gitdir: {}/.git", "gitdir: {}/.git/worktrees/own", "nonsense", ""])
def test_a_git_file_that_points_elsewhere_is_not_followed(root, tmp_path, pointer):
    git(root, "worktree", "add", "-q", "--detach", str(tmp_path / "own"))
    stranger = tmp_path / "stranger"
    write(stranger, FIRST)
    (stranger / ".git").write_text(pointer.format(root))
    assert git_directory(stranger / "team/governance") is None
    assert git_directory(root / "team/governance").folder == "team/governance"
    assert git_directory(root).folder == ""


TAILS = (
    "- id: I-2\n  summary: >-\n    It fell\n    again.\n",
    "# a word in between\n\n- {id: I-3, versions: [1, 2]}\n- {id: I-4}\n",
    "- id: I-5\n  note: |\n    - {id: I-9}\n\n",
    "- {id: I-1, summary: a second of this id}\n",
    "- &same {id: I-6}\n- *same\n",
    "# the last word\n",
    "-   id: I-7\n",
)


def afresh(*_) -> None:
    """In place of what parses the tail of a register: has every state read anew."""


def test_a_register_that_grew_is_parsed_once(root, monkeypatch):
    parsed = []

    def counting(text, source):
        parsed.append(len(text))
        return read_yaml(text, source)

    write(root, FIRST, *TAILS)
    for end in range(1, len(TAILS) + 1):
        write(root, FIRST, *TAILS[:end])
        commit(root, f"entry {end}")
    monkeypatch.setattr(attribution, "read_yaml", counting)
    found = attributions(read(root))
    whole = len((root / "team/governance/incidents.yaml").read_text())
    assert sum(parsed) < 2 * whole + len(TAILS) * len("incidents:\n") + 20
    monkeypatch.setattr(attribution, "_appended", afresh)
    assert attributions(read(root)) == found
    assert len(set(found.values())) == 6
    assert None not in found.values()


@pytest.mark.parametrize(
    "tail",
    ["other: 1\n", "incidents: []\n", "  - {id: I-2}\n", "  summary: It rose.\n", "- {id: I-2\n", "- *I-1\n"],
)
def test_a_tail_that_is_no_entry_is_not_taken_for_one(root, monkeypatch, tail):
    (root / "team/governance/incidents.yaml").write_text("incidents:\n- id: I-1\n  model: churn\n" + tail)
    commit(root, "odd")
    found = told(read(root))
    monkeypatch.setattr(attribution, "_appended", afresh)
    assert told(read(root)) == found
