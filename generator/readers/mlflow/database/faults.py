"""What can be wrong with a database, in our words."""

from generator.errors import DocumentError
from generator.provenance import Source

INDEX_DAMAGED = "database-index-damaged"
"""Slug of the fault that the rows of a table are whole and its indexes are not."""
LONGEST_VALUE = 16 * 2**20
"""Bytes of one value. MLflow's own bounds lie far below; a row with a longer value is not read."""
_QUOTED_LENGTH = 200


class DatabaseError(DocumentError):
    """A database, or a part of one, that cannot be read."""


class LongValueError(DatabaseError):
    """A row holds so long a value that it should not be held together with others."""


def damage(error: Exception, source: Source) -> DatabaseError:
    """What SQLite says, in our words where they are clearer."""
    said = "" if isinstance(error, UnicodeDecodeError) else str(error)[:_QUOTED_LENGTH]
    message, slug = f"is damaged: {said}" if said else "is damaged", "database-damaged"
    if "not a database" in said:
        message, slug = "is no database of SQLite, or one that is encrypted", "database-invalid"
    elif "interrupted" in said:
        message = "takes more work to read than any database of its size"
    elif "too big" in said:
        message = f"holds a value of more than {LONGEST_VALUE} bytes"
    return DatabaseError(message, slug=slug, location=str(source))
