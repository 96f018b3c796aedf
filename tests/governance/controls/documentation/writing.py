"""Records of one model with what people wrote about it."""

from typing import Any

from generator.catalog import ControlSetting, Policy
from tests import factories

TEXT = "Ranks customers by how likely they are to leave, so that the retention desk calls the right ones."
PRODUCTION = {"champion": "1"}


def written(
    prose: dict[str, str] | None = None,
    *,
    production: bool = False,
    versions: tuple[Any, ...] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """One model, in production by its alias where it is said to be."""
    given: dict[str, Any] = {"aliases": PRODUCTION if production else {}}
    if versions is not None:
        given["versions"] = versions
    return {
        "models": (factories.model(**given),),
        "narratives": (factories.narrative(fields=fields, prose=prose or {}),),
    }


def setting(control: str, **parameters: Any) -> Policy:
    """A policy that sets parameters of one control."""
    place = factories.source("governance/policy.yaml", f"/controls/{control}")
    return Policy(controls={control: ControlSetting(control=control, parameters=parameters, source=place)})
