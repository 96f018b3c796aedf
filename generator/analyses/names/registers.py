"""What the entries of registers name and nothing answers to: models, versions, people."""

from collections.abc import Iterator, Mapping

from generator.analyses.wording import suggestion
from generator.catalog import (
    Approval,
    Catalog,
    ChangeAssessment,
    Entry,
    Problem,
    Severity,
    Transition,
    in_force,
)
from generator.messages import say

DELETED_STAGE = "Deleted_Internal"
"""The stage that MLflow gives to a version that was deleted."""
_PEOPLE_FIELDS = ("by", "validator", "requested_by", "approved_by", "owner")


def unknown_names(catalog: Catalog) -> tuple[Problem, ...]:
    """A problem for each name in a register that nothing answers to, register by register.

    Entries that a later one corrects are left alone.
    A version counts as known, too, when the register of transitions tells that it was deleted: registers are only ever
    added to, so its entries stay. Names of people are looked at only where ``people.yaml`` names anybody.
    """
    known = {
        name: {version.version for version in model.versions}
        for name, model in catalog.models_by_name.items()
    }
    for move in catalog.transitions:
        if move.to_stage == DELETED_STAGE and move.model in known:
            known[move.model].add(move.version)
    return tuple(
        problem
        for entries in catalog.entries_by_register.values()
        for entry in in_force(entries)
        for problem in (*_unknown_versions(entry, known), *_unknown_people(catalog, entry))
    )


def _unknown_versions(entry: Entry, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    model = getattr(entry, "model", "")
    if not model:
        return
    if model not in known:
        yield Problem(
            slug="register-model-unknown",
            severity=Severity.WARNING,
            source=entry.source.at("model"),
            message=say(
                "{id} is about the model {model}, which no registry knows",
                id=f"{entry.id!a}",
                model=f"{model!a}",
            ),
            cost=say("the entry is not shown with any model"),
            remedy=suggestion(
                model, known, say("name the model as the registry does, in a new entry with corrects")
            ),
        )
        return
    field, versions = "versions", getattr(entry, "versions", ())
    if isinstance(entry, Approval | ChangeAssessment | Transition):
        field, versions = "version", (entry.version,)
    for version in versions:
        if version not in known[model]:
            yield Problem(
                slug="register-version-unknown",
                severity=Severity.WARNING,
                source=entry.source.at(field),
                message=say(
                    "{id} is about version {version} of {model}, which no registry knows",
                    id=f"{entry.id!a}",
                    version=f"{version!a}",
                    model=f"{model!a}",
                ),
                cost=say("the entry is not shown with any version"),
                remedy=say(
                    "correct the version in a new entry with corrects; of a deleted version, record the deletion among the transitions"
                ),
            )


def _unknown_people(catalog: Catalog, entry: Entry) -> Iterator[Problem]:
    if not catalog.people:
        return
    for field in _PEOPLE_FIELDS:
        name = getattr(entry, field, "")
        if name and catalog.person(name) is None:
            yield Problem(
                slug="register-person-unknown",
                severity=Severity.WARNING,
                source=entry.source.at(field),
                message=say(
                    "{id} names {name}, whom people.yaml does not know", id=f"{entry.id!a}", name=f"{name!a}"
                ),
                cost=say("whether this person is independent of those who built the model cannot be told"),
                remedy=suggestion(
                    name, (person.id for person in catalog.people), say("add the person to people.yaml")
                ),
            )
