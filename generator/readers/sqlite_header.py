"""What the first bytes of a database of SQLite say (https://www.sqlite.org/fileformat2.html#the_database_header)."""

BEGINNING = b"SQLite format 3\0"
LENGTH = 100
"""Bytes of the header."""
_LARGEST_PAGE = 65536


def stated_size(header: bytes) -> int:
    """Bytes that the whole file has by its header; 0 when the header does not say so, as those of old writers do not."""
    if len(header) < LENGTH or not header.startswith(BEGINNING):
        return 0
    page_size = int.from_bytes(header[16:18], "big")
    changes, pages, changes_when_counted = header[24:28], header[28:32], header[92:96]
    if changes != changes_when_counted:
        return 0
    # A page of 65536 bytes does not fit into two bytes, and is written as 1.
    return (_LARGEST_PAGE if page_size == 1 else page_size) * int.from_bytes(pages, "big")
