"""Which of the policy's environments a version has reached, by what its registry says."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.catalog import Environment, ModelVersion, Policy, RegisteredModel
from generator.messages import say
from generator.provenance import Source

_NO_STAGE = "none"


@dataclass(frozen=True, slots=True)
class EnvironmentClaim:
    """What puts a version into an environment."""

    words: str
    """Such as ``stage Production``, ``@champion`` or ``tag env: prod``."""
    source: Source


def claims_of(
    policy: Policy, model: RegisteredModel, version: ModelVersion
) -> Mapping[str, EnvironmentClaim]:
    """The environments that a version is in, with what says so, in the order of the policy.

    A stage, an alias or a tag says so where the policy's environment names it; stages and aliases are compared without
    case. The last environment answers to the policy's production aliases too.
    """
    found: dict[str, EnvironmentClaim] = {}
    for environment in policy.environments:
        last = environment is policy.environments[-1]
        claim = _claim(environment, policy.production_aliases if last else (), model, version)
        if claim is not None:
            found[environment.name] = claim
    return found


def environments_of(policy: Policy, model: RegisteredModel, version: ModelVersion) -> Mapping[str, Source]:
    """The environments that a version is in, with the record that says so; see :func:`claims_of`."""
    return {name: claim.source for name, claim in claims_of(policy, model, version).items()}


def _claim(
    environment: Environment, more_aliases: tuple[str, ...], model: RegisteredModel, version: ModelVersion
) -> EnvironmentClaim | None:
    stages = {stage.casefold() for stage in environment.stages}
    if version.stage and version.stage.casefold() in stages - {_NO_STAGE}:
        return EnvironmentClaim(say("stage {stage}", stage=version.stage), version.source.at("current_stage"))
    names = {alias.casefold() for alias in (*environment.aliases, *more_aliases)}
    for alias in model.aliases_of(version.version):
        if alias.name.casefold() in names:
            return EnvironmentClaim(f"@{alias.name}", alias.source)
    for tag in version.tags:
        if (tag.key, tag.value) in environment.tags:
            return EnvironmentClaim(say("tag {key}: {tag}", key=tag.key, tag=tag.value), tag.source)
    if _NO_STAGE in stages and (version.stage or _NO_STAGE).casefold() == _NO_STAGE:
        return EnvironmentClaim(say("no stage"), version.source.at("current_stage"))
    return None
