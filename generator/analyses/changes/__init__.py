"""What changed between versions, how large it is, and the changelog of a model."""

from generator.analyses.changes.compare import changelog, compare_versions, suggested_labels
from generator.analyses.changes.declared import DeclaredVersion, declared_size, declared_version
from generator.analyses.changes.diff import Bump, RuleHit, VersionDiff
from generator.analyses.changes.groups import ChangeGroup, grouped
from generator.analyses.changes.notes import ChangeNote, NoteKind, describe
from generator.analyses.changes.pins import pin_distance
from generator.analyses.changes.rules import RULES, Rule
from generator.analyses.changes.values import (
    BumpSize,
    Change,
    CodeChange,
    DataChange,
    DatasetUse,
    DependencyChange,
    FileChange,
    FilesDiff,
    FlavorChange,
    MetricChange,
    ParamChange,
    Part,
    SignatureDiff,
    SignatureFieldChange,
    SignatureSide,
    TagChange,
    TextChange,
    Verdict,
)

__all__ = [
    "RULES",
    "Bump",
    "BumpSize",
    "Change",
    "ChangeGroup",
    "ChangeNote",
    "CodeChange",
    "DataChange",
    "DatasetUse",
    "DeclaredVersion",
    "DependencyChange",
    "FileChange",
    "FilesDiff",
    "FlavorChange",
    "MetricChange",
    "NoteKind",
    "ParamChange",
    "Part",
    "Rule",
    "RuleHit",
    "SignatureDiff",
    "SignatureFieldChange",
    "SignatureSide",
    "TagChange",
    "TextChange",
    "Verdict",
    "VersionDiff",
    "changelog",
    "compare_versions",
    "declared_size",
    "declared_version",
    "describe",
    "grouped",
    "pin_distance",
    "suggested_labels",
]
