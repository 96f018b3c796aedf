"""The whole population as data, and a sample of it that anybody can draw again."""

import csv
import hashlib
import io
from collections.abc import Sequence

from generator.analyses.wording import version_label
from generator.governance.assessment import Assessment, tally
from generator.governance.finding import Status, SubjectRef
from generator.pages.text import visible

SAMPLE_SIZE = 25
"""Versions in the sample; auditors commonly draw 25 of a population."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "＝", "＋", "－", "＠")
"""Characters with which a spreadsheet takes a text for a formula (OWASP, "CSV Injection")."""


def sample(assessment: Assessment, seed: str, size: int = SAMPLE_SIZE) -> tuple[SubjectRef, ...]:
    """A reproducible sample of the versions that were assessed.

    The versions are put in the order of the SHA-256 of ``<seed>/<reference>``, such as ``<seed>/models:/churn/7``, and
    the first are taken: nobody chose them, and the seed is all that is needed to draw them again.

    Args:
        assessment: what the population is taken from.
        seed: the digest of the snapshot.
        size: versions to draw; all of them when there are no more.
    """
    versions = [subject for subject in assessment.subjects if subject.version]
    return tuple(sorted(versions, key=lambda subject: _draw(seed, subject))[:size])


def population(assessment: Assessment) -> bytes:
    """Every subject that was assessed with how many of its findings have each status, as CSV (RFC 4180, UTF-8)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    statuses = tuple(sorted(Status, key=lambda status: status.rank))
    writer.writerow(["kind", "model", "version", *(status.value for status in statuses)])
    for subject in assessment.subjects:
        counted = tally(assessment.by_subject.get(subject, ()))
        names = (subject.kind.value, subject.model, subject.version)
        writer.writerow([*map(cell, names), *(counted[status] for status in statuses)])
    return out.getvalue().encode()


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    shown = visible(text, len(text) or 1)
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown


def names(subjects: Sequence[SubjectRef]) -> tuple[str, ...]:
    """Subjects as people call them."""
    return tuple(f"{subject.model} {version_label(subject.version)}" for subject in subjects)


def _draw(seed: str, subject: SubjectRef) -> str:
    return hashlib.sha256(f"{seed}/{subject}".encode("utf-8", "surrogatepass")).hexdigest()
