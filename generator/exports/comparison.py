"""What changed since an earlier assessment: for the pull request that would change it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.errors import AssessmentError
from generator.exports.selection import Selection
from generator.governance.finding import Finding, Status

Key = tuple[str, str]
"""Control and subject."""
_RANKS = {status.value: status.rank for status in Status}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One result that is not what it was."""

    control: str
    subject: str
    before: str
    """Status before; empty for a new result."""
    after: str
    """Status now; empty for one that is gone."""
    message: str

    @property
    def worse(self) -> bool:
        """Whether it got worse, or is new and open."""
        if not self.after:
            return False
        return _RANKS[self.after] < _RANKS.get(self.before, _RANKS[Status.PASS])

    @property
    def better(self) -> bool:
        """Whether it got better."""
        return bool(self.before and self.after) and _RANKS[self.after] > _RANKS.get(self.before, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier assessment, as its JSON has it."""

    as_of: str
    statuses: Mapping[Key, str]
    messages: Mapping[Key, str]


def read_earlier(data: bytes, location: str) -> Earlier:
    """An earlier assessment, from the ``api/assessment.json`` of a site.

    Raises:
        AssessmentError: when it is no such file.
    """
    try:
        document = json.loads(data)
        findings = document["findings"]
        statuses = {_key(each): str(each["status"]) for each in findings}
        messages = {_key(each): str(each["message"]) for each in findings}
        as_of = str(document["as_of"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise AssessmentError(
            "is no assessment that this command can compare with",
            slug="assessment-unreadable",
            location=location,
            hint="name a site, or its api/assessment.json",
        ) from error
    return Earlier(as_of=as_of, statuses=statuses, messages=messages)


def compare(earlier: Earlier, selection: Selection) -> tuple[Change, ...]:
    """Every result whose status changed, that is new or gone; the worst first."""
    now = {(finding.control, str(finding.subject)): finding for finding in selection.findings}
    subjects = {subject for _, subject in now}
    changes = []
    for key in sorted({*now, *earlier.statuses}):
        before, after = earlier.statuses.get(key, ""), now.get(key)
        if after is None and key[1] not in subjects and not _whole(selection):
            continue  # of a model that was not asked for
        if after is None or after.status.value != before:
            changes.append(_change(key, before, after, earlier))
    changes.sort(key=lambda change: (_RANKS.get(change.after, len(_RANKS)), change.subject, change.control))
    return tuple(changes)


def _whole(selection: Selection) -> bool:
    """Whether the report is on everything, and not on some models."""
    return len(selection.findings) == len(selection.assessment.findings)


def _change(key: Key, before: str, after: Finding | None, earlier: Earlier) -> Change:
    message = after.outcome.message if after else earlier.messages.get(key, "")
    return Change(
        control=key[0],
        subject=key[1],
        before=before,
        after=after.status.value if after else "",
        message=message,
    )


def _key(finding: Any) -> Key:
    return str(finding["control"]), str(finding["subject"])
