"""A packaged model: the folder around an ``MLmodel`` file."""

from dataclasses import dataclass
from datetime import datetime

from generator.provenance import Source


@dataclass(frozen=True, slots=True)
class SignatureField:
    """One input, output or inference parameter of a model (MLflow ``ColSpec``, ``TensorSpec``, ``ParamSpec``)."""

    name: str
    """Empty for an unnamed tensor or column."""
    type: str
    """As written: ``double``, ``tensor(int64)[-1, 28]``, ``Array(string)``."""
    required: bool | None = None
    """None when the format of the day did not record it."""
    default: str = ""
    """For an inference parameter: the default as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What goes into a model and what comes out."""

    inputs: tuple[SignatureField, ...] = ()
    outputs: tuple[SignatureField, ...] = ()
    params: tuple[SignatureField, ...] = ()
    source: Source


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of ``requirements.txt`` or of the pip part of ``conda.yaml``."""

    name: str
    """Normalised as PEP 503 asks: lower case, runs of ``-_.`` made ``-``; empty for a line that names no package."""
    specifier: str
    """Such as ``==1.8.1``; empty when unpinned."""
    line: str
    """As written."""
    source: Source


@dataclass(frozen=True, slots=True)
class Flavor:
    """One way to load the model, such as ``sklearn`` or ``python_function``."""

    name: str
    fields: tuple[tuple[str, str], ...]
    """What the flavor records, as (name, text), by name."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPackage:
    """An ``MLmodel`` file and what stands beside it. Nothing of it is ever loaded or run."""

    path: str
    """Folder below the artifact root, such as ``model``; empty for the root itself."""
    flavors: tuple[Flavor, ...] = ()
    signature: Signature | None = None
    size_bytes: int | None = None
    """``model_size_bytes`` as recorded: the folder while saving, not the payload alone."""
    model_uuid: str = ""
    run_id: str = ""
    mlflow_version: str = ""
    creation_time: datetime | None = None
    python_version: str = ""
    requirements: tuple[Requirement, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    """The user's own mapping, as (name, text)."""
    source: Source
    """The ``MLmodel`` file."""
