"""The Python environment that a packaged model asks for: ``requirements.txt``, ``conda.yaml``, ``python_env.yaml``."""

import re

from generator.catalog import Requirement
from generator.provenance import Source
from generator.provenance.document import Document

_COMMENT = re.compile(r"(^|\s)#.*$")
_OF_CONDA_ITSELF = frozenset({"pip", "python"})


def requirements_of_text(text: str, source: Source) -> tuple[Requirement, ...]:
    """The requirements in the text of a ``requirements.txt``, in its order; comments and empty lines are none."""
    lines = ((number, _COMMENT.sub("", line).strip()) for number, line in enumerate(text.splitlines(), 1))
    return tuple(Requirement.of(line, source.line(number)) for number, line in lines if line)


def requirements_of_conda(document: Document) -> tuple[Requirement, ...]:
    """The requirements in a ``conda.yaml``, those of its ``pip`` part after its own; Python and pip are none."""
    own: list[Requirement] = []
    of_pip: list[Requirement] = []
    for position, each in enumerate(_dependencies(document)):
        source = document.at("dependencies").at(position)
        if isinstance(each, str):
            requirement = Requirement.of(each, source)
            own.extend([requirement] if requirement.name not in _OF_CONDA_ITSELF else [])
        elif isinstance(each, dict) and isinstance(each.get("pip"), list):
            lines = [line for line in each["pip"] if isinstance(line, str)]
            of_pip.extend(Requirement.of(line, source.at("pip", below)) for below, line in enumerate(lines))
    return (*own, *of_pip)


def python_of_conda(document: Document) -> str:
    """The version of Python that a ``conda.yaml`` pins, such as ``3.11.7``; empty when it pins none."""
    for each in _dependencies(document):
        found = Requirement.of(each, document.source) if isinstance(each, str) else None
        if found and found.name == "python":
            return found.specifier.strip("= ")
    return ""


def _dependencies(document: Document) -> list[object]:
    found = document.values.get("dependencies")
    return found if isinstance(found, list) else []
