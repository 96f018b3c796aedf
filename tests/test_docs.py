"""The documents say what the code does."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.catalog import CARD_FIELDS, FieldKind
from generator.governance.discovery import discover_controls
from generator.governance.finding import Status
from generator.readers.governance.registers import REGISTERS
from tests.conftest import ROOT
from tests.page_weights import BUDGETS

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob(".github/*.md")]
)

GOVERNANCE_PAGE = (ROOT / "docs" / "governance.md").read_text()

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
ROW = re.compile(r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
HANDED_ON = ("readers/", "pipeline/", "provenance/", "errors.py")
"""Where a slug may reach its problem or error through a call, a table or a variable; elsewhere it stands in ``slug=``."""
NO_SLUGS = {
    "dist-packages", "gpgsig-sha256", "latest-run", "md5-dos2unix", "mlflow-database", "mlflow-files", "not-applicable", "packed-refs", "pre-determined", "site-packages", "tensor-spec", "utf-8",
}  # fmt: skip
"""What is written like a slug where slugs are handed on, and is none."""


@pytest.mark.parametrize("field", CARD_FIELDS, ids=lambda field: field.key)
def test_every_card_field_is_documented_as_it_is(field):
    write = f"`{field.key}:`" if field.kind is FieldKind.FRONT_MATTER else f"`## {field.title}`"
    asked = "yes" if field.required else ""
    row = f"| {write} | {field.kind} | {field.question} | {asked} | {', '.join(field.aliases)} |"
    assert row in (ROOT / "docs" / "model-card.md").read_text()


@pytest.mark.parametrize("register", REGISTERS)
def test_every_field_of_a_register_is_documented(register):
    common, own = re.findall(
        r"^\| field \|.*?\n\n|^\| register \|.*?\n\n", GOVERNANCE_PAGE, re.MULTILINE | re.DOTALL
    )[:2]
    row = next(line for line in own.splitlines() if line.startswith(f"| `{register}` |"))
    entry = governance_schema(register)["properties"][register]["items"]
    shared = set(re.findall(r"^\| (?:\*\*)?`(\w+)`", common, re.MULTILINE))
    written = set(re.findall(r"`([a-z_0-9]+)(?::[^`]*)?`", row))
    assert entry["properties"].keys() - shared <= written
    assert set(re.findall(r"\*\*`(\w+)`\*\*", row)) == set(entry["required"]) - shared


def test_every_key_of_a_policy_is_documented():
    rows = re.findall(r"^\| (`[^|]+`) \|", GOVERNANCE_PAGE.partition("## policy.yaml")[2], re.MULTILINE)
    written = {key.partition(".")[0] for row in rows for key in re.findall(r"`([^`]+)`", row)}
    assert written == governance_schema("policy")["properties"].keys()


CONTROLS, _ = discover_controls()


def test_every_control_that_a_document_names_is_there():
    guests = {"ACME-001"}
    known = {control.about.id for control in CONTROLS} | guests
    families = {name.partition("-")[0] for name in known}
    named = {
        (path.name, name)
        for path in DOCUMENTS
        for name in re.findall(r"\b[A-Z]{3,4}-[0-9]{3}\b", path.read_text())
        if name.partition("-")[0] in families
    }
    assert {name for _, name in named} >= {"DOC-006", "APR-006", "ACME-001"}
    assert [each for each in sorted(named) if each[1] not in known] == []


def test_the_page_of_controls_has_every_status_and_the_example_as_it_is():
    page = (ROOT / "docs" / "controls.md").read_text()
    rows = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert sorted(rows) == sorted(status.value for status in Status)
    shown = re.search(r"    def evaluate\(self.*?(?=```)", page, re.DOTALL)
    assert shown[0] in (ROOT / "examples" / "control" / "ticket_control" / "__init__.py").read_text()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_between_the_documents_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
        assert (document.parent / target).exists(), target


def test_the_messages_page_has_one_row_for_each_kind_of_problem_and_error():
    rows = ROW.findall((ROOT / "docs" / "problems.md").read_text())
    slugs = {slug for module in modules() for slug in slugs_in(module)}
    assert set(rows) == slugs - NO_SLUGS
    assert len(rows) == len(set(rows))


def test_what_is_held_to_be_no_slug_is_still_in_the_code():
    assert {slug for module in modules() for slug in slugs_in(module)} >= NO_SLUGS


def test_a_slug_stands_where_the_search_for_slugs_sees_it():
    for module in modules():
        if not hands_on(module):
            for value in values_of_slug(module):
                assert isinstance(value, ast.Constant), f"{module}:{value.lineno}"


def governance_schema(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (ROOT / f"site_config/schemas/governance-{kind}.schema.json").read_text()
    )
    return found


def modules() -> list[Path]:
    return sorted((ROOT / "generator").rglob("*.py"))


def hands_on(module: Path) -> bool:
    return module.relative_to(ROOT / "generator").as_posix().startswith(HANDED_ON)


def slugs_in(module: Path) -> Iterator[str]:
    """Every text that is or may be a slug: where slugs are handed on, whatever is written like one."""
    values = ast.walk(ast.parse(module.read_text())) if hands_on(module) else values_of_slug(module)
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and SLUG.fullmatch(value.value):
            yield value.value


def values_of_slug(module: Path) -> Iterator[ast.expr]:
    """What is given as a slug, but for those that a sentence tells of."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") != "say":
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "slug")


def test_the_budgets_of_the_pages_are_documented_as_they_are():
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| (\d+) kB \|$", (ROOT / "docs/page-weight.md").read_text(), re.MULTILINE
    )
    assert {kind: int(kilobytes) for kind, kilobytes in rows} == {
        kind.value: most for kind, most in BUDGETS.items()
    }
