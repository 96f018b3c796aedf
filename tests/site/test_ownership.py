from pathlib import Path

from generator.site import manifest, ownership
from tests.site import sample


def test_a_folder_is_ours_by_its_own_word_only(tmp_path: Path) -> None:
    assert not ownership.made_by_us(tmp_path)
    (tmp_path / "SHA256SUMS").write_text("")
    (tmp_path / "provenance.json").write_text('{"generator":"another"}')
    assert not ownership.made_by_us(tmp_path)
    (tmp_path / "provenance.json").write_bytes(manifest.provenance_file([], sample.SNAPSHOT).content)
    assert ownership.made_by_us(tmp_path)


def test_files_that_the_list_does_not_name_are_foreign(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/known.html", "a/Thumbs.db", "mine.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "SHA256SUMS").write_bytes(manifest.sums_file({"a/known.html": "0" * 64}).content)
    (tmp_path / "z").symlink_to(tmp_path)
    assert ownership.foreign_files(tmp_path) == ("mine.txt", "z")
