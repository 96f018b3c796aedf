"""How a version could be made again: commands from recorded facts, and a name for each ingredient that is missing."""

import shlex
from dataclasses import replace

import pytest

from generator.analyses.origin import Origin
from generator.analyses.packaging.container_images import container_images
from generator.analyses.packaging.recipe import recipe_of
from generator.catalog import Deployment
from tests import factories

COMMIT = "a41d9c2f" * 5
REQUIREMENTS = factories.artifact("model/requirements.txt")
MODEL = factories.artifact("model/model.pkl")


def origin(*, code=None, **given):
    made = {
        "version": factories.version(2),
        "run": factories.run(
            "r2", code=code or factories.code(repository="https://git.example/churn.git", dirty=False)
        ),
        "package": factories.package(),
        "artifacts": (REQUIREMENTS, MODEL),
    }
    return Origin(**made | given)


def commands(found):
    return [command for step in found.steps for command in step.commands]


def missing(found):
    return [part.what for part in found.missing]


def test_the_code_is_fetched_at_its_commit():
    assert commands(recipe_of(origin()))[:2] == [
        "git clone -- https://git.example/churn.git source",
        f"git -C source checkout --detach {COMMIT}",
    ]


@pytest.mark.parametrize(
    "repository",
    [
        "ext::sh -c touch% /tmp/pwned",
        "--upload-pack=touch /tmp/pwned",
        "file:///etc",
        "/srv/git/churn",
        "https://git.example/a\nrm -rf ~",
        "https://git.example/\u202ea",
        "https://git.example/" + "a" * 400,
        "[redacted: locations]",
    ],
)
def test_an_address_that_git_or_a_shell_could_take_for_more_is_no_part_of_a_command(repository):
    found = recipe_of(origin(code=factories.code(repository=repository)))
    assert "the repository" in missing(found)
    assert not any("git clone" in command for command in commands(found))


@pytest.mark.parametrize("address", ["https://git.example/$(id)`id`;x", "git@git.example:a'b.git"])
def test_an_address_that_a_shell_would_read_is_quoted(address):
    found = recipe_of(origin(code=factories.code(repository=address)))
    assert shlex.split(commands(found)[0]) == ["git", "clone", "--", address, "source"]


def test_a_commit_that_is_none_is_missing():
    found = recipe_of(origin(code=factories.code("main; rm -rf ~")))
    assert "the commit" in missing(found)
    assert not any("checkout" in command for command in commands(found))


def test_what_was_not_committed_is_missing():
    assert "the uncommitted changes" in missing(recipe_of(origin(code=factories.code(dirty=True))))
    assert "the state of the working tree" in missing(recipe_of(origin(code=factories.code(dirty=None))))
    assert "the uncommitted changes" not in missing(recipe_of(origin()))


def test_the_packages_are_installed_from_the_file_whose_digest_is_checked():
    found = commands(recipe_of(origin()))
    digest, path = REQUIREMENTS.source.sha256, REQUIREMENTS.source.path
    assert f"echo '{digest}  {path}' | sha256sum --check" in found
    assert f".venv/bin/pip install --requirement {path}" in found


def test_packages_that_are_not_exact_are_named():
    package = factories.package(
        requirements=(factories.requirement("pandas"), factories.requirement("numpy==2.1.0"))
    )
    (loose,) = [part for part in recipe_of(origin(package=package)).missing if "exact version" in part.what]
    assert (loose.what, loose.why) == ("the exact version of 1 package", "pandas not pinned")


def test_a_lock_file_leaves_nothing_open():
    lock = factories.artifact("model/uv.lock")
    found = recipe_of(origin(artifacts=(REQUIREMENTS, MODEL, lock)))
    assert "what the packages pull in" not in missing(found)
    assert "what the packages pull in" in missing(recipe_of(origin()))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("train.py", "(cd source && ../.venv/bin/python train.py)"),
        ("pipelines/a;b.py", "(cd source && ../.venv/bin/python 'pipelines/a;b.py')"),
        ("/srv/ml/train.py", "# recorded as started by: /srv/ml/train.py"),
        ("../../etc/x.py", "# recorded as started by: ../../etc/x.py"),
        ("-c.py", "# recorded as started by: -c.py"),
        ("Train.ipynb", "# recorded as started by: Train.ipynb"),
    ],
)
def test_only_a_script_of_the_repository_is_run(entry, expected):
    found = recipe_of(origin(code=factories.code(entry_point=entry)))
    (train,) = [step for step in found.steps if step.title == "Train"]
    assert train.commands == (expected,)
    assert ("the command" in missing(found)) == expected.startswith("#")


def test_a_line_break_never_gets_out_of_a_remark():
    found = recipe_of(origin(code=factories.code(entry_point="train\nrm -rf ~")))
    assert "the command" in missing(found)
    assert not any("rm -rf" in command for command in commands(found))


def test_a_version_of_which_nothing_is_recorded_has_every_ingredient_missing():
    found = recipe_of(Origin(version=factories.version(1, run_id="")))
    assert found.steps == ()
    assert missing(found) == [
        "the repository", "the commit", "the version of Python", "the packages", "the data", "the command",
        "the digests to check by",
    ]  # fmt: skip


def test_data_without_a_digest_is_named():
    run = factories.run("r2", inputs=(factories.used("transactions", ""), factories.used("holdout", "90ab")))
    found = recipe_of(origin(run=run))
    assert "the digest of transactions" in missing(found)
    assert ("# transactions" in commands(found), "# holdout, digest 90ab" in commands(found)) == (True, True)


def test_images_come_from_tags_and_deployments_and_say_whether_they_name_a_digest():
    pinned = f"registry.example/churn@sha256:{'ab' * 32}"
    version = factories.version(2, tags=(factories.tag("image", pinned),))
    stay = Deployment(
        model="churn", version="2", environment="production", image="registry.example/churn:latest",
        source=factories.source("governance/deployments/churn.yaml"),
    )  # fmt: skip
    catalog = factories.catalog(deployments=(stay, replace(stay, version="1")))
    found = container_images(catalog, origin(version=version))
    assert [(image.of, image.reference, image.digest) for image in found] == [
        ("training", pinned, f"sha256:{'ab' * 32}"),
        ("production", "registry.example/churn:latest", ""),
    ]
