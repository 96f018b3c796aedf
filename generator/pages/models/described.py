"""Which version a model card speaks of, and why that one."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.analyses.standing.roles import Role, RoleHolder, challenger, in_production
from generator.catalog import Alias, ModelVersion, RegisteredModel
from generator.messages import say, say_many
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The version that a card describes."""

    version: ModelVersion
    reason: str
    """Why this one, such as ``in production by the alias @champion``."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """Where the versions of a model stand."""

    production: RoleHolder | None
    challenger: RoleHolder | None
    described: Described | None
    """None for a model without listed versions."""
    roles: Mapping[str, Role]
    """The role of each version that has one, by version."""
    aliases: Mapping[str, tuple[Alias, ...]]
    """The aliases of each version that has any, by version."""


def standings(model: RegisteredModel) -> Standings:
    """The version in production is described, else the newest listed one."""
    production, rival = in_production(model), challenger(model)
    aliases: dict[str, tuple[Alias, ...]] = {}
    for alias in model.aliases:
        aliases[alias.version] = (*aliases.get(alias.version, ()), alias)
    return Standings(
        production=production,
        challenger=rival,
        described=_described(model, production),
        roles={holder.version.version: holder.role for holder in (rival, production) if holder},
        aliases=aliases,
    )


def _described(model: RegisteredModel, production: RoleHolder | None) -> Described | None:
    if production:
        by = "alias" if production.claim.startswith("@") else "stage"
        rivals = (
            say(
                ", the newest of {rivals} there",
                rivals=say_many(len(production.rivals) + 1, "{n} version", "{n} versions"),
            )
            if production.rivals
            else ""
        )
        return Described(
            version=production.version,
            reason=say(
                "in production by the {by} {claim}{rivals}", by=by, claim=production.claim, rivals=rivals
            ),
            sources=(production.source,),
        )
    if not model.listed_versions:
        return None
    newest = model.listed_versions[-1]
    return Described(
        version=newest, reason=say("the newest; none is in production"), sources=(newest.source,)
    )
