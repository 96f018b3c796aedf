"""What a file is, by its bytes."""

import bz2
import gzip
import io
import json
import lzma
import pickle
import zipfile
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog import ContentKind
from generator.readers.content_kind import TAIL_LENGTH, ContentEnds
from generator.readers.mlflow.artifacts import read_artifacts
from generator.readers.reading import Reading
from generator.readers.store import Store
from tests.example_store import STORE

THING = {"weights": [1.0, 2.0], "of": {1, 2}}


def kind(data, piece=1000):
    ends = ContentEnds()
    for start in range(0, len(data), piece):
        ends.take(data[start : start + piece])
    return ends.kind


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


def saved(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def safetensors():
    header = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    return len(header).to_bytes(8, "little") + header + b"\0\0\0\0"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(
    "value", [THING, [THING], io.BytesIO, np.array([1.0])], ids=["dict", "list", "class", "array"]
)
def test_a_pickle_of_any_protocol_is_one(protocol, value):
    assert kind(pickle.dumps(value, protocol)) is ContentKind.PICKLE


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress, bz2.compress, lzma.compress])
def test_a_compressed_pickle_is_one_and_other_compressed_data_is_none(compress):
    assert kind(compress(pickle.dumps(THING))) is ContentKind.COMPRESSED_PICKLE
    assert kind(compress(b"plain words" * 900)) is ContentKind.COMPRESSED


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (zipped(archive__data_pkl=b"x", archive__version=b"3"), ContentKind.TORCH_ARCHIVE),
        (zipped(data_pkl_txt=b"x"), ContentKind.ZIP),
        (zipped(weights_npy=b"x", schema_json=b"{}"), ContentKind.SKOPS),
        (zipped(config_json=b"{}", metadata_json=b"{}", model_weights_h5=b""), ContentKind.KERAS),
        (zipped(a_npy=b"x", b_npy=b"x"), ContentKind.NUMPY),
        (zipped(inner_pkl=b"x", schema_json=b"{}"), ContentKind.PICKLE),
        (saved(np.array([1.0, 2.0])), ContentKind.NUMPY),
        (saved(np.array([{}], dtype=object)), ContentKind.PICKLE),
        (safetensors(), ContentKind.SAFETENSORS),
        (b"\x08\x09\x12\x07pytorch\x1a\x052.8.0:\x80\x01", ContentKind.ONNX),
        (b"\x08\x01\x12\x98\x03\x0a\x10", ContentKind.TENSORFLOW),
        (b"\x89HDF\r\n\x1a\n" + bytes(20), ContentKind.HDF5),
        (b"GGUF\x03\0\0\0", ContentKind.GGUF),
        (b"CBM1\x10\0\0\0", ContentKind.CATBOOST),
        (b"{L\0\0\0\0\0\0\0\x07learner", ContentKind.UBJSON),
        (b' {"learner": {"objective": "binary:logistic"}}', ContentKind.JSON),
        (b"\xef\xbb\xbf[1]", ContentKind.JSON),
        (b'<?xml version="1.0"?><PMML/>', ContentKind.XML),
        (b"tree\nversion=v4\nnum_class=1\n", ContentKind.TEXT),
        (b"", ContentKind.TEXT),
        ("é".encode() * 4000, ContentKind.TEXT),
        (b"PAR1\x15\x04", ContentKind.PARQUET),
        (b"\x89PNG\r\n\x1a\n\0\0", ContentKind.IMAGE),
        (b"%PDF-1.7", ContentKind.PDF),
        (b"\x7fELF\x02", ContentKind.PROGRAM),
        (b"\x01\x02\x03\x04", ContentKind.OTHER),
        (b"\xff\xfe words", ContentKind.OTHER),
        (b"\x78\x9cno deflate stream at all", ContentKind.OTHER),
    ],
)  # fmt: skip
def test_a_format_is_told_by_its_bytes(data, expected):
    assert kind(data) is expected


def test_an_archive_whose_contents_stand_before_the_last_bytes_is_told_by_its_first_name():
    members = {f"archive__data__{number}": b"x" for number in range(3000)}
    data = zipped(archive__data_pkl=b"x", **members)
    assert len(data) > TAIL_LENGTH
    assert kind(data, 2**20) is ContentKind.TORCH_ARCHIVE


@pytest.mark.parametrize("first", ["schema_json", "a_npy"])
def test_an_archive_of_which_only_the_first_name_is_seen_is_never_taken_for_plain_data(first):
    members = {f"m{number:05}_npy": b"" for number in range(2000)}
    assert kind(zipped(**{first: b"{}"}, **members, evil_pkl=b"x")) is ContentKind.ZIP


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_have_a_kind_that_does_not_depend_on_the_pieces(data, piece):
    assert kind(data, piece) is kind(data, 1000)


def test_the_models_of_the_example_are_what_their_mlmodel_says():
    reading = Reading(Store(STORE.parent, "examples"))
    found = {
        (artifact.path.rpartition("/")[2], artifact.kind)
        for artifact in read_artifacts(reading, STORE.name).artifacts
        if artifact.path.rpartition("/")[2] in {"model.pkl", "model.skops", "MLmodel", "calibration.png"}
    }
    assert found == {
        ("model.pkl", ContentKind.PICKLE),
        ("model.skops", ContentKind.SKOPS),
        ("MLmodel", ContentKind.TEXT),
        ("calibration.png", ContentKind.IMAGE),
    }


def test_a_file_is_opened_once_to_digest_it_and_to_tell_what_it_is(tmp_path, monkeypatch):
    (tmp_path / "files").mkdir()
    (tmp_path / "files/model").write_bytes(pickle.dumps(list(range(5000))))
    store, asked = Store(tmp_path, "mlruns"), []
    pieces = store._backend.pieces
    monkeypatch.setattr(store._backend, "pieces", lambda *given: asked.append(given) or pieces(*given))
    (artifact,) = read_artifacts(Reading(store), "files").artifacts
    assert (artifact.kind, len(asked)) == (ContentKind.PICKLE, 1)
    assert len(artifact.source.sha256) == 64


def test_what_was_not_read_has_no_kind(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files/model").write_bytes(pickle.dumps(list(range(5000))))
    store = Store(tmp_path, "mlruns", digest_limit=10)
    (artifact,) = read_artifacts(Reading(store), "files").artifacts
    assert artifact.kind is None
