"""The shapes in which ``modelfolio audit`` prints what was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import generator
from generator.catalog import Catalog
from generator.errors import AssessmentError, SettingsError
from generator.exports.comparison import Earlier, compare, read_earlier
from generator.exports.junit import junit
from generator.exports.markdown import audit_markdown, comparison_markdown
from generator.exports.sarif import sarif
from generator.exports.selection import Selection
from generator.governance.assessment import tally
from generator.governance.document import assessment_text
from generator.governance.finding import Finding
from generator.pages import paths
from generator.pages.text import visible
from generator.pipeline.locating import Locator
from generator.pipeline.settings import Settings

_LARGEST = 512_000_000
"""Bytes of an earlier assessment."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, to be printed in one shape or another."""

    selection: Selection
    settings: Settings
    earlier: Earlier | None = None

    def text(self, form: str, *, everything: bool = False) -> str:
        """The report.

        Args:
            form: ``table json markdown sarif junit comparison``.
            everything: whether SARIF tells what passes too.
        """
        match form:
            case "json":
                chosen = self.selection
                return assessment_text(
                    chosen.assessment, chosen.findings, chosen.breaches, holds=not chosen.stopped
                )
            case "markdown":
                return audit_markdown(self.selection)
            case "sarif":
                locate = Locator(self.settings.inputs, Path.cwd()).locate
                return sarif(self.selection, generator.__version__, locate, everything=everything).decode()
            case "junit":
                return junit(self.selection).decode()
            case "comparison" if self.earlier:
                return comparison_markdown(
                    self.earlier, compare(self.earlier, self.selection), self.selection
                )
            case _:
                return "".join(f"{line}\n" for line in _table(self.selection))


def read_against(place: str) -> Earlier:
    """The earlier assessment of a site, or in a file.

    Raises:
        AssessmentError: when it is not there, or none.
    """
    path = Path(place)
    file = path / paths.ASSESSMENT_DATA if path.is_dir() else path
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST)
    except OSError as error:
        raise AssessmentError(
            f"cannot be read: {(error.strerror or str(error)).lower()}",
            slug="assessment-unreadable",
            location=str(file),
            hint="name a site that modelfolio built, or its api/assessment.json",
        ) from error
    return read_earlier(data, str(file))


def known_models(catalog: Catalog, asked: Sequence[str]) -> None:
    """Hold the names that were asked for against the catalogue.

    Raises:
        SettingsError: when there is no model of a name: a misspelt gate must not pass.
    """
    for name in asked:
        if name not in catalog.models_by_name:
            raise SettingsError(
                f"no store registers a model {name!a}", slug="model-unknown", hint="see modelfolio show"
            )


def _table(selection: Selection) -> Iterator[str]:
    stops = set(map(id, selection.breaches))
    opened = [finding for finding in selection.findings if finding.status.is_open]
    for subject, group in groupby(opened, key=lambda finding: finding.subject):
        yield visible(str(subject))
        ordered = sorted(group, key=lambda finding: (finding.status.rank, finding.severity.rank))
        yield from (_line(finding, stops=id(finding) in stops) for finding in ordered)
        yield ""
    counted = tally(selection.findings)
    yield ", ".join(f"{times} {status.value}" for status, times in counted.items() if times) or "no results"
    yield f"{'failed' if selection.stopped else 'passed'}: {selection.reason}"


def _line(finding: Finding, *, stops: bool) -> str:
    place = finding.outcome.evidence[0].source if finding.outcome.evidence else ""
    mark = "▶" if stops else " "
    return (
        f"{mark} {finding.status.value:7} {finding.severity.value:8} {finding.control:8} "
        f"{visible(finding.outcome.message)} [{visible(str(place))}]"
    )
