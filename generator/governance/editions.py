"""The edition of a site for an audience: what they may not see is redacted or counted, and both are said.

The assessment is made on everything; only what is shown of it is redacted. Secrets never get here: they were masked
when the catalogue was screened.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.analyses.screening.rewriting import Rewriting
from generator.analyses.screening.screen import RECORDS, declared_addresses, declared_contacts
from generator.catalog import (
    DEFAULTS,
    Audience,
    Catalog,
    CodeVersion,
    Dataset,
    Deployment,
    Experiment,
    LoggedModel,
    Metric,
    ModelVersion,
    Policy,
    Rule,
    Run,
    Treatment,
    Withheld,
)
from generator.governance.assessment import Assessment
from generator.provenance import Source
from generator.screening.screen import masked, matches
from generator.screening.shapes import Sensitivity

_LOCATIONS: Mapping[type, tuple[str, ...]] = {
    CodeVersion: ("repository", "entry_point"),
    Dataset: ("uri",),
    Deployment: ("endpoint", "image"),
    Experiment: ("artifact_location",),
    LoggedModel: ("artifact_uri",),
    ModelVersion: ("source_uri",),
    Run: ("artifact_uri",),
}
"""Fields that say where something lies."""
_COUNTED: Mapping[Rule, tuple[str, ...]] = {
    Rule.INCIDENTS: ("incidents",),
    Rule.REVIEW_FINDINGS: ("review_findings",),
    Rule.PROMPTS: ("prompts",),
}
_LEAST_NAME = 3
"""Characters; a shorter name would be found in the midst of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What an audience sees."""

    audience: Audience
    catalog: Catalog
    assessment: Assessment
    withheld: tuple[Withheld, ...] = ()
    redact: Callable[[Any], Any] = lambda value: value
    """Redacts whatever else is to be shown: any tree of frozen records."""


def edition(catalog: Catalog, assessment: Assessment, audience: Audience) -> Edition:
    """The edition for an audience, by the rules of the policy."""
    treatments = treatments_of(catalog.policy, audience)
    catalog, withheld = _counted(catalog, treatments)
    redacting = _Redacting(treatments, catalog)
    if not redacting.needed:
        return Edition(audience=audience, catalog=catalog, assessment=assessment, withheld=withheld)
    changed = {
        name: made
        for name in (*RECORDS, "policy")
        if (made := redacting.of(getattr(catalog, name))) is not getattr(catalog, name)
    }
    shown = replace(catalog, **changed) if changed else catalog
    return Edition(
        audience=audience,
        catalog=shown,
        assessment=replace(
            assessment,
            findings=redacting.of(assessment.findings),
            policy=shown.policy or assessment.policy,
            left_out=redacting.of(assessment.left_out),
        ),
        withheld=withheld,
        redact=redacting.of,
    )


def treatments_of(policy: Policy | None, audience: Audience) -> Mapping[Rule, Treatment]:
    """What is done for an audience: the defaults, and what the policy says otherwise."""
    said = policy.audiences.get(audience, {}) if policy else {}
    return {**DEFAULTS[audience], **said}


def _counted(catalog: Catalog, treatments: Mapping[Rule, Treatment]) -> tuple[Catalog, tuple[Withheld, ...]]:
    """The catalogue without the records that are only counted."""
    withheld = []
    for rule, names in _COUNTED.items():
        count = sum(len(getattr(catalog, name)) for name in names)
        if treatments[rule] is Treatment.COUNT and count:
            withheld.append(Withheld(rule, count))
            emptied: dict[str, Any] = dict.fromkeys(names, ())
            catalog = replace(catalog, **emptied)
    if treatments[Rule.TAGS] is Treatment.COUNT:
        tagged = _Untagging()
        changed: dict[str, Any] = {
            name: tagged.of(getattr(catalog, name))
            for name in ("experiments", "runs", "logged_models", "models", "prompts")
        }
        if tagged.count:
            withheld.append(Withheld(Rule.TAGS, tagged.count))
            catalog = replace(catalog, **changed)
    return catalog, tuple(withheld)


class _Untagging(Rewriting):
    """Leaves out the tags of every record, and counts them."""

    def __init__(self) -> None:
        super().__init__(lambda text: text, frozenset({Metric, Source}))
        self.count = 0

    def record(self, value: Any) -> Any:
        tags = getattr(value, "tags", ())
        if tags:
            self.count += len(tags)
            value = replace(value, tags=())
        return super().record(value)


class _Redacting(Rewriting):
    """Puts ``[redacted: <rule>]`` in the place of what the audience may not see."""

    def __init__(self, treatments: Mapping[Rule, Treatment], catalog: Catalog) -> None:
        super().__init__(self._redact, frozenset({Metric, Source}))
        redacted = {rule for rule, treatment in treatments.items() if treatment is Treatment.REDACT}
        self._personal = Rule.PERSONAL_DATA in redacted
        self._locations = Rule.LOCATIONS in redacted
        people = Rule.PEOPLE in redacted
        self._names = _pattern(_names(catalog)) if people else None
        self._declared = declared_contacts(catalog) if people else declared_addresses(catalog)
        self.needed = bool(redacted)

    def record(self, value: Any) -> Any:
        if self._locations and type(value) in _LOCATIONS:
            hidden = {
                name: f"[redacted: {Rule.LOCATIONS}]"
                for name in _LOCATIONS[type(value)]
                if getattr(value, name)
            }
            value = replace(value, **hidden) if hidden else value
        return super().record(value)

    def _redact(self, text: str) -> str:
        if self._personal:
            found = matches(text, Sensitivity.PERSONAL, self._declared)
            if found:
                text = masked(text, found).replace("[personal-data: ", "[redacted: ")
        if self._names is not None:
            text = self._names.sub(f"[redacted: {Rule.PEOPLE}]", text)
        return text


def _names(catalog: Catalog) -> set[str]:
    """Every name and account of a person that the records know."""
    found = {identity for person in catalog.people for identity in (person.id, person.name, *person.aliases)}
    found |= {run.user for run in catalog.runs}
    found |= {version.user for model in catalog.models for version in model.versions}
    return {name for name in found if len(name) >= _LEAST_NAME}


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the names as a whole, the longest first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    if not ordered:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
