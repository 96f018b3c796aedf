"""The overlay: what people keep in ``governance/`` beside the store, and no tracker records."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.catalog import Problem, Records
from generator.readers.folio.deployments import DEPLOYMENTS, read_deployments
from generator.readers.folio.evaluations import EVALUATIONS, read_evaluations
from generator.readers.folio.monitoring import MONITORING, read_monitoring
from generator.readers.governance.advisories import read_advisories
from generator.readers.governance.attachments import read_attachments
from generator.readers.governance.attribution import Repository, attributed
from generator.readers.governance.cards import read_cards
from generator.readers.governance.data_statements import read_data_statements
from generator.readers.governance.file_commits import file_commits
from generator.readers.governance.frameworks import read_frameworks
from generator.readers.governance.ignored import ignored_files
from generator.readers.governance.people import read_people
from generator.readers.governance.policy.reader import read_policy
from generator.readers.governance.registers import read_registers
from generator.readers.reading import Reading
from generator.readers.store import Store


def read_governance(
    store: Store,
    shared_policies: Sequence[tuple[Store, str]] = (),
    repository: Repository | None = None,
) -> Records:
    """Read everything in the governance folder that has a place in the records.

    Args:
        store: the governance folder.
        shared_policies: policy files from elsewhere that the folder's own is laid on, the nearest first, each as a
            store and its name in it.
        repository: the git directory with the history of the folder; None where there is none.

    Returns:
        What people wrote, with every file read and everything wrong with them.

    Raises:
        PolicyError: when there is a policy that cannot be used at all.
    """
    reading = Reading(store)
    policy, problems = read_policy(store, shared_policies)
    monitoring = read_monitoring(reading, MONITORING)
    records = replace(
        read_registers(reading),
        evaluations=read_evaluations(reading, EVALUATIONS),
        deployments=read_deployments(reading, DEPLOYMENTS),
        signals=tuple(monitoring.signals),
        measurements=tuple(monitoring.measurements),
        alerts=tuple(monitoring.alerts),
        retrainings=tuple(monitoring.retrainings),
        narratives=read_cards(reading),
        people=read_people(reading),
        data_statements=read_data_statements(reading),
        frameworks=read_frameworks(reading),
        policy=policy,
        advisories=read_advisories(reading, policy),
    )
    read_attachments(reading, records.narratives)
    if repository is not None:
        records = attributed(records, reading, repository)
        records = replace(records, file_commits=file_commits(reading, repository, _limiting(records, store)))
    reading.problems += ignored_files(store, {file.path for file in store.files})
    files = (*store.files, *(file for shared, _ in shared_policies for file in shared.files))
    return replace(records, problems=tuple(sorted((*reading.problems, *problems), key=_order)), files=files)


def _limiting(records: Records, store: Store) -> Iterator[str]:
    """The files of the folder that set limits: the policy, and what is said about each model."""
    sources = [narrative.source for narrative in records.narratives]
    sources += records.policy.files if records.policy else ()
    for source in sources:
        if source.path.startswith(f"{store.label}/"):
            yield source.path.removeprefix(f"{store.label}/")


def _order(problem: Problem) -> tuple[str, int, str, str]:
    """By path, then by line, then by field."""
    pointer = problem.source.pointer
    line = int(pointer[5:]) if pointer.startswith("line ") else 0
    return problem.source.path, line, pointer, problem.slug
