"""GTO's registry in git tags: held to GTO's own rules, to git's own dates, and to every oddity."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog import Catalog, RegisteredModel, RegistryAction, Severity
from generator.errors import ReaderError
from generator.readers.dvc.reader import DvcReader
from generator.readers.gto.versions import precedence
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.readers.git.folders import EPOCH, commit, git, repository, tag

STORE = Path(__file__).parents[1] / "stores" / "dvc"
PUBLIC = (
    "RihabFekii+customer-churn-dvc",
    "filippopellizzari+dvc-template",
    "iterative+demo-bank-customer-churn",
)


def read(folder: Path) -> Catalog:
    return read_catalog([Store(folder, "store")], [DvcReader()])


def slugs(catalog: Catalog) -> list[str]:
    return [problem.slug for problem in catalog.problems]


def stages_of(model: RegisteredModel) -> dict[str, str]:
    return {alias.name: alias.version for alias in model.aliases}


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """The repository that GTO and DVC made, with its history."""
    git(tmp_path, "clone", "-q", str(STORE / "history.bundle"), "line")
    return tmp_path / "line"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository of two commits in which GTO is used."""
    made = repository(tmp_path / "here", commits=1)
    (made / "artifacts.yaml").write_text("model:\n  type: model\n  path: model.bin\n")
    commit(made, "annotate")
    return made


def dates_by_git(folder: Path) -> dict[str, tuple[datetime, str]]:
    """When and by whom each tag was made, as git tells."""
    listed = git(
        folder, "for-each-ref", "--format=%(refname:strip=2)|%(taggerdate:unix)|%(taggername)", "refs/tags"
    )
    rows = (row.split("|") for row in listed.splitlines())
    return {name: (datetime.fromtimestamp(int(seconds), UTC), who) for name, seconds, who in rows}


@pytest.mark.parametrize("packed", [True, False])
def test_what_gto_registered_is_read_with_true_dates_and_authors(line, packed):
    if not packed:
        (pack,) = (line / ".git/objects/pack").glob("*.pack")
        held = pack.read_bytes()
        pack.unlink()
        pack.with_suffix(".idx").unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=line, input=held, check=True)
    (model,) = read(line).models
    known = dates_by_git(line)
    first, second = model.versions
    assert (first.version, second.version) == ("v0.9.0", "v0.10.0")
    assert (first.creation_time, first.user) == known["slope@v0.9.0"] == (first.creation_time, "Ada Okafor")
    assert (
        (second.creation_time, second.user)
        == known["slope@v0.10.0"]
        == (second.creation_time, "Ben Sørensen")
    )
    assert first.deleted
    assert not second.deleted
    assert first.last_updated_time == known["slope@v0.9.0!"][0]
    assert (first.description, second.description) == ("A first try", "Learns faster")
    assert stages_of(model) == {"prod": "v0.10.0"}
    assert [(event.action, event.version, event.stage) for event in model.events] == [
        (RegistryAction.REGISTERED, "v0.9.0", ""),
        (RegistryAction.ASSIGNED, "v0.9.0", "prod"),
        (RegistryAction.REGISTERED, "v0.10.0", ""),
        (RegistryAction.ASSIGNED, "v0.10.0", "prod"),
        (RegistryAction.ASSIGNED, "v0.10.0", "canary"),
        (RegistryAction.UNASSIGNED, "v0.10.0", "canary"),
        (RegistryAction.DEREGISTERED, "v0.9.0", ""),
    ]
    assert [event.at for event in model.events] == sorted(moment for moment, _ in known.values())


def test_each_version_has_the_digest_of_its_own_commit_and_the_last_its_run(line):
    catalog = read(line)
    first, second = catalog.models[0].versions
    for version in (first, second):
        lock = git(line, "show", f"refs/tags/slope@{version.version}:dvc.lock")
        written = lock.split("models/slope.json", 1)[1].split("md5: ")[1].split()[0]
        tags = {each.key: each for each in version.tags}
        assert tags["dvc.digest"].value == written
        assert tags["git.commit"].value == git(line, "rev-parse", f"slope@{version.version}^{{commit}}")
        assert tags["dvc.digest"].source.path.startswith("store/.git/objects/")
    assert (first.run_id, first.model_id) == ("", "")
    assert second.run_id == "store/dvc.yaml"
    assert catalog.runs_by_id[second.run_id].code.commit == git(line, "rev-parse", "slope@v0.10.0^{commit}")
    assert catalog.runs_by_id[second.run_id].metric("test.mae").last.value == pytest.approx(0.5308067678)
    assert second.model_id in catalog.logged_models_by_id
    assert slugs(catalog) == []


