"""Which waiver covers a finding, if any. A waiver never hides the status beneath."""

from collections.abc import Iterable, Iterator

from generator.catalog import Waiver, in_force
from generator.governance.about import About
from generator.governance.finding import Status, SubjectRef
from generator.governance.subject import Scope
from generator.messages import say


def effective_waivers(scope: Scope) -> tuple[Waiver, ...]:
    """The waivers that no later entry corrects, in the order of the register."""
    return in_force(scope.catalog.waivers)


def names(waiver: Waiver, control: str, subject: SubjectRef) -> bool:
    """Whether a waiver speaks of a control for a subject, valid or not."""
    return (
        waiver.control.casefold() == control.casefold()
        and waiver.model in {"", subject.model}
        and (not waiver.versions or subject.version in waiver.versions)
    )


def defects(waiver: Waiver, scope: Scope, about: About | None) -> tuple[str, ...]:
    """Why a waiver cannot be relied on; nothing when it can.

    Args:
        waiver: an entry of the register.
        scope: tells the day, and who a name belongs to.
        about: the control it names; None when there is no such control.
    """
    return (*_of_target(waiver, about), *_of_approval(waiver, scope), *_of_dates(waiver, scope))


def _of_target(waiver: Waiver, about: About | None) -> Iterator[str]:
    if about is None:
        yield say("there is no control {control}", control=waiver.control)
    elif not about.waivable:
        yield say("{id} cannot be waived", id=about.id)


def _of_approval(waiver: Waiver, scope: Scope) -> Iterator[str]:
    if not waiver.reason.strip():
        yield say("no reason is given")
    if not waiver.compensating_control.strip():
        yield say("no compensating control is given")
    if not waiver.approved_by.strip():
        yield say("nobody approved it")
    elif _same(scope, waiver.approved_by, waiver.requested_by):
        yield say("who asked for it approved it")


def _of_dates(waiver: Waiver, scope: Scope) -> Iterator[str]:
    if waiver.created_on is None:
        yield say("it does not say since when it holds")
    elif waiver.created_on > scope.today:
        yield say("it begins on {created_on}", created_on=waiver.created_on.isoformat())
    if waiver.expires_on is None:
        yield say("it never ends")
    elif waiver.expires_on < scope.today:
        yield say("it expired on {expires_on}", expires_on=waiver.expires_on.isoformat())


def covering(
    waivers: Iterable[Waiver], scope: Scope, about: About, subject: SubjectRef, status: Status
) -> Waiver | None:
    """The first valid waiver that covers a warning or a failure; None for any other status."""
    if status not in {Status.WARN, Status.FAIL}:
        return None
    return next(
        (
            waiver
            for waiver in waivers
            if names(waiver, about.id, subject) and not defects(waiver, scope, about)
        ),
        None,
    )


def _same(scope: Scope, one: str, other: str) -> bool:
    """Whether two names are one person's, as far as is known."""
    if one.strip().casefold() == other.strip().casefold():
        return True
    person = scope.catalog.person(one)
    return person is not None and person is scope.catalog.person(other)
