"""Which pairs of versions are worth a page of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from generator.analyses.names.versions import named_version, version_names
from generator.analyses.standing.roles import challenger, in_production
from generator.analyses.wording import suggestion
from generator.catalog import (
    Catalog,
    Comparison,
    DeploymentKind,
    ModelVersion,
    Policy,
    Problem,
    RegisteredModel,
    Severity,
)
from generator.messages import say, word
from generator.provenance import Source


class Reason(StrEnum):
    """Why two versions are compared."""

    CHALLENGE = word("champion and challenger")
    ASKED = word("asked for by the policy")
    TRIAL = word("tried against one another")
    PREDECESSOR = word("a version and the one before it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two versions of one model."""

    baseline: ModelVersion
    candidate: ModelVersion
    reasons: tuple[Reason, ...]
    """The weightiest first."""
    sources: tuple[Source, ...] = ()
    """What makes them a pair: roles, a line of the policy, a record of a trial."""

    @property
    def versions(self) -> tuple[str, str]:
        """Of the baseline and of the candidate."""
        return self.baseline.version, self.candidate.version


def pairs_of(catalog: Catalog, policy: Policy, model: RegisteredModel) -> tuple[Pair, ...]:
    """Every pair of a model that is compared, each once: by the weightiest reason, then the newest candidate first."""
    found: dict[tuple[str, str], list[tuple[ModelVersion, ModelVersion, Reason, tuple[Source, ...]]]] = {}
    for baseline, candidate, reason, sources in _reasons(catalog, policy, model):
        if baseline.version != candidate.version:
            key = baseline.version, candidate.version
            found.setdefault(key, []).append((baseline, candidate, reason, sources))
    pairs = [
        Pair(
            baseline=each[0][0],
            candidate=each[0][1],
            reasons=tuple(dict.fromkeys(reason for _, _, reason, _ in each)),
            sources=tuple(dict.fromkeys(source for *_, sources in each for source in sources)),
        )
        for each in found.values()
    ]
    order = list(Reason)
    return tuple(
        sorted(
            pairs, key=lambda pair: (order.index(pair.reasons[0]), -pair.candidate.sequence, pair.versions)
        )
    )


def comparison_problems(catalog: Catalog) -> tuple[Problem, ...]:
    """A problem for each pair of the policy that names what no registry lists."""
    policy = catalog.policy
    return tuple(
        problem
        for asked in (policy.comparisons if policy else ())
        if (problem := _unknown(catalog, asked)) is not None
    )


def _reasons(
    catalog: Catalog, policy: Policy, model: RegisteredModel
) -> Iterator[tuple[ModelVersion, ModelVersion, Reason, tuple[Source, ...]]]:
    champion, wanting = in_production(model), challenger(model)
    if champion and wanting:
        yield champion.version, wanting.version, Reason.CHALLENGE, (champion.source, wanting.source)
    for asked in policy.comparisons:
        baseline, candidate = named_version(model, asked.baseline), named_version(model, asked.candidate)
        if asked.model == model.name and baseline and candidate:
            yield baseline, candidate, Reason.ASKED, (asked.source,) if asked.source else ()
    for trial in catalog.deployments:
        if trial.model == model.name and trial.kind is not DeploymentKind.FULL and trial.against:
            baseline, candidate = named_version(model, trial.against), named_version(model, trial.version)
            if baseline and candidate:
                yield baseline, candidate, Reason.TRIAL, (trial.source,)
    for baseline, candidate in pairwise(model.listed_versions):
        yield baseline, candidate, Reason.PREDECESSOR, (candidate.source,)


def _unknown(catalog: Catalog, asked: Comparison) -> Problem | None:
    source = asked.source or Source("policy.yaml")
    model = catalog.models_by_name.get(asked.model)
    if model is None:
        known: tuple[str, ...] = tuple(catalog.models_by_name)
        place, name, what = (
            source.at("model"),
            asked.model,
            say("the model {model}", model=f"{asked.model!a}"),
        )
    else:
        known = version_names(model)
        missing = [
            (part, name)
            for part, name in (("baseline", asked.baseline), ("candidate", asked.candidate))
            if named_version(model, name) is None
        ]
        if not missing:
            return None
        part, name = missing[0]
        place, what = (
            source.at(part),
            say(
                "{name}, which is no version, alias or stage of {model}",
                name=f"{name!a}",
                model=f"{asked.model!a}",
            ),
        )
    return Problem(
        slug="comparison-unknown",
        severity=Severity.WARNING,
        source=place,
        message=say("asks to compare {what}", what=what)
        + ("" if model else say(", which no registry knows")),
        cost=say("the two are not compared"),
        remedy=suggestion(name, known, say("name them as the registry does")),
    )
