"""The Python environment that a packaged model asks for: ``requirements.txt``, ``conda.yaml``, ``python_env.yaml``."""

import re

from generator.catalog import Requirement
from generator.provenance import Source
from generator.provenance.document import Document

_LINE = re.compile(
    r"""
    (?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)   # PEP 508
    \s*(?:\[[^\]]*\])?                                     # extras
    \s*(?P<specifier>(?:[=<>!~@(][^;#]*)?)                 # conda pins with a single =
    """,
    re.VERBOSE,
)
_RUNS = re.compile(r"[-_.]+")
_COMMENT = re.compile(r"(^|\s)#.*$")
_OF_CONDA_ITSELF = frozenset({"pip", "python"})


def requirement_of(line: str, source: Source) -> Requirement:
    """One requirement as pip or conda writes it; a line that names no package keeps its text only."""
    found = _LINE.match(line)
    if found is None or line[found.end() :].strip()[:1] not in {"", ";", "#"}:
        return Requirement("", "", line, source)
    name = _RUNS.sub("-", found["name"]).lower()
    return Requirement(name, found["specifier"].strip(), line, source)


def requirements_of_text(text: str, source: Source) -> tuple[Requirement, ...]:
    """The requirements in the text of a ``requirements.txt``, in its order; comments and empty lines are none."""
    lines = ((number, _COMMENT.sub("", line).strip()) for number, line in enumerate(text.splitlines(), 1))
    return tuple(requirement_of(line, source.line(number)) for number, line in lines if line)


def requirements_of_conda(document: Document) -> tuple[Requirement, ...]:
    """The requirements in a ``conda.yaml``, those of its ``pip`` part after its own; Python and pip are none."""
    own: list[Requirement] = []
    of_pip: list[Requirement] = []
    for position, each in enumerate(_dependencies(document)):
        source = document.at("dependencies").at(position)
        if isinstance(each, str):
            requirement = requirement_of(each, source)
            own.extend([requirement] if requirement.name not in _OF_CONDA_ITSELF else [])
        elif isinstance(each, dict) and isinstance(each.get("pip"), list):
            lines = [line for line in each["pip"] if isinstance(line, str)]
            of_pip.extend(requirement_of(line, source.at("pip", below)) for below, line in enumerate(lines))
    return (*own, *of_pip)


def python_of_conda(document: Document) -> str:
    """The version of Python that a ``conda.yaml`` pins, such as ``3.11.7``; empty when it pins none."""
    for each in _dependencies(document):
        found = _LINE.match(each) if isinstance(each, str) else None
        if found and found["name"] == "python":
            return found["specifier"].strip("= ")
    return ""


def _dependencies(document: Document) -> list[object]:
    found = document.values.get("dependencies")
    return found if isinstance(found, list) else []
