"""Every place that a pack quotes, and where in the pack it is quoted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.exports.pack.copies import Copy
from generator.exports.pack.population import PATH as POPULATION
from generator.exports.pack.population import population_sources
from generator.exports.pack.registers import LEDGER, register_path
from generator.exports.pack.retention import Retention
from generator.exports.pack.scope import Scope
from generator.exports.pack.tables import table
from generator.governance.finding import Finding
from generator.pages.view import RenderedPage
from generator.provenance import Source

REPORT = "report.html"
RESULTS = "results.json"
README = "README.html"
PATH = "evidence-index.csv"
_COLUMNS = (
    "path", "sha256", "size", "pointer", "quoted_in", "as", "excerpt", "copy", "kept", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """One place, quoted once."""

    source: Source
    within: str
    """Where in the pack, such as ``results.json APR-001 models:/churn/7``."""
    label: str = ""
    """What it is evidence of."""
    excerpt: str = ""


def quotes(scope: Scope, chapters: Sequence[RenderedPage], kept: Sequence[Retention]) -> tuple[Quote, ...]:
    """Every quotation, in the order of the pack."""
    return tuple(_quotes(scope, chapters, kept))


def _quotes(scope: Scope, chapters: Sequence[RenderedPage], kept: Sequence[Retention]) -> Iterator[Quote]:
    policy = scope.portfolio.assessment.policy
    for retention in kept:
        yield from (Quote(source, README, f"retention of {retention.model}") for source in retention.sources)
    for number, chapter in enumerate(chapters, 1):
        for position, source in enumerate(chapter.sources, 1):
            yield Quote(source, f"{REPORT}#c{number}-source-{position}", chapter.page.title)
    for subject, source in population_sources(scope):
        yield Quote(source, f"{POPULATION} {subject}", "registration")
    yield from (Quote(source, RESULTS, "policy") for source in policy.files)
    for finding in scope.selection.findings:
        yield from _of_finding(finding)
    for name, entries in scope.entries.items():
        yield from (Quote(entry.source, f"{register_path(name)} {entry.id}", "entry") for entry in entries)
        register = scope.portfolio.catalog.register(name)
        if register is not None:
            yield Quote(register.source, register_path(name), "register")
    ledger = scope.portfolio.history.ledger
    if ledger.source.path:
        yield Quote(ledger.source, LEDGER, "ledger")


def _of_finding(finding: Finding) -> Iterator[Quote]:
    within = f"{RESULTS} {finding.control} {finding.subject}"
    for each in finding.outcome.evidence:
        yield Quote(each.source, within, each.label or "evidence", each.excerpt)
    if finding.outcome.limit_source is not None:
        yield Quote(finding.outcome.limit_source, within, "limit", finding.outcome.limit)


def evidence_index(quoted: Iterable[Quote], copies: Mapping[str, Copy]) -> bytes:
    """A row for each quotation, by the path of the file; columns tell what the pack holds of it."""
    ordered = sorted(quoted, key=lambda quote: (quote.source, quote.within, quote.label))
    return table(_COLUMNS, (_row(quote, copies[quote.source.path]) for quote in ordered))


def _row(quote: Quote, copy: Copy) -> tuple[object, ...]:
    source, file = quote.source, copy.file
    size = file.size if file.sha256 else ""
    told = (quote.within, quote.label, quote.excerpt)
    return (source.path, file.sha256, size, source.pointer, *told, copy.path, copy.kept, copy.why)
