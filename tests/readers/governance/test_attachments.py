"""A document that people name with its digest is read, so that the digest is the document's own."""

import hashlib

import pytest

from generator.catalog import Severity
from tests.readers.governance.test_registers import told

TEXT = "Whoever uses it asks first.\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def card(field, file, sha256=SHA):
    named = f"{{file: '{file}', sha256: '{sha256}'}}"
    return f"---\n{field}: {named if field == 'licence_text' else f'{{1h: {named}}}'}\n---\nA model.\n"


@pytest.mark.parametrize("field", ["annex_iv", "licence_text"])
def test_a_document_named_by_a_card_is_among_the_files_read(governed, field):
    records = governed({"models/churn.md": card(field, "documents/terms.txt"), "documents/terms.txt": TEXT})
    assert told(records) == []
    assert {file.path: file.sha256 for file in records.files}["governance/documents/terms.txt"] == SHA


@pytest.mark.parametrize(
    ("file", "slug", "said"),
    [
        ("documents/none.txt", "file-missing", "the document 'documents/none.txt' is not there"),
        ("../secret.txt", "path-refused", "the document '../secret.txt' is not a path inside the store"),
        ("/etc/passwd", "path-refused", "the document '/etc/passwd' is not a path inside the store"),
    ],
)
@pytest.mark.parametrize(
    ("field", "pointer"), [("annex_iv", "/annex_iv/1h/file"), ("licence_text", "/licence_text/file")]
)
def test_one_that_is_not_in_the_folder_is_a_problem_where_it_is_named(
    governed, field, pointer, file, slug, said
):
    records = governed({"models/churn.md": card(field, file)})
    [problem] = records.problems
    assert (problem.slug, problem.severity, problem.message) == (slug, Severity.ERROR, said)
    assert (problem.source.path, problem.source.pointer) == ("governance/models/churn.md", pointer)
    assert [file.path for file in records.files] == ["governance/models/churn.md"]


def test_one_of_another_digest_is_a_problem_where_the_digest_stands(governed):
    files = {"models/churn.md": card("annex_iv", "terms.txt", "ab" * 32), "terms.txt": TEXT}
    [(slug, said)] = told(governed(files))
    assert slug == "attachment-digest-differs"
    assert said.startswith(
        f"governance/models/churn.md#/annex_iv/1h/sha256: governance/terms.txt has the SHA-256 {SHA}, not the one"
    )


def test_an_address_is_of_another_system_and_not_looked_for(governed):
    assert told(governed({"models/churn.md": card("annex_iv", "https://dms.example/terms.txt")})) == []
