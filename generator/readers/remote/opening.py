"""From a URL to the store there."""

from generator.readers.archives.archive import Archive
from generator.readers.archives.names import is_archive_name
from generator.readers.archives.opening import archive_in
from generator.readers.places import refusal
from generator.readers.remote.filesystem import RemoteFileSystem
from generator.readers.remote.folder import RemoteFolder, fetched
from generator.readers.store_url import StoreUrl

LARGEST_ARCHIVE = 16 * 2**30
"""Bytes of an archive elsewhere that are fetched."""


def open_url(url: StoreUrl, label: str) -> RemoteFolder | Archive:
    """The store at a URL: everything below it, a database with what lies beside it, or an archive.

    Args:
        url: of any kind that fsspec can read.
        label: begins every path as people see it.

    Raises:
        StoreError: when it cannot be opened.
    """
    files = RemoteFileSystem(url)
    if not is_archive_name(url.name):
        return RemoteFolder(files, label)
    try:
        file = fetched(files, LARGEST_ARCHIVE)
    except OSError as error:
        raise refusal(error, str(url)) from None
    return archive_in(file, url.name, label) if file else RemoteFolder(files, label)
