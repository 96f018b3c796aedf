"""Whatever a store calls its things, the pages stay ours: no tag, attribute, id or link comes from its text."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.catalog import (
    Alias,
    Artifact,
    Column,
    Policy,
    Problem,
    Prompt,
    PromptVersion,
    RunComparison,
    RunStatus,
    Severity,
    Tag,
)
from generator.pages.datasets.overview import datasets_views
from generator.pages.datasets.page import dataset_views
from generator.pages.experiments.overview import experiments_views
from generator.pages.experiments.page import experiment_views
from generator.pages.home.page import home_views
from generator.pages.models.prompts import prompts_views
from generator.pages.runs.comparison import run_comparison_views
from generator.pages.runs.page import run_views
from generator.provenance import Source
from tests import factories as make

# fmt: off
ELEMENTS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "a", "b", "i", "em", "strong", "s", "code",
    "pre", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "sup", "small", "time", "details", "summary",
    "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "label", "input", "select", "option",
    "button", "output", "ins", "del",
}
ATTRIBUTES = {
    "id", "class", "href", "title", "data-what", "data-word", "data-below", "rel", "tabindex", "role", "scope", "colspan", "rowspan", "type", "placeholder",
    "for", "hidden", "datetime", "start", "aria-label", "aria-hidden", "aria-live", "aria-pressed", "aria-expanded",
    "data-st", "data-sign", "data-v", "data-f", "data-facet", "data-for", "data-tags", "data-sortable", "data-nosort", "data-level",
    "data-f-status", "data-f-user", "data-f-source", "data-f-use", "data-f-model", "data-f-stage", "data-f-risk",
    "data-f-owner", "data-f-framework", "data-f-task", "data-f-gate", "data-f-dataset", "value",
}
# fmt: on
LINK = re.compile(r"(?:[a-z0-9./-]*|SHA256SUMS)(?:#[a-z0-9-]+)?")
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raw %}{# x #}",
    "javascript:alert(1)",
    "../../../../etc/passwd",
    "a\u202egnp.exe\x07\x00\ud800",
    "[x](javascript:alert(1))![y](http://evil.example/p.png)",
    "&lt;img src=x onerror=alert(1)&gt;",
    "</pre></code></table><h1>Owned</h1>",
    "=cmd|'/C calc'!A0",
    "\n\r\t",
)


class Inspector(HTMLParser):
    """Complains of every part of a body that is none of ours."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.complaints: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.complaints.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.complaints.append(f"{name}={value!r}")
            if name == "id" and not IDENTIFIER.fullmatch(value or ""):
                self.complaints.append(f"id {value!r}")
            if (
                name == "href"
                and not LINK.fullmatch(value or "")
                and ("rel", "nofollow noopener noreferrer") not in attrs
            ):
                self.complaints.append(f"href {value!r}")

    def handle_comment(self, data: str) -> None:
        self.complaints.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.complaints.append(f"<!{decl}>")


def source(text: str) -> Source:
    return Source(f"mlruns/{text}", "ab" * 32, f"/{text}")


def hostile_records(text: str):
    """Every record there is, with the text in every field that a store decides."""
    place = source(text)
    tags = (
        Tag(text, text, place),
        Tag("mlflow.note.content", text, place),
        Tag(f"mlflow.{text}", text, place),
    )
    runs = tuple(
        make.run(
            f"{text}{index}",
            experiment_id=text,
            name=text,
            user=text,
            description=text,
            artifact_uri=text,
            parent_run_id=f"{text}{index - 1}" if index else "",
            status=RunStatus.RUNNING if index == 3 else RunStatus.FINISHED,
            end_time=None if index == 3 else make.at(20),
            params={text: f"{text}{index}", "c": f"{index}"},
            metrics=(
                make.metric(
                    text, 0.1 * index, 0.2, 0.3, dataset_name=text, dataset_digest=text, source=place
                ),
                make.metric(f"val {text}", 0.5, 0.2, 0.1 * index, source=place),
            ),
            tags=tags,
            inputs=(make.used(text, text, text), make.used(f"other {text}", text, text)),
            model_inputs=(text,),
            artifacts=(Artifact(text, 12, place),),
            code=make.code(text, entry_point=text, kind=text, repository=text, branch=text),
            store=text,
            source=place,
        )
        for index in range(7)
    )
    models = tuple(
        make.model(
            f"{text}{name}",
            description=text,
            tags=tags,
            versions=tuple(
                make.version(
                    number,
                    model=f"{text}{name}",
                    version=f"{text}{number}",
                    run_id=f"{text}{number}",
                    model_id=text,
                    stage=text if number == 1 else "Production",
                    status=text,
                    status_message=text,
                    user=text,
                    store=text,
                    source=place,
                )
                for number in (1, 2, 3)
            ),
            aliases=(Alias(text, f"{text}2", place), Alias("challenger", f"{text}1", place)),
            store=text,
            source=place,
        )
        for name in ("a", "b")
    )
    return {
        "experiments": (
            make.experiment(text, name=text, artifact_location=text, tags=tags, store=text, source=place),
        ),
        "runs": (*runs, make.run("stray", experiment_id=f"lost {text}", store=text)),
        "logged_models": (
            make.logged_model(
                text, name=text, model_type=text, source_run_id=f"{text}1", store=text, source=place
            ),
        ),
        "datasets": tuple(
            make.dataset(
                text,
                digest,
                source_type=text,
                uri=text,
                columns=(Column(text, text),),
                profile=((text, text),),
                store=text,
                source=place,
            )
            for digest in (text, f"{text}2")
        ),
        "models": models,
        "prompts": (
            Prompt(
                name=text,
                description=text,
                aliases=(Alias(text, text, place),),
                versions=(
                    PromptVersion(
                        version=text, sequence=1, template=text, description=text, tags=tags, source=place
                    ),
                ),
                tags=tags,
                store=text,
                source=place,
            ),
        ),
        "narratives": (
            make.narrative(
                f"{text}a",
                fields={"owner": text, "risk_tier": text, "review_due": text},
                goals=(make.goal(text, title=text, unit=text, threshold=9.0),),
            ),
        ),
        "problems": (Problem(slug=text, severity=Severity.ERROR, source=place, message=text, cost=text),),
    }


def pages_of(portfolio):
    for views in (
        home_views,
        experiments_views,
        experiment_views,
        run_views,
        run_comparison_views,
        datasets_views,
        dataset_views,
        prompts_views,
    ):
        yield from views(portfolio)


def hold(render, text):
    asked = RunComparison(baseline=f"{text}0", candidate=f"{text}1", source=source(text))
    portfolio = make.portfolio(**hostile_records(text), policy=Policy(run_comparisons=(asked,)))
    kinds = set()
    for page in pages_of(portfolio):
        kinds.add(page.kind)
        html = re.sub(r"<svg.*?</svg>", "", render(portfolio, page).html, flags=re.DOTALL)
        assert Inspector(html).complaints == [], page.path
        assert not HIDDEN.search(html), page.path
    assert len(kinds) == 8


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_known_attack_in_every_field_stays_text(render, payload):
    hold(render, payload)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("<>&\"'`{}%#[]()!/\\=:;-. aj0\n\t\x00\u202e\ud800é"), max_size=30))
@example("")
def test_no_arrangement_of_marks_in_every_field_becomes_markup(render, text):
    hold(render, text)


def test_the_text_of_an_attack_can_be_read(render):
    portfolio = make.portfolio(**hostile_records("<b>{{ 7*7 }}</b>"))
    for page in pages_of(portfolio):
        assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in render(portfolio, page).html, page.path
