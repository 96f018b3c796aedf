"""Odd, hostile and broken files of DVC: nothing stops the rest, nothing outside is read."""

import json
import math
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ReaderError
from generator.readers.dvc.histories import number_in
from generator.readers.dvc.interpolation import is_resolved, resolve
from generator.readers.dvc.paths import is_inside, place_of, plain_path
from tests.readers.dvc.pipelines import LOCK, PIPELINE, read, run_of, slugs, write


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
