"""Runs of Sacred: one folder for each, with ``run.json`` as its record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.catalog import CodeVersion, Dataset, Metric, Param, Run, RunStatus, Severity, Tag
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.json_documents import Number, plain_text
from generator.readers.nested_params import is_object, params_of, settings_in
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.sacred.files import StoredFiles, artifacts_of
from generator.readers.sacred.folders import CONFIG, INFO, METRICS, RUN, RunFolder
from generator.readers.sacred.metrics import metrics_of, numbers_of, scalar
from generator.readers.text import visible_name

_STATUS = {
    "COMPLETED": RunStatus.FINISHED,
    "FAILED": RunStatus.FAILED,
    "DIED": RunStatus.FAILED,
    "INTERRUPTED": RunStatus.KILLED,
    "TIMEOUT": RunStatus.KILLED,
    "RUNNING": RunStatus.RUNNING,
    "QUEUED": RunStatus.SCHEDULED,
}
"""Sacred's words (``sacred/run.py``, ``sacred/utils.py``); DIED is what its viewers call a run without a heartbeat."""
_MOST_TEXTS = 200
_LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class SacredRun:
    """A run, the experiment that it names, and the data that it opened."""

    run: Run
    experiment_name: str
    """Empty when it names none."""
    datasets: tuple[Dataset, ...]


def read_run(reading: Reading, folder: RunFolder, stored: StoredFiles) -> SacredRun:
    """Read one run; without its record, what lies beside it is shown all the same."""
    record = _record(reading, folder)
    document = record or Document({}, reading.store.source(folder.file(RUN)))
    start = document.instant("start_time")
    end = document.instant("stop_time")
    files = artifacts_of(reading, folder, record)
    inputs, datasets = stored.resources(document)
    about = document.mapping("experiment")
    name = about.text("name")
    info = _document(reading, folder, INFO, "what the run wrote about itself is not shown")
    run = Run(
        run_id=visible_name(f"{stored.root.label}/{folder.name}"),
        experiment_id=visible_name(name or stored.root.label),
        name=visible_name(folder.name),
        status=_status(document) if record else RunStatus.UNKNOWN,
        start_time=start,
        end_time=end,
        description=without_personal_data(_comment(document)),
        code=_code(document, about),
        params=_params(reading, folder),
        tags=_tags(document, about, info),
        metrics=_metrics(reading, folder, document, info, end or start),
        inputs=inputs,
        artifacts=(*stored.sources(document), *files.artifacts),
        packages=files.packages,
        store=visible_name(stored.root.label),
        source=document.source,
        places=(
            ("start_time", document.at("start_time")),
            ("end_time", document.at("stop_time")),
            ("status", document.at("status")),
            ("inputs", document.at("resources")),
        ),
        whole=True,
    )
    reading.report_faults(document)
    return SacredRun(run, visible_name(name), datasets)


def _record(reading: Reading, folder: RunFolder) -> Document | None:
    lost = "status, times, code and result of the run are not shown"
    if RUN not in folder.held:
        reading.report(
            "record-missing", Severity.ERROR, reading.store.source(folder.file(RUN)), f"the folder of a run has no {RUN}",
            lost, "restore the file, or remove what was left half made",
        )  # fmt: skip
        return None
    return reading.json_document(folder.file(RUN), lost)


def _document(reading: Reading, folder: RunFolder, name: str, cost: str) -> Document | None:
    if name not in folder.held:
        return None
    return reading.json_document(folder.file(name), cost, Severity.WARNING)


def _status(document: Document) -> RunStatus:
    written = document.text("status")
    found = _STATUS.get(written)
    if found is None:
        says = f"status is {written!a}" if written else "status is missing"
        document.faults.append(document.fault("status", says, slug="field-invalid"))
    return found or RunStatus.UNKNOWN


def _comment(document: Document) -> str:
    """What somebody wrote when starting the run, with ``--comment``."""
    meta = document.mapping("meta")
    return meta.text("comment") or meta.mapping("options").text("--comment")


def _code(document: Document, about: Document) -> CodeVersion | None:
    """The main file, and the first repository that Sacred found a source in."""
    repository = next(iter(about.mappings("repositories")), Document({}, document.source))
    entry_point, commit = about.text("mainfile"), repository.text("commit")
    url = repository.text("url")
    if not (entry_point or commit or url):
        return None
    return CodeVersion(
        entry_point=visible_name(entry_point),
        repository=without_personal_data(visible_name(url)),
        commit=visible_name(commit),
        dirty=repository.flag("dirty"),
        source=repository.at("commit") if commit else about.at("mainfile"),
    )


