"""What a control found: a status with its reason, the value seen, the limit it was held to, and the evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.catalog import Waiver
from generator.messages import Phrase, word
from generator.provenance import Source

EXCERPT_LENGTH = 200
"""Characters of a file that evidence quotes at most."""


class Status(StrEnum):
    """What became of one control for one subject."""

    PASS = word("pass")
    WARN = word("warn")
    FAIL = word("fail")
    NOT_APPLICABLE = word("not-applicable")
    WAIVED = word("waived")
    """It warns or fails, and a valid waiver says why that is accepted for now."""
    ERROR = word("error")
    """The control could not be run, which is never a pass."""

    @property
    def rank(self) -> int:
        """0 for the gravest, so that sorting puts it first."""
        return _GRAVEST_FIRST.index(self)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it; a waiver does not close it."""
        return self not in {Status.PASS, Status.NOT_APPLICABLE}


_GRAVEST_FIRST = [Status.ERROR, Status.FAIL, Status.WARN, Status.WAIVED, Status.PASS, Status.NOT_APPLICABLE]


class ControlSeverity(StrEnum):
    """How much a failure of a control matters."""

    CRITICAL = word("critical")
    HIGH = word("high")
    MEDIUM = word("medium")
    LOW = word("low")

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(ControlSeverity).index(self)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that a finding rests on."""

    source: Source
    """Where it stands, or should stand."""
    excerpt: str = ""
    """What stands there, shortened; empty when nothing does."""
    label: str = ""
    """What it is evidence of, such as ``owner``."""


def evidence(source: Source, excerpt: object = "", label: str = "") -> Evidence:
    """Evidence with its excerpt cut to :data:`EXCERPT_LENGTH`; a phrase that needs no cutting stays one."""
    text = "" if excerpt is None else " ".join(str(excerpt).split())
    if len(text) > EXCERPT_LENGTH:
        text = text[: EXCERPT_LENGTH - 1] + "…"
    return Evidence(source, excerpt if isinstance(excerpt, Phrase) and excerpt == text else text, label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a control says of one subject, before waivers."""

    status: Status
    """Never waived."""
    message: str
    """One sentence without a full stop: what is so, with the value and the limit; the reason when not applicable."""
    observed: str = ""
    limit: str = ""
    limit_source: Source | None = None
    """Where the limit was set; None for a default of the control or where there is no limit."""
    evidence: tuple[Evidence, ...] = ()
    """Never empty unless the control is not applicable: for what is missing, the place where it should stand."""


def passed(message: str, evidence: Iterable[Evidence], **details: object) -> Outcome:
    """The subject does what is asked."""
    return _outcome(Status.PASS, message, evidence, details)


def warned(message: str, evidence: Iterable[Evidence], **details: object) -> Outcome:
    """Something is doubtful, late or cannot be established."""
    return _outcome(Status.WARN, message, evidence, details)


def failed(message: str, evidence: Iterable[Evidence], **details: object) -> Outcome:
    """The subject does not do what is asked."""
    return _outcome(Status.FAIL, message, evidence, details)


def errored(message: str, evidence: Iterable[Evidence], **details: object) -> Outcome:
    """The control cannot be run, for a reason that is shown; that is never a pass."""
    return _outcome(Status.ERROR, message, evidence, details)


def not_applicable(reason: str, *evidence: Evidence) -> Outcome:
    """The control does not concern the subject, for a reason that is shown."""
    return _outcome(Status.NOT_APPLICABLE, reason, evidence, {})


def _outcome(
    status: Status, message: str, evidence: Iterable[Evidence], details: dict[str, object]
) -> Outcome:
    limit_source = details.pop("limit_source", None)
    if limit_source is not None and not isinstance(limit_source, Source):
        raise TypeError("the source of a limit is no place")
    texts = {name: _text(details.pop(name, "")) for name in ("observed", "limit")}
    if details:
        raise TypeError(f"an outcome has no {', '.join(sorted(details))}")
    return Outcome(
        status=status, message=message, evidence=tuple(evidence), limit_source=limit_source, **texts
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


class SubjectKind(StrEnum):
    """What a finding speaks of."""

    PORTFOLIO = word("portfolio")
    MODEL = word("model")
    VERSION = word("version")


@dataclass(frozen=True, slots=True, order=True)
class SubjectRef:
    """The portfolio as a whole, a model, or a version of one."""

    model: str = ""
    """Empty for the portfolio."""
    version: str = ""
    """Empty for the model as a whole."""

    @property
    def kind(self) -> SubjectKind:
        """What it is."""
        if self.version:
            return SubjectKind.VERSION
        return SubjectKind.MODEL if self.model else SubjectKind.PORTFOLIO

    def __str__(self) -> str:
        if not self.model:
            return "portfolio"
        return f"models:/{self.model}/{self.version}" if self.version else f"models:/{self.model}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of one control for one subject."""

    control: str
    """Id of the control."""
    control_version: int
    severity: ControlSeverity
    """The control's own, or what the policy makes of it."""
    subject: SubjectRef
    outcome: Outcome
    """What the control says, whatever was waived."""
    waiver: Waiver | None = None
    """The valid waiver that covers it, where the control warns or fails."""

    @property
    def status(self) -> Status:
        """What counts: waived where a valid waiver covers a warning or a failure."""
        return Status.WAIVED if self.waiver is not None else self.outcome.status
