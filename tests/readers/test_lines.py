"""A place in a file is found again in an editor."""

import pytest

from generator.readers.lines import line_of
from generator.readers.store import Store
from tests.stores import write_files

CARD = "---\nowner: Ines\nclassification:\n  eu_ai_act: high-risk\nmetrics:\n  - metric: auc\n  - metric: f1\n---\n\n## Limits\n"


@pytest.mark.parametrize(
    ("path", "pointer", "line"),
    [
        ("card.md", "/owner", 2),
        ("card.md", "/classification/eu_ai_act", 4),
        ("card.md", "/classification/assessor", 3),
        ("card.md", "/metrics/1/metric", 7),
        ("card.md", "/licence", 1),
        ("card.md", "line 10", 10),
        ("card.md", "", 1),
        ("meta.json", "/tags/a~1b", 3),
        ("gone.yaml", "/owner", 1),
        ("bad.yaml", "/owner", 1),
        ("deep.yaml", "/owner", 1),
        ("model.pkl", "/owner", 1),
    ],
)
def test_the_line_is_that_of_the_field_or_of_the_nearest_above_it(tmp_path, path, pointer, line):
    write_files(
        tmp_path,
        {
            "card.md": CARD,
            "meta.json": '{"name": "x",\n "tags": {\n  "a/b": 1}}',
            "bad.yaml": "owner: [",
            "deep.yaml": "owner: " + "[" * 100_000,
            "model.pkl": "owner: x",
        },
    )
    assert line_of(Store(tmp_path, "governance"), path, pointer) == line
