"""The prompts' page: every prompt with its text, the newest version first."""

from generator.catalog import Alias, Prompt, PromptVersion
from generator.pages.models.prompts import TEXT, VERSIONS, prompts_views
from tests import factories as make


def prompt(name="summarise", versions=2, template="Say {{ topic }}\nin <b>one</b> line", **given):
    place = make.source(f"mlruns/models/{name}/meta.yaml")
    return Prompt(
        name=name,
        versions=tuple(
            PromptVersion(
                version=str(number),
                sequence=number,
                template=template,
                creation_time=make.at(30 - number),
                source=make.source(f"mlruns/models/{name}/version-{number}/meta.yaml"),
            )
            for number in range(1, versions + 1)
        ),
        store="mlruns",
        source=place,
        **given,
    )


def page_of(*prompts):
    portfolio = make.portfolio(prompts=prompts)
    return portfolio, next(prompts_views(portfolio), None)


def test_the_newest_version_stands_open_and_the_older_ones_fold(render):
    portfolio, page = page_of(prompt(aliases=(Alias("live", "1", make.source()),)))
    html = render(portfolio, page).html
    assert html.index("<b>Version 2</b>") < html.index("<summary>Version 1 @live</summary>")


def test_the_text_is_shown_as_written_and_nothing_in_it_runs(render):
    portfolio, page = page_of(prompt())
    html = render(portfolio, page).html
    assert "<pre><code>Say {{ topic }}\nin &lt;b&gt;one&lt;/b&gt; line</code></pre>" in html


def test_a_long_text_and_a_long_history_are_cut_and_counted(render):
    portfolio, page = page_of(prompt(versions=VERSIONS + 3, template="x" * (TEXT + 1)))
    html = render(portfolio, page).html
    assert html.count("Cut here: 4\u2009001 characters in all.") == VERSIONS
    assert "3 older versions not shown." in html


def test_a_prompt_without_text_or_version_says_so(render):
    portfolio, page = page_of(prompt("a", versions=0), prompt("b", versions=1, template=""))
    html = render(portfolio, page).html
    assert '<span class="mf-missing">no version recorded</span>' in html
    assert '<span class="mf-missing">no text recorded</span>' in html


def test_the_tags_of_the_tracker_itself_are_left_out():
    own, system = make.tag("team", "risk"), make.tag("_mlflow_prompt_type", "text")
    _, page = page_of(prompt(tags=(own, system, make.tag("mlflow.prompt.is_prompt", "true"))))
    assert page.view.entries[0].tags == (own,)


def test_a_name_in_a_heading_is_escaped_and_never_an_id(render):
    portfolio, page = page_of(prompt('"><script>alert(1)</script>'))
    html = render(portfolio, page).html
    assert '<h2 id="prompt-1">&#34;&gt;&lt;script&gt;' in html


def test_without_prompts_there_is_no_such_page():
    assert page_of()[1] is None


def test_the_page_is_the_golden_one(render, gold):
    portfolio, page = page_of(
        prompt(
            description="For *reports*.",
            aliases=(Alias("live", "2", make.source()),),
            tags=(make.tag("a", "b"),),
        )
    )
    gold("prompts", render(portfolio, page).html)