def test_a_version_keeps_no_run_once_the_pipeline_has_moved_on(line):
    lock = line / "dvc.lock"
    lock.write_text(lock.read_text().replace("rate: 0.4", "rate: 0.5"))
    version = read(line).models[0].version("v0.10.0")
    assert (version.run_id, version.model_id) == ("", "")
    assert "dvc.digest" in {each.key for each in version.tags}


def test_a_shallow_history_says_what_it_lacks(line, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{line}", "shallow")
    shallow = tmp_path / "shallow"
    git(shallow, "fetch", "-q", "--depth", "1", "origin", "+refs/tags/slope@v0.10.0:refs/tags/slope@v0.10.0")
    for name in ("slope@v0.9.0",):
        (shallow / ".git/refs/tags" / name).write_text(git(line, "rev-parse", f"refs/tags/{name}") + "\n")
    catalog = read(shallow)
    assert [version.version for version in catalog.models[0].versions] == ["v0.10.0"]
    assert "git-object-missing" in slugs(catalog)


def test_the_last_assignment_has_the_stage_until_it_or_its_version_is_taken_back(folder):
    tag(folder, "model@v1.0.0#1", "HEAD~1", hour=1)
    tag(folder, "model@v2.0.0#2", "HEAD", hour=2)
    tag(folder, "model#prod#3", "HEAD", hour=3)
    tag(folder, "model#prod#4", "HEAD~1", hour=4, author="Ben")
    tag(folder, "model#dev#5", "HEAD", hour=5)
    (model,) = read(folder).models
    assert stages_of(model) == {"prod": "v1.0.0", "dev": "v2.0.0"}
    assert model.aliases[1].source == model.events[3].source
    assert model.events[3].by == "Ben"
    tag(folder, "model#prod!#6", "HEAD~1", hour=6)
    assert stages_of(read(folder).models[0]) == {"prod": "v2.0.0", "dev": "v2.0.0"}
    tag(folder, "model@v2.0.0!#7", "HEAD", hour=7)
    (model,) = read(folder).models
    assert stages_of(model) == {}
    assert [version.version for version in model.listed_versions] == ["v1.0.0"]
    assert model.version("v2.0.0").last_updated_time == datetime.fromtimestamp(EPOCH + 7 * 3600, UTC)


def test_a_version_registered_again_is_listed_again(folder):
    tag(folder, "model@v1.0.0#1", "HEAD~1", hour=1)
    tag(folder, "model@v1.0.0!#2", "HEAD~1", hour=2)
    tag(folder, "model@v1.0.0#3", "HEAD", hour=3)
    (version,) = read(folder).models[0].versions
    assert not version.deleted
    assert {each.key: each.value for each in version.tags}["git.commit"] == git(folder, "rev-parse", "HEAD")


def test_a_model_given_up_says_so_until_something_is_done_to_it(folder):
    tag(folder, "model@v1.0.0", hour=1)
    tag(folder, "model@deprecated", hour=2, author="Cy")
    (model,) = read(folder).models
    assert {each.key: each.value for each in model.tags}["deprecated"] == "2026-01-05T10:00:00Z by Cy"
    tag(folder, "model#prod", hour=3)
    assert "deprecated" not in {each.key for each in read(folder).models[0].tags}


def test_versions_stand_in_the_order_of_their_precedence(folder):
    names = ["v1.10.0", "v1.9.0", "v1.10.0-rc.10", "v1.10.0-rc.9", "v1.10.0-rc.x", "v2.0.0+b", "v0.0.1"]
    for hour, name in enumerate(names):
        tag(folder, f"model@{name}", hour=hour)
    versions = read(folder).models[0].versions
    assert [version.version for version in versions] == [
        "v0.0.1", "v1.9.0", "v1.10.0-rc.9", "v1.10.0-rc.10", "v1.10.0-rc.x", "v1.10.0", "v2.0.0+b"
    ]  # fmt: skip
    assert [version.sequence for version in versions] == [1, 2, 3, 4, 5, 6, 7]


@given(
    st.lists(
        st.from_regex(r"v[0-9]{1,3}\.[0-9]{1,50}\.0(-[0-9a-z.]{1,9})?(\+[a-z]{1,3})?", fullmatch=True),
        min_size=2,
    )
)
def test_any_two_versions_can_be_compared(names):
    ordered = sorted(names, key=precedence)
    backwards = names[::-1]
    assert sorted(backwards, key=precedence) == ordered


@pytest.mark.parametrize(
    "name", ["model", "v1.0.0", "model@1.0.0", "model@v1.0", "model@v1.0.0#", "model#prod#x", "@v1.0.0"]
)
def test_other_tags_are_passed_over(folder, name):
    tag(folder, name)
    catalog = read(folder)
    assert [model.versions for model in catalog.models] == [()]
    assert slugs(catalog) == []


def test_a_tag_of_somebody_elses_packages_makes_no_model(tmp_path):
    made = repository(tmp_path / "here")
    tag(made, "parser@v1.0.0")
    with pytest.raises(ReaderError):
        read(made)
    tag(made, "parser#prod")
    assert [model.name for model in read(made).models] == ["parser"]


def test_a_lightweight_tag_is_reported_and_left_out(folder):
    git(folder, "tag", "model@v1.0.0")
    catalog = read(folder)
    assert catalog.models[0].versions == ()
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity) == ("gto-tag-lightweight", Severity.WARNING)
    assert problem.source.path == "store/.git/refs/tags/model@v1.0.0"


