"""The points of technical documentation that Annex IV of the EU AI Act (Regulation (EU) 2024/1689) asks for.

Each point names the fields of the card and the records that together can answer it; where none can, only a statement of
its own in the front matter does (``annex_iv``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from generator.catalog.card import folded
from generator.messages import say, word


class AnnexRecord(StrEnum):
    """Something that trackers record of a version and that answers part of a point."""

    RUN = word("the run it was trained in")
    DEPENDENCIES = word("the packages it needs")
    SIGNATURE = word("its inputs and outputs")
    TRAINING_DATA = word("the data it was trained on")
    METRICS = word("what was measured of it")
    VERSIONS = word("the versions of the model")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexPoint:
    """One point of the annex."""

    id: str
    """Such as ``2d``; the key in the front matter."""
    asks: str
    """What has to be there, in a few words."""
    fields: tuple[str, ...] = ()
    """Fields of the card that answer it together."""
    records: tuple[AnnexRecord, ...] = ()
    """Records that answer it together with the fields."""
    attested: bool = False
    """Whether a person has to vouch for it, so that it is to be signed and dated."""
    copy: bool = False
    """Whether a document is asked for itself, so that words do not do."""

    @property
    def reference(self) -> str:
        """``2(d)``, as the law writes it."""
        return f"{self.id[0]}({self.id[1]})" if len(self.id) > 1 else self.id

    @property
    def clause(self) -> str:
        """Its id among the clauses of frameworks, such as ``AIA:IV.2d``."""
        return f"AIA:IV.{self.id}"


def _point(
    id_: str, asks: str, *fields: str, records: tuple[AnnexRecord, ...] = (), attested: bool = False, copy: bool = False
) -> AnnexPoint:  # fmt: skip
    return AnnexPoint(id=id_, asks=asks, fields=fields, records=records, attested=attested, copy=copy)


_R = AnnexRecord

# fmt: off
ANNEX_IV: tuple[AnnexPoint, ...] = (
    _point("1a", say("what it is for, who provides it, and how this version relates to earlier ones"), "intended_use", "provider", records=(_R.VERSIONS,)),
    _point("1b", say("how it works together with hardware, software and AI systems around it"), attested=True),
    _point("1c", say("the versions of the software it needs"), records=(_R.DEPENDENCIES,)),
    _point("1d", say("every form in which it is put on the market or into service"), attested=True),
    _point("1e", say("the hardware it is meant to run on"), attested=True),
    _point("1f", say("pictures of the product it is a part of, its marks and its inside"), attested=True),
    _point("1g", say("the interface that the deployer's people use"), attested=True),
    _point("1h", say("the instructions for use"), attested=True),
    _point("2a", say("the steps of its development, and what was taken from others"), "base_model", records=(_R.RUN,)),
    _point("2b", say("its logic, the choices of its design with their reasons, what it optimises, and what was traded off"), "architecture", "metrics_choice", "decision_thresholds", "tradeoffs", attested=True),
    _point("2c", say("how its parts build on each other, and the computing it took"), "architecture", "environment"),
    _point("2d", say("the data it was trained on: origin, scope, selection, labelling and cleaning"), "training_data", "training_preprocessing", records=(_R.TRAINING_DATA,)),
    _point("2e", say("the oversight by people that it needs, and what helps them to read its output"), "human_oversight", "explainability", attested=True),
    _point("2f", say("the changes that are decided beforehand, and how it stays in keeping with the law"), attested=True),
    _point("2g", say("how it was validated and tested, on which data, with which results for which groups"), "evaluation_data", "quantitative_analyses", records=(_R.METRICS,)),
    _point("2h", say("the measures for its security"), "security"),
    _point("3", say("what it can and cannot do, how accurate it is for whom, its foreseeable harms, its oversight and its inputs"), "limitations", "quantitative_analyses", "ethical_considerations", "human_oversight", records=(_R.SIGNATURE,)),
    _point("4", say("why its metrics are the right ones"), "metrics_choice", attested=True),
    _point("5", say("the system of risk management of Article 9"), attested=True),
    _point("6", say("what the provider changed in the course of its life"), records=(_R.VERSIONS,)),
    _point("7", say("the harmonised standards applied, or what was done instead"), attested=True),
    _point("8", say("a copy of the EU declaration of conformity"), attested=True, copy=True),
    _point("9", say("how its performance on the market is watched, with the plan of Article 72(3)"), "monitoring"),
)
# fmt: on
"""Every point, in the order of the annex."""

ANNEX_IV_BY_ID: Mapping[str, AnnexPoint] = MappingProxyType({point.id: point for point in ANNEX_IV})


def annex_point(name: str) -> AnnexPoint | None:
    """The point that a key means: ``2d``, ``2(d)``, ``IV.2d`` and ``Annex IV(2)(d)`` are one; None for no point."""
    return ANNEX_IV_BY_ID.get(folded(name).removeprefix("annex").removeprefix("iv"))
