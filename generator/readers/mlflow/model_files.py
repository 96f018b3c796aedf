"""The files behind a registered version, among those that runs and logged models left in the store."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.catalog import LoggedModel, ModelVersion, RegisteredModel, Run, VersionRef
from generator.readers.mlflow.artifacts import ArtifactFolder, uri_parts

_OF_LOGGED_MODEL = re.compile(r"models:/+(m-[^/]+)")
_OF_VERSION = re.compile(r"models:/+([^/]+)/([0-9]{1,18})")
_OF_RUN = re.compile(r"runs:/+([^/]+)/?(.*)")
_MODEL_ID = re.compile(r"m-[0-9a-f]{32}")


def version_copied(uri: str) -> VersionRef | None:
    """The version that a source ``models:/<name>/<version>`` names."""
    found = _OF_VERSION.fullmatch(uri)
    return VersionRef(found[1], str(int(found[2]))) if found else None


def model_id_in(uris: Iterable[str]) -> str:
    """The id of the logged model that a source or storage location names; empty when none does."""
    for uri in uris:
        named = _OF_LOGGED_MODEL.fullmatch(uri)
        parts = (named[1],) if named else uri_parts(uri) if _MODEL_ID.search(uri) else ()
        for part in parts:
            if named or _MODEL_ID.fullmatch(part):
                return part
    return ""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """What runs and logged models left behind, to be found by what a version says of its source."""

    by_run: Mapping[str, ArtifactFolder]
    by_model: Mapping[str, ArtifactFolder]
    by_run_and_name: Mapping[tuple[str, str], ArtifactFolder]
    """Logged models by the run that made them and their name: what ``runs:/<run>/<name>`` means in MLflow 3."""

    def find(self, model_id: str, uris: Iterable[str]) -> ArtifactFolder:
        """The files of a version.

        Args:
            model_id: of the logged model behind it; empty when none is known.
            uris: where they may lie, the most telling one first; of another machine, and never followed.
        """
        if model_id in self.by_model:
            return self.by_model[model_id]
        for uri in uris:
            found = self._find(uri)
            if found.artifacts:
                return found
        return ArtifactFolder()

    def _find(self, uri: str) -> ArtifactFolder:
        of_run = _OF_RUN.fullmatch(uri)
        if of_run:
            run_id, path = of_run[1], of_run[2].strip("/")
            found = self.by_run.get(run_id, ArtifactFolder()).below(path)
            return found if found.artifacts else self.by_run_and_name.get((run_id, path), ArtifactFolder())
        parts = uri_parts(uri)
        for position, part in enumerate(parts[:-1]):
            if part in self.by_run and parts[position + 1] == "artifacts":
                return self.by_run[part].below("/".join(parts[position + 2 :]))
        return ArtifactFolder()


def model_files(runs: Iterable[Run], logged_models: Iterable[LoggedModel]) -> ModelFiles:
    """The files of all runs and logged models read."""
    by_model: dict[str, ArtifactFolder] = {}
    by_run_and_name: dict[tuple[str, str], ArtifactFolder] = {}
    for model in logged_models:
        folder = ArtifactFolder(model.artifacts, (model.package,) if model.package else ())
        by_model[model.model_id] = folder
        by_run_and_name[(model.source_run_id, model.name)] = folder
    by_run = {run.run_id: ArtifactFolder(run.artifacts, run.packages) for run in runs}
    return ModelFiles(by_run, by_model, by_run_and_name)


def with_files(models: Iterable[RegisteredModel], files: ModelFiles) -> tuple[RegisteredModel, ...]:
    """The models with files for those of their versions that have none: a registry and its runs may lie apart."""
    return tuple(
        replace(model, versions=tuple(_completed(version, files) for version in model.versions))
        if any(not version.artifacts for version in model.versions)
        else model
        for model in models
    )


def _completed(version: ModelVersion, files: ModelFiles) -> ModelVersion:
    found = ArtifactFolder() if version.artifacts else files.find(version.model_id, (version.source_uri,))
    return replace(version, artifacts=found.artifacts, package=found.package) if found.artifacts else version
