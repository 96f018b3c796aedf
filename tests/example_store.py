"""The committed example read with nothing but the standard library and PyYAML, not with the readers it tests."""

from functools import cache
from pathlib import Path

import yaml

from tests.conftest import ROOT

EXAMPLE = ROOT / "examples"
STORE = EXAMPLE / "mlruns"
GOVERNANCE = EXAMPLE / "governance"


@cache
def document(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def files():
    return tuple(sorted(path for path in STORE.rglob("*") if path.is_file()))


@cache
def runs():
    """Every run of every experiment, deleted ones too, by run id."""
    metas = (*STORE.glob("*/*/meta.yaml"), *STORE.glob(".trash/*/*/meta.yaml"))
    return {path.parent.name: path.parent for path in metas if "run_name" in document(path)}


def run_named(name):
    [run] = [path for path in runs().values() if document(path / "meta.yaml")["run_name"] == name]
    return run


def versions(model):
    """The ``meta.yaml`` of every version by number."""
    found = (STORE / "models" / model).glob("version-*/meta.yaml")
    return {document(path)["version"]: document(path) for path in found}


def points(run, metric):
    return [line.split() for line in (run / "metrics" / metric).read_text(encoding="utf-8").splitlines()]


def value(run, metric):
    return max((int(point[2]), int(point[0]), float(point[1])) for point in points(run, metric))[2]


def behind(model, version):
    return runs()[versions(model)[version]["run_id"]]


def artifacts(model, version):
    [folder] = STORE.glob(f"*/models/{versions(model)[version]['model_id']}/artifacts")
    return folder


def register(name):
    return document(GOVERNANCE / f"{name}.yaml")[name]
