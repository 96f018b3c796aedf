"""The one instant that all ages on a site are counted from."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from generator.catalog import Catalog, ModelNarrative
from generator.errors import SettingsError
from generator.provenance.instants import instant_from_milliseconds, instant_from_text

EPOCH = datetime.fromtimestamp(0, UTC)
"""The instant of a site whose inputs hold no time at all: a date so plainly wrong that nobody believes it."""

_PAST_DATES = ("validated_on", "reviewed_on")
"""Card fields that tell of something done; ``review_due`` tells of the future."""


def asked_instant(flag: str | None, environment: Mapping[str, str]) -> datetime | None:
    """The instant that a person or a build system asks for.

    Args:
        flag: an ISO 8601 date, meaning its first instant in UTC, or a time.
        environment: where ``SOURCE_DATE_EPOCH`` counts when there is no flag (reproducible-builds.org).

    Returns:
        The instant, or None when nobody asks for one: then it is :func:`newest_instant`.

    Raises:
        SettingsError: when what was asked for is no instant. Empty is not the same as absent.
    """
    if flag is not None:
        instant = instant_from_text(flag)
        if instant is None:
            raise SettingsError(
                f"{flag!r} is no date or time",
                slug="as-of-invalid",
                location="--as-of",
                hint="write it like 2026-11-20 or 2026-11-20T07:40:00Z",
            )
        return instant
    seconds = environment.get("SOURCE_DATE_EPOCH")
    if seconds is None:
        return None
    plain = seconds.isascii() and seconds.isdecimal() and len(seconds) <= len("253402300799")
    instant = instant_from_milliseconds(int(seconds) * 1000) if plain else None
    if instant is None:
        raise SettingsError(
            f"{seconds!r} is no Unix time in whole seconds",
            slug="as-of-invalid",
            location="SOURCE_DATE_EPOCH",
            hint="unset it, or set it to digits, such as the output of date +%s",
        )
    return instant


def newest_instant(catalog: Catalog) -> datetime:
    """The newest time in the records: when the stores last changed, as far as they say.

    The clock has no part in it, so that the same inputs make the same site next year. A record dated in the future
    therefore moves it there; ``--as-of`` overrides that.
    """
    return max((instant for instant in _instants(catalog) if instant is not None), default=EPOCH)


def _instants(catalog: Catalog) -> Iterator[datetime | None]:
    for experiment in catalog.experiments:
        yield experiment.creation_time
        yield experiment.last_update_time
    for run in catalog.runs:
        yield run.start_time
        yield run.end_time
        yield from (package.creation_time for package in run.packages)
    for logged in catalog.logged_models:
        yield logged.creation_time
    for model in catalog.models:
        yield model.creation_time
        yield model.last_updated_time
        yield from (event.at for event in model.events)
        for version in model.versions:
            yield version.creation_time
            yield version.last_updated_time
    for prompt in catalog.prompts:
        yield from (version.creation_time for version in prompt.versions)
    yield from (result.at for result in catalog.evaluations)
    for deployment in catalog.deployments:
        yield deployment.since
        yield deployment.until
    yield from _watched(catalog)
    for narrative in catalog.narratives:
        yield from _stated(narrative)
    for entries in catalog.entries_by_register.values():
        yield from (entry.at for entry in entries)


def _watched(catalog: Catalog) -> Iterator[datetime | None]:
    """What was measured, raised and done; a retraining that is due tells of the future."""
    yield from (measurement.at for measurement in catalog.measurements)
    for alert in catalog.alerts:
        yield alert.raised_at
        yield alert.resolved_at
    yield from (retraining.at for retraining in catalog.retrainings)


def _stated(narrative: ModelNarrative) -> Iterator[datetime | None]:
    for key in _PAST_DATES:
        statement = narrative.fields.get(key)
        if statement is not None and isinstance(statement.value, str):
            yield instant_from_text(statement.value)
