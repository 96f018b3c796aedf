"""A page before it is text: a frozen view, and what the site needs to know about it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from generator.catalog import Audience, Withheld
from generator.figures.spec import FigureSpec
from generator.provenance import Source


class PageKind(StrEnum):
    """What a page is about. Its template is ``<kind>.html.jinja``."""

    HOME = "home"
    MODEL_CARD = "model_card"
    VERSION = "version"
    CHANGELOG = "changelog"
    COMPARISON = "comparison"
    TIMELINE = "timeline"
    TIMELINE_MODEL = "timeline_model"
    LINEAGE = "lineage"
    AUDIT = "audit"
    AUDIT_MODEL = "audit_model"
    AUDIT_VERSION = "audit_version"
    WAIVERS = "waivers"
    CONTROLS = "controls"
    CONTROL = "control"
    FRAMEWORKS = "frameworks"
    FRAMEWORK = "framework"
    MONITORING = "monitoring"
    EXPERIMENTS = "experiments"
    EXPERIMENT = "experiment"
    RUN = "run"
    RUN_COMPARISON = "run_comparison"
    DATASETS = "datasets"
    DATASET = "dataset"
    PROMPTS = "prompts"
    FINDINGS = "findings"
    GLOSSARY = "glossary"
    EVIDENCE = "evidence"
    EVIDENCE_GROUP = "evidence_group"


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads to a page of the site."""

    text: str
    """Plain text, as yet unescaped."""
    href: str
    """Path within the site, such as ``models/churn/v7.html#metrics``; made relative when rendered."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page: entry of its table of contents, target of deep links and of search."""

    id: str
    """Written by us, never taken from store text."""
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """Something on a page that search finds by itself."""

    kind: str
    """What it is, in a word that the result shows."""
    title: str
    href: str
    """Path within the site, with what leads to the place on the page."""
    summary: str = ""
    """What the result shows below its title; nothing is found by it."""
    words: tuple[str, ...] = ()
    """Names that search must find it by besides its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What every page is stamped with."""

    site_name: str
    as_of: datetime
    """The one instant that all ages on the site are counted from."""
    stores: tuple[str, ...]
    """Labels of the stores read."""
    digest: str
    """Hex SHA-256 over the paths and digests of every file read."""
    tool_version: str
    audience: Audience = Audience.INTERNAL
    """Whom this edition of the site is for."""
    withheld: tuple[Withheld, ...] = ()
    """What this edition leaves out."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the site."""

    path: str
    """Path within the site, such as ``models/churn/v7.html``."""
    kind: PageKind
    title: str
    """Plain text, as yet unescaped: the browser's tab, the heading, the search result."""
    summary: str = ""
    """One plain sentence for search results and the page's description."""
    view: object
    """The frozen view that the template reads as ``view``."""
    sections: tuple[Section, ...] = ()
    """In the order of the page; every one is a heading of the body, and the other way round."""
    breadcrumbs: tuple[Link, ...] = ()
    """From the home page down to, and without, this page."""
    local_navigation: tuple[Link, ...] = ()
    """The pages of the same subject, this one too; empty for none."""
    figures: tuple[FigureSpec, ...] = ()
    """Every figure that the template places."""
    keywords: tuple[str, ...] = ()
    """Names that search must find the page by: params, metrics, owners, datasets."""
    findable: tuple[Findable, ...] = ()
    """What on the page is a result of its own."""
    wide: bool = False
    """Whether the page leaves out the side columns for the sake of a figure."""
    model: str = ""
    version: str = ""
    run_id: str = ""


@dataclass(frozen=True, kw_only=True)
class RenderedPage:
    """A page with its HTML body and the places that vouch for what it says."""

    page: Page
    html: str
    """The body, heading included; goes into the theme's article as it is."""
    sources: tuple[Source, ...] = field(default=())
    """Every source cited, in the order of its number on the page."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the site that is no page: data, a figure on its own, a list of digests."""

    path: str
    content: bytes
