"""The river: each stage finishes a frozen value and hands it on. Nothing downstream reaches back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import generator
from generator.analyses.screening.screen import screened
from generator.catalog import Catalog, Problem, Records, Rule, Severity
from generator.governance.assess import assess
from generator.governance.assessment import Assessment
from generator.governance.editions import Edition, edition
from generator.history.events import Subject
from generator.history.observed import observed_changes
from generator.history.past import as_it_stood
from generator.history.problems import ledger_problems
from generator.history.trace import History, trace_history
from generator.messages.language import Language, read_language
from generator.pages.contents import data_files, lay_out
from generator.pages.evidence.index import EvidenceIndex, index_evidence
from generator.pages.evidence.page import evidence_digests, evidence_pages
from generator.pages.lineage.page import lineage_figure_files
from generator.pages.portfolio import Portfolio
from generator.pages.render import Renderer
from generator.pages.view import Page, RenderedPage, Section, Snapshot
from generator.pages.voice import Voice
from generator.pipeline.as_of import newest_instant
from generator.pipeline.cache import cache_for
from generator.pipeline.drawing import draw_all
from generator.pipeline.ledger_file import LedgerFile, read_ledger_file
from generator.pipeline.packing import PackedPage, packed
from generator.pipeline.piecework import piecework
from generator.pipeline.progress import Progress, Quiet
from generator.pipeline.reading import read_everything, read_latest
from generator.pipeline.recording import Recorded, record
from generator.pipeline.secrecy import refuse_secrets
from generator.pipeline.settings import Settings
from generator.pipeline.shipped import LOCALES, shipped
from generator.pipeline.work import ordered_map, uncollected
from generator.provenance import Source
from generator.readers.join import join
from generator.site.build import SiteReport, SiteSettings, build_site
from generator.site.publish import refuse_target

_FEWEST_PAGES = 200
"""Pages below which the workers would spend more on making templates ready than on rendering."""
_FEWEST_EVIDENCE_PAGES = 8
"""The same for pages of a thousand rows each."""


@dataclass(frozen=True)
class Pipeline:
    """One build. Every stage is worked out when it is first asked for, from the stages before it."""

    settings: Settings
    progress: Progress = field(default_factory=Quiet)

    @cached_property
    def read(self) -> Catalog:
        """The records of all stores, of the governance folder and of the policies, joined, every secret masked."""
        self.progress.stage("reading")
        with uncollected():
            asked = self.settings
            doing = piecework(asked.jobs, cache_for(self.settings))
            return _screened(read_everything(asked.stores, asked.governance, asked.policies, doing))

    @cached_property
    def latest(self) -> Catalog:
        """Experiments and runs alone, with the latest values of metrics in place of their histories.

        It says nothing of the registry, and is neither kept nor cut to an instant.
        """
        self.progress.stage("reading")
        with uncollected():
            asked = self.settings
            doing = piecework(asked.jobs, None)
            return _screened(read_latest(asked.stores, asked.governance, asked.policies, doing))

    @cached_property
    def ledger(self) -> LedgerFile:
        """What is recorded of the registry's past."""
        return read_ledger_file(self.settings)

    @cached_property
    def history(self) -> History:
        """What is known of the registry's past: recorded, dated by the records, or seen now."""
        with uncollected():
            history = trace_history(self.read, self.ledger.ledger)
        return history if self.as_of >= self._newest else replace(history, until=self.as_of)

    @property
    def as_of(self) -> datetime:
        """The instant that all ages are counted to: the one asked for, else the newest that the inputs speak of."""
        return self.settings.as_of or self._newest

    @cached_property
    def catalog(self) -> Catalog:
        """The catalogue as it stood at the instant of the site: for the newest one and those after it, as it was read."""
        problems = (*self.ledger.problems, *ledger_problems(self.history))
        added = Records(problems=problems, files=self.ledger.files)
        catalog = join((self.read, added), self.read.stores) if problems or self.ledger.files else self.read
        return catalog if self.as_of >= self._newest else as_it_stood(catalog, self.history, self.as_of)

    @cached_property
    def _newest(self) -> datetime:
        look = self.ledger.ledger.last_look
        newest = newest_instant(self.read)
        return newest if look is None else max(newest, look)

    @cached_property
    def snapshot(self) -> Snapshot:
        """What every page is stamped with; its digest is that of the published list of digests."""
        return Snapshot(
            site_name=self.settings.site_name,
            as_of=self.as_of,
            stores=self.catalog.stores,
            digest=hashlib.sha256(evidence_digests(self.catalog.files)).hexdigest(),
            tool_version=generator.__version__,
            audience=self.settings.audience,
            withheld=self.edition.withheld,
        )

    @cached_property
    def assessment(self) -> Assessment:
        """What every control finds, as of the instant of the snapshot."""
        self.progress.stage("assessing")
        with uncollected():
            return assess(self.catalog, as_of=self.as_of, observed=observed_changes(self.history))

    @cached_property
    def edition(self) -> Edition:
        """What the audience of the site sees of the catalogue and the assessment."""
        return edition(self.catalog, self.assessment, self.settings.audience)

    @cached_property
    def shown_history(self) -> History:
        """What the audience of the site sees of the past."""
        hidden = (
            {Subject.INCIDENT}
            if any(each.rule is Rule.INCIDENTS for each in self.edition.withheld)
            else set()
        )
        told = tuple(each for each in self.history.told if each.event.key.subject not in hidden)
        redact = self.edition.redact
        return replace(self.history, told=redact(told), slots=redact(self.history.slots))

    @cached_property
    def portfolio(self) -> Portfolio:
        """Everything that a page may speak of."""
        return Portfolio(
            catalog=self.edition.catalog,
            snapshot=self.snapshot,
            assessment=self.edition.assessment,
            history=self.shown_history,
        )

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page but those of the evidence, in reading order."""
        self.progress.stage("laying out")
        with uncollected():
            return lay_out(self.portfolio)

    @cached_property
    def language(self) -> Language:
        """What fixed text is shown in."""
        folders = (*self.settings.locales, shipped("site_config") / LOCALES)
        return read_language(self.settings.language, folders)

    @cached_property
    def figures(self) -> Mapping[str, str]:
        """The SVG of every figure on the pages, by the digest of its spec."""
        return self._drawn(self.pages)

    @cached_property
    def rendered(self) -> tuple[RenderedPage, ...]:
        """Every page with its body, those of the evidence last: they tell which pages cite a file."""
        evidence = index_evidence(self.catalog.files)
        renderer = self._renderer(evidence, self.figures)
        with uncollected():
            pages = self._render(renderer, self.pages, fewest=_FEWEST_PAGES)
            last = tuple(evidence_pages(self.portfolio, evidence, pages))
            return (*pages, *self._render(renderer, last, fewest=_FEWEST_EVIDENCE_PAGES))

    @cached_property
    def site(self) -> SiteReport:
        """The site, written and published."""
        refuse_target(self.settings.site_dir, self.settings.sources)
        rendered = self.rendered
        self.progress.stage("writing the site")
        files = (*data_files(self.portfolio, self.language), *lineage_figure_files(self.pages, self.figures))
        for file in files:
            refuse_secrets(file.content.decode("utf-8", "replace"), file.path)
        return build_site(
            rendered,
            files,
            self.snapshot,
            SiteSettings(
                site_config=shipped("site_config"),
                site_dir=self.settings.site_dir,
                config_file=self.settings.config_file,
                sources=self.settings.sources,
                language=self.language,
            ),
        )

    def render(self, pages: Sequence[Page]) -> tuple[RenderedPage, ...]:
        """Some of the pages by themselves, without drawing the figures of the others."""
        renderer = self._renderer(index_evidence(self.catalog.files), self._drawn(pages))
        return self._render(renderer, tuple(pages), fewest=_FEWEST_PAGES)

    def _drawn(self, pages: Sequence[Page]) -> Mapping[str, str]:
        """The SVG of every figure of these pages, by the digest of its spec, which is the one of its English words."""
        specs = {spec.digest: self.language.translated(spec) for page in pages for spec in page.figures}
        return draw_all(
            specs, jobs=self.settings.jobs, cache=cache_for(self.settings), progress=self.progress
        )

    def _renderer(self, evidence: EvidenceIndex, figures: Mapping[str, str]) -> Renderer:
        return Renderer(
            snapshot=self.snapshot,
            evidence=evidence,
            figures=figures,
            templates=shipped("templates"),
            overrides=self.settings.templates,
            language=self.language,
        )

    def record(self, *, restart_reason: str = "", merging: bool = False) -> Recorded:
        """Add to the ledger what happened since its last line; the stages after this one show it as recorded."""
        recorded = record(
            self.read,
            self.settings,
            inputs=hashlib.sha256(evidence_digests(self.read.files)).hexdigest(),
            newest=newest_instant(self.read),
            restart_reason=restart_reason,
            merging=merging,
        )
        for stage in ("ledger", "history", "catalog", "_newest"):
            self.__dict__.pop(stage, None)
        return recorded

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the inputs and of the controls."""
        return (*self.catalog.problems, *self.assessment.problems)

    @property
    def grave_problems(self) -> tuple[Problem, ...]:
        """Those that cost the pages something."""
        return tuple(found for found in self.problems if found.severity is not Severity.NOTE)

    def _render(
        self, renderer: Renderer, pages: tuple[Page, ...], *, fewest: int
    ) -> tuple[RenderedPage, ...]:
        def parts(page: Page) -> tuple[bytes, tuple[Source, ...], tuple[Section, ...]]:
            """What rendering adds to a page: to send a whole view back from a worker costs more than making it."""
            done = renderer.render(page)
            refuse_secrets(done.html, page.path)
            return packed(done.html), done.sources, done.page.sections

        self.progress.stage("rendering pages", len(pages))
        made = ordered_map(
            parts, pages, jobs=self.settings.jobs, name=_path, fewest=fewest, progress=self.progress
        )
        voice = Voice(self.language)
        return tuple(
            PackedPage(voice.page(replace(page, sections=sections)), body, sources)
            for page, (body, sources, sections) in zip(pages, made, strict=True)
        )


def _screened(read: Catalog) -> Catalog:
    """What was read with every secret masked that its policy does not let pass."""
    allowed = read.policy.allowed_texts if read.policy else ()
    return screened(read, frozenset(text.casefold() for text in allowed))


def _path(page: Page) -> str:
    return page.path
