"""Pipelines of DVC and folders of DVCLive: held to a store that they wrote, to strangers' stores, and to every oddity."""

import hashlib
import json
import math
import os
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.analyses.lineage import EdgeKind, NodeKind, trace_lineage
from generator.catalog import Catalog, Run, RunStatus, Severity
from generator.errors import ReaderError
from generator.readers.dvc.histories import number_in
from generator.readers.dvc.interpolation import is_resolved, resolve
from generator.readers.dvc.paths import is_inside, place_of, plain_path
from generator.readers.dvc.reader import DvcReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store

STORE = Path(__file__).parents[1] / "stores" / "dvc" / "store"
PUBLIC = (
    "Himanshu-1703+experimation-through-pipelines",
    "RihabFekii+customer-churn-dvc",
    "filippopellizzari+dvc-template",
    "gauravgulia26+creditcardfrauddetection",
    "iterative+demo-bank-customer-churn",
)
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


def run_of(catalog: Catalog, stage: str = "") -> Run:
    return catalog.runs_by_id[f"store/dvc.yaml:{stage}" if stage else "store/dvc.yaml"]


def params_of(run: Run) -> dict[str, str]:
    return {param.key: param.value for param in run.params}


def metrics_of(run: Run) -> dict[str, float]:
    return {metric.key: metric.last.value for metric in run.metrics}


def test_the_store_that_dvc_wrote_is_read_whole():
    catalog = read(STORE)
    whole, train = run_of(catalog), run_of(catalog, "train")
    measured = json.loads((STORE / "reports/metrics.json").read_text())
    live = json.loads((STORE / "live/metrics.json").read_text())
    assert metrics_of(whole) == {
        "rows": measured["rows"], "test.mae": measured["test"]["mae"], "train/loss": live["train"]["loss"]
    }  # fmt: skip
    history = (STORE / "live/plots/metrics/train/loss.tsv").read_text().splitlines()[1:]
    loss = train.metric("train/loss")
    assert [(point.step, point.value) for point in loss.series] == [
        (int(step), float(value)) for step, value in (row.split("\t") for row in history)
    ]
    assert loss.count == live["step"] + 1 == 8
    assert params_of(whole) == {"train.rate": "0.4", "train.epochs": "8"}
    assert train.code.entry_point == "python src/train.py"
    assert (train.parent_run_id, train.status) == (whole.run_id, RunStatus.FINISHED)
    assert [used.name for used in whole.inputs] == ["data/raw.csv"]
    assert [used.name for used in run_of(catalog, "evaluate").inputs] == ["data/split/test.csv"]
    assert (
        run_of(catalog, "evaluate").model_inputs
        == train.model_outputs
        == (catalog.logged_models[0].model_id,)
    )
    assert run_of(catalog, "split").description == "Keep the last rows apart."
    assert slugs(catalog) == ["gto-git-missing"]


def test_the_way_from_data_through_stages_to_the_model_is_traced():
    catalog = read(STORE)
    lineage = trace_lineage(catalog)
    edges = {
        (lineage.by_id[edge.start].label, edge.kind, lineage.by_id[edge.end].label) for edge in lineage.edges
    }
    assert {
        ("data/raw.csv", EdgeKind.USED, "split"),
        ("split", EdgeKind.GENERATED, "data/split/train.csv"),
        ("data/split/train.csv", EdgeKind.USED, "train"),
        ("train", EdgeKind.GENERATED, "models/slope.json"),
        ("models/slope.json", EdgeKind.USED, "evaluate"),
        ("pipeline", EdgeKind.STARTED, "train"),
    } <= edges
    assert {node.kind for node in lineage.nodes} == {NodeKind.DATASET, NodeKind.RUN, NodeKind.LOGGED_MODEL}


