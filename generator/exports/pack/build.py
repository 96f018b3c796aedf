"""From a scope, its chapters and its copies to every file of a pack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.catalog import FileRead
from generator.exports.junit import junit
from generator.exports.markdown import audit_markdown
from generator.exports.pack.archive import PackFile, sums
from generator.exports.pack.copies import Copy
from generator.exports.pack.lines import Lines
from generator.exports.pack.manifest import manifest_file
from generator.exports.pack.population import PATH as POPULATION
from generator.exports.pack.population import population_file
from generator.exports.pack.quotes import PATH as INDEX
from generator.exports.pack.quotes import REPORT, RESULTS, Quote, evidence_index
from generator.exports.pack.readme import ORIGINALS, readme_file
from generator.exports.pack.registers import register_files
from generator.exports.pack.retention import Retention
from generator.exports.pack.scope import Scope
from generator.exports.report import Cover, bind
from generator.exports.sarif import sarif
from generator.governance.document import assessment_text
from generator.messages import say, say_many
from generator.messages.language import Language
from generator.pages import paths, text
from generator.pages.contents import data_files
from generator.pages.evidence.index import EvidenceIndex
from generator.pages.evidence.page import evidence_digests
from generator.pages.view import RenderedPage

_REMARK = say(
    "Results speak of what is recorded and stated as of the instant above. They are evidence for a judgement, which is "
    "people's to make. Each number cites a place in a file; the digest is the SHA-256 of the file as it was read. A file "
    "with a link is in the pack."
)
_EXPORTS = "exports"
_ELSEWHERE = frozenset({paths.EVIDENCE_DIGESTS, paths.FEED, paths.ASSESSMENT_DATA, paths.POPULATION_DATA})
"""Data of the site that the pack has in other files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a pack is made of."""

    scope: Scope
    chapters: Sequence[RenderedPage]
    """The pages of its report."""
    style: Markup
    """Of the report."""
    language: Language
    """Of its pages."""
    retentions: Sequence[Retention]
    quotes: Sequence[Quote]
    copies: Mapping[str, Copy]
    """Of every file that is quoted, by its path."""
    evidence: EvidenceIndex
    """Where the site lists each file: the links that the pack turns to its own copies."""
    libraries: Mapping[str, str]


def pack_files(made_of: Inputs) -> tuple[PackFile, ...]:
    """Every file of the pack, the list of digests last."""
    copies = tuple(made_of.copies.values())
    files = sorted((*_documents(made_of), *_evidence(copies)), key=lambda file: file.path)
    readme = readme_file(made_of.scope, made_of.retentions, copies, files)
    listed = sorted((*files, readme), key=lambda file: file.path)
    manifest = manifest_file(made_of.scope, made_of.retentions, copies, listed, made_of.libraries)
    return (*listed, manifest, sums((*listed, manifest)))


def _documents(made_of: Inputs) -> Iterator[PackFile]:
    scope, selection = made_of.scope, made_of.scope.selection
    yield PackFile(REPORT, _report(made_of).encode(), "the audit report, to read and to print")
    yield PackFile(POPULATION, population_file(scope), "every model and version in scope, assessed or not")
    results = assessment_text(
        selection.assessment,
        selection.findings,
        selection.breaches,
        holds=not selection.stopped,
        ascii_only=False,
    )
    yield PackFile(RESULTS, results.encode("utf-8", "backslashreplace"), "every result with its evidence")
    index = evidence_index(made_of.quotes, made_of.copies)
    yield PackFile(INDEX, index, "every place that is quoted: its file, and where it is quoted")
    yield PackFile(ORIGINALS, evidence_digests(_originals(made_of)), _told_of_originals(scope))
    yield from register_files(scope)
    locate = Lines(made_of.copies).locate
    version = scope.portfolio.snapshot.tool_version
    yield PackFile(
        f"{_EXPORTS}/results.sarif", sarif(selection, version, locate, everything=True), "SARIF 2.1.0"
    )
    yield PackFile(f"{_EXPORTS}/results.junit.xml", junit(selection), "JUnit XML")
    yield PackFile(f"{_EXPORTS}/results.md", audit_markdown(selection).encode(), "what is open, as Markdown")
    yield from _data(scope)


def _report(made_of: Inputs) -> str:
    scope = made_of.scope
    links = {made_of.evidence.href(path): copy.path for path, copy in made_of.copies.items() if copy.path}
    title = say("Audit report: {name}", name=scope.model or scope.portfolio.snapshot.site_name)
    return bind(
        Cover(title=title, subtitle="", facts=tuple(_facts(scope)), remark=_REMARK),
        made_of.chapters, style=made_of.style, title=title, elsewhere=links, language=made_of.language,
    )  # fmt: skip


def _facts(scope: Scope) -> Iterator[tuple[str, str]]:
    snapshot, policy = scope.portfolio.snapshot, scope.portfolio.assessment.policy
    yield say("Portfolio"), snapshot.site_name
    yield say("Models"), say_many(len(scope.models), "{n} model", "{n} models")
    yield say("As of"), text.instant(snapshot.as_of)
    yield say("Policy"), policy.version or say("the default policy")
    yield say("Stores read"), ", ".join(snapshot.stores)
    yield say("Edition"), snapshot.audience
    yield say("Made by"), f"modelfolio {snapshot.tool_version}"
    yield say("Snapshot digest, SHA-256"), snapshot.digest


def _evidence(copies: Sequence[Copy]) -> Iterator[PackFile]:
    for copy in copies:
        if copy.path:
            yield PackFile(copy.path, copy.content, f"{copy.file.path}, {copy.kept.value}")


def _originals(made_of: Inputs) -> Sequence[FileRead]:
    """Of the portfolio every file that was read, whose list is what the store digest is taken over."""
    if not made_of.scope.model:
        return made_of.scope.portfolio.catalog.files
    return [copy.file for copy in made_of.copies.values()]


def _told_of_originals(scope: Scope) -> str:
    if scope.model:
        return "digests of the files that are quoted, as they lie in the stores"
    return (
        "digests of all files that were read, as they lie in the stores; its own SHA-256 is the store digest"
    )


def _data(scope: Scope) -> Iterator[PackFile]:
    """What the site says as data; of one model what is about it alone."""
    own = {spell(scope.model) for spell in (paths.model_data, paths.lineage_data, paths.monitoring_data)}
    for file in data_files(scope.portfolio):
        if (file.path in own) if scope.model else (file.path not in _ELSEWHERE):
            yield PackFile(
                f"{_EXPORTS}/{file.path.removeprefix('api/')}", file.content, "data of the site, as JSON"
            )