def test_a_renamed_tag_is_reported(folder):
    tag(folder, "model@v1.0.0")
    refs = folder / ".git/refs/tags"
    (refs / "model@v1.0.0").rename(refs / "model@v9.0.0")
    catalog = read(folder)
    assert [version.version for version in catalog.models[0].versions] == ["v9.0.0"]
    assert slugs(catalog) == ["git-tag-renamed"]


def test_a_tag_without_a_date_is_the_oldest(folder):
    body = f"object {git(folder, 'rev-parse', 'HEAD')}\ntype commit\ntag model@v1.0.0\n\nno date\n"
    (folder / "tag.txt").write_text(body)
    name = git(folder, "hash-object", "-t", "tag", "-w", "--literally", "tag.txt")
    (folder / ".git/refs/tags/model@v1.0.0").write_text(name)
    catalog = read(folder)
    (version,) = catalog.models[0].versions
    assert (version.creation_time, version.user, version.description) == (None, "", "no date")
    assert "git-tag-undated" in slugs(catalog)


def test_a_stage_at_a_commit_without_a_version_shows_the_commit(folder):
    tag(folder, "model#prod")
    catalog = read(folder)
    head = git(folder, "rev-parse", "HEAD")
    assert stages_of(catalog.models[0]) == {"prod": head}
    assert slugs(catalog) == ["gto-stage-unregistered"]


def test_a_stage_at_a_commit_with_two_versions_goes_to_the_greater(folder):
    tag(folder, "model@v1.0.0", hour=1)
    tag(folder, "model@v1.1.0", hour=2)
    tag(folder, "model#prod", hour=3)
    catalog = read(folder)
    assert stages_of(catalog.models[0]) == {"prod": "v1.1.0"}
    assert slugs(catalog) == ["gto-stage-ambiguous"]


def test_taking_back_what_is_not_there_changes_nothing(folder):
    tag(folder, "model@v1.0.0", hour=1)
    tag(folder, "model@v3.0.0!", hour=2)
    tag(folder, "model#prod!", hour=3)
    catalog = read(folder)
    assert [version.version for version in catalog.models[0].listed_versions] == ["v1.0.0"]
    assert slugs(catalog) == ["gto-undone-nothing", "gto-undone-nothing"]


def test_an_address_of_a_person_is_not_kept(folder):
    tag(folder, "model@v1.0.0", author="ada@example.org", message="ask ben@example.org")
    version = read(folder).models[0].versions[0]
    assert (version.user, version.description) == ("[redacted: e-mail]", "ask [redacted: e-mail]")
    assert "someone@example.org" not in repr(version)


def test_a_signature_is_no_part_of_the_message(folder):
    tag(
        folder,
        "model@v1.0.0",
        message="fine\n\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----",
    )
    assert read(folder).models[0].versions[0].description == "fine"


def test_artifacts_of_other_types_are_no_models(folder):
    (folder / "artifacts.yaml").write_text("data:\n  type: dataset\n  path: d.csv\nthing:\n  path: t.bin\n")
    tag(folder, "data@v1.0.0", hour=1)
    tag(folder, "bare@v1.0.0", hour=2)
    catalog = read(folder)
    assert [model.name for model in catalog.models] == ["bare"]
    assert slugs(catalog) == ["gto-artifact-no-model", "gto-artifact-no-model"]