@pytest.mark.parametrize("name", PUBLIC)
def test_strangers_pipelines_are_read_whole(name, shared_stores):
    folder = shared_stores / "public" / name / "store"
    catalog = read(folder)
    locked = yaml.safe_load((folder / "dvc.lock").read_text())["stages"]
    assert {run.name for run in catalog.runs} == {"pipeline", *locked}
    for stage, held in locked.items():
        run = run_of(catalog, stage)
        assert run.code.entry_point == held["cmd"]
        recorded = {used.digest for used in run.inputs} | {tag.value for tag in run.tags}
        recorded |= {catalog.logged_models_by_id[used].tags[0].value for used in run.model_inputs}
        assert recorded == {dep["md5"] for dep in held["deps"]}
        written = {each["md5"] for each in held.get("outs", ())}
        assert {output.digest for output in run.outputs} - written <= {
            dep["md5"] for other in locked.values() for dep in other["deps"]
        }
        assert len(run.artifacts) == len(held.get("outs", ()))
    measured = [
        json.loads((Path(place) / each).read_text())
        for place, _, files in os.walk(folder)
        for each in files
        if each == "metrics.json" and "mlruns" not in place
    ]
    assert metrics_of(run_of(catalog)) == {key: value for each in measured for key, value in each.items()}
    given = yaml.safe_load((folder / "params.yaml").read_text())
    assert len(run_of(catalog).params) == count_leaves(given)


def count_leaves(value: object) -> int:
    return sum(map(count_leaves, value.values())) if isinstance(value, dict) else 1


def test_windows_paths_of_a_stranger_lead_from_stage_to_stage(shared_stores):
    catalog = read(shared_stores / "public" / PUBLIC[0] / "store")
    made = {output.key for output in run_of(catalog, "build_features").outputs}
    assert {used.key for used in run_of(catalog, "train_model").inputs} <= made
    assert [used.name for used in run_of(catalog).inputs] == ["data/ingested/student_performance.csv"]


def test_every_record_names_its_place(folder):
    catalog = read(folder)
    train = run_of(catalog, "train")
    digest = hashlib.sha256((folder / "dvc.lock").read_bytes()).hexdigest()
    assert (str(train.source), train.source.sha256) == ("store/dvc.lock#/stages/train", digest)
    assert str(train.inputs[0].source) == "store/dvc.lock#/stages/train/deps/0"
    assert str(train.params[0].source) == "store/dvc.lock#/stages/train/params/params.yaml/lr"
    assert str(train.metric("by.f1").source) == "store/metrics.json#/by/f1"
    assert str(train.code.source) == "store/dvc.lock#/stages/train/cmd"
    assert str(catalog.logged_models[0].source) == "store/dvc.lock#/stages/train/outs/0"


def test_a_pipeline_becomes_an_experiment_with_a_run_for_each_stage(folder):
    catalog = read(folder)
    assert [(found.experiment_id, found.name) for found in catalog.experiments] == [("dvc.yaml", "store")]
    assert params_of(run_of(catalog)) == {"lr": "0.001", "net.depth": "3", "seed": "7"}
    assert params_of(run_of(catalog, "train")) == {"lr": "0.001", "net.depth": "3"}
    assert metrics_of(run_of(catalog)) == metrics_of(run_of(catalog, "train")) == {"auc": 0.75, "by.f1": 0.5}
    assert [tag.key for tag in run_of(catalog, "prepare").tags] == ["dvc.dep.prepare.py"]
    (model,) = catalog.logged_models
    assert (model.name, model.source_run_id) == ("model.bin", "store/dvc.yaml:train")
    data = {dataset.name: dataset for dataset in catalog.datasets}
    assert set(data) == {"raw.csv", "clean.csv"}
    assert data["raw.csv"].profile == (("algorithm of the digest", "md5"), ("bytes", "20"))
    assert slugs(catalog) == []


def test_a_lock_of_the_first_schema_is_read(folder):
    lock = yaml.safe_load(LOCK)["stages"]
    for stage in lock.values():
        for file in (*stage["deps"], *stage["outs"]):
            file.pop("hash")
    write(folder, {"dvc.lock": yaml.safe_dump(lock)})
    catalog = read(folder)
    assert {run.name for run in catalog.runs} == {"pipeline", "prepare", "train"}
    assert dict(catalog.datasets[0].profile)["algorithm of the digest"] == "md5-dos2unix"
    assert slugs(catalog) == []


def test_an_unknown_schema_is_reported(folder):
    write(folder, {"dvc.lock": LOCK.replace("'2.0'", "'3.0'")})
    catalog = read(folder)
    assert slugs(catalog) == ["dvc-schema-unknown"]
    assert len(catalog.runs) == 3


