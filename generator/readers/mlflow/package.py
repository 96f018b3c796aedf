"""Packaged models: the folder around an ``MLmodel`` file (``mlflow.models.Model``). Nothing in it is ever loaded."""

from collections.abc import Collection, Mapping

from generator.catalog import Flavor, ModelPackage, Requirement, Severity, Signature, SignatureField
from generator.provenance.document import Document, FieldError
from generator.readers.json_documents import plain_text, read_json
from generator.readers.mlflow.schema import field_name, field_required, mappings, type_text
from generator.readers.python_environment import (
    python_of_conda,
    requirements_of_conda,
    requirements_of_text,
)
from generator.readers.reading import Reading
from generator.readers.text import visible_name

DESCRIPTION = "MLmodel"
"""Name of the file that makes a folder a packaged model."""
_LOST = "the environment of the packaged model is shown without it"


def read_package(reading: Reading, root: str, path: str, files: Collection[str]) -> ModelPackage | None:
    """The packaged model in one folder.

    Args:
        reading: where the problems go.
        root: the folder of all artifacts, in the store.
        path: the folder of the model below it; empty for the folder itself.
        files: paths of all artifacts below ``root``.
    """
    prefix = f"{path}/" if path else ""
    document = reading.document(
        f"{root}/{prefix}{DESCRIPTION}", "the packaged model is not shown", Severity.WARNING
    )
    if document is None:
        return None
    beside = _Beside(
        reading, f"{root}/{prefix}", {name[len(prefix) :] for name in files if name.startswith(prefix)}
    )
    package = ModelPackage(
        path=visible_name(path),
        flavors=_flavors(document),
        signature=_signature(document),
        size_bytes=document.integer("model_size_bytes"),
        model_uuid=document.text("model_uuid") or document.text("model_id"),
        run_id=document.text("run_id"),
        mlflow_version=document.text("mlflow_version"),
        creation_time=document.instant("utc_time_created"),
        python_version=document.mapping("flavors").mapping("python_function").text("python_version")
        or beside.python_version(),
        requirements=beside.requirements(),
        metadata=_named_texts(document.mapping("metadata")),
        source=document.source,
    )
    reading.report_faults(document)
    return package


class _Beside:
    """The files of the environment beside an ``MLmodel``, read when they are asked for."""

    def __init__(self, reading: Reading, prefix: str, names: Collection[str]) -> None:
        self._reading = reading
        self._prefix = prefix
        self._names = names

    def requirements(self) -> tuple[Requirement, ...]:
        """Those of ``requirements.txt``, which MLflow writes since 1.x; else those of ``conda.yaml``."""
        if "requirements.txt" in self._names:
            read = self._reading.text(f"{self._prefix}requirements.txt", _LOST)
            return requirements_of_text(*read) if read else ()
        conda = self._document("conda.yaml")
        return requirements_of_conda(conda) if conda else ()

    def python_version(self) -> str:
        """As ``python_env.yaml`` or ``conda.yaml`` pins it."""
        python_env = self._document("python_env.yaml")
        if python_env and "python" in python_env:
            version = python_env.text("python")
            self._reading.report_faults(python_env)
            return version
        conda = self._document("conda.yaml")
        return python_of_conda(conda) if conda else ""

    def _document(self, name: str) -> Document | None:
        if name not in self._names:
            return None
        return self._reading.document(f"{self._prefix}{name}", _LOST, Severity.WARNING)


def _flavors(document: Document) -> tuple[Flavor, ...]:
    flavors = document.mapping("flavors")
    return tuple(
        Flavor(name, _named_texts(flavors.mapping(name)), flavors.at(name)) for name in sorted(flavors)
    )


def _named_texts(document: Document) -> tuple[tuple[str, str], ...]:
    return tuple((name, plain_text(document.values[name])) for name in sorted(document))


def _signature(document: Document) -> Signature | None:
    """The signature, whose parts are JSON in YAML."""
    if "signature" not in document:
        return None
    signature = document.mapping("signature")
    return Signature(
        inputs=_columns(signature, "inputs"),
        outputs=_columns(signature, "outputs"),
        params=_params(signature),
        source=document.at("signature"),
    )


def _specs(signature: Document, part: str) -> list[Mapping[str, object]]:
    """The specs in one part; empty, and a fault, when they cannot be read."""
    try:
        value = read_json(signature, part)
    except FieldError as error:
        signature.faults.append(error)
        return []
    return list(mappings(value))


def _columns(signature: Document, part: str) -> tuple[SignatureField, ...]:
    return tuple(
        SignatureField(field_name(spec), type_text(spec), field_required(spec))
        for spec in _specs(signature, part)
    )


def _params(signature: Document) -> tuple[SignatureField, ...]:
    return tuple(
        SignatureField(field_name(spec), type_text(spec), None, _default(spec))
        for spec in _specs(signature, "params")
    )


def _default(spec: Mapping[str, object]) -> str:
    value = spec.get("default")
    return "" if value is None else plain_text(value)
