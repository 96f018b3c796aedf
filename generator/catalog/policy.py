"""What an organisation asks of its models, as ``governance/policy.yaml`` says it, with defaults for what it leaves open.

No regulation sets numeric limits for metrics, drift or ages; every limit here is the organisation's own, and the pages
name the file that set it, or say that it is a default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from generator.catalog.audiences import Audience, Rule, Treatment
from generator.catalog.narrative import Value
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRule:
    """What is asked of one metric of the models whose name fits."""

    model: str = "*"
    """Name of a registered model, or a pattern with ``*`` and ``?``."""
    metric: str
    required: bool = True
    higher_is_better: bool | None = None
    bound: float | None = None
    """The worst value that will do."""
    noise: float | None = None
    """Differences up to this size are none."""
    non_inferiority: float | None = None
    """How much worse than the incumbent a challenger may be."""
    guarded: bool = False
    """Whether a regression of it holds up a promotion."""
    slices: tuple[str, ...] = ()
    """Slices that must be measured, such as ``age_18_25``."""
    fairness_limit: float | None = None
    """The greatest difference between two slices."""
    source: Source | None = None
    """None for a default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRule:
    """Limits for signals of monitoring whose name or kind fits, where the plan of a model says none."""

    model: str = "*"
    signal: str = "*"
    warn: float | None = None
    alert: float | None = None
    cadence_days: float | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One step on the way to production, and how a registry says that a version has reached it."""

    name: str
    stages: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    """Tags of a version as (key, value)."""
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A pair of versions that a page shall compare."""

    model: str
    baseline: str
    """A version, ``@alias``, or a stage."""
    candidate: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComparison:
    """A pair of runs that a page shall compare."""

    baseline: str
    """Id of a run, the beginning of one that no other shares, or a name that no other run has."""
    candidate: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A pair of severity and status that stops the pipeline of whoever asked."""

    severity: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Something in the stores that is left out of the assessment, and why."""

    pattern: str
    """A path of the store, or ``models:/name`` or ``models:/name/version``; ``*`` and ``?`` stand for anything."""
    reason: str
    source: Source | None = None

    def covers(self, name: str) -> bool:
        """Whether it names a path or a model."""
        return fnmatchcase(name, self.pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSetting:
    """What the policy says about one control."""

    control: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    """By the name of the control's field."""
    severity: str = ""
    """Empty for the control's own."""
    enabled: bool = True
    reason: str = ""
    """Why it is not enabled."""
    source: Source | None = None


_DEFAULT_ENVIRONMENTS = (
    Environment(name="development", stages=("None",)),
    Environment(name="staging", stages=("Staging",), aliases=("staging", "challenger", "candidate")),
    Environment(name="production", stages=("Production",), aliases=("production", "champion", "prod")),
)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Everything that the controls are held to. Made without arguments, it is the default policy."""

    version: str = ""
    owner: str = ""
    in_force_since: date | None = None
    tiers: tuple[str, ...] = ("high", "limited", "minimal")
    """From the gravest down."""
    production_aliases: tuple[str, ...] = ("champion", "production", "prod")
    challenger_aliases: tuple[str, ...] = ("challenger", "staging", "candidate")
    environments: tuple[Environment, ...] = _DEFAULT_ENVIRONMENTS
    """From development to production; the last is production."""
    allow_many_production: bool = False
    allowed_licences: tuple[str, ...] = ("Apache-2.0", "MIT", "BSD-3-Clause", "LicenseRef-Proprietary")
    contact_patterns: tuple[str, ...] = ()
    """Regular expressions; empty for any e-mail address, URL or queue."""
    approval_roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Roles that may approve, by tier; a tier that is not named accepts any."""
    approval_validity_days: Mapping[str, int] = field(
        default_factory=lambda: {"high": 365, "limited": 730, "minimal": 1095}
    )
    evaluation_max_age_days: Mapping[str, int] = field(
        default_factory=lambda: {"high": 90, "limited": 180, "minimal": 365}
    )
    lifetime_days: Mapping[str, int] = field(
        default_factory=lambda: {"high": 365, "limited": 730, "minimal": 1095}
    )
    retention_class: str = ""
    """What the organisation calls the time for which records of its models are kept; empty where it names none."""
    retention_years: Mapping[str, int] = field(default_factory=dict)
    """For how long they are kept, by tier; empty where nothing is said."""
    metrics: tuple[MetricRule, ...] = ()
    signals: tuple[SignalRule, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    run_comparisons: tuple[RunComparison, ...] = ()
    controls: Mapping[str, ControlSetting] = field(default_factory=dict)
    """By the control's id."""
    gates: tuple[Gate, ...] = (
        Gate(severity="critical", status="fail"),
        Gate(severity="critical", status="error"),
    )
    exclusions: tuple[Exclusion, ...] = ()
    require_signature: bool = False
    trusted_signers: tuple[str, ...] = ()
    advisories: str = ""
    """Path below the governance folder of a snapshot of an advisory database: a file, or a folder of files."""
    advisories_taken_on: date | None = None
    """The day on which the snapshot was taken."""
    audiences: Mapping[Audience, Mapping[Rule, Treatment]] = field(default_factory=dict)
    """What an audience sees otherwise than by :data:`DEFAULTS`."""
    allowed_texts: tuple[str, ...] = ()
    """Texts that look like secrets or personal data and may be shown (``screening.allow``)."""
    card_weights: Mapping[str, float] = field(default_factory=dict)
    """Weight of a card's field by its key; 1 where none is named."""
    places: Mapping[str, Source] = field(default_factory=dict)
    """Where each key stands, by its path from the top such as ``approval/roles/high``; of an inherited key, in the
    file it comes from."""
    files: tuple[Source, ...] = ()
    """The policy file and those it extends, nearest first; empty for the default policy."""
    label: str = "governance"
    """Label of the governance folder, to say where a missing file should stand."""

    def place(self, *keys: str) -> Source:
        """Where a key stands, else the nearest key above it, else where it should stand."""
        for end in range(len(keys), 0, -1):
            found = self.places.get("/".join(keys[:end]))
            if found is not None:
                return found
        file = self.files[0] if self.files else Source(f"{self.label}/policy.yaml")
        return file.at(*keys) if keys else file

    def metric_rules(self, model: str) -> tuple[MetricRule, ...]:
        """The rules for the metrics of one model: for each metric the one whose pattern is most particular."""
        return tuple(rules[0] for rules in self.fitting_rules(model).values())

    def fitting_rules(self, model: str) -> Mapping[str, tuple[MetricRule, ...]]:
        """Every rule that fits a model by its metric, the one whose pattern is most particular first.

        Of two patterns that are equally particular the later one goes first.
        """
        found: dict[str, list[MetricRule]] = {}
        for rule in self.metrics:
            if fnmatchcase(model, rule.model):
                found.setdefault(rule.metric, []).append(rule)
        return {
            metric: tuple(sorted(rules, key=lambda rule: _particular(rule.model)))[::-1]
            for metric, rules in found.items()
        }


def _particular(pattern: str) -> tuple[bool, int]:
    """Greater for a pattern that fewer names fit."""
    wild = any(mark in pattern for mark in "*?[")
    return (not wild, len(pattern))
