"""Where a model fails, and what follows from that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import ClassVar

from generator.analyses.cards.completeness import value_text
from generator.analyses.wording import day, listed, version_label
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
from generator.governance.controls.documentation.use import stage, unfinished, written
from generator.governance.finding import ControlSeverity, Evidence, Outcome, evidence, failed, passed, warned
from generator.governance.review import last_review
from generator.governance.subject import ModelSubject
from generator.messages import say


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationsStated(ModelControl):
    """The limits are written down, and were confirmed for the version they speak of."""

    about: ClassVar = About(
        id="DOC-002",
        title=say("Limitations and foreseeable failure modes stated"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.HIGH,
        automation=Automation.ATTESTED,
        pillars=(Pillar.TRANSPARENCY, Pillar.ETHICS),
        applies=say("every registered model; only one in production can fail"),
        passes=say("limitations are stated, those listed in the front matter each with a consequence, and the card was reviewed since the version in production was registered"),
        warns=say("they are lacking for a model that is not in production, a listed one has no consequence, or nobody has confirmed them since the version was registered"),
        fails=say("they are lacking, or hold words such as TODO, for a model in production"),
        evidence=say("the limitations, the last review, and the version's record"),
        remediation=say("List weak populations, input ranges and ways to fail under `Limitations`, each with its consequence, and review the card for each new version."),
        clauses=(
            "AIA:IV.3", "AIA:13.3b", "NIST:MAP-2.2", "NIST:MEASURE-2.5", "NIST:MANAGE-1.4", "SR26-2:V.CS",
            "SS1/23:P1.2", "MC:4.9",
        ),
    )  # fmt: skip

    def evaluate(self, subject: ModelSubject) -> Outcome:
        answer = subject.answer("limitations")
        shown = [evidence(answer.fact.sources[0], written(answer), "limitations")]
        trouble = unfinished(answer)
        if trouble:
            verdict = failed if subject.production else warned
            return verdict(trouble + stage(subject), shown)
        bare = tuple(_without_consequence(subject))
        if bare:
            return warned(say("no consequence is stated for {bare}", bare=listed(bare)), shown)
        return _confirmed(subject, shown)


def _without_consequence(subject: ModelSubject) -> Iterator[str]:
    """The limitations of the front matter's list that say nothing of what follows."""
    statement = subject.statement("limitations")
    entries = statement.value if statement and isinstance(statement.value, tuple) else ()
    for entry in entries:
        if isinstance(entry, Mapping) and not value_text(entry.get("consequence")):
            yield value_text(entry.get("limitation")) or value_text(entry)


def _confirmed(subject: ModelSubject, shown: list[Evidence]) -> Outcome:
    """Whether somebody has stood by the limitations since the version they speak of was registered."""
    described = subject.described
    if described is None:
        return passed(say("limitations are stated; no version is registered yet"), shown)
    version, review = described.version, last_review(subject)
    label = version_label(version.version)
    shown += [*review.evidence, evidence(version.at("creation_time"), day(version.creation_time), label)]
    if review.names(version.version):
        return passed(say("limitations are stated, and were reviewed for {label}", label=label), shown)
    if review.on is None:
        return warned(
            say(
                "limitations are stated; whether they were confirmed for {label} is not recorded", label=label
            ),
            shown,
        )
    created = version.creation_time
    if created is None:
        return warned(
            say("limitations are stated; when {label} was registered is not recorded", label=label), shown
        )
    registered = created.astimezone(UTC).date()
    observed = {"observed": review.on.isoformat(), "limit": registered.isoformat()}
    if review.on < registered:
        message = say(
            "limitations were last confirmed on {on}, before {label} was registered on {registered}",
            on=review.on,
            label=label,
            registered=registered,
        )
        return warned(message, shown, **observed)
    return passed(say("limitations are stated, and were confirmed on {on}", on=review.on), shown, **observed)
