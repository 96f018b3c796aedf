"""Files beside the registers that nothing reads, since their names are none of ours."""

from collections.abc import Collection, Iterator

from generator.catalog import Problem, Severity
from generator.readers.governance.faults import close_match
from generator.readers.governance.people import PEOPLE_FILE
from generator.readers.governance.policy.layers import POLICY_FILE
from generator.readers.governance.registers import REGISTERS
from generator.readers.store import Store

KNOWN = (PEOPLE_FILE, POLICY_FILE, *(f"{name}.yaml" for name in REGISTERS))
"""Files that have a meaning at the top of the governance folder."""
_ENDINGS = (".yaml", ".yml")


def ignored_files(store: Store, read: Collection[str]) -> Iterator[Problem]:
    """A problem for each YAML file at the top of the folder that nothing reads; graver when its name is almost one of ours.

    Args:
        store: the governance folder.
        read: paths of files that were read for another reason, such as policies that others build on, as in a source.
    """
    for name in store.folder().leaves:
        place = store.source(name)
        if name in KNOWN or place.path in read or not name.endswith(_ENDINGS) or name.startswith((".", "_")):
            continue
        meant = close_match(name.rpartition(".")[0], (known.removesuffix(".yaml") for known in KNOWN))
        yield Problem(
            slug="governance-file-ignored",
            severity=Severity.WARNING if meant else Severity.NOTE,
            source=place,
            message="is not read, since nothing of this name has a meaning here",
            cost="what it says counts for nothing",
            remedy=f"did you mean {meant}.yaml?" if meant else "keep it elsewhere, or begin its name with _",
        )
