"""What the words of the pages mean: one catalogue, from which the glossary and every explanation are made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.pages import paths
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the pages."""

    name: str
    """As it stands on the pages, its first letter large."""
    meaning: str
    """Plain sentences."""
    also: tuple[str, ...] = ()
    """Other forms of it on the pages."""

    @property
    def anchor(self) -> str:
        """Its place on the glossary page."""
        return f"g-{paths.slug(self.name.casefold())}"


GROUPS: Mapping[tuple[str, str], tuple[Term, ...]] = {
    ("records", "What was recorded"): (
        Term("Model", "A name in the registry under which versions of one model are kept."),
        Term("Version", "One state of a model, as the registry numbers it. It does not change once registered."),
        Term("Run", "One execution of training or evaluation code, as the tracker recorded it."),
        Term("Experiment", "A named group of runs that were made to answer one question."),
        Term("Logged model", "The files of a model that a run wrote, before anybody registers them as a version."),
        Term("Dataset", "Data that a run says it used, told apart from its other states by a digest."),
        Term("Parameter", "A setting that a run was started with. It does not change while the run lasts.", ("Parameters", "Param")),
        Term("Metric", "A number that a run measured, once or step by step.", ("Metrics",)),
        Term("Tag", "A note of a name and a value that people or tools attached to a record.", ("Tags",)),
        Term("Artifact", "A file that a run wrote and the tracker keeps.", ("Artifacts",)),
        Term("Signature", "Which columns or tensors a model takes and gives, with their types."),
        Term("Flavor", "A way in which the packed model can be loaded, such as sklearn or pyfunc.", ("Packaging",)),
        Term("Stage", "Where the registry says a version stands: Staging, Production or Archived.", ("Production", "Staging", "Archived", "Stands as")),
        Term("Alias", "A name such as @champion that points at one version, and can be moved.", ("Aliases and stages",)),
        Term("Champion", "The version in production, whichever stage, alias or deployment says so.", ("In production",)),
        Term("Challenger", "The version that may take the champion's place."),
        Term("Lineage", "What an object was made from and what came of it: data, runs, versions, aliases."),
        Term("Code commit", "The commit of the code that a run says it was started from.", ("Commit", "Code")),
        Term("Working tree", "Whether the code held changes that no commit holds when the run was started."),
        Term("Store", "The folder, file or address that a tracker wrote its records to.", ("Stores read",)),
        Term("Finished", "The run came to its end, as the tracker recorded it."),
        Term("Failed", "The run ended by an error, as the tracker recorded it."),
        Term("Killed", "Somebody or something stopped the run before its end."),
        Term("Running", "No end was recorded: the run goes on, or it stopped and nobody wrote that down."),
        Term("Lifecycle", "Whether the tracker still lists a record or has marked it as deleted.", ("Deleted", "Active")),
    ),
    ("standing", "How a fact stands"): (
        Term("Recorded", "A tracker wrote it. The mark behind the fact leads to the file and the place in it."),
        Term("Stated", "A person wrote it in the governance folder."),
        Term("Derived", "Worked out here from other facts; the marks lead to those."),
        Term("Not recorded", "Nobody wrote it. The mark names the place where it would stand. Nothing is filled in for it.", ("Not stated", "Missing")),
        Term("Source", "A place in a file that vouches for a fact: path, place within the file, and digest.", ("Sources",)),
        Term("Digest", "A short code computed from content. When the content changes, so does the digest.", ("Digest (a label)",)),
        Term("SHA-256", "The digest of a whole file by the algorithm SHA-256 (FIPS 180-4), in 64 hexadecimal digits.", ("Model file, SHA-256",)),
        Term("Snapshot", "All files that were read for this site, and the instant that ages are counted from."),
        Term("Evidence", "The files that were read, with their digests, and the places in them that findings rest on.", ("Evidence quoted",)),
    ),
    ("results", "Results of controls"): (
        Term("Control", "A rule that is held against the records, such as: production is approved."),
        Term("Finding", "What one control found on one subject: a status, a sentence and its evidence.", ("Findings",)),
        Term("Subject", "What a finding speaks of: the portfolio, a model or a version."),
        Term("Pass", "The control found what it asks for. That is evidence, and no promise that anything complies."),
        Term("Warning", "The control is in doubt: something is old, partial or cannot be told.", ("Warn",)),
        Term("Fail", "The control did not find what it asks for."),
        Term("Error", "The control could not be run. That is never a pass.", ("Could not be run",)),
        Term("Waived", "It warns or fails, and a valid waiver says why that is accepted for now.", ("Waiver", "Waivers")),
        Term("Not applicable", "The control does not concern this subject; the sentence says why."),
        Term("Status", "How something stands now, in one word.", ("How it stands",)),
        Term("Result", "What came of holding something against its rule or limit."),
        Term("Severity", "How much a failure of a control matters: critical, high, medium or low.", ("Gravest",)),
        Term("Limit", "The value that a control holds a number to. The organisation sets it; no regulation does."),
        Term("Policy", "The file in which an organisation sets limits, severities and gates."),
        Term("Gate", "A severity and a status at which the policy stops a build or a release."),
        Term("Pillar", "One of five questions of responsible use that controls give evidence on.", ("Five pillars",)),
        Term("Framework", "A law, a standard or a piece of guidance whose clauses controls give evidence for."),
        Term("Clause", "One numbered passage of a framework.", ("Clauses",)),
        Term("Gaps", "A control that stands for the clause fails or could not be run."),
        Term("Doubts", "No control that stands for the clause fails; one warns or is waived."),
        Term("Evidence present", "Every control that stands for the clause and applies passes. Whether that meets the clause, people judge."),
        Term("Stated not to apply", "A person stated that the clause does not concern the models."),
        Term("Statement expired", "A person stated something on the clause, and the date until which that held is past."),
        Term("What there is", "What is on record for the clause: results of controls, or a person's statement."),
        Term("Attestation", "A statement by a person that something is so, with a date.", ("Stated by a person",)),
        Term("Sign-off", "A decision that somebody put their name to: approval, validation, review.", ("Sign-offs",)),
        Term("Reconciliation", "The count of what lay on the disk against what was read and what was assessed."),
        Term("Sample", "Versions drawn for a closer look, by a rule with which anybody can draw them again."),
    ),
    ("inputs", "Problems with inputs"): (
        Term("Problem", "Something wrong with a file that was read. It costs only what its row says.", ("Problems with inputs",)),
        Term("Cost", "What the pages lose by a problem.", ("What it costs",)),
        Term("Remedy", "What would mend a problem.", ("What to do",)),
    ),
    ("card", "The model card"): (
        Term("Owner", "The person who answers for the model."),
        Term("Risk tier", "How grave it is when the model is wrong, as its owner classed it."),
        Term("Card completeness", "How many of the fields that a card needs are filled in."),
        Term("Intended use", "What the model is for, and who works with its output.", ("Intended users",)),
        Term("Out of scope", "What the model must not be used for."),
        Term("Limitations", "Where the model is known to be wrong or weak."),
        Term("Human oversight", "Who can stop the model or overrule it, and how."),
        Term("Licence", "The terms under which the model may be used."),
        Term("Next review", "When the card has to be read again and confirmed."),
        Term("Slice", "A part of the evaluation data, such as an age group, that is measured by itself.", ("Slices",)),
        Term("Interval", "The range in which a measured number lies with the stated confidence."),
    ),
    ("change", "What changed"): (
        Term("Major", "What calls the model has to change: its signature, its classes or its meaning."),
        Term("Minor", "The model was made differently or from other data, and can be called as before."),
        Term("Patch", "Nothing that decides its answers changed."),
        Term("Bound", "The side on which a metric has to stay of a number, where somebody set one."),
        Term("Better", "A metric moved to the side that was named as better."),
        Term("Worse", "A metric moved to the side that was named as worse."),
    ),
}  # fmt: skip
"""(Identifier, title) of each part, with its terms in the order of reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryView:
    """The glossary page."""

    groups: Mapping[tuple[str, str], tuple[Term, ...]]


def explanations() -> Mapping[str, Term]:
    """Every term by each of its forms, in small letters."""
    terms = [term for group in GROUPS.values() for term in group]
    return {form.casefold(): term for term in terms for form in (term.name, *term.also)}


def glossary_views(_portfolio: Portfolio) -> Iterator[Page]:
    """The one glossary page."""
    yield Page(
        path=paths.GLOSSARY,
        kind=PageKind.GLOSSARY,
        title="Glossary",
        summary="What the words on these pages mean.",
        view=GlossaryView(groups=GROUPS),
        sections=tuple(Section(identifier, title) for identifier, title in GROUPS),
        breadcrumbs=(Link("Portfolio", paths.HOME),),
        keywords=tuple(sorted(term.name for group in GROUPS.values() for term in group)),
    )
