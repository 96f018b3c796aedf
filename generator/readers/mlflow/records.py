"""What all records of one MLflow root have in common."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.catalog import Dataset, Severity
from generator.provenance.document import Document
from generator.readers.folder import Folder
from generator.readers.mlflow.artifacts import ArtifactPlaces
from generator.readers.mlflow.roots import META
from generator.readers.reading import Reading


@dataclass(frozen=True, slots=True)
class ExperimentFolder:
    """Where the records of one experiment are read from, and what they share."""

    reading: Reading
    path: str
    """Of the experiment's folder in the store."""
    experiment_id: str
    store: str
    """Label for the records."""
    trashed: bool
    """Whether it lies in ``.trash``: then everything in it is deleted."""
    places: ArtifactPlaces
    datasets: Mapping[str, Dataset]
    """By MLflow's id: the name of their folder."""


def check_identifier(
    reading: Reading, document: Document, keys: tuple[str, ...], folder: str, noun: str
) -> None:
    """Report a record that calls itself other than its folder: MLflow finds records by their folders."""
    stated = next((text for key in keys if (text := document.text(key))), "")
    if stated == folder:
        return
    key = next((key for key in keys if key in document), keys[0])
    says = f"{key} is {stated!a}" if stated else f"{key} is missing"
    fault = document.fault(key, f"{says}, the folder is called {folder!a}", slug="id-differs")
    reading.report_error(
        fault, fault.source, f"the {noun} is shown under the name of its folder", Severity.WARNING
    )


def report_missing(reading: Reading, held: Folder, noun: str, cost: str) -> None:
    """Report a folder without its record: MLflow makes the folder first, and git keeps what lies beside the record."""
    reading.report(
        "record-missing",
        Severity.ERROR,
        reading.store.source(f"{held.path}/{META}"),
        f"the folder of a {noun} has no {META}",
        cost,
        "read the store when nothing writes to it, or remove what was left half made",
    )
