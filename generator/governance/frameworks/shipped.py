"""The frameworks that ship with the program, from the YAML files beside this one."""

from functools import cache
from importlib.resources import files

from generator.catalog import Framework
from generator.provenance import Source
from generator.readers.governance.form import Form
from generator.readers.governance.frameworks import framework_of
from generator.readers.yaml_documents import yaml_document

_FOLDER = "catalogue"
_ORDER = (
    "eu-ai-act", "nist-ai-rmf", "iso-42001", "sr-26-2", "ss1-23", "gdpr",
    "model-cards", "datasheets", "g7-ai-sbom", "soc-2", "21-cfr-11", "gmlp",
)  # fmt: skip
"""Names of the files, in the order in which they are shown."""


@cache
def shipped_frameworks() -> tuple[Framework, ...]:
    """Every framework that ships.

    Raises:
        DocumentError: when one of our own files is broken, which a test rules out.
    """
    return tuple(_read(name) for name in _ORDER)


def _read(name: str) -> Framework:
    file = files(__package__).joinpath(_FOLDER, f"{name}.yaml")
    source = Source(f"modelfolio/frameworks/{name}.yaml")
    return framework_of(Form(yaml_document(file.read_text(encoding="utf-8"), source)))


def is_shipped(framework: Framework) -> bool:
    """Whether it is one of ours, whose words are English in every site, rather than a team's in a language of theirs."""
    return framework in shipped_frameworks()


def frameworks_of(added: tuple[Framework, ...]) -> tuple[Framework, ...]:
    """What ships, with those of a team: one of the same id takes the place of ours, others come behind."""
    own = {framework.id: framework for framework in added}
    ours = [own.pop(framework.id, framework) for framework in shipped_frameworks()]
    return (*ours, *own.values())
