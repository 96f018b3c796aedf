"""A packaged model: the folder around an ``MLmodel`` file."""

import re
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


_LINE = re.compile(
    r"""
    (?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)   # PEP 508
    \s*(?:\[[^\]]*\])?                                     # extras
    \s*(?P<specifier>(?:[=<>!~@(][^;#]*)?)                 # conda pins with a single =
    """,
    re.VERBOSE,
)
_RUNS = re.compile(r"[-_.]+")


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

    @classmethod
    def of(cls, line: str, source: Source) -> "Requirement":
        """One requirement as pip or conda writes it; a line that names no package keeps its text only."""
        found = _LINE.match(line)
        if found is None or line[found.end() :].strip()[:1] not in {"", ";", "#"}:
            return cls("", "", line, source)
        name = _RUNS.sub("-", found["name"]).lower()
        return cls(name, found["specifier"].strip(), line, source)


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
