"""When a file that sets limits was last changed, held to what git itself says."""

from tests.readers.git.folders import commit, git
from tests.readers.governance.test_attribution import read

POLICY, CARD = "governance/policy.yaml", "governance/models/churn.md"


def begun(tmp_path):
    root = tmp_path / "repository"
    folder = root / "team" / "governance" / "models"
    folder.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    commit(root, "nothing yet")
    (folder.parent / "policy.yaml").write_text("owner: ada\n")
    (folder / "churn.md").write_text("---\nowner: Ada\n---\n")
    commit(root, "both", hour=2)
    return root


def commits(records):
    return {found.path: found.commit.commit for found in records.file_commits}


def head(root):
    return git(root, "rev-parse", "HEAD").strip()


def test_each_file_has_the_commit_that_made_it_what_it_is(tmp_path):
    root = begun(tmp_path)
    first = head(root)
    (root / "team/governance/policy.yaml").write_text("owner: bob\n")
    commit(root, "another owner", hour=3)
    (root / "elsewhere").write_text("x")
    commit(root, "something else", hour=4)
    second = git(root, "rev-parse", "HEAD~1").strip()
    assert commits(read(root)) == {CARD: first, POLICY: second}


def test_a_file_that_differs_from_what_is_committed_has_none(tmp_path):
    root = begun(tmp_path)
    (root / "team/governance/policy.yaml").write_text("owner: bob\n")
    assert set(commits(read(root))) == {CARD}


def test_a_history_that_is_cut_off_tells_nothing_of_what_lies_before(tmp_path):
    root = begun(tmp_path)
    (root / "team/governance/policy.yaml").write_text("owner: bob\n")
    commit(root, "another owner", hour=3)
    git(tmp_path, "clone", "-q", "--depth", "2", root.as_uri(), "shallow")
    assert commits(read(tmp_path / "shallow")) == {POLICY: head(root)}
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "cut")
    assert commits(read(tmp_path / "cut")) == {}
