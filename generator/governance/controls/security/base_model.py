"""What others made that a model is built on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.catalog import Flavor, Param, Tag, Value
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say
from generator.provenance import Source

_FLAVORS = frozenset({"transformers", "sentence_transformers", "diffusers", "peft"})
"""Flavors of MLflow that load a model which somebody trained before."""
_NAMES = frozenset(
    {
        "base_model",
        "base_model_id",
        "base_model_name",
        "pretrained_model",
        "source_model_name",
        "_name_or_path",
    }
)
_REVISIONS = frozenset({"base_model_revision", "source_model_revision", "source_model_commit"})
_NONE = re.compile(r"(none|no|nothing|not applicable|n/?a|null|-)\b.*", re.IGNORECASE | re.DOTALL)
_PINNED = re.compile(
    r"[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64}|v?[0-9]+(\.[0-9]+)+([-+.][\w.]+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Component:
    """One model or component of somebody else."""

    name: str
    revision: str = ""
    licence: str = ""
    supplier: str = ""
    agreement: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseModelRecorded(VersionControl):
    """It is known what the model was built on, in which state, from whom and under which terms."""

    about: ClassVar = About(
        id="SEC-005",
        title=say("Base model and third-party components recorded"),
        family=Family.SECURITY,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.PARTIAL,
        pillars=(Pillar.TRANSPARENCY, Pillar.TRACEABILITY),
        applies=say("every version whose flavor loads a model of somebody else (transformers, sentence_transformers, diffusers, peft), that has a tag or param of a base model, or whose model's file states a base model or third parties"),
        passes=say("each of them has a name, an exact revision, a licence and a supplier, and for a high-risk model an agreement"),
        warns=say("the revision is a branch or is missing, or the licence, the supplier or the agreement is"),
        fails=say("the flavor shows that there is a base model, and nobody records which"),
        evidence=say("MLmodel, the tags and params, and the model's file"),
        remediation=say(
"Record name, exact revision, licence and supplier as `third_party` in {file}.", file="governance/models/<name>.md"),
        clauses=(
            "AIA:25.4", "AIA:IV.2a", "NIST:MANAGE-3.2", "ISO42001:A.10.3", "SR26-2:VII", "SS1/23:P2.6", "G7:models",
        ),
        extended=True,
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        package = subject.origin.package
        flavors = [each for each in (package.flavors if package else ()) if each.name in _FLAVORS]
        components = tuple(_components(subject, flavors))
        shown = [evidence(each.source, each.name, "flavor") for each in flavors]
        proof = [
            *shown,
            *(evidence(place, each.name, "component") for each in components for place in each.sources),
        ]
        if not components and not flavors:
            place = evidence(subject.owner.place("third_party"), "", "third_party")
            return not_applicable(say("nothing shows that it is built on somebody else's model"), place)
        if not components:
            message = say(
                "the flavor {flavors} loads a model of somebody else, and nobody records which",
                flavors=flavors[0].name,
            )
            return failed(message, [*shown, evidence(subject.owner.place("third_party"), "", "third_party")])
        lacking = [lack for each in components for lack in _lacking(each, high_risk=subject.owner.high_risk)]
        names = ", ".join(each.name for each in components)
        if lacking:
            place = evidence(subject.owner.place("third_party"), "", "third_party")
            return warned(put_together(lacking, "; "), [*proof, place], observed=names)
        return passed(say("recorded: {names}", names=names), proof, observed=names)


def _lacking(component: _Component, *, high_risk: bool) -> Iterator[str]:
    if not component.revision:
        yield say("{component} has no revision", component=component.name)
    elif not _PINNED.fullmatch(component.revision):
        yield say(
            "the revision of {component}, {revision}, can move",
            component=component.name,
            revision=component.revision,
        )
    wanted = {say("licence"): component.licence, say("supplier"): component.supplier}
    if high_risk:
        wanted[say("agreement")] = component.agreement
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        yield say(
            "{component} has no {missing}",
            component=component.name,
            missing=put_together(missing, say(", no ")),
        )


def _components(subject: VersionSubject, flavors: list[Flavor]) -> Iterator[_Component]:
    """What people state, with what is recorded of the same names; else what is recorded alone."""
    recorded = _recorded(subject, flavors)
    stated = [*_stated(subject)]
    names = {each.name.casefold() for each in stated}
    for each in stated:
        known = recorded if recorded and recorded.name.casefold() == each.name.casefold() else None
        yield _Component(
            name=each.name,
            revision=each.revision or (known.revision if known else ""),
            licence=each.licence,
            supplier=each.supplier,
            agreement=each.agreement,
            sources=(*each.sources, *(known.sources if known else ())),
        )
    if recorded and recorded.name.casefold() not in names:
        yield recorded


def _recorded(subject: VersionSubject, flavors: list[Flavor]) -> _Component | None:
    """The base model that the tracker recorded; None when it recorded none."""
    origin = subject.origin
    facts: list[tuple[str, str, Source]] = [
        (name, value, flavor.source.at(name)) for flavor in flavors for name, value in flavor.fields
    ]
    logged: list[Tag | Param] = [*subject.version.tags, *origin.params]
    for record in (origin.logged_model, origin.run):
        logged += record.tags if record else ()
    facts += [(each.key, each.value, each.source) for each in logged]
    named = [
        fact
        for fact in facts
        if fact[0].casefold() in _NAMES and fact[1].strip() and not _NONE.fullmatch(fact[1].strip())
    ]
    if not named:
        return None
    revisions = [
        fact
        for fact in facts
        if fact[0].casefold() in _REVISIONS and not _NONE.fullmatch(fact[1].strip() or "-")
    ]
    places = (named[0][2], *(revisions[0][2:] if revisions else ()))
    return _Component(
        name=named[0][1].strip(), revision=revisions[0][1].strip() if revisions else "", sources=places
    )


def _stated(subject: VersionSubject) -> Iterator[_Component]:
    """What the model's file states: ``third_party``, one mapping or a list of them, else ``base_model``."""
    statement = subject.owner.statement("third_party")
    value = statement.value if statement else None
    listed = value if isinstance(value, tuple) else (value,)
    found = [each for each in listed if isinstance(each, Mapping)]
    for position, each in enumerate(found):
        place = subject.owner.place("third_party")
        yield _component(each, place.at(position) if isinstance(value, tuple) else place)
    base = subject.owner.statement("base_model")
    if (
        not found
        and base
        and isinstance(base.value, str)
        and base.value.strip()
        and not _NONE.fullmatch(base.value.strip())
    ):
        yield _Component(name=base.value.strip(), sources=(base.source,))


def _component(value: Mapping[str, Value], place: Source) -> _Component:
    said = {key: str(value[key]).strip() for key in value if isinstance(value[key], str | int | float)}
    return _Component(
        name=said.get("name", "") or said.get("base_model", "") or say("a component without a name"),
        revision=said.get("revision", ""),
        licence=said.get("licence", "") or said.get("license", ""),
        supplier=said.get("supplier", ""),
        agreement=said.get("agreement", ""),
        sources=(place,),
    )
