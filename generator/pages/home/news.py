"""What happened in the registry lately, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from generator.analyses.activity import Activity, ActivityKind
from generator.analyses.wording import version_label
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.portfolio import Portfolio
from generator.pages.text import number
from generator.pages.view import Link
from generator.provenance import Source

_KINDS = {
    ActivityKind.MODEL_CREATED: ("info", say("New model")),
    ActivityKind.MODEL_UPDATED: ("na", say("Updated")),
    ActivityKind.VERSION_REGISTERED: ("info", say("Registered")),
    ActivityKind.VERSION_UPDATED: ("na", say("Updated")),
    ActivityKind.VERSION_DELETED: ("warn", say("Deleted")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """One thing that happened."""

    instant: datetime
    tone: str
    word: str
    subject: Link
    """Without a target when what it names has no page any more."""
    text: str
    """What follows the subject, its blank or colon included; empty for nothing."""
    sources: tuple[Source, ...]


def news_items(portfolio: Portfolio, activities: Iterable[Activity]) -> tuple[NewsItem, ...]:
    """The activities as a reader wants them told, in the order given."""
    return tuple(_item(portfolio, activity) for activity in activities)


def _item(portfolio: Portfolio, activity: Activity) -> NewsItem:
    tone, word = _KINDS[activity.kind]
    text, sources = _told(portfolio, activity)
    return NewsItem(
        instant=activity.instant,
        tone=tone,
        word=word,
        subject=_subject(portfolio, activity),
        text=text,
        sources=(activity.source, *sources),
    )


def _subject(portfolio: Portfolio, activity: Activity) -> Link:
    if not activity.version:
        return Link(activity.model, paths.model(activity.model))
    listed = (activity.model, activity.version) in portfolio.version_pages
    href = paths.version(activity.model, activity.version) if listed else ""
    return Link(f"{activity.model} {version_label(activity.version)}", href)


def _told(portfolio: Portfolio, activity: Activity) -> tuple[str, tuple[Source, ...]]:
    match activity.kind:
        case ActivityKind.VERSION_REGISTERED:
            by = say(" by {user}", user=activity.user) if activity.user else ""
            if (activity.model, activity.version) not in portfolio.version_pages:
                return say("{by}, deleted since.", by=by), ()
            metric, sources = _metric(portfolio, activity)
            return put_together((by, metric, ".")), sources
        case ActivityKind.VERSION_UPDATED:
            return say(": its stage, description or status; the registry does not record which."), ()
        case ActivityKind.VERSION_DELETED:
            return say(" is no longer listed; its files are still in the store."), ()
        case ActivityKind.MODEL_UPDATED:
            return say(": its description, tags or aliases; the registry does not record which."), ()
        case ActivityKind.MODEL_CREATED:
            return say(" got its name in the registry."), ()


def _metric(portfolio: Portfolio, activity: Activity) -> tuple[str, tuple[Source, ...]]:
    """The key metric of a version against the one before."""
    key = portfolio.key_metrics[activity.model]
    diff = portfolio.diffs.get((activity.model, activity.version))
    if key is None or diff is None:
        return "", ()
    for change in diff.metrics:
        if change.key == key.key and change.new:
            now = number(change.new.last.value)
            if change.old and change.delta is not None:
                told = put_together(("; ", key.title, f" {number(change.old.last.value)} → {now}"))
                return told, (change.old.source, change.new.source)
            return put_together(("; ", key.title, f" {now}")), (change.new.source,)
    return "", ()
