"""What a pack holds of the files that it quotes, and by which names."""

import posixpath
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.catalog import FileRead
from generator.exports.pack.copies import Copy, Kept, absent, copied, placed, without_copy
from tests.screening.test_shapes import SAMPLES

SECRET = SAMPLES["github-token"]


def file(path: str = "mlruns/1/meta.yaml", size: int = 4) -> FileRead:
    return FileRead(path, "a" * 64, size)


def kept(path: str, kept: Kept = Kept.AS_READ) -> Copy:
    return Copy(file=file(path), kept=kept, content=b"x")


def test_a_text_is_copied_byte_for_byte():
    data = "name: größe\r\n".encode()
    copy = copied(file(), data, lambda text: text)
    assert (copy.kept, copy.content, copy.why) == (Kept.AS_READ, data, "")


def test_a_text_of_which_something_is_hidden_is_marked():
    copy = copied(file(), b"token: abc\n", lambda text: text.replace("abc", "[secret]"))
    assert (copy.kept, copy.content) == (Kept.MASKED, b"token: [secret]\n")
    assert "masked" in copy.why
    assert placed([copy])[0].path == "evidence/mlruns/1/meta.masked.yaml"
    assert placed([kept("mlruns/1/tags/token", Kept.MASKED)])[0].path == "evidence/mlruns/1/tags/token.masked"


def test_what_is_no_text_is_named_by_its_digest():
    for data in (b"\x80\x04\x95", b"a\0b"):
        assert copied(file(), data, lambda text: text) == without_copy(file(), "is no text")


def test_a_text_with_more_secrets_than_are_masked_is_not_copied():
    text = f"{SECRET}\n" * 1000
    copy = copied(file(), text.encode(), lambda text: text)
    assert (copy.kept, copy.content) == (Kept.DIGEST_ONLY, b"")


def test_what_is_not_there_is_said():
    assert placed([absent("governance/incidents.yaml")])[0] == Copy(
        file=FileRead("governance/incidents.yaml", "", 0), kept=Kept.ABSENT, why="nothing was found there"
    )


def test_names_that_are_odd_or_differ_in_case_alone_get_names_of_their_own():
    paths = [
        "mlruns/1/Auc", "mlruns/1/auc", "../../etc/passwd", "/etc/passwd", "mlruns/.git/config", "mlruns/con.yaml",
        "mlruns/a\\b", "C:/x", "mlruns/x\u202ey", "mlruns/end.", "mlruns.zip!/a", "renamed/x", "mlruns/My Model/v.1.yaml",
        "mlruns/a.masked.yaml", "mlruns/" + "x" * 250,
    ]  # fmt: skip
    made = {copy.file.path: copy.path for copy in placed(map(kept, paths))}
    assert made["mlruns/1/Auc"] == "evidence/mlruns/1/Auc"
    assert made["mlruns/My Model/v.1.yaml"] == "evidence/mlruns/My Model/v.1.yaml"
    odd = [path for path in paths if not path.startswith(("mlruns/1/A", "mlruns/My"))]
    assert {made[path].split("/")[1] for path in odd} == {"renamed"}
    assert len({path.casefold() for path in made.values()}) == len(paths)


@given(st.lists(st.text(max_size=40), max_size=6, unique=True), st.booleans())
@example(["../x", "..", ".", "", "a/../../b", "a//b", "\ud800"], True)
@settings(deadline=None)
def test_no_name_leaves_the_folder_and_no_two_meet(paths, masked):
    state = Kept.MASKED if masked else Kept.AS_READ
    made = [copy.path for copy in placed(kept(path, state) for path in paths)]
    for path in made:
        assert posixpath.normpath(path) == path
        assert re.fullmatch(r"evidence/[A-Za-z0-9_@+,=~. /-]+", path)
        assert not any(step.startswith(".") or step.endswith((".", " ")) for step in path.split("/"))
    assert len({path.casefold() for path in made}) == len(paths)
