"""Which run a person means."""

from generator.catalog import Catalog, Run

SHORTEST_PREFIX = 6
"""Characters of an id that are enough, as long as no other run's begins with them."""


def named_runs(catalog: Catalog, name: str) -> tuple[Run, ...]:
    """The runs that a text may mean: the one of that id, else those of that name, else those whose ids begin with it."""
    run = catalog.runs_by_id.get(name)
    if run is not None:
        return (run,)
    of_name = tuple(run for run in catalog.runs if name and run.name == name)
    if of_name or len(name) < SHORTEST_PREFIX:
        return of_name
    return tuple(run for run in catalog.runs if run.run_id.startswith(name))


def named_run(catalog: Catalog, name: str) -> Run | None:
    """The one run that a text means; None where it means none, or several."""
    found = named_runs(catalog, name)
    return found[0] if len(found) == 1 else None
