"""Events, times and witnesses as people say them."""

from generator.analyses.wording import minute, version_label
from generator.history.events import DELETED, LISTED, REGISTERED, Event, Key, Subject, Witness
from generator.messages import say

_WITNESSES = {
    Witness.TRACKER: say("recorded by the tracker"),
    Witness.GIT: say(say("written in a register")),
    Witness.REGISTER: "written in a register",
    Witness.LOOK: say("observed"),
}
_DIGESTS = frozenset({Subject.DESCRIPTION, Subject.TAGS, Subject.APPROVAL, Subject.WAIVER, Subject.INCIDENT})
"""Subjects whose value is a digest, which says nothing to a reader."""
_EXISTENCE = frozenset({REGISTERED, LISTED, DELETED})


def place(key: Key) -> str:
    """``@champion``, ``stage of v3``, ``v3``, or what else holds the value."""
    match key.subject:
        case Subject.ALIAS:
            return f"@{key.name}"
        case Subject.STAGE:
            return say("stage of {version}", version=version_label(key.version))
        case Subject.APPROVAL | Subject.WAIVER | Subject.INCIDENT:
            return key.name
        case _:
            return version_label(key.version) if key.version else ""


def value(key: Key, held: str | None) -> str:
    """What a place holds: a version, a stage; empty for nothing and for what only a digest tells."""
    if not held or key.subject in _DIGESTS or held in _EXISTENCE:
        return ""
    return version_label(held) if key.subject is Subject.ALIAS else held


def when(event: Event) -> str:
    """The instant, or the window in which it happened."""
    if event.at:
        return minute(event.at)
    after, until = minute(event.after), minute(event.until)
    if after and until:
        return say("between {after} and {until}", after=after, until=until)
    if until:
        return say("by {instant}", instant=until)
    return say("after {instant}", instant=after) if after else say("at an unknown time")


def how_known(event: Event) -> str:
    """The witness, and the entry or commit that it names."""
    words = _WITNESSES[event.witness]
    entry, _, commit = (
        event.reference.rpartition("@") if event.witness is Witness.GIT else (event.reference, "", "")
    )
    if event.witness in {Witness.GIT, Witness.REGISTER} and entry:
        if commit:
            return say(
                "{witness} as {entry}, git commit {commit}", witness=words, entry=entry, commit=commit[:10]
            )
        return say("{witness} as {entry}", witness=words, entry=entry)
    return words


def witness_words(witness: Witness) -> str:
    """``recorded by the tracker`` and so on."""
    return _WITNESSES[witness]


def told(event: Event) -> str:
    """One event on one line, for a terminal."""
    subject = " ".join(part for part in (event.key.model, place(event.key)) if part)
    before, after = value(event.key, event.was), value(event.key, event.value)
    change = f" {before} → {after or 'none'}" if before else f" {after}" if after else ""
    by = f", by {event.by}" if event.by else ""
    return f"{when(event)}  {subject}: {event.verb}{change}{by} ({how_known(event)})"
