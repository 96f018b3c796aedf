"""The file of a pack: the same bytes for the same contents, and no path that could harm."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime

import pytest

from generator.errors import PackError
from generator.exports.pack.archive import PackFile, sums, zipped

AT = datetime(2026, 11, 19, 22, 40, 31, tzinfo=UTC)
FILES = (PackFile("b/c.txt", b"two", ""), PackFile("a.txt", b"one", ""))


def entries(data: bytes) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(io.BytesIO(data)).infolist()


def test_order_time_and_mode_do_not_depend_on_anything():
    packed = zipped(FILES, AT)
    assert packed == zipped(reversed(FILES), AT)
    assert [entry.filename for entry in entries(packed)] == ["a.txt", "b/c.txt"]
    for entry in entries(packed):
        assert entry.date_time == (2026, 11, 19, 22, 40, 30)
        assert (entry.external_attr, entry.create_system) == (0o100644 << 16, 3)


def test_a_time_that_a_zip_file_cannot_write_is_the_nearest_that_it_can():
    assert entries(zipped(FILES, datetime(1970, 1, 1, tzinfo=UTC)))[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_the_list_of_digests_has_every_file_by_path():
    assert sums(FILES).content.decode() == (
        f"{hashlib.sha256(b'one').hexdigest()}  a.txt\n{hashlib.sha256(b'two').hexdigest()}  b/c.txt\n"
    )


@pytest.mark.parametrize("path", ["../a", "/a", "a/../b", "a//b", ".git/config", "a\\b", "a\n", "c:/a", ""])
def test_a_path_that_could_leave_the_folder_is_refused(path):
    with pytest.raises(PackError, match="plain path within the pack"):
        zipped([PackFile(path, b"", "")], AT)


def test_two_files_of_one_path_are_refused():
    with pytest.raises(PackError, match="two files of the pack"):
        zipped([PackFile("a", b"", ""), PackFile("A", b"", "")], AT)
