"""How a rule fails: with what is wrong, where ``assert`` would say less, since pytest rewrites none of this module."""

from collections.abc import Iterable

_SHOWN = 20


def expect(held: bool, fault: str) -> None:
    """Fail with what is wrong unless the rule held.

    Raises:
        AssertionError: with the fault.
    """
    if not held:
        raise AssertionError(fault)


def expect_none(faults: Iterable[str]) -> None:
    """Fail with the first faults, one a line, and the number of the rest.

    Raises:
        AssertionError: when there is any.
    """
    found = list(faults)
    more = f"\nand {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    expect(not found, "\n".join(found[:_SHOWN]) + more)
