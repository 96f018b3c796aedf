"""The workflows, ours and those a user copies, are valid, pinned and short, and name files that exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
THEIRS = ROOT / "examples" / "ci"
GITHUB = [*OURS, THEIRS / "github-pages.yml", THEIRS / "github-audit.yml"]

WRITES = {"deploy": {"pages", "id-token"}, "audit": {"security-events"}}
"""What a job may change, by its name; any other may change nothing."""


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize("workflow", GITHUB, ids=named)
def test_a_workflow_is_valid(workflow):
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", str(workflow)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_gitlab_job_is_valid():
    command = [
        tool("check-jsonschema"),
        "--builtin-schema",
        "vendor.gitlab-ci",
        str(THEIRS / "gitlab-pages.yml"),
    ]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("workflow", GITHUB, ids=named)
def test_a_workflow_has_no_known_weakness(workflow):
    checked = subprocess.run(
        [tool("zizmor"), "--offline", "--quiet", "--format", "plain", str(workflow)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("workflow", GITHUB, ids=named)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(workflow):
    uses = re.findall(r"uses: (.*)", workflow.read_text())
    assert uses
    for action in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


@pytest.mark.parametrize("workflow", GITHUB, ids=named)
def test_a_workflow_may_do_only_what_each_job_asks_for(workflow):
    content = yaml.safe_load(workflow.read_text())
    assert content["permissions"] == {}
    for name, job in content["jobs"].items():
        writes = {scope for scope, level in job["permissions"].items() if level == "write"}
        assert writes == WRITES.get(name, set())


def test_the_jobs_for_users_can_be_read_at_a_glance():
    for job in THEIRS.iterdir():
        assert len(job.read_text().splitlines()) <= 50, job.name


def commands(job: str) -> list[str]:
    """The shell lines of one of the users' jobs, in order."""
    text = (THEIRS / job).read_text()
    match job:
        case "github-pages.yml":
            steps = yaml.safe_load(text)["jobs"]["build"]["steps"]
            return [step["run"] for step in steps if "run" in step]
        case "github-audit.yml":
            steps = yaml.safe_load(text)["jobs"]["audit"]["steps"]
            return [step["run"] for step in steps if "run" in step]
        case "gitlab-pages.yml":
            return list(yaml.safe_load(text)["pages"]["script"])
        case _:
            return re.findall(r"sh '([^']*)'", text)


@pytest.mark.parametrize("job", ["github-pages.yml", "gitlab-pages.yml", "Jenkinsfile"])
def test_every_job_builds_with_the_same_options(job):
    (build,) = [line for line in commands(job) if " build " in line]
    site = "public" if job == "gitlab-pages.yml" else "site"
    assert build.removeprefix(".venv/bin/") == (
        f"modelfolio build --store mlruns --governance governance --site-dir {site} --strict"
    )
