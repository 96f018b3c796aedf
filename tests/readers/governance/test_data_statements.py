"""What people write about datasets."""

from generator.catalog import Statement
from generator.provenance import Source


def test_a_statement_has_fields_a_datasheet_and_generations(governed):
    records = governed(
        {
            "datasets/loans.yaml": f"""\
                name: loan_applications
                owner: h.brandt
                dpia_on: 2024-11-12
                steward: Ada
                generations:
                  - {{digest: 98ecb735, sha256: {"ab" * 32}, note: The first.}}
                datasheet: {{motivation: To fit., uses: Fitting only.}}
                """
        }
    )
    [statement] = records.data_statements
    sha256 = {file.path: file.sha256 for file in records.files}["governance/datasets/loans.yaml"]
    place = Source("governance/datasets/loans.yaml", sha256)
    assert (statement.name, statement.source) == ("loan_applications", place)
    assert statement.fields == {
        "owner": Statement("h.brandt", place.at("owner")),
        "dpia_on": Statement("2024-11-12", place.at("dpia_on")),
        "steward": Statement("Ada", place.at("steward")),
    }
    assert statement.datasheet == {
        "motivation": Statement("To fit.", place.at("datasheet", "motivation")),
        "uses": Statement("Fitting only.", place.at("datasheet", "uses")),
    }
    [generation] = statement.generations
    assert (generation.digest, generation.sha256, generation.note) == ("98ecb735", "ab" * 32, "The first.")
    assert generation.source == place.at("generations", 0)


def test_a_statement_is_about_the_dataset_that_its_file_is_named_after(governed):
    records = governed({"datasets/wine.yaml": "owner: a\n", "datasets/_draft.yaml": "owner: b\n"})
    assert [each.name for each in records.data_statements] == ["wine"]


def test_of_two_files_about_one_dataset_the_first_counts(governed):
    records = governed(
        {"datasets/a.yaml": "{name: wine, owner: a}", "datasets/b.yaml": "{name: wine, owner: b}"}
    )
    assert [each.text("owner") for each in records.data_statements] == ["a"]
    assert [str(each).partition(";")[0] for each in records.problems if each.slug != "file-missing"] == [
        "governance/datasets/b.yaml: is about the dataset 'wine', as governance/datasets/a.yaml is"
    ]


def test_what_is_wrong_with_a_statement_has_its_line(governed):
    text = "name: wine\ndpia_on: soon\ndatasheet:\n  motives: none\ngenerations:\n- {digest: a, sha256: abc}\n- {note: b}\n"
    records = governed({"datasets/a.yaml": text})
    assert [str(each).partition(";")[0] for each in records.problems if each.slug != "file-missing"] == [
        "governance/datasets/a.yaml:2: dpia_on is 'soon', not a day",
        "governance/datasets/a.yaml:4: 'motives' is no field here",
        "governance/datasets/a.yaml:6: sha256 is no SHA-256 in 64 hexadecimal digits",
        "governance/datasets/a.yaml:7: digest is missing",
    ]
    [statement] = records.data_statements
    assert [(each.digest, each.sha256) for each in statement.generations] == [("a", "")]
    assert statement.datasheet["motives"].value == "none"