@pytest.mark.parametrize(
    ("lock", "slug"),
    [
        ("<<<<<<< HEAD\nschema: '2.0'\n=======\nschema: '1.0'\n>>>>>>> other\n", "merge-conflict"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 3\n", "git-lfs-pointer"),
        ("stages: [unclosed\n", "yaml-invalid"),
        ("", "yaml-empty"),
        ("- a\n", "yaml-not-mapping"),
    ],
)
def test_a_lock_that_cannot_be_read_costs_the_stages_only(folder, lock, slug):
    write(folder, {"dvc.lock": lock})
    catalog = read(folder)
    assert [run.name for run in catalog.runs] == ["pipeline"]
    assert metrics_of(run_of(catalog))["auc"] == 0.75
    assert run_of(catalog).status is RunStatus.UNKNOWN
    assert slug in slugs(catalog)


def test_a_byte_order_mark_and_windows_line_ends_cost_nothing(folder):
    for name in ("dvc.yaml", "dvc.lock", "params.yaml", "metrics.json"):
        write(folder, {name: b"\xef\xbb\xbf" + (folder / name).read_bytes().replace(b"\n", b"\r\n")})
    catalog = read(folder)
    assert params_of(run_of(catalog)) == {"lr": "0.001", "net.depth": "3", "seed": "7"}
    assert metrics_of(run_of(catalog))["auc"] == 0.75
    assert {problem.severity for problem in catalog.problems} == {Severity.NOTE}
    assert set(slugs(catalog)) == {"byte-order-mark"}


def test_a_broken_stage_costs_that_stage_only(folder):
    write(
        folder,
        {
            "dvc.lock": LOCK.replace(
                "    - {path: clean.csv, hash: md5, md5: c", "    - 7\n    - {path: clean.csv, md5: c", 1
            )
        },
    )
    catalog = read(folder)
    assert {run.name for run in catalog.runs} == {"pipeline", "prepare", "train"}
    assert "field-invalid" in slugs(catalog)


def test_a_pipeline_without_a_lock_says_that_nothing_is_known_to_have_run(folder):
    (folder / "dvc.lock").unlink()
    catalog = read(folder)
    assert [run.name for run in catalog.runs] == ["pipeline"]
    assert params_of(run_of(catalog))["seed"] == "7"
    assert slugs(catalog) == ["dvc-lock-missing"]


def test_a_lock_without_a_pipeline_is_read_all_the_same(folder):
    (folder / "dvc.yaml").unlink()
    catalog = read(folder)
    assert {run.name for run in catalog.runs} == {"pipeline", "prepare", "train"}
    assert slugs(catalog) == ["dvc-yaml-missing"]


def test_what_was_changed_since_the_stages_ran_is_reported(folder):
    changed = PIPELINE.replace("python train.py", "python train.py --fast").replace("  prepare:", "  clean:")
    write(folder, {"dvc.yaml": changed, "params.yaml": "lr: 0.5\nnet:\n  depth: 3\n"})
    catalog = read(folder)
    assert sorted(slugs(catalog)) == [
        "dvc-params-changed",
        "dvc-stage-changed",
        "dvc-stage-gone",
        "dvc-stage-not-run",
    ]
    assert params_of(run_of(catalog))["lr"] == "0.001"
    (params,) = (problem for problem in catalog.problems if problem.slug == "dvc-params-changed")
    assert "lr was 0.001 and is 0.5" in params.message
    assert str(params.source).startswith("store/dvc.lock")


def test_data_that_changed_between_stages_is_reported_and_both_states_shown(folder):
    upstream, downstream = LOCK.split("  train:\n")
    write(folder, {"dvc.lock": upstream + "  train:\n" + downstream.replace("c" * 32, "e" * 32)})
    write(
        folder,
        {
            "raw.csv.dvc": "outs:\n- md5: ffffffffffffffffffffffffffffffff\n  size: 9\n  hash: md5\n  path: raw.csv\n"
        },
    )
    catalog = read(folder)
    assert sorted(slugs(catalog)) == ["dvc-data-changed", "dvc-stage-outdated"]
    assert {dataset.digest[0] for dataset in catalog.datasets if dataset.name == "clean.csv"} == {"c", "e"}


def test_tracked_data_that_nobody_uses_is_a_dataset(tmp_path):
    write(
        tmp_path,
        {
            "data/x.parquet.dvc": "outs:\n- md5: 0123456789abcdef0123456789abcdef.dir\n  size: 5\n  nfiles: 2\n  path: x.parquet\n"
        },
    )
    (dataset,) = read(tmp_path).datasets
    assert (dataset.name, dataset.digest) == ("data/x.parquet", "0123456789abcdef0123456789abcdef.dir")
    assert dict(dataset.profile) == {"algorithm of the digest": "md5-dos2unix", "bytes": "5", "files": "2"}


def test_an_absent_metrics_file_is_looked_for_in_the_cache(folder):
    content = (folder / "metrics.json").read_bytes()
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    lock = LOCK + f"    - {{path: metrics.json, hash: md5, md5: {md5}, size: {len(content)}}}\n"
    (folder / "metrics.json").unlink()
    write(folder, {"dvc.lock": lock, ".dvc/config": ""})
    catalog = read(folder)
    assert slugs(catalog) == ["dvc-file-absent"]
    assert metrics_of(run_of(catalog)) == {}
    write(folder, {f".dvc/cache/files/md5/{md5[:2]}/{md5[2:]}": content})
    catalog = read(folder)
    assert slugs(catalog) == []
    assert metrics_of(run_of(catalog)) == {"auc": 0.75, "by.f1": 0.5}


def test_a_metrics_file_of_another_state_is_reported(folder):
    write(folder, {"dvc.lock": LOCK + f"    - {{path: metrics.json, hash: md5, md5: {'0' * 32}, size: 5}}\n"})
    catalog = read(folder)
    assert slugs(catalog) == ["dvc-digest-differs"]
    assert metrics_of(run_of(catalog))["auc"] == 0.75


def test_line_ends_do_not_change_a_digest_of_dvc_2(folder):
    content = b'{"auc": 0.75}\n'
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    write(
        folder,
        {
            "metrics.json": content.replace(b"\n", b"\r\n"),
            "dvc.lock": LOCK + f"    - {{path: metrics.json, md5: {md5}, size: 15}}\n",
        },
    )
    assert slugs(read(folder)) == []


def test_metrics_that_are_no_numbers_are_counted(folder):
    write(
        folder,
        {"metrics.json": '{"auc": NaN, "worst": -Infinity, "note": "fine", "ok": true, "roc": [1, 2]}'},
    )
    catalog = read(folder)
    found = metrics_of(run_of(catalog))
    assert math.isnan(found["auc"])
    assert found["worst"] == -math.inf
    assert slugs(catalog) == ["dvc-metric-no-number"]
    assert "3 values" in catalog.problems[0].message


@pytest.mark.parametrize(
    ("name", "content"), [("m.yaml", "auc: 0.5\n"), ("m.toml", "auc = 0.5\n"), ("m.json", '{"auc": 0.5}')]
)
def test_metrics_may_stand_in_yaml_json_or_toml(tmp_path, name, content):
    write(tmp_path, {"dvc.yaml": f"metrics: [{name}]\nparams: [{name}]\n", name: content})
    run = run_of(read(tmp_path))
    assert metrics_of(run) == {"auc": 0.5}
    assert params_of(run) == {"auc": "0.5"}


def test_two_files_with_one_metric_are_told_apart(tmp_path):
    write(
        tmp_path,
        {"dvc.yaml": "metrics: [a.json, b.json]\n", "a.json": '{"auc": 1}', "b.json": '{"auc": 2, "f1": 3}'},
    )
    assert metrics_of(run_of(read(tmp_path))) == {"a.json:auc": 1, "b.json:auc": 2, "f1": 3}


@pytest.mark.parametrize(
    ("name", "content", "flags"),
    [
        ("h.csv", "epoch,loss\n0,3\n1,2\n2,1\n", ""),
        ("h.tsv", "step\tloss\ttimestamp\n0\t3\t5\n1\t2\t6\n2\t1\t7\n", ""),
        ("h.json", '[{"n": 0, "loss": 3}, {"n": 1, "loss": 2}, {"n": 2, "loss": 1}]', ":\n    x: n"),
        ("h.json", '{"h": [{"loss": 3}, {"loss": 2}, {"loss": 1}]}', ":\n    y: loss"),
    ],
)
def test_plots_that_count_steps_are_histories(tmp_path, name, content, flags):
    write(tmp_path, {"dvc.yaml": f"plots:\n- {name}{flags}\n", name: content})
    (metric,) = run_of(read(tmp_path)).metrics
    assert (metric.key, [(point.step, point.value) for point in metric.series]) == (
        "loss",
        [(0, 3), (1, 2), (2, 1)],
    )


@pytest.mark.parametrize(
    "content",
    [
        '{"roc": [{"fpr": 0.0, "tpr": 0.0}, {"fpr": 0.4, "tpr": 1.0}]}',
        '[{"fpr": "0", "tpr": "1"}, {"fpr": "0", "tpr": "0"}]',
    ],
)
def test_a_curve_or_a_confusion_matrix_is_no_history(tmp_path, content):
    write(tmp_path, {"dvc.yaml": "plots:\n- c.json:\n    x: fpr\n    y: tpr\n", "c.json": content})
    assert run_of(read(tmp_path)).metrics == ()


def test_a_history_with_odd_values_keeps_the_others(tmp_path):
    write(tmp_path, {"dvc.yaml": "plots: [h.csv]\n", "h.csv": "step,loss\n0,3\n1,oops\n2,nan\n3,1\n4"})
    catalog = read(tmp_path)
    (metric,) = run_of(catalog).metrics
    assert (metric.count, metric.nan_count, metric.last.value) == (3, 1, 1)
    assert [(problem.slug, problem.source.pointer) for problem in catalog.problems] == [
        ("dvc-history-invalid", "line 3")
    ]


def test_a_history_that_is_no_json_is_reported(tmp_path):
    write(tmp_path, {"dvc.yaml": "plots: [h.json]\n", "h.json": "[{"})
    assert slugs(read(tmp_path)) == ["dvc-history-unread"]


def test_a_folder_of_dvclive_is_an_experiment_of_its_own(tmp_path):
    write(
        tmp_path / "runs/one/dvclive",
        {
            "metrics.json": '{"step": 1, "train": {"acc": 0.9}, "best": 2}', "params.yaml": "lr: 0.1\n",
            "plots/metrics/train/acc.tsv": "timestamp\tstep\ttrain/acc\n1700000000000\t0\t0.8\n1700000001000\t1\t0.9\n",
        },
    )  # fmt: skip
    catalog = read(tmp_path)
    (run,) = catalog.runs
    assert (run.run_id, run.experiment_id, run.store) == (
        "store/runs/one/dvclive/metrics.json",
        "dvclive",
        "store/runs/one/dvclive",
    )
    assert metrics_of(run) == {"best": 2, "train/acc": 0.9}
    assert [point.timestamp for point in run.metric("train/acc").series] == [1700000000000, 1700000001000]
    assert run.metric("best").last.step == 1
    assert params_of(run) == {"lr": "0.1"}
    assert slugs(catalog) == []


def test_a_last_value_that_the_history_denies_is_reported(tmp_path):
    write(
        tmp_path / "dvclive", {"metrics.json": '{"acc": 0.5}', "plots/metrics/acc.tsv": "step\tacc\n0\t0.9\n"}
    )
    catalog = read(tmp_path)
    assert metrics_of(catalog.runs[0]) == {"acc": 0.9}
    assert slugs(catalog) == ["dvc-metric-disagrees"]


def test_foreach_and_matrix_make_stages(tmp_path):
    declared = """\
vars:
  - sizes: [1, 2]
  - extra.yaml:names
stages:
  fit:
    foreach: ${sizes}
    do:
      cmd: fit ${item}
      metrics: ["m${item}.json"]
  score:
    foreach: ${names}
    do:
      cmd: score ${key} ${item.n}
  grid:
    matrix:
      a: [x, y]
      b: ${sizes}
    cmd: grid ${item.a} ${item.b}
"""
    names = ("fit@1", "fit@2", "score@one", "grid@x-1", "grid@x-2", "grid@y-1", "grid@y-2")
    commands = ("fit 1", "fit 2", "score one 9", "grid x 1", "grid x 2", "grid y 1", "grid y 2")
    lock = {
        "schema": "2.0",
        "stages": {name: {"cmd": command} for name, command in zip(names, commands, strict=True)},
    }
    write(
        tmp_path,
        {"dvc.yaml": declared, "extra.yaml": "names:\n  one: {n: 9}\n", "dvc.lock": yaml.safe_dump(lock)},
    )
    write(tmp_path, {"m1.json": '{"auc": 1}', "m2.json": '{"auc": 2}'})
    catalog = read(tmp_path)
    assert slugs(catalog) == []
    assert metrics_of(run_of(catalog, "fit@2")) == {"auc": 2}


def test_names_that_stand_for_nothing_stay_as_they_are_written(tmp_path):
    write(
        tmp_path,
        {
            "dvc.yaml": "stages:\n  a:\n    cmd: run ${who}\n  b:\n    foreach: ${what}\n    do:\n      cmd: x\nmetrics: ['${m}.json']\n"
        },
    )
    write(tmp_path, {"dvc.lock": "schema: '2.0'\nstages:\n  a:\n    cmd: run me\n  b@1:\n    cmd: x\n"})
    catalog = read(tmp_path)
    assert sorted(slugs(catalog)) == ["dvc-file-absent", "dvc-stage-gone", "dvc-unresolved"]
    assert run_of(catalog, "a").code.entry_point == "run me"


def test_stages_without_end_are_bounded(tmp_path):
    axes = "".join(f"      a{n}: [{', '.join(map(str, range(100)))}]\n" for n in range(6))
    write(
        tmp_path,
        {
            "dvc.yaml": f"stages:\n  g:\n    matrix:\n{axes}    cmd: x\n",
            "dvc.lock": "schema: '2.0'\nstages: {}\n",
        },
    )
    assert "dvc-stages-bounded" in slugs(read(tmp_path))


def test_paths_from_a_folder_below_lead_to_the_same_data(tmp_path):
    first = "schema: '2.0'\nstages:\n  a:\n    cmd: a\n    outs:\n    - {path: ../shared/x.csv, md5: 11, size: 1}\n"
    second = "schema: '2.0'\nstages:\n  b:\n    cmd: b\n    deps:\n    - {path: data/../../../shared/x.csv, md5: 11, size: 1}\n    - {path: 's3://bucket/y', etag: e}\n    - {path: ../../../outside.csv, md5: 22}\n"
    write(
        tmp_path,
        {
            "one/dvc.lock": first,
            "two/dvc.yaml": "stages:\n  b:\n    cmd: b\n    wdir: sub\n",
            "two/dvc.lock": second,
        },
    )
    catalog = read(tmp_path)
    made = catalog.runs_by_id["store/one/dvc.yaml:a"].outputs
    used = catalog.runs_by_id["store/two/dvc.yaml:b"].inputs
    assert made[0].key == used[0].key == ("shared/x.csv", "11")
    assert [each.name for each in used] == ["shared/x.csv", "s3://bucket/y", "../outside.csv"]


def test_nothing_outside_the_store_is_read(tmp_path):
    (tmp_path / "secret.json").write_text('{"secret": 1}')
    folder = write(tmp_path / "here", {"dvc.yaml": "metrics: [../secret.json, /etc/hostname, link.json]\n"})
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    catalog = read(folder)
    assert run_of(catalog).metrics == ()
    assert slugs(catalog) == ["dvc-file-absent"] * 3


def test_a_dvc_repository_does_not_claim_others_stores(tmp_path):
    write(tmp_path, {"mlruns/0/meta.yaml": "experiment_id: '0'\nname: Default\n", "README.md": "x"})
    with pytest.raises(ReaderError):
        read(tmp_path)


@pytest.mark.parametrize(
    "path",
    ['"a\\0b"', '"\\ud800"', "'" + "x" * 5000 + "'", "'" + "a/" * 3000 + "b'", "..", ".", "''", "[1]", "~"],
)
def test_odd_paths_never_stop_the_rest(folder, path):
    write(
        folder,
        {
            "dvc.lock": LOCK.replace("path: raw.csv", f"path: {path}").replace(
                "path: model.bin", f"path: {path}"
            )
        },
    )
    write(
        folder,
        {
            "dvc.yaml": PIPELINE.replace("- metrics.json", f"- {path}")
            + f"plots: [{path}]\nparams: [{path}]\n"
        },
    )
    catalog = read(folder)
    assert "reader-failed" not in slugs(catalog)


def test_values_nested_without_end_are_refused(tmp_path):
    deep = ".".join("a" * 3000)
    write(
        tmp_path, {"dvc.yaml": "metrics: [m.toml, n.json]\n", "m.toml": f"{deep} = 1\n", "n.json": "[" * 9000}
    )
    assert sorted(slugs(read(tmp_path))) == ["json-invalid", "toml-invalid"]


def test_two_reads_of_one_store_are_equal(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "again")
    assert read(folder) == read(tmp_path / "again")


def test_addresses_and_passwords_are_not_kept(folder):
    write(
        folder,
        {
            "dvc.lock": LOCK.replace(
                "cmd: python train.py", "cmd: fetch https://ada:pw@example.org x@example.org"
            )
        },
    )
    assert (
        run_of(read(folder), "train").code.entry_point
        == "fetch https://[redacted]@example.org [redacted: e-mail]"
    )


@given(st.text(max_size=40), st.text(alphabet="./\\ab", max_size=20))
def test_no_path_leads_out_unseen(folder_name, path):
    found = place_of("a/b", path)
    assert not is_inside(found) or ".." not in found.split("/")
    assert "\\" not in plain_path(path) or path[:1] == "/"
    place_of("", folder_name)


@given(
    st.recursive(
        st.text(alphabet="${}a.[0]", max_size=12),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    )
)
def test_anything_can_be_resolved(value):
    context = {"a": {"a": "1", "0": ["x"]}, "0": "y"}
    resolve(value, context)
    assert is_resolved(resolve("${a.a} ${0} ${a[0][0]}", context))
    assert resolve("${a.a}/${a.0[0]}\\${a.a}", context) == "1/x\\${a.a}"
    assert resolve("${a}", context) == context["a"]
    assert resolve("see ${a}", context) == "see ${a}"


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("-.5e3", -500), ("nan", None), ("1e999", None), ("1_0", None), ("", None), (True, None)],
)
def test_numbers_are_taken_as_they_are_written(text, number):
    found = number_in(text)
    assert found == number or (text == "nan" and math.isnan(found))


