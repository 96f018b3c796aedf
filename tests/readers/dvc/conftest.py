"""The pipeline that these tests change."""

from pathlib import Path

import pytest

from tests.readers.dvc.pipelines import LOCK, PIPELINE, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pipeline of two stages that ran."""
    return write(
        tmp_path / "here",
        {
            "dvc.yaml": PIPELINE,
            "dvc.lock": LOCK,
            "params.yaml": "lr: 1e-3\nnet:\n  depth: 3\nseed: 7\n",
            "metrics.json": '{"auc": 0.75, "by": {"f1": 0.5}}',
        },
    )
