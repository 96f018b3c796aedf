"""Every framework, clause by clause: from when it applies, and what there is for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.catalog import ClauseGroup, Framework, RegisteredModel
from generator.governance.finding import Status
from generator.governance.frameworks.crosswalk import Crosswalk, Standing, counted, crosswalk
from generator.governance.frameworks.shipped import frameworks_of, is_shipped
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.audit.controls import audit_navigation
from generator.pages.audit.technical_file import ANNEX_OF, technical_file_view
from generator.pages.portfolio import Portfolio
from generator.pages.text import number
from generator.pages.view import Findable, Link, Page, PageKind, Section

MODELS = 30
"""Models told apart on a framework's page; the rest stands on their own."""
_NAMED = 6
"""Models with gaps that one clause links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkRow:
    """One framework in the list of all."""

    framework: Framework
    shipped: bool
    """Its words are ours, and English in a site of any language."""
    link: Link
    counts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworksView:
    """The list of frameworks."""

    rows: tuple[FrameworkRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """One clause."""

    walk: Crosswalk
    controls: tuple[Link, ...]
    open_on: tuple[Link, ...]
    """Models on which a control that stands for it fails; at most some."""
    more_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkView:
    """The page of one framework."""

    framework: Framework
    shipped: bool
    """Its words are ours, and English in a site of any language."""
    counts: Mapping[Standing, int]
    groups: tuple[tuple[ClauseGroup, tuple[ClauseRow, ...]], ...]
    models: tuple[tuple[Link, Mapping[Standing, int]], ...]
    more_models: int
    documented: tuple[Link, ...] = ()
    """The models whose technical documentation their audit pages go through point by point, as this framework asks."""


def framework_views(portfolio: Portfolio) -> Iterator[Page]:
    """The list of frameworks and the page of each; nothing where no control is installed."""
    if not portfolio.assessment.controls:
        return
    frameworks = frameworks_of(portfolio.catalog.frameworks)
    pages = [_page(portfolio, framework) for framework in frameworks]
    yield Page(
        path=paths.FRAMEWORKS,
        kind=PageKind.FRAMEWORKS,
        title=say("Frameworks"),
        summary=say(
            "{frameworks}, clause by clause, with what there is for each.",
            frameworks=say_many(
                len(frameworks), "{n} law, standard or guidance", "{n} laws, standards and guidances"
            ),
        ),
        view=FrameworksView(
            rows=tuple(
                FrameworkRow(
                    framework=framework,
                    shipped=is_shipped(framework),
                    link=Link(framework.title, page.path),
                    counts=counted(crosswalk(portfolio.catalog, portfolio.assessment, framework)),
                )
                for framework, page in zip(frameworks, pages, strict=True)
            )
        ),
        sections=(Section("frameworks", say("All frameworks")),),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME), Link(say("Audit"), paths.AUDIT)),
        local_navigation=audit_navigation(portfolio),
        keywords=tuple(framework.id for framework in frameworks),
        wide=True,
    )
    yield from pages


def _page(portfolio: Portfolio, framework: Framework) -> Page:
    catalog, assessment = portfolio.catalog, portfolio.assessment
    walks = {walk.clause.id: walk for walk in crosswalk(catalog, assessment, framework)}
    counts = counted(walks.values())
    models = catalog.models[:MODELS]
    view = FrameworkView(
        framework=framework,
        shipped=is_shipped(framework),
        counts=counts,
        groups=tuple(
            (group, tuple(_row(walks[clause.id]) for clause in group.clauses)) for group in framework.groups
        ),
        models=tuple((_link(model), _counts(portfolio, framework, model)) for model in models),
        more_models=len(catalog.models) - len(models),
        documented=tuple(_documented(portfolio)) if framework.id == ANNEX_OF else (),
    )
    told = put_together(
        [
            put_together((number(times), " ", say(standing.value)))
            for standing, times in counts.items()
            if times
        ],
        ", ",
    )
    return Page(
        path=paths.framework(framework.id),
        kind=PageKind.FRAMEWORK,
        title=framework.title,
        summary=say("{walks}: {told}.", walks=say_many(len(walks), "{n} clause", "{n} clauses"), told=told),
        view=view,
        sections=(
            Section("clauses", say("Clauses")),
            *((Section("by-model", say("By model")),) if view.models else ()),
        ),
        breadcrumbs=(
            Link(say("Portfolio"), paths.HOME),
            Link(say("Audit"), paths.AUDIT),
            Link(say("Frameworks"), paths.FRAMEWORKS),
        ),
        local_navigation=audit_navigation(portfolio),
        keywords=(framework.id, framework.reference),
        findable=tuple(
            Findable(
                kind=say("clause"),
                title=f"{framework.title}, {clause.ref}",
                href=f"{paths.framework(framework.id)}?t-clauses.q={clause.id}#clauses",
                summary=clause.summary,
                words=(clause.id, clause.summary, *(used.id for used in walks[clause.id].controls)),
            )
            for clause in framework.clauses
        ),
        wide=True,
    )


def _documented(portfolio: Portfolio) -> Iterator[Link]:
    """Models with technical documentation on their audit pages."""
    for model in portfolio.catalog.models:
        if technical_file_view(portfolio, model.name) is not None:
            yield _link(model)


def _link(model: RegisteredModel) -> Link:
    return Link(model.name, paths.model_audit(model.name))


def _counts(portfolio: Portfolio, framework: Framework, model: RegisteredModel) -> Mapping[Standing, int]:
    return counted(crosswalk(portfolio.catalog, portfolio.assessment, framework, model.name))


def _row(walk: Crosswalk) -> ClauseRow:
    failing = [finding for finding in walk.findings if finding.status in {Status.FAIL, Status.ERROR}]
    names = tuple(dict.fromkeys(finding.subject.model for finding in failing if finding.subject.model))
    return ClauseRow(
        walk=walk,
        controls=tuple(Link(used.id, paths.control(used.id)) for used in walk.controls),
        open_on=tuple(Link(name, paths.model_audit(name)) for name in names[:_NAMED]),
        more_open=max(0, len(names) - _NAMED),
    )
