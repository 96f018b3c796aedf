"""Which version somebody means who writes a number, an alias or a stage."""

from generator.analyses.wording import bare_version
from generator.catalog import ModelVersion, RegisteredModel


def named_version(model: RegisteredModel, name: str) -> ModelVersion | None:
    """The listed version that a name stands for; None for none.

    A name with an ``@`` before it is an alias and nothing else. Any other is a version as the registry writes it, with or
    without a ``v``; else a stage, whose newest version is meant; else an alias. Stages and aliases are compared without
    case.
    """
    if name.startswith("@"):
        return _by_alias(model, name[1:])
    listed = model.listed_versions
    exact = next((version for version in listed if version.version == name), None)
    loose = next((version for version in listed if bare_version(version.version) == bare_version(name)), None)
    staged = next(
        (version for version in reversed(listed) if version.stage.casefold() == name.casefold() != ""), None
    )
    return exact or loose or staged or _by_alias(model, name)


def version_names(model: RegisteredModel) -> tuple[str, ...]:
    """Every name that :func:`named_version` knows, newest version first."""
    listed = model.listed_versions[::-1]
    stages = dict.fromkeys(
        version.stage for version in listed if version.stage.casefold() not in {"", "none"}
    )
    aliases = (f"@{alias.name}" for alias in model.aliases if _by_alias(model, alias.name))
    return (*(version.version for version in listed), *stages, *aliases)


def _by_alias(model: RegisteredModel, name: str) -> ModelVersion | None:
    listed = {version.version: version for version in model.listed_versions}
    found = (alias for alias in model.aliases if alias.name.casefold() == name.casefold())
    return next((listed[alias.version] for alias in found if alias.version in listed), None)