def test_annotations_become_description_and_tags(folder):
    (folder / "artifacts.yaml").write_text(
        "model:\n  type: model\n  path: m.bin\n  description: fits\n  labels: [a, b]\n  custom:\n    owner: o@example.org\n"
    )
    (model,) = read(folder).models
    assert model.description == "fits"
    assert [(each.key, each.value) for each in model.tags] == [
        ("custom.owner", "[redacted: e-mail]"), ("labels", "a, b"), ("path", "m.bin"), ("type", "model")
    ]  # fmt: skip
    assert str(model.tags[1].source) == "store/artifacts.yaml#/model/labels"


def test_an_artifact_of_a_folder_below_is_named_with_it(folder):
    (folder / "part").mkdir()
    (folder / "part/dvc.yaml").write_text(
        "artifacts:\n  net:\n    path: n.bin\n    type: model\n    desc: deep\n"
    )
    tag(folder, "part=net@v1.0.0")
    models = {model.name: model for model in read(folder).models}
    assert models["part:net"].description == "deep"
    assert [version.version for version in models["part:net"].versions] == ["v1.0.0"]


def test_somebody_elses_artifacts_file_is_passed_over(tmp_path):
    (tmp_path / "artifacts.yaml").write_text("apiVersion: v1\nkind: Artifact\n")
    with pytest.raises(ReaderError):
        read(tmp_path)


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_git_directory_elsewhere_is_not_followed(tmp_path, kind):
    elsewhere = repository(tmp_path / "elsewhere")
    tag(elsewhere, "model@v1.0.0")
    (tmp_path / "here").mkdir()
    (tmp_path / "here/dvc.yaml").write_text("artifacts:\n  model:\n    path: m\n    type: model\n")
    if kind == "file":
        (tmp_path / "here/.git").write_text(f"gitdir: {elsewhere}/.git\n")
    else:
        (tmp_path / "here/.git").symlink_to(elsewhere / ".git")
    catalog = read(tmp_path / "here")
    assert [model.versions for model in catalog.models] == [()]
    assert set(slugs(catalog)) == {"git-elsewhere", "gto-git-missing"}


def as_repository(public: Path, folder: Path) -> dict[str, list[str]]:
    """A repository with the tags that a public one has: the same names, dates, authors, and commits that are told apart."""
    shutil.copytree(public / "store", folder)
    git(folder, "init", "-q", "-b", "main")
    rows = [line.split("\t") for line in (public / "GIT_REFS.tsv").read_text().splitlines()]
    rows = [row for row in rows if row[0].startswith("refs/tags/") and row[1] == "tag"]
    commits: dict[str, str] = {}
    for row in rows:
        commits.setdefault(row[2], commit(folder, row[2]))
    for ref, _, target, _, when, who, message in rows:
        moment = datetime.strptime(when, "%Y-%m-%d %H:%M:%S %z").timestamp()
        hour = (moment - EPOCH) / 3600
        name = ref.removeprefix("refs/tags/")
        git(folder, "tag", "-a", "-m", message, name, commits[target], hour=hour, author=who)
    return {row[0].removeprefix("refs/tags/"): row for row in rows}


@pytest.mark.parametrize("name", PUBLIC)
def test_registries_of_strangers_are_read_whole(name, shared_stores, tmp_path):
    rows = as_repository(shared_stores / "public" / name, tmp_path / "here")
    catalog = read(tmp_path / "here")
    registered = {ref: row for ref, row in rows.items() if "@v" in ref and "!" not in ref}
    versions = {
        {each.key: each.value for each in version.tags}["git.tag"]: version
        for model in catalog.models
        for version in model.versions
    }
    assert set(versions) == set(registered)
    for ref, row in registered.items():
        when = datetime.strptime(row[4], "%Y-%m-%d %H:%M:%S %z")
        assert versions[ref].creation_time == when
        assert (versions[ref].user, versions[ref].description) == (row[5], row[6])
    taken_back = {ref.split("!")[0] for ref in rows if "!" in ref}
    listed = {
        f"{model.name}@{version.version}" for model in catalog.models for version in model.listed_versions
    }
    assert listed == {ref.rsplit("#", 1)[0] if "#" in ref else ref for ref in registered} - taken_back
    assert sum(len(model.events) for model in catalog.models) == len(rows)


def test_the_stages_of_a_stranger_are_where_gto_shows_them(shared_stores, tmp_path):
    as_repository(shared_stores / "public" / PUBLIC[2], tmp_path / "here")
    models = {model.name: stages_of(model) for model in read(tmp_path / "here").models}
    assert models == {
        "lightgbm-model": {"dev": "v2.0.1", "prod": "v2.0.0", "stage": "v2.0.0"},
        "randomforest-model": {"dev": "v2.0.0", "prod": "v1.0.0"},
        "xgboost-model": {"stage": "v1.0.0"},
    }
