"""What controls are asked about, with the answers that several of them need worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from generator.analyses.approval.authorship import Identity, authors_of
from generator.analyses.cards.annex_iv import TechnicalFile, technical_file
from generator.analyses.cards.completeness import Completeness, assess_completeness
from generator.analyses.data_used import DataUsed, data_used
from generator.analyses.evaluation.expectations import Expectation, expectations_of
from generator.analyses.evaluation.quality import Quality, quality_of
from generator.analyses.monitoring.signals import SignalSeries, monitored
from generator.analyses.origin import Origin, origin_of
from generator.analyses.standing.environments import environments_of
from generator.analyses.standing.incumbent import Incumbent, incumbent_of
from generator.analyses.standing.stage_history import StageChange, by_time, reaches, stage_history
from generator.catalog import (
    Approval,
    Catalog,
    Environment,
    ModelNarrative,
    ModelVersion,
    Policy,
    RegisteredModel,
    Transition,
    in_force,
)
from generator.governance.about import About
from generator.governance.written import Written
from generator.provenance import Source

UNKNOWN_TIER = ""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Everything that is assessed, and what it is held to."""

    catalog: Catalog
    policy: Policy
    as_of: datetime
    """The one instant that all ages are counted to."""
    observed: Mapping[str, tuple[StageChange, ...]] = field(default_factory=dict)
    """The changes of stage and alias that looks at the registry saw and nobody wrote down, by model."""
    controls: Mapping[str, About] = field(default_factory=dict)
    """What each control that there is asks for, by its id, for those that look at the others."""

    @property
    def today(self) -> date:
        """The day of :attr:`as_of`, UTC."""
        return self.as_of.astimezone(UTC).date()

    @cached_property
    def models(self) -> "tuple[ModelSubject, ...]":
        """Every registered model that the policy does not exclude, in the order of the catalogue."""
        return tuple(
            ModelSubject(scope=self, model=model)
            for model in self.catalog.models
            if not self.excluded(f"models:/{model.name}")
        )

    @cached_property
    def versions(self) -> "tuple[VersionSubject, ...]":
        """Every listed version of those models that the policy does not exclude."""
        return tuple(version for model in self.models for version in model.versions)

    def excluded(self, name: str) -> bool:
        """Whether the policy leaves a path or a model out."""
        return any(exclusion.covers(name) for exclusion in self.policy.exclusions)

    @cached_property
    def approvals(self) -> Mapping[str, tuple[Approval, ...]]:
        """The approvals that no later entry corrects, by model, in the order of the register."""
        groups: dict[str, list[Approval]] = {}
        for entry in in_force(self.catalog.approvals):
            groups.setdefault(entry.model, []).append(entry)
        return {model: tuple(found) for model, found in groups.items()}

    @cached_property
    def transitions(self) -> Mapping[str, tuple[Transition, ...]]:
        """The transitions that no later entry corrects, by model, in the order of the register."""
        groups: dict[str, list[Transition]] = {}
        for entry in in_force(self.catalog.transitions):
            groups.setdefault(entry.model, []).append(entry)
        return {model: tuple(found) for model, found in groups.items()}


@dataclass(frozen=True, kw_only=True)
class ModelSubject(Written):
    """One registered model, with what people wrote about it."""

    scope: Scope
    model: RegisteredModel

    @property
    def name(self) -> str:
        """Of the registered model."""
        return self.model.name

    @cached_property
    def versions(self) -> "tuple[VersionSubject, ...]":
        """Its listed versions that the policy does not exclude, oldest first."""
        return tuple(
            VersionSubject(scope=self.scope, owner=self, version=version)
            for version in self.model.listed_versions
            if not self.scope.excluded(str(version.ref))
        )

    @cached_property
    def production(self) -> "tuple[VersionSubject, ...]":
        """Its versions in production, oldest first."""
        return tuple(version for version in self.versions if version.in_production)

    @cached_property
    def history(self) -> tuple[StageChange, ...]:
        """Every change of stage or alias of its versions that somebody wrote down, by time."""
        return stage_history(self.scope.catalog, self.model)

    @cached_property
    def steps(self) -> tuple[StageChange, ...]:
        """Every known change of stage or alias, those too that only a look saw, by the time by which it had happened."""
        return by_time((*self.history, *self.scope.observed.get(self.name, ())))

    @cached_property
    def expectations(self) -> tuple[Expectation, ...]:
        """What is asked of each of its metrics."""
        return expectations_of(self.scope.policy, self.narrative, self.name)

    @cached_property
    def narrative(self) -> ModelNarrative | None:
        """What people wrote about it; None when there is no file."""
        return self.scope.catalog.narratives_by_model.get(self.name)

    @cached_property
    def completeness(self) -> Completeness:
        """Its card, field by field."""
        return assess_completeness(self.scope.catalog, self.model, governance=self.scope.policy.label)

    @cached_property
    def described(self) -> "VersionSubject | None":
        """The version that statements about the model speak of: the newest in production, else the newest."""
        return next(reversed(self.production or self.versions), None)

    @cached_property
    def technical_file(self) -> TechnicalFile:
        """Its technical documentation, point by point of Annex IV."""
        return technical_file(
            self.scope.catalog,
            self.model,
            self.completeness,
            self.described.version if self.described else None,
            governance=self.scope.policy.label,
        )

    @cached_property
    def tier(self) -> str:
        """Its risk tier as the policy spells it; :data:`UNKNOWN_TIER` when nobody named one of them."""
        written = self.answer("risk_tier").fact.value.strip().casefold()
        return next((tier for tier in self.scope.policy.tiers if tier.casefold() == written), UNKNOWN_TIER)

    @property
    def high_risk(self) -> bool:
        """Whether it is in the gravest tier."""
        return bool(self.scope.policy.tiers) and self.tier == self.scope.policy.tiers[0]

    @property
    def strictest_tier(self) -> str:
        """Its tier, or the gravest where it is not known: no limit is loosened for want of a statement."""
        return self.tier or (self.scope.policy.tiers[0] if self.scope.policy.tiers else "")


