"""Places where a store or a file holds what must not be shown."""

from dataclasses import dataclass

from generator.provenance import Source
from generator.screening.shapes import Sensitivity


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitive:
    """One sensitive text, told without the text."""

    shape: str
    """Id of the shape, such as ``aws-access-key``."""
    sensitivity: Sensitivity
    field: str
    """What held it, such as ``param db_url``."""
    confident: bool = True
    """False for a value that only looks random under a suspicious name."""
    model: str = ""
    """The model or version it belongs to, where it belongs to one."""
    version: str = ""
    run_id: str = ""
    source: Source
