"""One run that came to something: what it was given, what it measured, what it left behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.analyses.origin import ingredients_of
from generator.analyses.packaging.recipe import Recipe, recipe_of
from generator.analyses.standing.roles import RoleHolder, challenger, in_production
from generator.catalog import Artifact, Dataset, DatasetInput, LoggedModel, ModelVersion, Run, Tag
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.portfolio import Portfolio, experiment_path, experiment_title, run_title, version_link
from generator.pages.runs.learning_curves import CurvePanel, draw_curves
from generator.pages.runs.links import experiment_of, run_breadcrumbs, run_comparison_links
from generator.pages.runs.repeat import repeat_rows
from generator.pages.stored import store_fact
from generator.pages.text import day, duration, instant
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Fact, derived, missing, recorded

ARTIFACTS = 200
"""Files listed; the rest is counted."""
CHILDREN = 200
"""Child runs listed; the rest is counted."""
_KEYWORDS = 200
_COMMIT_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionMade:
    """A version that came of the run."""

    version: ModelVersion
    link: Link
    role: RoleHolder | None
    """Whether it serves or wants to; None for neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataUsed:
    """One use of a dataset."""

    used: DatasetInput
    dataset: Dataset | None
    """What the tracker says of it; None when it describes no such dataset."""
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGroup:
    """The files that a run or a logged model left behind."""

    owner: str
    """What they are files of, such as ``logged model churn_gbm``."""
    artifacts: tuple[Artifact, ...]
    """By path; at most :data:`ARTIFACTS`."""
    total: int
    size: int
    """Bytes of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """The page of one run."""

    run: Run
    facts: tuple[tuple[str, Fact], ...]
    versions: tuple[VersionMade, ...]
    logged_models: tuple[LoggedModel, ...]
    """That the run made."""
    models_used: tuple[tuple[str, LoggedModel | None], ...]
    """(id, record) of the logged models that the run used; None where no store describes it."""
    panels: tuple[CurvePanel, ...]
    more_panels: int
    data: tuple[DataUsed, ...]
    children: tuple[tuple[Run, str], ...]
    """Child runs, each with its own page or an empty text; at most :data:`CHILDREN`."""
    child_count: int
    files: tuple[FileGroup, ...]
    """Of the run itself first, then of each logged model it made; only where there are any."""
    repeat: tuple[tuple[str, Fact], ...]
    """What is recorded of how it could be repeated, label by label."""
    recipe: Recipe
    comparisons: tuple[tuple[Link, str], ...]
    """The pages on which it is held against another run, each with its reason."""
    tags: tuple[Tag, ...]
    """Those that people or their code set."""
    system_tags: tuple[Tag, ...]
    """Those that the tracker keeps for itself."""


def run_views(portfolio: Portfolio) -> Iterator[Page]:
    """The page of every run in :attr:`Portfolio.run_ids_with_page`, in catalogue order."""
    for run in portfolio.catalog.runs:
        if run.run_id in portfolio.run_ids_with_page:
            yield _page(portfolio, run)


def _page(portfolio: Portfolio, run: Run) -> Page:
    catalog = portfolio.catalog
    versions = portfolio.versions_by_run.get(run.run_id, ())
    key_metrics = [portfolio.key_metrics.get(version.name) for version in versions]
    panels, more = draw_curves(run.metrics, (metric.key for metric in key_metrics if metric))
    children = portfolio.runs_by_parent.get(run.run_id, ())
    with_page = portfolio.run_ids_with_page
    view = RunView(
        run=run,
        facts=_facts(portfolio, run),
        versions=tuple(_made(portfolio, version) for version in versions),
        logged_models=portfolio.catalog.logged_models_by_run.get(run.run_id, ()),
        models_used=tuple((used, catalog.logged_models_by_id.get(used)) for used in run.model_inputs),
        panels=panels,
        more_panels=more,
        data=tuple(
            DataUsed(
                used=used,
                dataset=catalog.datasets_by_key.get(used.key),
                href=portfolio.dataset_href(used.key),
            )
            for used in run.inputs
        ),
        children=tuple(
            (child, paths.run(child.run_id) if child.run_id in with_page else "")
            for child in children[:CHILDREN]
        ),
        child_count=len(children),
        files=tuple(_file_groups(run, portfolio.catalog.logged_models_by_run.get(run.run_id, ()))),
        repeat=repeat_rows(portfolio, run),
        recipe=recipe_of(ingredients_of(catalog, run)),
        comparisons=run_comparison_links(portfolio, run),
        tags=tuple(tag for tag in run.tags if not tag.system),
        system_tags=tuple(tag for tag in run.tags if tag.system),
    )
    return Page(
        path=paths.run(run.run_id),
        kind=PageKind.RUN,
        title=run_title(run),
        summary=_summary(run, versions),
        view=view,
        sections=_sections(view),
        breadcrumbs=run_breadcrumbs(portfolio, run),
        figures=tuple(panel.spec for panel in panels),
        keywords=_keywords(view),
        run_id=run.run_id,
    )


def _summary(run: Run, versions: Sequence[ModelVersion]) -> str:
    names = ", ".join(version_link(version).text for version in versions)
    came = say("; {names} came of it", names=names) if names else ""
    when = say(" of {start_time}", start_time=day(run.start_time)) if run.start_time else ""
    return say(
        "Run{when}, {status}: {params}, {metrics}{came}.",
        when=when,
        status=run.status,
        params=say_many(len(run.params), "{n} parameter", "{n} parameters"),
        metrics=say_many(len(run.metrics), "{n} metric", "{n} metrics"),
        came=came,
    )


def _made(portfolio: Portfolio, version: ModelVersion) -> VersionMade:
    model = portfolio.catalog.models_by_name.get(version.name)
    holders = (in_production(model), challenger(model)) if model else ()
    role = next((held for held in holders if held and held.version.version == version.version), None)
    return VersionMade(version=version, link=version_link(version), role=role)


def _file_groups(run: Run, logged_models: Sequence[LoggedModel]) -> Iterator[FileGroup]:
    owners = [(say("the run"), run.artifacts)]
    owners += [
        (say("logged model {logged}", logged=logged.name or logged.model_id), logged.artifacts)
        for logged in logged_models
    ]
    for owner, artifacts in owners:
        if artifacts:
            yield FileGroup(
                owner=owner,
                artifacts=artifacts[:ARTIFACTS],
                total=len(artifacts),
                size=sum(artifact.size for artifact in artifacts),
            )


def _facts(portfolio: Portfolio, run: Run) -> tuple[tuple[str, Fact], ...]:
    source = run.source
    experiment = experiment_of(portfolio, run)
    took = duration(run.start_time, run.end_time)
    return (
        (
            say("Experiment"),
            recorded(experiment_title(experiment), experiment.source, href=experiment_path(experiment))
            if experiment
            else recorded(run.experiment_id, source, detail=say("described by no store")),
        ),
        (say("Started"), recorded(instant(run.start_time), run.at("start_time"))),
        (
            say("Duration"),
            derived(took, run.at("start_time"), run.at("end_time"))
            if took
            else missing(run.at("end_time"), detail=say("no end recorded")),
        ),
        (say("User"), recorded(run.user, source, detail="self-declared" if run.user else "")),
        *_code_facts(run),
        *_parent_fact(portfolio, run),
        (say("Run id"), recorded(run.run_id, source)),
        *(((say("Store"), store_fact(run)),) if run.also else ()),
    )


def _code_facts(run: Run) -> tuple[tuple[str, Fact], ...]:
    code = run.code
    if code is None:
        return ((say("Code"), missing(run.source, detail=say("no code version recorded"))),)
    tagged = {tag.value: tag.source for tag in run.tags if tag.value}
    state = {True: say("had changes"), False: "clean", None: None}[code.dirty]
    facts = (
        (say("Code commit"), code.commit[:_COMMIT_SHOWN], tagged.get(code.commit)),
        (say("Branch"), code.branch, tagged.get(code.branch)),
        (say("Repository"), code.repository, tagged.get(code.repository)),
        (say("Entry point"), code.entry_point, tagged.get(code.entry_point)),
        (say("Working tree"), state, None),
    )
    return tuple((label, recorded(value, place or code.source)) for label, value, place in facts)


def _parent_fact(portfolio: Portfolio, run: Run) -> tuple[tuple[str, Fact], ...]:
    if not run.parent_run_id:
        return ()
    parent = portfolio.catalog.runs_by_id.get(run.parent_run_id)
    if parent is None:
        return (
            (
                say("Parent run"),
                recorded(run.parent_run_id, run.source, detail=say("in none of the stores read")),
            ),
        )
    return ((say("Parent run"), recorded(run_title(parent), run.source, href=portfolio.run_href(parent))),)


def _sections(view: RunView) -> tuple[Section, ...]:
    candidates = (
        (bool(view.run.description), Section("description", say("Description"))),
        (True, Section("outcome", say("What came of it"))),
        (True, Section("metrics", say("Metrics"))),
        (bool(view.panels), Section("curves", say("Step by step"))),
        (True, Section("params", say("Parameters"))),
        (True, Section("data", say("Data"))),
        (True, Section("reproduce", say("How to repeat it"))),
        (bool(view.comparisons), Section("comparisons", say("Against other runs"))),
        (bool(view.children), Section("children", say("Child runs"))),
        (True, Section("artifacts", say("Artifacts"))),
        (bool(view.tags or view.system_tags), Section("tags", say("Tags"))),
    )
    return tuple(section for present, section in candidates if present)


def _keywords(view: RunView) -> tuple[str, ...]:
    run = view.run
    names = [
        run.run_id,
        run.user,
        *(made.link.text for made in view.versions),
        *(used.used.name for used in view.data),
        *(metric.key for metric in run.metrics),
        *(param.key for param in run.params),
        *(tag.value for tag in view.tags),
        run.code.commit if run.code else "",
    ]
    return tuple(dict.fromkeys(name for name in names if name))[:_KEYWORDS]
