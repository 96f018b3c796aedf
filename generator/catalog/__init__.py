"""The nouns: frozen values without input or output."""

from generator.catalog.card import (
    CARD_FIELDS,
    CARD_FIELDS_BY_KEY,
    CardField,
    CardHeading,
    FieldKind,
    card_field,
)
from generator.catalog.catalog import Catalog, FileRead, Records
from generator.catalog.narrative import MetricGoal, ModelNarrative, Prose, Statement, Value
from generator.catalog.package import Flavor, ModelPackage, Requirement, Signature, SignatureField
from generator.catalog.problem import Problem, Severity
from generator.catalog.registry import Alias, ModelVersion, Prompt, PromptVersion, RegisteredModel, VersionRef
from generator.catalog.runs import (
    Artifact,
    CodeVersion,
    Column,
    Dataset,
    DatasetInput,
    Experiment,
    LifecycleStage,
    LoggedModel,
    LoggedModelStatus,
    Metric,
    MetricPoint,
    Param,
    Run,
    RunStatus,
    Tag,
)
from generator.catalog.series import Series

__all__ = [
    "CARD_FIELDS",
    "CARD_FIELDS_BY_KEY",
    "Alias",
    "Artifact",
    "CardField",
    "CardHeading",
    "Catalog",
    "CodeVersion",
    "Column",
    "Dataset",
    "DatasetInput",
    "Experiment",
    "FieldKind",
    "FileRead",
    "Flavor",
    "LifecycleStage",
    "LoggedModel",
    "LoggedModelStatus",
    "Metric",
    "MetricGoal",
    "MetricPoint",
    "ModelNarrative",
    "ModelPackage",
    "ModelVersion",
    "Param",
    "Problem",
    "Prompt",
    "PromptVersion",
    "Prose",
    "Records",
    "RegisteredModel",
    "Requirement",
    "Run",
    "RunStatus",
    "Series",
    "Severity",
    "Signature",
    "SignatureField",
    "Statement",
    "Tag",
    "Value",
    "VersionRef",
    "card_field",
]