@dataclass(frozen=True, kw_only=True)
class VersionSubject:
    """One listed version of a model."""

    scope: Scope
    owner: ModelSubject
    """The model it is a version of."""
    version: ModelVersion

    @cached_property
    def origin(self) -> Origin:
        """What stands behind it."""
        return origin_of(self.scope.catalog, self.version)

    @cached_property
    def data(self) -> tuple[DataUsed, ...]:
        """What it was trained and measured on, with what people say about it."""
        return data_used(self.scope.catalog, self.origin)

    @cached_property
    def environments(self) -> Mapping[str, Source]:
        """The environments that the registry says it is in, with the record that says so, first to last."""
        return environments_of(self.scope.policy, self.owner.model, self.version)

    @property
    def in_production(self) -> bool:
        """Whether it is in the last of the policy's environments."""
        return self.production_place is not None

    @property
    def production_place(self) -> Source | None:
        """The record that says it is in production; None when none does."""
        return self.environments.get(self.scope.policy.environments[-1].name)

    @property
    def live(self) -> bool:
        """Whether it has got beyond the first of the policy's environments: staging or above."""
        beyond: tuple[Environment, ...] = self.scope.policy.environments[1:]
        return any(environment.name in self.environments for environment in beyond)

    @cached_property
    def history(self) -> tuple[StageChange, ...]:
        """Its changes of stage and alias that somebody wrote down, by time."""
        return tuple(change for change in self.owner.history if change.version == self.version.version)

    @cached_property
    def steps(self) -> tuple[StageChange, ...]:
        """Its known changes of stage and alias, those too that only a look saw."""
        return tuple(change for change in self.owner.steps if change.version == self.version.version)

    def arrival(self, environment: Environment) -> StageChange | None:
        """The first known change that brought it to an environment; None when no history tells of one."""
        return next(
            (change for change in self.history if reaches(self.scope.policy, change, environment)), None
        )

    @cached_property
    def promotion(self) -> StageChange | None:
        """The first known change that brought it to production."""
        return self.arrival(self.scope.policy.environments[-1])

    @cached_property
    def authors(self) -> tuple[Identity, ...]:
        """Everybody who is recorded as having built it."""
        return authors_of(self.scope.catalog, self.owner.model, self.origin)

    @cached_property
    def quality(self) -> Quality:
        """What is measured of it."""
        return quality_of(self.scope.catalog, self.version)

    @cached_property
    def incumbent(self) -> Incumbent | None:
        """The version that it took the place of, or is to take; None when none is known."""
        return incumbent_of(self.scope.policy, self.owner.model, self.version, self.owner.history)

    @cached_property
    def signals(self) -> tuple[SignalSeries, ...]:
        """How each watched signal of it stands."""
        scope = self.scope
        return monitored(
            scope.catalog, scope.policy, self.owner.name, scope.as_of, version=self.version.version
        )

    @cached_property
    def previous(self) -> ModelVersion | None:
        """The listed version before it; None for the first."""
        earlier = [
            found for found in self.owner.model.listed_versions if found.sequence < self.version.sequence
        ]
        return earlier[-1] if earlier else None

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """The decisions on it, in the order of the register."""
        return tuple(
            entry
            for entry in self.scope.approvals.get(self.owner.name, ())
            if entry.version == self.version.version
        )

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """Its changes of stage and alias, in the order of the register."""
        return tuple(
            entry
            for entry in self.scope.transitions.get(self.owner.name, ())
            if entry.version == self.version.version
        )
