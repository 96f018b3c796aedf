"""Whether loading the files of a model can run code that somebody put into them."""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.changes.packaging import is_payload
from generator.catalog import Artifact, ContentKind, Flavor
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say
from generator.provenance import Source

_RUNS_CODE = frozenset(
    {ContentKind.PICKLE, ContentKind.COMPRESSED_PICKLE, ContentKind.TORCH_ARCHIVE, ContentKind.PROGRAM}
)
_HOLDS_DATA = frozenset(
    {
        ContentKind.SAFETENSORS, ContentKind.ONNX, ContentKind.GGUF, ContentKind.CATBOOST, ContentKind.UBJSON,
        ContentKind.JSON, ContentKind.TEXT, ContentKind.XML, ContentKind.NUMPY, ContentKind.PARQUET,
        ContentKind.IMAGE, ContentKind.PDF,
    }
)  # fmt: skip
_FORMAT, _TRUSTED_TYPES = "serialization_format", "skops_trusted_types"
"""Fields that MLflow's flavor ``sklearn`` records (``mlflow/sklearn/__init__.py``)."""
_PICKLE_FORMATS = frozenset({"pickle", "cloudpickle", "joblib", "dill"})
_NONE = frozenset({"", "null", "[]"})
_CODE_ENDINGS = (".py", ".pyc", ".sh")
_QUOTED = 20
"""Files that evidence quotes at most."""


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The files of a model by what loading them may do."""

    running: tuple[Evidence, ...]
    unknown: tuple[Evidence, ...]
    data: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRunsNoCode(VersionControl):
    """The files of the model hold data and nothing that runs."""

    about: ClassVar = About(
        id="SEC-003",
        title=say("Model format cannot execute code"),
        family=Family.SECURITY,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say("every version whose files are in the store"),
        passes=say(
            "every file is of a format that only holds data, by its bytes: safetensors, ONNX, GGUF, JSON, UBJSON, text, NumPy arrays of numbers, or skops without extra trusted types"
        ),
        warns=say(
            "a version that is not in production has a file that runs code when it is loaded, or it cannot be established what a file is"
        ),
        fails=say(
            "a version in production has one: a pickle of any kind, a PyTorch archive, a program, Python code, or skops with extra trusted types"
        ),
        evidence=say("the files with what their bytes are, and what MLmodel says of them"),
        remediation=say("Save the model again as safetensors, ONNX, skops or in the booster's own format."),
        clauses=("AIA:15.5", "AIA:IV.2h", "NIST:MEASURE-2.7", "NIST:GOVERN-6.1", "G7:security"),
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        origin = subject.origin
        flavors = origin.package.flavors if origin.package else ()
        if not origin.artifacts and not flavors:
            return not_applicable(say("none of its files are in the store"), evidence(subject.version.source))
        files = _sorted(origin.artifacts, flavors)
        if files.running:
            kinds = put_together(dict.fromkeys(each.excerpt for each in files.running), ", ")
            place = subject.production_place
            proof = [
                *files.running[:_QUOTED],
                *([evidence(place, "", say("in production"))] if place else []),
            ]
            message = say("loading the model may run code that is in it: {kinds}", kinds=kinds)
            return (failed if place else warned)(message, proof, observed=kinds)
        if files.unknown:
            count = len(files.unknown)
            what = say("1 file") if count == 1 else say("{count_} files", count_=count)
            message = say(
                "whether {what} can run code when the model is loaded cannot be established", what=what
            )
            return warned(message, files.unknown[:_QUOTED], observed=files.unknown[0].excerpt)
        folder = f"{origin.package.path}/" if origin.package and origin.package.path else ""
        if not any(is_payload(artifact.path.removeprefix(folder)) for artifact in origin.artifacts):
            message = say(
                "the model's own files are not in the store, so that their format cannot be established"
            )
            return warned(message, files.data[:_QUOTED])
        kinds = put_together(sorted({each.excerpt for each in files.data}), ", ")
        return passed(
            say("its files hold data only: {kinds}", kinds=kinds), files.data[:_QUOTED], observed=kinds
        )


def _sorted(artifacts: Iterable[Artifact], flavors: Iterable[Flavor]) -> _Sorted:
    running, unknown, data = [*_declared(flavors)], [], []
    trusted = _trusted_types(flavors)
    for artifact in artifacts:
        ending = posixpath.splitext(artifact.path)[1].casefold()
        if artifact.kind in _RUNS_CODE:
            running.append(_of(artifact, artifact.kind.value))
        elif artifact.kind is ContentKind.TEXT and ending in _CODE_ENDINGS:
            running.append(_of(artifact, "code"))
        elif artifact.kind is ContentKind.SKOPS and trusted:
            running.append(_of(artifact, say("skops with extra trusted types")))
            running += [evidence(place, types, _TRUSTED_TYPES) for types, place in trusted if types]
        elif artifact.kind is ContentKind.SKOPS and trusted is None:
            unknown.append(_of(artifact, say("skops, and no record says which types it trusts")))
        elif artifact.kind is None:
            unknown.append(_of(artifact, say("not read")))
        elif artifact.kind in _HOLDS_DATA or artifact.kind is ContentKind.SKOPS:
            data.append(_of(artifact, artifact.kind.value))
        else:
            unknown.append(_of(artifact, artifact.kind.value))
    return _Sorted(tuple(running), tuple(unknown), tuple(data))


def _of(artifact: Artifact, what: str) -> Evidence:
    return evidence(artifact.source, what, artifact.path)


def _declared(flavors: Iterable[Flavor]) -> Iterator[Evidence]:
    """The formats that ``MLmodel`` says the model was saved in, where they are pickles."""
    for flavor in flavors:
        declared = dict(flavor.fields).get(_FORMAT, "")
        if declared.casefold() in _PICKLE_FORMATS:
            yield evidence(flavor.source.at(_FORMAT), declared, _FORMAT)


def _trusted_types(flavors: Iterable[Flavor]) -> tuple[tuple[str, Source], ...] | None:
    """The types that skops must be told to trust, with their place; None where no flavor says anything of them."""
    said = [
        (dict(flavor.fields)[_TRUSTED_TYPES], flavor.source.at(_TRUSTED_TYPES))
        for flavor in flavors
        if _TRUSTED_TYPES in dict(flavor.fields)
    ]
    return tuple((types, place) for types, place in said if types not in _NONE) if said else None