NODES = st.recursive(
    st.sampled_from(["", "a", "1", "1.5", "${a}", "~", "clean.csv", "dvclive", "../x", "true", "2.0"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "stages",
                    "cmd",
                    "deps",
                    "outs",
                    "params",
                    "metrics",
                    "plots",
                    "path",
                    "md5",
                    "size",
                    "foreach",
                    "matrix",
                    "do",
                    "vars",
                    "artifacts",
                    "type",
                    "wdir",
                    "x",
                    "y",
                    "schema",
                    "a",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(pipeline=NODES, stage=NODES, lock=NODES, tracked=NODES)
def test_any_shape_of_the_files_is_survived(tmp_path_factory, pipeline, stage, lock, tracked):
    folder = tmp_path_factory.mktemp("odd")
    held = pipeline if isinstance(pipeline, dict) else {"stages": pipeline}
    write(
        folder, {"dvc.yaml": json.dumps({**held, "stages": {"a": stage}} if "stages" not in held else held)}
    )
    write(
        folder,
        {
            "dvc.lock": json.dumps({"schema": "2.0", "stages": {"a": lock}}),
            "x.dvc": json.dumps({"outs": [tracked]}),
        },
    )
    write(
        folder,
        {
            "params.yaml": json.dumps({"a": tracked}),
            "a": json.dumps(lock),
            "artifacts.yaml": json.dumps({"m": {"type": "model", "path": tracked}}),
        },
    )
    assert "reader-failed" not in slugs(read(folder))


@pytest.mark.parametrize(
    ("files", "slug"),
    [
        ({"dvc.yaml": "metrics: [m.txt]\n", "m.txt": "auc 1"}, "dvc-format-unknown"),
        ({"dvc.yaml": "vars: [gone.yaml]\nmetrics: [m.json]\n", "m.json": "{}"}, "dvc-vars-missing"),
        ({"x.dvc": "outs: []\n"}, "dvc-tracked-nothing"),
        ({"dvc.yaml": "metrics: [m.toml]\n", "m.toml": "a = "}, "toml-invalid"),
        ({"dvclive/metrics.json": "{", "dvclive/params.yaml": "a: 1\n"}, "json-invalid"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, files, slug):
    assert slugs(read(write(tmp_path, files))) == [slug]
