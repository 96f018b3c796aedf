"""The datasets behind a version, one by one, as people describe them, and the gravest of what is said of each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from generator.analyses.cards.completeness import narrative_path, value_text
from generator.analyses.cards.placeholders import placeholder_in
from generator.analyses.data_used import DataUsed
from generator.analyses.wording import listed
from generator.catalog import DataStatement
from generator.governance.finding import Evidence, Outcome, Status, evidence, passed, warned
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedData:
    """One dataset that a version used, with what people wrote about it."""

    name: str
    statement: DataStatement | None
    used: DataUsed
    """The first use of it."""
    file: Source
    """The statement's file, there or not."""

    def text(self, *keys: str) -> str:
        """The first of some fields that is filled in; empty when none is, or holds a word such as *TBD*."""
        for key in keys:
            statement = self.statement.fields.get(key) if self.statement else None
            text = value_text(statement.value) if statement else ""
            if text and not placeholder_in(text):
                return text
        return ""

    def evidence(self, *keys: str) -> tuple[Evidence, ...]:
        """What stands in some fields, each in its place or the place where it should stand."""
        found = self.statement.fields if self.statement else {}
        return tuple(
            evidence(
                found[key].source if key in found else self.file.at(key),
                self.text(key),
                f"{self.name}: {key}",
            )
            for key in keys
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is said of one dataset."""

    status: Status
    fault: str = ""
    """What is wrong, in words that fit every dataset; empty when nothing is."""
    evidence: tuple[Evidence, ...]


def described_data(subject: VersionSubject) -> tuple[DescribedData, ...]:
    """The datasets that a version used, each once, in the order of their use."""
    label = subject.scope.policy.label
    found: dict[str, DescribedData] = {}
    for used in subject.data:
        statement = used.statement
        file = statement.source if statement else Source(_file(used.name, label))
        found.setdefault(used.name, DescribedData(name=used.name, statement=statement, used=used, file=file))
    return tuple(found.values())


def judged(subject: VersionSubject, judge: Callable[[DescribedData], Judgement], well: str) -> Outcome:
    """One outcome for all datasets of a version: the gravest status, what is wrong with each, all evidence.

    Args:
        subject: the version.
        judge: what is so for one dataset.
        well: what to say, before the names, when nothing is wrong with any.
    """
    data = described_data(subject)
    if not data:
        run = subject.origin.run
        place = run.at("inputs") if run else subject.version.at("run_id")
        return warned(say("which data it used is not recorded"), [evidence(place, "", "inputs")])
    judgements = [(each.name, judge(each)) for each in data]
    shown = tuple(each for _, judgement in judgements for each in judgement.evidence)
    amiss = [(name, judgement) for name, judgement in judgements if judgement.status is not Status.PASS]
    if not amiss:
        return passed(put_together((well, ": ", listed([each.name for each in data]))), shown)
    worst = min((judgement.status for _, judgement in amiss), key=lambda status: status.rank)
    told = [
        put_together((fault, ": ", listed([name for name, judgement in amiss if judgement.fault == fault])))
        for fault in dict.fromkeys(judgement.fault for _, judgement in amiss)
    ]
    return Outcome(status=worst, message=put_together(told, "; "), evidence=shown)


def held_to(outcome: Outcome, limit: str, limit_source: Source | None) -> Outcome:
    """An outcome with the limit of its control, unless something that no limit speaks of is what failed."""
    if outcome.status is Status.FAIL:
        return outcome
    return replace(outcome, limit=limit, limit_source=limit_source)


def _file(name: str, governance: str) -> str:
    """Where a statement on a dataset is best written."""
    return narrative_path(name, governance).replace("/models/", "/datasets/").removesuffix(".md") + ".yaml"
