"""Reads Logbook: one folder for each run, with run.json and, once something was measured, scores.csv."""

import csv

from generator.catalog import Experiment, Metric, Param, Records, Run, RunStatus, Severity
from generator.readers.metric_series import MetricHistory
from generator.readers.reading import Reading
from generator.readers.store import Store

_STATUS = {"done": RunStatus.FINISHED, "broke": RunStatus.FAILED, "going": RunStatus.RUNNING}


class LogbookReader:
    """A reader is a class with these two attributes and these two methods."""

    name = "logbook"
    looks_for = "a folder with logbook.txt and runs in it"

    def recognizes(self, store: Store) -> bool:
        """Names decide; nothing is read for it."""
        return "logbook.txt" in store.folder().files

    def read(self, store: Store) -> Records:
        """Every run that has a folder; whatever is wrong with one is reported and costs that one only."""
        reading = Reading(store)
        held = reading.folder("", "nothing of the logbook is shown", Severity.ERROR)
        runs = [_read_run(reading, name) for name in held.folders] if held else []
        title = reading.text("logbook.txt", "the name of the experiment is not shown")
        experiment = Experiment(
            experiment_id="logbook",
            name=title[0].strip() if title else "",
            store=store.label,
            source=title[1] if title else store.source("logbook.txt"),
            whole=True,
        )
        found = tuple(run for run in runs if run is not None)
        return Records(experiments=(experiment,), runs=found, problems=tuple(reading.problems))


def _read_run(reading: Reading, folder: str) -> Run | None:
    document = reading.json_document(f"{folder}/run.json", f"the run {folder!a} is not shown")
    if document is None:
        return None
    settings = document.mapping("settings")
    run = Run(
        run_id=f"{reading.store.label}/{folder}",
        experiment_id="logbook",
        name=document.text("title"),
        status=_STATUS.get(document.text("state"), RunStatus.UNKNOWN),
        start_time=document.instant("began"),
        params=tuple(Param(key, settings.text(key), settings.at(key)) for key in sorted(settings)),
        metrics=_read_scores(reading, folder),
        store=reading.store.label,
        source=document.source,
        places=document.places({"status": ("state",), "start_time": ("began",)}),
    )
    reading.report_faults(document)
    return run


def _read_scores(reading: Reading, folder: str) -> tuple[Metric, ...]:
    path = f"{folder}/scores.csv"
    held = reading.folder(folder, "the scores are not shown")
    read = reading.text(path, "the scores are not shown") if held and "scores.csv" in held else None
    if read is None:
        return ()
    text, source = read
    histories: dict[str, MetricHistory] = {}
    for number, row in enumerate(csv.reader(text.splitlines()), start=1):
        try:
            time, step, key, value = int(row[0]), int(row[1]), row[2], float(row[3])
        except (IndexError, ValueError):
            reading.report(
                "score-invalid", Severity.WARNING, source.line(number), "is no time, step, name and value",
                "this score is not shown", "correct the line, or remove it",
            )  # fmt: skip
            continue
        histories.setdefault(key, MetricHistory()).add([step], [value], [time])
    return tuple(history.metric(key, source) for key, history in sorted(histories.items()))
