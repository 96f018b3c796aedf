"""A pipeline of two stages that ran, and what is read of it."""

from pathlib import Path

from generator.catalog import Catalog, Run
from generator.readers.dvc.reader import DvcReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store

PIPELINE = """\
stages:
  prepare:
    cmd: python prepare.py
    deps: [raw.csv, prepare.py]
    outs: [clean.csv]
  train:
    cmd: python train.py
    desc: Fit it.
    deps: [clean.csv]
    params: [lr, net]
    outs:
      - model.bin:
          type: model
    metrics:
      - metrics.json:
          cache: false
"""
LOCK = """\
schema: '2.0'
stages:
  prepare:
    cmd: python prepare.py
    deps:
    - {path: prepare.py, hash: md5, md5: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, size: 10}
    - {path: raw.csv, hash: md5, md5: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, size: 20}
    outs:
    - {path: clean.csv, hash: md5, md5: cccccccccccccccccccccccccccccccc, size: 30}
  train:
    cmd: python train.py
    deps:
    - {path: clean.csv, hash: md5, md5: cccccccccccccccccccccccccccccccc, size: 30}
    params:
      params.yaml:
        lr: 0.001
        net: {depth: 3}
    outs:
    - {path: model.bin, hash: md5, md5: dddddddddddddddddddddddddddddddd, size: 40}
"""


def read(folder: Path) -> Catalog:
    return read_catalog([Store(folder, "store")], [DvcReader()])


def slugs(catalog: Catalog) -> list[str]:
    return [problem.slug for problem in catalog.problems]


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def run_of(catalog: Catalog, stage: str = "") -> Run:
    return catalog.runs_by_id[f"store/dvc.yaml:{stage}" if stage else "store/dvc.yaml"]


def params_of(run: Run) -> dict[str, str]:
    return {param.key: param.value for param in run.params}


def metrics_of(run: Run) -> dict[str, float]:
    return {metric.key: metric.last.value for metric in run.metrics}
