"""What people write about models: ``models/<name>.md``, front matter and prose."""

from generator.catalog import ModelNarrative, Problem, Prose, Severity, Statement
from generator.errors import StoreError
from generator.provenance import Source
from generator.provenance.document import Document, FieldError
from generator.readers.governance.faults import MOST_TOLD, as_problem, counted_rest
from generator.readers.governance.front_matter import MarkdownFile, leading_paragraph, split_front_matter
from generator.readers.governance.sections import INTRODUCTION, read_sections
from generator.readers.governance.statements import MODEL_KEY, read_goals, read_statements
from generator.readers.reading import Reading
from generator.readers.text import decode, visible_name
from generator.readers.yaml_documents import yaml_document

MODELS_FOLDER = "models"
LONGEST_FILE = 2**18
"""Bytes of one file about a model: some hundred printed pages."""

_SUFFIX = ".md"
_LOST = "what the file says is not shown"


def read_cards(reading: Reading) -> tuple[ModelNarrative, ...]:
    """Read ``models/**/*.md``: one file about each model, front matter and prose.

    A file speaks of the model that ``model:`` in its front matter names, else of the one it is named after. Of two
    files about one model the first by path counts. Files named ``README.md`` and names that begin with ``.`` or ``_``
    are left alone.

    Returns:
        A narrative for each model written about, in the order of the models' names.
    """
    narratives: dict[str, ModelNarrative] = {}
    for path in _card_files(reading):
        narrative = _read_file(reading, path)
        if narrative is None:
            continue
        first = narratives.setdefault(narrative.model, narrative)
        if first is not narrative:
            reading.problems.append(_second_file(narrative, first))
    return tuple(narratives[model] for model in sorted(narratives))


def read_narrative(text: str, name: str, source: Source) -> tuple[ModelNarrative, tuple[Problem, ...]]:
    """Take a file about a model apart.

    Where no ``summary`` is stated, the paragraph that the file begins with is the summary.

    Args:
        text: what the file holds.
        name: the model's name unless the front matter says another.
        source: the file.

    Returns:
        What could be read, and every fault with its line or field. Whatever is no field of the card is kept.
    """
    problems: list[Problem] = []
    file = split_front_matter(text)
    document = _front_matter(file, source, problems)
    known = document or Document({}, source)
    model = known.text(MODEL_KEY).strip() or name
    fields = dict(read_statements(known, problems))
    goals = read_goals(known, problems)
    problems.extend(as_problem(fault, cost=_cost(fault)) for fault in known.faults[:MOST_TOLD])
    problems.extend(counted_rest(len(known.faults), source, "field-invalid", "fields that cannot be read"))
    prose = read_sections(file, source, problems)
    if document is not None and "summary" not in fields:
        prose, summary = _summary(prose, source)
        fields.update(summary)
    return ModelNarrative(model=model, fields=fields, goals=goals, prose=prose, source=source), tuple(
        problems
    )


def _card_files(reading: Reading) -> list[str]:
    """Every file about a model, by path."""
    store = reading.store
    try:
        store.folder(MODELS_FOLDER)
    except StoreError as error:
        severity = Severity.NOTE if error.slug == "file-missing" else Severity.ERROR
        reading.report_error(
            error, store.source(MODELS_FOLDER), "nothing that people wrote about models is shown", severity
        )
        return []
    found: list[str] = []
    waiting = [MODELS_FOLDER]
    while waiting:
        path = waiting.pop()
        folder = reading.folder(path, "no file in it is read")
        if folder is None:
            continue
        for name in (*folder.files, *folder.links):
            if name.casefold().endswith(_SUFFIX):
                found += [] if _is_left_alone(name) else [f"{path}/{name}"]
            elif not name.startswith("."):
                reading.problems.append(_not_a_card(store.source(f"{path}/{name}")))
        waiting += [f"{path}/{name}" for name in folder.folders if not _is_left_alone(name)]
    return sorted(found)


def _is_left_alone(name: str) -> bool:
    return name.startswith((".", "_")) or name.casefold() == "readme.md"


