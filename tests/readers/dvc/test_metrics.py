"""Metrics files, plots and DVCLive: values, histories, and states that do not fit."""

import hashlib
import math

import pytest

from tests.readers.dvc.pipelines import LOCK, metrics_of, params_of, read, run_of, slugs, write


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