def _params(reading: Reading, folder: RunFolder) -> tuple[Param, ...]:
    lost = "the parameters of the run are not shown"
    if CONFIG not in folder.held:
        source = reading.store.source(folder.file(CONFIG))
        reading.report(
            "sacred-file-missing", Severity.WARNING, source, "is not there", lost, "restore the file"
        )
        return ()
    document = reading.json_document(folder.file(CONFIG), lost, Severity.WARNING)
    if document is None:
        return ()
    return params_of(reading, settings_in(document.values, document.source), document.source)


def _metrics(
    reading: Reading, folder: RunFolder, document: Document, info: Document | None, moment: datetime | None
) -> tuple[Metric, ...]:
    """``metrics.json``, then what it lacks from ``info.json`` and the result."""
    found: dict[str, Metric] = {}
    written = _document(reading, folder, METRICS, "the metrics of the run are not shown")
    if written is not None:
        found = metrics_of(reading, written)
        reading.report_faults(written, "the metric is not shown")
    at = round(moment.timestamp() * 1000) if moment else 0
    if info is not None:
        found = numbers_of(reading, "", info.values, info.source, at) | found
    result = document.values.get("result")
    if result is not None:
        found = numbers_of(reading, "result", result, document.at("result"), at) | found
    return tuple(found[key] for key in sorted(found))


def _tags(document: Document, about: Document, info: Document | None) -> tuple[Tag, ...]:
    """What is known of a run and has no field of its own in the catalogue, by key; never its host's name or environment."""
    host = document.mapping("host")
    system = host.values.get("os")
    found = [
        ("sacred.command", document.text("command"), document.at("command")),
        ("sacred.status", document.text("status"), document.at("status")),
        ("sacred.heartbeat", document.text("heartbeat"), document.at("heartbeat")),
        ("sacred.failure", _failure(document), document.at("fail_trace")),
        ("sacred.python", host.text("python_version"), host.at("python_version")),
        ("sacred.os", " ".join(map(plain_text, system)) if isinstance(system, list) else "", host.at("os")),
        ("sacred.cpu", host.text("cpu"), host.at("cpu")),
        ("sacred.gpus", _gpus(host), host.at("gpus")),
        ("sacred.dependencies", ", ".join(about.texts("dependencies")), about.at("dependencies")),
        *_repositories(about),
        *_texts("sacred.result", document.values.get("result"), document.at("result")),
    ]
    if info is not None:
        for name, value in list(info.values.items())[:_MOST_TEXTS]:
            found.extend(_texts(f"sacred.info.{name}", value, info.at(name)))
    tags = {
        visible_name(key): Tag(visible_name(key), without_personal_data(visible_name(value)), source)
        for key, value, source in found
        if value
    }
    return tuple(tags[key] for key in sorted(tags))


def _gpus(host: Document) -> str:
    """The models of the graphics cards, as ``nvidia-smi`` names them (``sacred/host_info.py``)."""
    cards = host.mapping("gpus").mappings("gpus")
    return ", ".join(filter(None, (card.text("model") for card in cards)))


def _repositories(about: Document) -> Iterator[tuple[str, str, Source]]:
    """Every repository but the first, which is the code of the run; Sacred repeats one for each source in it."""
    seen: set[tuple[str, str]] = set()
    for number, each in enumerate(about.mappings("repositories")):
        known = (each.text("url"), each.text("commit"))
        if known not in seen and number:
            yield f"sacred.repository.{len(seen) + 1}", " ".join(filter(None, known)), each.at("commit")
        seen.add(known)


def _failure(document: Document) -> str:
    """The last line of the failure's trace, which names the exception."""
    trace = document.values.get("fail_trace")
    text = "".join(each for each in trace if isinstance(each, str)) if isinstance(trace, list) else ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:_LONGEST_TEXT] if lines else ""


def _texts(key: str, value: object, source: Source) -> Iterator[tuple[str, str, Source]]:
    """A text, a truth value, or a Python object that is no number, as it is written."""
    is_text = isinstance(value, str) and not isinstance(value, Number)
    if (
        is_text
        or isinstance(value, bool)
        or (isinstance(value, Mapping) and is_object(value) and scalar(value) is None)
    ):
        yield key, plain_text(value)[:_LONGEST_TEXT], source
