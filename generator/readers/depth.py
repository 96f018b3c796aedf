"""How much of a store is read."""

from enum import StrEnum


class Depth(StrEnum):
    """What is wanted of a store; a reader that knows no difference reads everything."""

    WHOLE = "whole"
    """Every record, with the digest of every file."""
    LATEST = "latest"
    """Experiments and runs, as a tracker's own client lists them: with params, tags, inputs and the latest value of each
    metric. No histories, no artifacts and no registry; and no digest that would have to be taken for its own sake."""
