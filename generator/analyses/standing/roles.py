"""Which version serves and which one wants to: the one place that decides it."""

from dataclasses import dataclass
from enum import StrEnum

from generator.catalog import ModelVersion, RegisteredModel
from generator.messages import word
from generator.provenance import Source


class Role(StrEnum):
    """What a version is to the people who depend on the model."""

    PRODUCTION = word("production")
    """It answers the real requests."""
    CHALLENGER = word("challenger")
    """It is tried against the one that does."""


_STAGES = {Role.PRODUCTION: "production", Role.CHALLENGER: "staging"}
_ALIASES = {
    Role.PRODUCTION: ("champion", "production", "prod"),
    Role.CHALLENGER: ("challenger", "staging", "candidate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHolder:
    """The version that holds a role, and the record that says so."""

    role: Role
    version: ModelVersion
    claim: str
    """What the registry says, as written: ``Production`` for a stage, ``@champion`` for an alias."""
    source: Source
    rivals: tuple[ModelVersion, ...] = ()
    """Other listed versions that the registry gives the same role, newest first; a page should not hide them."""


def in_production(model: RegisteredModel) -> RoleHolder | None:
    """The version in production.

    The stage ``Production`` decides, the newest version if several are in it; else the first of the aliases
    ``champion``, ``production`` and ``prod`` that points at a listed version; else there is none. Neither stages nor
    aliases are compared by case.
    """
    return _holder(Role.PRODUCTION, model, None)


def challenger(model: RegisteredModel) -> RoleHolder | None:
    """The version that stands to replace the one in production, which is never its own challenger.

    The stage ``Staging`` decides, the newest version if several are in it; else the first of the aliases
    ``challenger``, ``staging`` and ``candidate`` that points at a listed version; else there is none.
    """
    holder = in_production(model)
    return _holder(Role.CHALLENGER, model, holder.version if holder else None)


def _holder(role: Role, model: RegisteredModel, excluded: ModelVersion | None) -> RoleHolder | None:
    claims = _claims(role, model)
    claims = [claim for claim in claims if excluded is None or claim[0].version != excluded.version]
    if not claims:
        return None
    version, claim, source = claims[0]
    rivals = {found.version: found for found, _, _ in claims if found.version != version.version}
    return RoleHolder(
        role=role,
        version=version,
        claim=claim,
        source=source,
        rivals=tuple(sorted(rivals.values(), key=lambda found: found.sequence, reverse=True)),
    )


def _claims(role: Role, model: RegisteredModel) -> list[tuple[ModelVersion, str, Source]]:
    """Every claim to the role, the one that decides first."""
    claims = [
        (version, version.stage, version.at("stage"))
        for version in reversed(model.listed_versions)
        if version.stage.casefold() == _STAGES[role]
    ]
    listed = {version.version: version for version in model.listed_versions}
    for name in _ALIASES[role]:
        claims += [
            (listed[alias.version], f"@{alias.name}", alias.source)
            for alias in model.aliases
            if alias.name.casefold() == name and alias.version in listed
        ]
    return claims
