"""Records of one version that was trained and measured on data."""

from typing import Any

from generator.catalog import DatasetInput, DataStatement, Generation, Statement
from tests import factories

PROOF = {"18b8e1d0": "ab" * 32, "cccccccc": "cd" * 32}
"""SHA-256 of the generations that people describe, by the tracker's digest."""


def statement(
    name: str = "transactions", *, datasheet: dict[str, str] | None = None, **fields: Any
) -> DataStatement:
    """What people wrote about a dataset, with the generations of :data:`PROOF`."""
    place = factories.source(f"governance/datasets/{name}.yaml")
    return DataStatement(
        name=name,
        fields={key: Statement(value, place.at(key)) for key, value in fields.items()},
        datasheet={
            key: Statement(value, place.at("datasheet", key)) for key, value in (datasheet or {}).items()
        },
        generations=tuple(
            Generation(digest=digest, sha256=sha256, source=place.at("generations", index))
            for index, (digest, sha256) in enumerate(PROOF.items())
        ),
        source=place,
    )


def using(
    *inputs: DatasetInput,
    statements: tuple[DataStatement, ...] = (),
    alias: str = "",
    tier: str = "",
    metrics: Any = (),
    **given: Any,
) -> dict[str, Any]:
    """One version whose run used data; in production, staging or neither by its alias."""
    run = factories.run("r1", inputs=inputs, metrics=metrics)
    fields = {"risk_tier": tier} if tier else {}
    return {
        "models": (factories.model(aliases={alias: "1"} if alias else {}),),
        "runs": (run,),
        "narratives": (factories.narrative(fields=fields),),
        "data_statements": statements,
    } | given


TRAINED = factories.used()
MEASURED = factories.used("holdout", "cccccccc", "evaluation")
