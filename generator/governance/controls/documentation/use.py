"""What a model is for, and what it is not for."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.cards.completeness import Answer
from generator.analyses.cards.placeholders import placeholder_in, uncommented
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
from generator.governance.finding import ControlSeverity, Outcome, evidence, failed, passed, warned
from generator.governance.parameters import parameter_place
from generator.governance.subject import ModelSubject
from generator.messages import put_together, say, say_many

_ASKED = ("intended_use", "out_of_scope")


@dataclass(frozen=True, slots=True, kw_only=True)
class UseStated(ModelControl):
    """The intended use is told in some words, and at least one use is ruled out."""

    min_chars: int = 80
    """Characters of the intended use."""

    about: ClassVar = About(
        id="DOC-001",
        title=say("Intended use and out-of-scope uses stated"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.HIGH,
        automation=Automation.ATTESTED,
        pillars=(Pillar.TRANSPARENCY, Pillar.ETHICS),
        applies=say("every registered model; only one in production can fail"),
        passes=say("the intended use has min_chars characters or more, a use that is out of scope is named, and neither holds words such as TODO"),
        warns=say("the intended use is shorter, or one of the two is lacking for a model that is not in production"),
        fails=say("one of the two is lacking, or holds words such as TODO, for a model in production"),
        evidence=say("both sections of the model's file"),
        remediation=say("Write under `Intended use` what the model is for and who uses it, and under `Out of scope` what it must not be used for."),
        clauses=(
            "AIA:IV.1a", "AIA:13.3b", "NIST:MAP-1.1", "NIST:MAP-3.3", "ISO42001:A.9.4", "SR26-2:IV.use", "SS1/23:P3.1",
            "SS1/23:P5.2", "MC:4.2", "ISO42001:A.9.3",
        ),
    )  # fmt: skip

    def evaluate(self, subject: ModelSubject) -> Outcome:
        answers = [subject.answer(key) for key in _ASKED]
        shown = [evidence(answer.fact.sources[0], written(answer), answer.field.key) for answer in answers]
        troubles = [trouble for answer in answers if (trouble := unfinished(answer))]
        if troubles:
            verdict = failed if subject.production else warned
            return verdict(put_together(troubles, "; ") + stage(subject), shown)
        length = len(written(answers[0]))
        limit = {
            "observed": say_many(length, "{n} character", "{n} characters"),
            "limit": say_many(self.min_chars, "{n} character", "{n} characters"),
            "limit_source": parameter_place(subject.scope.policy, self.about.id, "min_chars"),
        }
        if length < self.min_chars:
            message = say(
                "the intended use is told in {length}; at least {min_chars} are asked for",
                length=say_many(length, "{n} character", "{n} characters"),
                min_chars=say_many(self.min_chars, "{n} character", "{n} characters"),
            )
            return warned(message, shown, **limit)
        return passed(say("intended use and uses out of scope are stated"), shown, **limit)


def written(answer: Answer) -> str:
    """What a person wrote, without comments."""
    return uncommented(answer.fact.value)


def unfinished(answer: Answer) -> str:
    """What is wrong with an answer that is absent or still to come; empty when nothing is."""
    title = answer.field.title
    if not answer.fact.present:
        return say("nothing is stated under {title}", title=title)
    found = placeholder_in(written(answer))
    return say("{title} still says “{found}”", title=title, found=found) if found else ""


def stage(subject: ModelSubject) -> str:
    """Says that a model is in production, at the end of a sentence."""
    return say(", and the model is in production") if subject.production else ""
