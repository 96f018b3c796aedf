"""``dvc.yaml``: the stages, metrics, plots and params that people declare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from generator.catalog import Severity
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.dvc.folders import PIPELINE
from generator.readers.dvc.interpolation import is_resolved, merged, resolve
from generator.readers.dvc.lock import command_text, place_in
from generator.readers.dvc.paths import place_of
from generator.readers.dvc.values import ValueFiles
from generator.readers.gto.annotations import SECTION, Annotation, annotations_in
from generator.readers.json_documents import plain_text
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading

PARAMS = "params.yaml"
"""The file of params that DVC reads unless told otherwise."""
MOST_STAGES = 2_000
"""Stages of one file, those that ``foreach`` and ``matrix`` make included."""
_LIST_SECTIONS = ("metrics", "plots", "params")


@dataclass(frozen=True, slots=True)
class DeclaredPlot:
    """A file, or a folder of files, that DVC draws."""

    path: str
    x: str = ""
    """The column along the horizontal axis; empty when not declared."""
    y: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredStage:
    """One stage as written, ``${}`` resolved where it is plain."""

    name: str
    command: str
    folder: str
    """That it runs in."""
    description: str
    deps: tuple[str, ...]
    metrics: tuple[str, ...]
    plots: tuple[DeclaredPlot, ...]
    models: tuple[str, ...]
    """Outs whose type says that they are models."""
    params_files: tuple[str, ...]
    resolved: bool
    """Whether no ``${}`` is left in the command."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """One ``dvc.yaml``."""

    folder: str
    source: Source
    stages: Mapping[str, DeclaredStage] = field(default_factory=dict)
    metrics: tuple[str, ...] = ()
    """Declared for the pipeline as a whole."""
    plots: tuple[DeclaredPlot, ...] = ()
    params_files: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()

    @property
    def working(self) -> dict[str, str]:
        """The folder that each stage runs in."""
        return {name: stage.folder for name, stage in self.stages.items()}


def read_pipeline(reading: Reading, folder: str, values: ValueFiles, prefix: str = "") -> Pipeline | None:
    """The pipeline of a folder; None when its file cannot be read.

    Args:
        reading: for the store, and where the problems go.
        folder: with the ``dvc.yaml``.
        values: reads the files that ``${}`` refers to.
        prefix: the folder below that of its repository, by which GTO names the artifacts.
    """
    path = below(folder, PIPELINE)
    document = reading.document(path, "what its stages are for is not shown", Severity.WARNING)
    if document is None:
        return None
    context = _context(reading, folder, document, values)
    made = _all_stages(reading, folder, document, context)
    listed = {name: [resolve(each, context) for each in _list(document, name)] for name in _LIST_SECTIONS}
    found = Pipeline(
        folder=folder,
        source=document.source,
        stages=made,
        metrics=tuple(path for path, _ in _entries(listed["metrics"], folder)),
        plots=tuple(_plots(listed["plots"], folder)),
        params_files=tuple(path for path, _ in _entries(listed["params"], folder)),
        annotations=annotations_in(_resolved(document, context), prefix) if SECTION in document else (),
    )
    reading.report_faults(document)
    return found


def _all_stages(
    reading: Reading, folder: str, document: Document, context: Mapping[str, object]
) -> dict[str, DeclaredStage]:
    stages = document.mapping("stages")
    found = (
        stage for name in stages for stage in _stages(reading, folder, name, stages.mapping(name), context)
    )
    made = {stage.name: stage for stage in islice(found, MOST_STAGES)}
    if next(found, None) is not None:
        reading.report(
            "dvc-stages-bounded", Severity.WARNING, document.at("stages"),
            f"declares more stages than the {MOST_STAGES} that are looked at", "the others are shown as dvc.lock has them",
        )  # fmt: skip
    return made


def _resolved(document: Document, context: Mapping[str, object]) -> Document:
    values = resolve(document.values, context)
    return Document(values if isinstance(values, Mapping) else {}, document.source, faults=document.faults)


def _context(reading: Reading, folder: str, document: Document, values: ValueFiles) -> dict[str, object]:
    """What names in ``${}`` stand for: ``params.yaml``, then ``vars`` from first to last."""
    cost = "what refers to it in dvc.yaml is shown as it is written"
    given = values.params(below(folder, PARAMS), cost)
    context: dict[str, object] = dict(given.values) if given else {}
    for each in _list(document, "vars"):
        if isinstance(each, Mapping):
            context = merged(context, each)
        elif isinstance(each, str):
            file, _, names = each.partition(":")
            read = values.params(place_of(folder, file), cost)
            if read is None:
                reading.report(
                    "dvc-vars-missing", Severity.NOTE, document.at("vars"), f"names the file {file!a}, which cannot be read", cost
                )  # fmt: skip
                continue
            wanted = [name.strip() for name in names.split(",")] if names else list(read.values)
            context = merged(context, {name: read.values[name] for name in wanted if name in read.values})
    return context


def _stages(
    reading: Reading, folder: str, name: str, written: Document, context: Mapping[str, object]
) -> Iterator[DeclaredStage]:
    """The stages that one entry makes: itself, or one for each item of its ``foreach`` or ``matrix``."""
    own = merged(context, _own_vars(written))
    if "foreach" in written:
        items = resolve(written.values["foreach"], own)
        template = written.mapping("do")
        made = ((f"{name}@{key}", {"item": item, "key": key}) for key, item in _items(items))
    elif "matrix" in written:
        axes = resolve(written.values["matrix"], own)
        template = written
        made = ((f"{name}@{key}", {"item": item, "key": key}) for key, item in _matrix(axes))
    else:
        yield _stage(folder, name, written, own)
        return
    count = 0
    for count, (key, given) in enumerate(islice(made, MOST_STAGES + 1), 1):  # noqa: B007 the count is asked for below
        yield _stage(folder, key, template, merged(own, given))
    if not count:
        reading.report(
            "dvc-unresolved", Severity.NOTE, place_in(written), f"the stages of {name!a} are made from what is not known here",
            "they are shown as dvc.lock has them",
        )  # fmt: skip


def _own_vars(written: Document) -> dict[str, object]:
    given: dict[str, object] = {}
    for each in _list(written, "vars"):
        if isinstance(each, Mapping):
            given = merged(given, each)
    return given


def _items(items: object) -> Iterator[tuple[str, object]]:
    """Key and value of each item, as DVC names the stages made from them (``ForeachDefinition``)."""
    if isinstance(items, Mapping):
        yield from ((str(key), value) for key, value in items.items())
    elif isinstance(items, list):
        composite = any(isinstance(each, list | Mapping) for each in items)
        yield from (
            (str(position) if composite else plain_text(each), each) for position, each in enumerate(items)
        )


def _matrix(axes: object) -> Iterator[tuple[str, dict[str, object]]]:
    """Every combination of the axes, named ``<first>-<second>``; a composite value by axis and position."""
    named = {
        str(name): list(_items(values))
        for name, values in (axes.items() if isinstance(axes, Mapping) else ())
        if isinstance(values, list)
    }
    if not named:
        return
    columns = [
        [(f"{name}{key}" if isinstance(value, list | Mapping) else key, value) for key, value in pairs]
        for name, pairs in named.items()
    ]
    for combination in product(*columns):
        key = "-".join(each for each, _ in combination)
        yield key, dict(zip(named, (value for _, value in combination), strict=True))


def _stage(folder: str, name: str, written: Document, context: Mapping[str, object]) -> DeclaredStage:
    stage = _values(resolve(written.values, context))
    working = place_of(folder, str(stage.get("wdir") or "."))
    command = command_text(stage.get("cmd"))
    outs = [*_entries(stage.get("outs"), working)]
    metrics = [*_entries(stage.get("metrics"), working)]
    return DeclaredStage(
        name=name,
        command=command,
        folder=working,
        description=plain_text(stage.get("desc") or ""),
        deps=tuple(path for path, _ in _entries(stage.get("deps"), working)),
        metrics=tuple(path for path, _ in metrics),
        plots=tuple(_plots(stage.get("plots"), working)),
        models=tuple(path for path, flags in outs if flags.get("type") == "model"),
        params_files=tuple(
            place_of(working, file)
            for each in _each(stage.get("params"))
            if isinstance(each, Mapping)
            for file in each
        ),
        resolved=is_resolved(command),
        source=place_in(written),
    )


def _entries(value: object, folder: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Path and flags of each entry of a list such as ``outs``: a path, or a mapping from it to its flags."""
    for each in _each(value):
        if isinstance(each, str):
            yield place_of(folder, each), {}
        elif isinstance(each, Mapping):
            for path, flags in each.items():
                yield place_of(folder, str(path)), _values(flags)


def _plots(value: object, folder: str) -> Iterator[DeclaredPlot]:
    for path, flags in _entries(value, folder):
        x, y = flags.get("x"), flags.get("y")
        across = x if isinstance(x, str) else ""
        if isinstance(y, Mapping):  # an entry named freely, whose files stand below y
            for file, column in y.items():
                yield DeclaredPlot(
                    place_of(folder, str(file)), across, column if isinstance(column, str) else ""
                )
        else:
            yield DeclaredPlot(path, across, y if isinstance(y, str) else "")


def _values(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _list(document: Document, key: str) -> list[object]:
    return _each(document.values.get(key))
