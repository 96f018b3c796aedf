"""From places to one catalogue: what the trackers recorded, and what people wrote about it."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from generator.analyses.comparison import comparison_problems
from generator.analyses.names.overlay import overlay_problems
from generator.analyses.names.records import unknown_subjects
from generator.analyses.runs.pairs import run_comparison_problems
from generator.catalog import Catalog, Problem, Records
from generator.pipeline.git_directory import git_directory
from generator.pipeline.settings import Place
from generator.readers.depth import Depth
from generator.readers.governance.attribution import Repository
from generator.readers.governance.policy.reader import read_policy
from generator.readers.governance.reader import read_governance
from generator.readers.join import join
from generator.readers.opening import open_store
from generator.readers.pieces import Doing, one_by_one
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from generator.readers.store_url import StoreUrl


def read_everything(
    stores: Sequence[Place[Path | StoreUrl]],
    governance: Place[Path] | None,
    policies: Sequence[Place[Path]] = (),
    doing: Doing = one_by_one,
) -> Catalog:
    """The records of all stores joined with the governance folder, and where the two do not fit together.

    Args:
        stores: in the order in which they were named.
        governance: None where people wrote nothing.
        policies: files that the policy of the governance folder is laid on, the nearest first.
        doing: how the pieces of the stores are done.

    Raises:
        StoreError: when one of the places cannot be opened.
        ReaderError: when no reader knows any of the stores.
        PolicyError: when there is a policy that cannot be used.
    """
    with ExitStack() as opened:
        catalog = read_catalog([_opened(place, opened, doing) for place in stores])
    labels = tuple(place.label for place in stores)
    if governance is None and not policies:
        return _with(catalog, unknown_subjects(catalog), labels)
    shared = tuple(_policy_file(place) for place in policies)
    if governance is None:
        policy, problems = read_policy(None, shared)
        files = tuple(file for store, _ in shared for file in store.files)
        written = Records(policy=policy, problems=problems, files=files)
    else:
        folder = Store(governance.root, governance.label)
        written = read_governance(folder, shared, _history(governance))
    joined = join((catalog, written), labels)
    unknown = (*comparison_problems(joined), *run_comparison_problems(joined), *unknown_subjects(joined))
    return _with(joined, (*overlay_problems(joined), *unknown), labels)


def read_latest(
    stores: Sequence[Place[Path | StoreUrl]],
    governance: Place[Path] | None,
    policies: Sequence[Place[Path]] = (),
    doing: Doing = one_by_one,
) -> Catalog:
    """Experiments and runs with their latest values only, and the policy; the rest as :func:`read_everything`."""
    with ExitStack() as opened:
        catalog = read_catalog([_opened(place, opened, doing, Depth.LATEST) for place in stores])
    folder = Store(governance.root, governance.label) if governance else None
    policy, problems = read_policy(folder, [_policy_file(place) for place in policies])
    labels = tuple(place.label for place in stores)
    return _with(replace(catalog, policy=policy), problems, labels)


def _with(catalog: Catalog, problems: tuple[Problem, ...], labels: tuple[str, ...]) -> Catalog:
    """A catalogue with problems that only the whole of it could show."""
    return join((catalog, Records(problems=problems)), labels) if problems else catalog


def _opened(
    place: Place[Path | StoreUrl], until: ExitStack, doing: Doing, depth: Depth = Depth.WHOLE
) -> Store:
    return until.enter_context(closing(open_store(place.root, place.label, doing, depth)))


def _policy_file(place: Place[Path]) -> tuple[Store, str]:
    """A store of nothing but one file, and the file's name in it: what a link leads to is called by its own name."""
    real = place.root.resolve()
    return Store(real, place.label), real.name


def _history(governance: Place[Path]) -> Repository | None:
    """Where git keeps the history of the governance folder."""
    found = git_directory(governance.root)
    if found is None:
        return None
    store = Store(found.directory, f"{governance.label}/.git")
    return Repository(store=store, head=found.head, folder=found.folder)
