"""Installed packages: whatever is installed anew is noticed, and what may change unnoticed is refused."""

import sys
from pathlib import Path

import pytest

from generator.pipeline.standing.packages import installed_packages
from generator.pipeline.standing.walk import UnstampedError

PLACES = "site-packages"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages, and the only one that there is."""
    folder = tmp_path / PLACES
    (folder / "jinja2-3.1.dist-info").mkdir(parents=True)
    (folder / "jinja2").mkdir()
    monkeypatch.setattr(sys, "path", ["", str(tmp_path / "python311.zip"), str(folder)])
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_packages_of_this_installation_can_be_told():
    assert list(installed_packages()) == list(installed_packages())


def test_a_package_that_is_installed_updated_or_removed_is_noticed(site):
    seen = [list(installed_packages())]
    (site / "mkdocs-1.6.dist-info").mkdir()
    seen.append(list(installed_packages()))
    (site / "jinja2-3.1.dist-info").rename(site / "jinja2-3.2.dist-info")
    seen.append(list(installed_packages()))
    (site / "jinja2-3.2.dist-info").rename(site.parent / "kept, so that its inode is not given to the next")
    (site / "jinja2-3.2.dist-info").mkdir()
    seen.append(list(installed_packages()))
    (site / "more.pth").write_text("elsewhere\n")
    seen.append(list(installed_packages()))
    assert len({tuple(each) for each in seen}) == len(seen)


def test_another_folder_to_look_in_is_noticed(site, monkeypatch):
    before = list(installed_packages())
    monkeypatch.setattr(sys, "path", [*sys.path, "/nowhere"])
    assert list(installed_packages()) != before


@pytest.mark.parametrize(
    ("place", "content"),
    [
        (
            f"{PLACES}/guest-1.dist-info/direct_url.json",
            '{"url": "file:///x", "dir_info": {"editable": true}}',
        ),
        (f"{PLACES}/guest-1.dist-info/direct_url.json", "[]"),
        (f"{PLACES}/guest-1.dist-info/direct_url.json", "{"),
        (f"{PLACES}/guest.egg-link", "/x"),
        ("guest.egg-info/PKG-INFO", "Name: guest"),
    ],
)
def test_a_package_that_is_used_where_it_is_written_leaves_it_untold(site, place, content):
    file = site.parent / place
    file.parent.mkdir(exist_ok=True)
    file.write_text(content)
    with pytest.raises(UnstampedError, match="guest"):
        list(installed_packages())


@pytest.mark.parametrize("said", ['{"url": "file:///x.whl"}', '{"url": "file:///x", "dir_info": {}}'])
def test_a_package_from_a_file_is_installed_like_any_other(site, said):
    (site / "guest-1.dist-info").mkdir()
    (site / "guest-1.dist-info/direct_url.json").write_text(said)
    assert any("guest-1" in each for each in installed_packages())


def test_our_own_package_may_be_edited_for_its_code_is_stamped(site):
    (site / "modelfolio-1.dist-info").mkdir()
    (site / "modelfolio-1.dist-info/direct_url.json").write_text('{"dir_info": {"editable": true}}')
    assert any("modelfolio" in each for each in installed_packages())


def test_code_in_an_archive_leaves_it_untold(site, monkeypatch):
    (site.parent / "code.zip").write_bytes(b"PK")
    monkeypatch.setattr(sys, "path", [str(site.parent / "code.zip")])
    with pytest.raises(UnstampedError, match=r"code\.zip"):
        list(installed_packages())
