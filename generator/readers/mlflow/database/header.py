"""What the first bytes of a database of SQLite say (https://www.sqlite.org/fileformat2.html#the_database_header)."""

BEGINNING = b"SQLite format 3\0"
LENGTH = 100
"""Bytes of the header."""
_PAGE_SIZES = {1: 65536} | {size: size for size in (512, 1024, 2048, 4096, 8192, 16384, 32768)}
"""Bytes of a page, by how the header says it: the greatest does not fit into its two bytes."""


def stated_size(header: bytes) -> int:
    """Bytes that the whole file has by its header; 0 when the header does not say, as those of old writers do not."""
    page_size = _PAGE_SIZES.get(int.from_bytes(header[16:18], "big"))
    changes, pages, changes_when_counted = header[24:28], header[28:32], header[92:96]
    if page_size is None or not header.startswith(BEGINNING) or changes != changes_when_counted:
        return 0
    return page_size * int.from_bytes(pages, "big")
