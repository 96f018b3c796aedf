"""Findings as Markdown, fit for a pull request's comment and a job's summary.

Text of a store or of people is put between backticks or escaped: it forms no link, no image, no mention and no markup
(GitHub Flavored Markdown, sections 2.4, 6.1 and 6.6 ff.).
"""

import re
from collections.abc import Iterable, Sequence

from generator.exports.comparison import Change, Earlier
from generator.exports.selection import Selection
from generator.governance.assessment import tally
from generator.governance.finding import Finding, Status
from generator.pages.text import visible

MOST_ROWS = 100
"""Rows of one table; the rest is counted."""
_SIGNS = {
    Status.PASS: "✓", Status.WARN: "!", Status.FAIL: "✕",
    Status.ERROR: "⚠", Status.WAIVED: "✎", Status.NOT_APPLICABLE: "–",
}  # fmt: skip
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~@&$]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
"""What begins markup, a mention, a reference, or a link that GitHub makes by itself (GFM, section 6.9)."""


def audit_markdown(selection: Selection) -> str:
    """The verdict, the numbers, and everything that is open."""
    counted = tally(selection.findings)
    lines = [
        f"## Audit: {_gate(selection)}",
        "",
        " · ".join(f"{_SIGNS[status]} {times} {status.value}" for status, times in counted.items() if times)
        or "Nothing was assessed.",
        "",
    ]
    stops = set(map(id, selection.breaches))
    opened = [finding for finding in selection.findings if finding.status.is_open]
    opened.sort(key=lambda finding: (id(finding) not in stops, finding.status.rank, finding.severity.rank))
    if opened:
        lines += [
            "| result | severity | control | subject | what was found | where |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(finding, stops=id(finding) in stops) for finding in opened[:MOST_ROWS]]
        lines += _rest(len(opened))
    return "\n".join(lines).rstrip() + "\n"


def comparison_markdown(earlier: Earlier, changes: Sequence[Change], selection: Selection) -> str:
    """What changed since an earlier assessment: worse first, then better, then what came or went."""
    worse = [change for change in changes if change.worse]
    better = [change for change in changes if change.better]
    rest = [change for change in changes if not change.worse and not change.better]
    lines = [
        f"## Audit: {_gate(selection)}",
        "",
        f"Against the site as of {plain(earlier.as_of)}: {len(worse)} worse, {len(better)} better, {len(rest)} other.",
        "",
    ]
    for title, some in (("Worse", worse), ("Better", better), ("Other", rest)):
        if some:
            lines += [
                f"### {title}",
                "",
                "| before | now | control | subject | what was found |",
                "|---|---|---|---|---|",
            ]
            lines += [_change(change) for change in some[:MOST_ROWS]]
            lines += [*_rest(len(some)), ""]
    if not changes:
        lines.append("No result changed.")
    return "\n".join(lines).rstrip() + "\n"


def plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(text))


def _gate(selection: Selection) -> str:
    return f"{'✕' if selection.stopped else '✓'} {selection.reason}"


def _row(finding: Finding, *, stops: bool) -> str:
    first = finding.outcome.evidence[0].source if finding.outcome.evidence else ""
    status = f"{_SIGNS[finding.status]} {finding.status.value}"
    return _cells(
        f"**{status}**" if stops else status,
        finding.severity.value,
        plain(finding.control),
        plain(str(finding.subject)),
        plain(finding.outcome.message),
        plain(str(first)),
    )


def _change(change: Change) -> str:
    return _cells(
        change.before or "new",
        change.after or "gone",
        plain(change.control),
        plain(change.subject),
        plain(change.message),
    )


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rest(total: int) -> Iterable[str]:
    if total > MOST_ROWS:
        yield ""
        yield f"and {total - MOST_ROWS} more"
