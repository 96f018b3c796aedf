"""What one folder of a W&B run holds: its binary log, and the files that W&B keeps beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.catalog import Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.json_documents import parse_json
from generator.readers.reading import Reading
from generator.readers.text import LONGEST_POINTER, large_file_pointer, split_lines
from generator.readers.wandb.folders import CONFIG, HISTORY, METADATA, SUMMARY, RunFolder
from generator.readers.wandb.history import History, items_in
from generator.readers.wandb.log import BLOCK, LogRecords
from generator.readers.wandb.records import LogContents, run_path

LONGEST_LOG = 512 * 2**20
"""Bytes of a log whose records are taken."""
_LONGEST_LINE = 2**22
_SYSTEM = "_wandb"
_NO_SETTINGS = frozenset({"wandb_version", _SYSTEM})

Entry = tuple[object, Source]
"""A value and where it stands."""


@dataclass(slots=True)
class FolderContents:
    """What was read from one folder; its steps went to the history of the run."""

    folder: RunFolder
    source: Source
    """What speaks for the folder: its log, else its metadata, else the folder itself."""
    log: LogContents | None = None
    log_source: Source = field(default_factory=lambda: Source(""))
    config: dict[str, Entry] = field(default_factory=dict)
    summary: dict[str, Entry] = field(default_factory=dict)
    metadata: Document | None = None
    system: Mapping[str, object] = field(default_factory=dict)
    """What W&B writes about itself into ``config.yaml``."""
    system_source: Source = field(default_factory=lambda: Source(""))


def read_folder(reading: Reading, folder: RunFolder, history: History) -> FolderContents:
    """Read one folder of a run.

    Args:
        reading: for the store, and where the problems go.
        folder: to be read.
        history: of the run, to which the steps are added.
    """
    found = FolderContents(folder, reading.store.source(folder.path))
    _read_log(reading, found, history)
    if HISTORY in folder.held and not history.steps:
        _read_history(reading, folder.file(HISTORY), history)
    if METADATA in folder.held:
        found.metadata = reading.json_document(
            folder.file(METADATA), "the code, the user and the start of the run may not be shown", Severity.WARNING
        )  # fmt: skip
        if found.log is None and found.metadata is not None:
            found.source = found.metadata.source
    _read_config(reading, found)
    _read_summary(reading, found)
    return found


def peek_run_path(reading: Reading, folder: RunFolder) -> tuple[str, str]:
    """Entity and project that the log of a folder names; empty texts when it names none, or cannot be read."""
    if not folder.log:
        return "", ""
    try:
        return run_path(iter(LogRecords(reading.store.blocks(folder.log, BLOCK))))
    except StoreError:
        return "", ""


def _read_log(reading: Reading, found: FolderContents, history: History) -> None:
    folder = found.folder
    if not folder.log:
        if HISTORY not in folder.held:
            reading.report(
                "wandb-log-missing", Severity.WARNING, reading.store.source(folder.path),
                "the folder of a run has no .wandb file", "of the metrics of the run, only the last values are shown",
                "add the .wandb file, which version control may have left out",
            )  # fmt: skip
        return
    contents = LogContents()
    place = reading.store.source(folder.log)
    records = LogRecords(_bounded(reading, folder.log))
    count = 0
    try:
        for record in records:
            count += 1
            contents.take(record, history, place)
    except StoreError as error:
        reading.report_error(error, place, "what the log holds beyond this is not shown")
    source = reading.store.source(folder.log)
    history.settle(place, source)
    _report_log(reading, folder.log, records, contents, count)
    if count:
        found.log, found.log_source, found.source = contents, source, source.at("run")
        found.config.update(_entries(contents.config, source.at("config")))
        found.summary.update(_entries(contents.summary, source.at("summary")))


def _bounded(reading: Reading, path: str) -> Iterator[bytes]:
    taken = 0
    for piece in reading.store.blocks(path, BLOCK):
        if taken < LONGEST_LOG:
            yield piece
        taken += len(piece)
    if taken > LONGEST_LOG:
        reading.report(
            "wandb-log-too-long", Severity.WARNING, reading.store.source(path),
            f"is {taken} bytes long, of which {LONGEST_LOG} are looked at", "the later steps of the run are not shown",
        )  # fmt: skip


def _report_log(reading: Reading, path: str, records: LogRecords, contents: LogContents, count: int) -> None:
    """What was wrong with a log."""
    source = reading.store.source(path)
    if not records.is_log and records.begun:
        _report_no_log(reading, path)
        return
    if not count and not records.damaged:
        reading.report(
            "wandb-log-empty", Severity.WARNING, source, "holds no record: the run ended before W&B wrote one, or was killed",
            "of the metrics of the run, only the last values are shown",
        )  # fmt: skip
    elif records.cut:
        reading.report(
            "wandb-log-cut", Severity.NOTE, source, "ends in the middle of a record: the run is on, or was killed",
            "its last step may not be shown",
        )  # fmt: skip
    if records.damaged or contents.unread:
        reading.report(
            "wandb-log-damaged", Severity.WARNING, source,
            f"has {records.damaged + contents.unread} records that are damaged or no records at all",
            "what stood in them is not shown", "copy the file again from the machine that wrote it",
        )  # fmt: skip


def _report_no_log(reading: Reading, path: str) -> None:
    try:
        pointer = large_file_pointer(reading.store.read(path, LONGEST_POINTER)[0])
    except StoreError:
        pointer = None
    slug, message, remedy = (
        (
            "git-lfs-pointer",
            "holds a Git LFS pointer, not the file itself",
            "fetch the file with git lfs pull",
        )
        if pointer
        else ("wandb-log-unknown", "does not begin as a log of W&B does", "")
    )
    lost = "of the metrics of the run, only the last values are shown"
    reading.report(slug, Severity.WARNING, reading.store.source(path), message, lost, remedy)


def _read_history(reading: Reading, path: str, history: History) -> None:
    """``wandb-history.jsonl``: one JSON mapping on a line for each step, as W&B wrote it before version 0.10."""
    place = reading.store.source(path)
    odd, first = 0, 0
    try:
        for number, line in enumerate(split_lines(reading.store.blocks(path), _LONGEST_LINE), 1):
            try:
                values = parse_json(line.decode("utf-8", "backslashreplace"))
            except ValueError:
                values = None
            if isinstance(values, Mapping):
                history.take(items_in(values), place)
            elif line.strip():
                odd, first = odd + 1, first or number
    except StoreError as error:
        reading.report_error(error, place, "the steps of the run are not all shown")
    source = reading.store.source(path)
    history.settle(place, source)
    if odd:
        reading.report(
            "wandb-history-line-invalid", Severity.WARNING, source.line(first),
            f"has {odd} lines that are no JSON mapping, this one first", "these steps are not shown",
        )  # fmt: skip


def _read_config(reading: Reading, found: FolderContents) -> None:
    """``config.yaml``: each setting is a mapping with its ``value`` and a ``desc``."""
    folder = found.folder
    if CONFIG not in folder.held:
        if found.log is None:
            _report_missing(reading, folder.file(CONFIG), "the parameters of the run are not shown")
        _take_system(found)
        return
    document = reading.document(
        folder.file(CONFIG), "the parameters of the run may not be shown", Severity.WARNING
    )
    if document is not None:
        for name, value in document.values.items():
            is_whole = isinstance(value, Mapping) and "value" in value
            inner = value["value"] if isinstance(value, Mapping) and is_whole else value
            place = document.at(name).at("value") if is_whole else document.at(name)
            found.config[name] = (inner, place)
        reading.report_faults(document, "the last one is shown")
    _take_system(found)
    for name in _NO_SETTINGS:
        found.config.pop(name, None)


def _take_system(found: FolderContents) -> None:
    value, found.system_source = found.config.pop(_SYSTEM, (None, found.source))
    found.system = _mapping(value)


def _read_summary(reading: Reading, found: FolderContents) -> None:
    folder = found.folder
    if SUMMARY in folder.held:
        document = reading.json_document(
            folder.file(SUMMARY),
            "values that were not logged step by step may not be shown",
            Severity.WARNING,
        )
        if document is not None:
            found.summary.update(_entries(document.values, document.source))
    elif found.log is None:
        _report_missing(reading, folder.file(SUMMARY), "the last values of the metrics are not shown")


def _report_missing(reading: Reading, path: str, cost: str) -> None:
    reading.report(
        "wandb-file-missing", Severity.WARNING, reading.store.source(path), "is not there", cost,
        "add the file, which version control may have left out",
    )  # fmt: skip


def _entries(values: Mapping[str, object], source: Source) -> Iterator[tuple[str, Entry]]:
    for name, value in values.items():
        yield name, (value, source.at(name))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