def _read_file(reading: Reading, path: str) -> ModelNarrative | None:
    try:
        data, source = reading.store.read(path, LONGEST_FILE)
    except StoreError as error:
        reading.report_error(error, reading.store.source(path), _LOST, Severity.ERROR)
        return None
    text, faults = decode(data)
    for fault in faults:
        place = source.line(fault.line) if fault.line else source
        severity, cost = Severity.WARNING, "the text is shown as it is"
        if fault.absent:
            severity, cost = Severity.ERROR, _LOST
        elif fault.harmless:
            severity, cost = Severity.NOTE, "nothing is lost"
        reading.report(fault.slug, severity, place, fault.message, cost, fault.remedy)
    if any(fault.absent for fault in faults):
        return None
    name = visible_name(path.rpartition("/")[2][: -len(_SUFFIX)])
    narrative, problems = read_narrative(text, name, source)
    reading.problems.extend(problems)
    return narrative


def _front_matter(file: MarkdownFile, source: Source, problems: list[Problem]) -> Document | None:
    """The front matter; None when there is some that cannot be read."""
    if file.unclosed_line:
        problems.append(
            Problem(
                slug="front-matter-unclosed",
                severity=Severity.ERROR,
                source=source.line(file.unclosed_line),
                message="the front matter is opened by --- and never closed",
                cost="no field of the front matter is read, and its lines are shown as prose",
                remedy="write --- on a line of its own below the last field",
            )
        )
        return None
    if file.front_matter is None:
        problems.append(
            Problem(
                slug="front-matter-missing",
                severity=Severity.NOTE,
                source=source.line(1),
                message="there is no front matter",
                cost="owner, licence, risk tier and the like are missing on the card",
                remedy="begin the file with the fields between two lines of ---",
            )
        )
        return Document({}, source)
    if not file.front_matter.strip():
        return Document({}, source)
    try:
        return yaml_document(file.front_matter, source)
    except FieldError as fault:
        if fault.slug == "yaml-empty":
            return Document({}, source)
        cost = "no field of the front matter is read"
        problems.append(as_problem(fault, severity=Severity.ERROR, cost=cost))
        return None


def _summary(prose: tuple[Prose, ...], source: Source) -> tuple[tuple[Prose, ...], dict[str, Statement]]:
    """The first paragraph of the introduction as the summary, and the prose without it."""
    if not prose or prose[0].title != INTRODUCTION or prose[0].key:
        return prose, {}
    introduction = prose[0]
    paragraph = leading_paragraph(introduction.markdown)
    if paragraph is None:
        return prose, {}
    summary = {"summary": Statement(paragraph.text, introduction.source)}
    lines = introduction.markdown.split("\n")
    rest = next((index for index in range(paragraph.end, len(lines)) if lines[index].strip()), None)
    if rest is None:
        return prose[1:], summary
    begin = int(introduction.source.pointer.removeprefix("line ")) + rest
    left = Prose("", INTRODUCTION, "\n".join(lines[rest:]), source.line(begin))
    return (left, *prose[1:]), summary


def _cost(fault: FieldError) -> str:
    match fault.slug:
        case "yaml-key-twice":
            return "only the last one is read"
        case "field-missing":
            return "the goal is not read"
        case "goal-twice":
            return "the second goal is not shown"
        case _:
            return "the field is not read"


def _not_a_card(source: Source) -> Problem:
    return Problem(
        slug="card-file-ignored",
        severity=Severity.NOTE,
        source=source,
        message="is not read, since its name does not end in .md",
        cost="nothing, unless it is about a model",
        remedy="give it a name that ends in .md, or keep it elsewhere",
    )


def _second_file(narrative: ModelNarrative, first: ModelNarrative) -> Problem:
    return Problem(
        slug="card-model-twice",
        severity=Severity.ERROR,
        source=narrative.source,
        message=f"is about the model {narrative.model!a}, as {first.source.path} is",
        cost=_LOST,
        remedy="make one file of the two, or correct the name of the model",
    )
