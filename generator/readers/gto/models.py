"""Registered models from GTO: what its tags did, and what people wrote about the artifacts.

A stage of GTO is a name that moves from version to version, so it becomes an :class:`Alias`, whose place is the tag that
assigned it. The stages of MLflow, of which a version is in one, are another thing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.catalog import (
    Alias,
    ModelVersion,
    RegisteredModel,
    RegistryEvent,
    Severity,
    Tag,
)
from generator.provenance import Source
from generator.readers.gto.annotations import MODEL, Annotation
from generator.readers.gto.tags import GtoTag
from generator.readers.gto.versions import ArtifactState, VersionState
from generator.readers.reading import Reading

COMMIT_TAG = "git.commit"
"""Tag of a version that holds the commit its own tag in git names."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind one version besides its tag."""

    run_id: str = ""
    model_id: str = ""
    tags: tuple[Tag, ...] = ()


FindBehind = Callable[[VersionState, Annotation | None], Behind]
"""Finds what a version was made from."""


def registered_models(
    reading: Reading,
    states: Mapping[str, ArtifactState],
    annotations: Iterable[Annotation],
    store: str,
    find_behind: FindBehind,
) -> tuple[RegisteredModel, ...]:
    """Every artifact that somebody calls a model, or registered without saying what it is."""
    described: dict[str, Annotation] = {}
    for annotation in annotations:
        described.setdefault(annotation.name, annotation)
    models = []
    for name in sorted({*states, *described}):
        state, written = states.get(name), described.get(name)
        if written is not None and written.type != MODEL and (written.type or state is None):
            _report_no_model(reading, written, state)
            continue
        models.append(_model(state or ArtifactState(name), written, store, find_behind))
    return tuple(models)


def _model(
    state: ArtifactState, written: Annotation | None, store: str, find_behind: FindBehind
) -> RegisteredModel:
    dated = [tag.at for tag, _ in state.events if tag.at]
    tags = written.tags if written else ()
    if state.deprecated:
        tags += (Tag("deprecated", _deprecation(state.deprecated), state.deprecated.source.at("tagger")),)
    holders = state.holders()
    return RegisteredModel(
        name=state.name,
        description=written.description if written else "",
        creation_time=min(dated, default=None),
        last_updated_time=max(dated, default=None),
        tags=tags,
        aliases=tuple(Alias(stage, version.name, tag.source) for stage, (version, tag) in holders.items()),
        versions=tuple(
            _version(state.name, version, position, store, find_behind(version, written))
            for position, version in enumerate(state.in_order(), 1)
        ),
        events=tuple(_event(tag, version) for tag, version in state.events),
        store=store,
        source=written.source if written else state.events[0][0].source,
        places=tuple(_placed(state)),
        whole=True,
    )  # fmt: skip


def _placed(state: ArtifactState) -> Iterator[tuple[str, Source]]:
    """The dates of a model are those of its first and of its last tag."""
    dated = sorted((tag.at, tag.source) for tag, _ in state.events if tag.at)
    if dated:
        yield "creation_time", dated[0][1].at("tagger")
        yield "last_updated_time", dated[-1][1].at("tagger")


def _version(name: str, state: VersionState, sequence: int, store: str, behind: Behind) -> ModelVersion:
    tag = state.registered or state.events[0]
    dated = [event.at for event in state.events if event.at]
    return ModelVersion(
        name=name,
        version=state.name,
        sequence=sequence,
        description=tag.message,
        creation_time=tag.at,
        last_updated_time=max(dated, default=None),
        user=tag.by,
        run_id=behind.run_id,
        model_id=behind.model_id,
        source_uri=f"git:{state.commit}" if state.commit else "",
        deleted=state.undone is not None,
        tags=(
            Tag(COMMIT_TAG, state.commit, tag.source.at("object")),
            Tag("git.tag", tag.name, tag.source.at("tag")),
            *behind.tags,
        ),
        store=store,
        source=tag.source,
        places=(
            ("creation_time", tag.source.at("tagger")),
            ("last_updated_time", _latest(state.events, tag).source.at("tagger")),
            ("user", tag.source.at("tagger")),
            ("source_uri", tag.source.at("object")),
        ),
        whole=True,
    )


def _latest(events: Iterable[GtoTag], tag: GtoTag) -> GtoTag:
    """The last tag with a date; the one given when none has any."""
    return max((event for event in events if event.at), key=lambda event: event.order, default=tag)


def _event(tag: GtoTag, version: str) -> RegistryEvent:
    return RegistryEvent(
        action=tag.action,
        version=version or tag.version,
        stage=tag.stage,
        at=tag.at,
        by=tag.by,
        message=tag.message,
        source=tag.source,
    )


def _deprecation(tag: GtoTag) -> str:
    when = f"{tag.at:%Y-%m-%dT%H:%M:%SZ}" if tag.at else "without a date"
    return f"{when} by {tag.by}" if tag.by else when


def _report_no_model(reading: Reading, written: Annotation, state: ArtifactState | None) -> None:
    said = f"is of the type {written.type!a}" if written.type else "does not say that it is a model"
    registered = f"; {len(state.versions)} versions of it are registered" if state else ""
    reading.report(
        "gto-artifact-no-model", Severity.NOTE, written.source, f"the artifact {written.name!a} {said}{registered}",
        "it is not shown among the models", f"write type: {MODEL} if it is one",
    )  # fmt: skip
