"""Whether a version could be made again, and whether its files are those that were approved."""

from generator.governance.controls.reproducibility.artifacts import ArtifactsAsApproved
from generator.governance.controls.reproducibility.environment import DependenciesPinned, EnvironmentLocked
from generator.governance.controls.reproducibility.signature import SignatureVerifies
from generator.governance.controls.reproducibility.source_code import (
    CommitRecorded,
    SeedRecorded,
    WorkingTreeClean,
)

CONTROLS = (
    CommitRecorded,
    WorkingTreeClean,
    SeedRecorded,
    DependenciesPinned,
    EnvironmentLocked,
    ArtifactsAsApproved,
    SignatureVerifies,
)
"""What the entry point brings."""
