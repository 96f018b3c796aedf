"""Pipelines of DVC and folders of DVCLive: held to a store that they wrote, to strangers' stores, and to every oddity."""

import hashlib
import json
import os
from pathlib import Path

import pytest
import yaml

from generator.analyses.lineage import EdgeKind, NodeKind, trace_lineage
from generator.catalog import RunStatus, Severity
from tests.readers.dvc.pipelines import LOCK, PIPELINE, metrics_of, params_of, read, run_of, slugs, write

STORE = Path(__file__).parents[1] / "stores" / "dvc" / "store"
PUBLIC = (
    "Himanshu-1703+experimation-through-pipelines",
    "RihabFekii+customer-churn-dvc",
    "filippopellizzari+dvc-template",
    "gauravgulia26+creditcardfrauddetection",
    "iterative+demo-bank-customer-churn",
)


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
