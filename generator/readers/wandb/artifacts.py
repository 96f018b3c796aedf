"""Artifacts that W&B versions: models that a run made become logged models, data that it used become datasets.

A model is what people logged under a type that says so. W&B's digest of an artifact is the MD5 of its manifest; the files
themselves lie on W&B's servers as a rule, so that only their names and sizes are known here.
"""

from collections.abc import Iterator

from generator.catalog import Artifact, Dataset, DatasetInput, LoggedModel, LoggedModelStatus, Severity, Tag
from generator.provenance import Source
from generator.readers.json_documents import parse_json
from generator.readers.nested_params import params_of, settings_in
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name
from generator.readers.wandb.artifact_records import LoggedArtifact
from generator.readers.wandb.parts import ReadRun

SOURCE_TYPE = "wandb artifact"


def logged_models_of(reading: Reading, read: ReadRun) -> tuple[LoggedModel, ...]:
    """The models that a run logged; one logged twice without a change is one."""
    found: dict[str, LoggedModel] = {}
    for part in read.parts:
        for number, artifact in enumerate(part.log.artifacts if part.log else ()):
            if "model" in artifact.type.lower():
                model = _logged_model(reading, read, artifact, part.log_source.at("artifacts", number))
                found[model.model_id] = model
    return tuple(found[model_id] for model_id in sorted(found))


def datasets_of(read: ReadRun) -> tuple[tuple[DatasetInput, ...], tuple[Dataset, ...]]:
    """The data that a run took from W&B; a version such as ``v3`` stands for a digest, for it never changes."""
    found: dict[tuple[str, str], Dataset] = {}
    for part in read.parts:
        for number, used in enumerate(part.log.used if part.log else ()):
            name, colon, version = visible_name(used.name).rpartition(":")
            if "data" not in used.type.lower() or not colon or not name or not version:
                continue
            source = part.log_source.at("used", number)
            dataset = Dataset(
                name=name,
                digest=version,
                source_type=SOURCE_TYPE,
                store=read.identity.store,
                source=source,
                whole=True,
            )
            found.setdefault(dataset.key, dataset)
    datasets = tuple(found[key] for key in sorted(found))
    inputs = tuple(DatasetInput(name=each.name, digest=each.digest, source=each.source) for each in datasets)
    return inputs, datasets


def _logged_model(reading: Reading, read: ReadRun, artifact: LoggedArtifact, source: Source) -> LoggedModel:
    name = visible_name(artifact.name)
    return LoggedModel(
        model_id=f"{read.identity.run_id}/{name}@{artifact.digest or source.pointer}",
        name=name,
        experiment_id=read.identity.experiment_id,
        source_run_id=read.identity.run_id,
        model_type=visible_name(artifact.type),
        status=LoggedModelStatus.READY if artifact.final else LoggedModelStatus.PENDING,
        params=params_of(reading, _metadata(reading, artifact, source), source),
        tags=tuple(_tags(artifact, source)),
        artifacts=tuple(
            Artifact(visible_name(path), max(size, 0), Source(source.path, "", source.pointer))
            for path, size, _ in sorted(artifact.files)
        ),
        store=read.identity.store,
        source=source,
        whole=True,
    )


def _metadata(
    reading: Reading, artifact: LoggedArtifact, source: Source
) -> Iterator[tuple[str, object, Source]]:
    """What people wrote beside the model."""
    try:
        values = parse_json(artifact.metadata or "{}")
    except ValueError:
        values = None
    if isinstance(values, dict):
        yield from settings_in(values, source.at("metadata"))
    else:
        reading.report(
            "json-invalid", Severity.WARNING, source.at("metadata"), "metadata holds no JSON mapping",
            "what was written beside the model is not shown",
        )  # fmt: skip


def _tags(artifact: LoggedArtifact, source: Source) -> Iterator[Tag]:
    said = {
        "wandb.aliases": ", ".join(sorted(artifact.aliases)),
        "wandb.description": artifact.description,
        "wandb.digest": artifact.digest,
    }
    for key, value in said.items():
        if value:
            yield Tag(key, without_personal_data(visible_name(value)), source)
