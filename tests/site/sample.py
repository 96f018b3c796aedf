"""A small made-up site that holds every kind of page and every component of the style sheet."""

from datetime import UTC, datetime
from html import escape

from generator.pages.view import Link, Page, PageKind, RenderedPage, Section, SiteFile, Snapshot
from generator.provenance import Source

HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e"
"""A name that closes what it stands in, runs, and turns the text around it."""

SNAPSHOT = Snapshot(
    site_name="Meridian Bank",
    as_of=datetime(2026, 11, 20, 7, 40, tzinfo=UTC),
    stores=("mlruns",),
    digest="4be19a07c2d1" + "0" * 52,
    tool_version="0.1.0",
)
SOURCES = (
    Source("mlruns/models/churn/meta.yaml", "a" * 64, "/aliases/champion"),
    Source("mlruns/1/9f3c/metrics/val_loss", "b" * 64, "line 7"),
    Source("governance/models/churn.md", "", "/owner"),
)
HOME = Link("Portfolio", "index.html")
CHURN = Link("churn", "models/churn/index.html")


def site() -> tuple[list[RenderedPage], list[SiteFile]]:
    """The pages and the data files beside them."""
    files = [SiteFile("api/models/churn.json", b'{"name": "churn"}\n')]
    return [_rendered(page, body) for page, body in _pages()], files


def many_runs(count: int) -> list[RenderedPage]:
    """Run pages for sites of any size, about 10 kB of body each."""
    trail = (
        HOME,
        Link("Experiments", "experiments/index.html"),
        Link("churn-2026", "experiments/churn-2026.html"),
    )
    filler = "".join(f"<p>{'calibration drift precision recall ' * 8}{number}</p>\n" for number in range(32))
    pages = []
    for number in range(count):
        page = _page(
            f"runs/{number:032x}.html",
            PageKind.RUN,
            f"unleashed-grouse-{number}",
            summary=f"A run of churn-2026, finished, val_loss {number / 7:.5f}.",
            sections=[
                ("params", "Parameters"),
                ("metrics", "Metrics"),
                ("datasets", "Datasets"),
                ("sources", "Sources"),
            ],
            breadcrumbs=trail,
            keywords=("learning_rate", "num_leaves", "val_loss", "val_auc", "holdout_2026q3", "a.lindqvist"),
            run_id=f"{number:032x}",
        )
        body = "".join(
            f'<h2 id="{section.id}">{section.title}</h2>{filler[:2500]}' for section in page.sections
        )
        pages.append(RenderedPage(page=page, html=f"<h1>{page.title}</h1>{body}", sources=SOURCES))
    return pages


def _pages() -> list[tuple[Page, str]]:
    churn = {"breadcrumbs": (HOME,), "local_navigation": _subject(), "model": "churn"}
    below = churn | {"breadcrumbs": (HOME, CHURN)}
    experiments = (HOME, Link("Experiments", "experiments/index.html"))
    return [
        (_page("index.html", PageKind.HOME, "Portfolio", "Two models.", [("models", "Models")], wide=True), _HOME_BODY),
        (_page("models/churn/index.html", PageKind.MODEL_CARD, "churn", "Who will leave.", _CARD, keywords=("a.lindqvist",), **churn), _card_body()),
        (_page("models/churn/v7.html", PageKind.VERSION, "churn v7", "Retrained.", [("metrics", "Metrics")], version="7", **below), _section("metrics")),
        (_page("models/churn/changelog.html", PageKind.CHANGELOG, "Changelog of churn", "", [], **below), "<p>Two versions.</p>"),
        (_page("models/churn/lineage.html", PageKind.LINEAGE, "Lineage of churn", "", [("all", "All")], wide=True, **below), _figure(1, 1200) + '<h2 id="all">All</h2>'),
        (_page("models/evil/index.html", PageKind.MODEL_CARD, HOSTILE, HOSTILE, [("all", HOSTILE)], breadcrumbs=(HOME, Link(HOSTILE, "index.html")), local_navigation=(Link(HOSTILE, "models/evil/index.html"),), keywords=(HOSTILE,)), f'<p>{escape(HOSTILE)}</p><h2 id="all">{escape(HOSTILE)}</h2>'),
        (_page("experiments/index.html", PageKind.EXPERIMENTS, "Experiments", "One.", [("all", "All")], breadcrumbs=(HOME,)), _section("all")),
        (_page("experiments/churn-2026.html", PageKind.EXPERIMENT, "churn-2026", "", [], breadcrumbs=experiments), "<p>One run.</p>"),
        (_page("runs/9f3c.html", PageKind.RUN, "unleashed-grouse-114", "val_loss 0.207", [("params", "Parameters")], breadcrumbs=experiments, keywords=("val_loss", "holdout_2026q3"), run_id="9f3c"), '<h2 id="params">Parameters</h2>'),
        (_page("datasets/index.html", PageKind.DATASETS, "Datasets", "", [], breadcrumbs=(HOME,)), "<p>One.</p>"),
        (_page("datasets/holdout.html", PageKind.DATASET, "holdout_2026q3", "Evaluation data.", [], breadcrumbs=(HOME, Link("Datasets", "datasets/index.html"))), "<p>Rows.</p>"),
        (_page("findings.html", PageKind.FINDINGS, "Findings", "None.", [], breadcrumbs=(HOME,)), "<p>None.</p>"),
        (_page("evidence/index.html", PageKind.EVIDENCE, "Evidence", "Every file.", [], breadcrumbs=(HOME,)), "<p>Files.</p>"),
        (_page("evidence/mlruns.html", PageKind.EVIDENCE_GROUP, "mlruns", "", [], breadcrumbs=(HOME, Link("Evidence", "evidence/index.html"))), "<p>Files.</p>"),
    ]  # fmt: skip


def _page(
    path: str,
    kind: PageKind,
    title: str,
    summary: str = "",
    sections: list[tuple[str, str]] | None = None,
    **more: object,
) -> Page:
    made = tuple(Section(*each) for each in sections or ())
    return Page(path=path, kind=kind, title=title, summary=summary, sections=made, view=None, **more)  # type: ignore[arg-type]


def _rendered(page: Page, body: str) -> RenderedPage:
    head = "" if "<h1" in body else f"<h1>{escape(page.title)}</h1>\n"
    return RenderedPage(page=page, html=head + body, sources=SOURCES if "mf-cite" in body else ())


def _subject() -> tuple[Link, ...]:
    pages = ("index", "Model card"), ("v7", "Version 7"), ("changelog", "Changelog"), ("lineage", "Lineage")
    return tuple(Link(label, f"models/churn/{name}.html") for name, label in pages)


_CARD = [
    ("details", "Model details"),
    ("metrics", "Metrics"),
    ("changes", "What changed"),
    ("sources", "Sources"),
]


def pill(status: str, words: str) -> str:
    """A status in words."""
    return f'<span class="mf-pill" data-st="{status}">{words}</span>'


def _drawing(width: int, number: int) -> str:
    return (
        f'<svg class="mf-svg" id="f{number}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Loss by step" '
        f'width="{width}" height="120" viewBox="0 0 {width} 120"><path class="s-c1" fill="none" stroke="#35498b" stroke-width="2" '
        f'd="M10 20C{width / 3} 100 {width / 2} 90 {width - 20} 105"/><text class="f-ink2" x="10" y="12" font-size="11">val_loss</text></svg>'
    )


def _figure(number: int, width: int = 372) -> str:
    wide = " mf-wide" if width > 760 else ""
    return f"""<figure class="mf-fig"><figcaption><b>Loss falls until step {number}00</b> <span>Lower is better.</span></figcaption>
<div class="mf-canvas{wide}" tabindex="0" role="region" aria-label="Loss {number}, scrollable figure">{_drawing(width, number)}</div>
<details class="mf-data"><summary>Data behind this figure</summary>{_table(f"data{number}")}</details></figure>"""


_HEADS = [
    ("Metric", ""),
    ("v6", ' class="mf-num"'),
    ("v7", ' class="mf-num"'),
    ("Gate", ""),
    ("Remark", " data-nosort"),
]
_ROWS = [
    ("recall", "0.66", "0.69", "fail"),
    ("auc", "0.931", "0.941", "pass"),
    ("val_loss", "10", "9", "pass"),
]


def _table(name: str) -> str:
    """A table to sort."""
    heads = "".join(f'<th scope="col"{extra}>{head}</th> ' for head, extra in _HEADS)
    rows = "".join(
        f'<tr data-tags="{status}"><th scope="row">{metric}</th> <td class="mf-num">{old}</td> <td class="mf-num">{new}</td> '
        f"<td>{pill(status, status)}</td> <td>a longer remark that takes room</td></tr>\n"
        for metric, old, new, status in _ROWS
    )
    return f"""<div class="mf-scroll" tabindex="0" role="region" aria-label="{name}">
<table class="mf-table mf-sticky" id="t-{name}" data-sortable><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"""


def _section(name: str) -> str:
    """A table to sort and to filter, below its heading."""
    return f"""<h2 id="{name}">Rows</h2>
<div class="mf-tools" data-for="t-{name}" hidden><label for="q-{name}" class="mf-muted">Filter</label>
<input id="q-{name}" type="search" placeholder="metric"> <button type="button" data-f="" aria-pressed="true">All</button>
<button type="button" data-f="fail" aria-pressed="false">Failing</button> <output aria-live="polite"></output></div>
{_table(name)}"""


_HOME_BODY = f"""<h1>Portfolio</h1>
<p class="mf-sub">Two models of <code>mlruns</code>.</p>
<ul class="mf-tiles"><li data-st="info"><b>2 <span>of 3</span></b> <span>models in production</span> <small>1 high-risk</small></li>
<li data-st="pass"><b>62</b> <span>fields filled</span></li> <li data-st="fail"><b>7</b> <span>fields missing</span></li> <li data-st="warn"><b>3</b> <span>reviews due</span></li></ul>
<ul class="mf-todo"><li>{pill("fail", "Fail")} <span><b><a href="models/churn/index.html">churn</a></b> has no named owner.</span></li>
<li>{pill("warn", "Warning")} <span>AUC fell by 0.012.</span></li></ul>
{_section("models")}
<div class="mf-two"><div>{_figure(1)}</div><div><ol class="mf-log"><li><time datetime="2026-11-18">2026-11-18</time> {pill("info", "Registered")} <span><a href="models/churn/v7.html">churn v7</a></span></li></ol></div></div>"""


def _card_body() -> str:
    cites = '<sup class="mf-cite"><a href="#source-1">1,</a> <a href="#source-2">2–3</a></sup>'
    listed = "".join(
        f"<li><span>{source.path}</span> <code>{source.sha256[:12]}</code>\n"
        f'<ol><li id="source-{number}" value="{number}">{source.pointer}</li></ol></li>\n'
        for number, source in enumerate(SOURCES, 1)
    )
    return f"""<div class="mf-head"><h1>churn</h1><p>Who will leave within 90 days.</p>
<div class="mf-row">{pill("pass", "Production: v6")} {pill("warn", "Staging: v7")} <span class="mf-chip">@challenger</span></div>
<dl class="mf-facts"><div><dt>Owner</dt> <dd>a.lindqvist{cites}</dd></div> <div><dt>Licence</dt> <dd><span class="mf-missing">not recorded</span></dd></div></dl></div>
<div class="mf-verdict" data-st="warn"><b>Better on 3 of 6 metrics.</b><p>Promotion needs a decision.</p></div>
<svg class="mf-bar" role="img" aria-label="9 pass, 1 warning" viewBox="0 0 10 1" preserveAspectRatio="none"><rect data-st="pass" width="9" height="1"/><rect data-st="warn" x="9" width="1" height="1"/></svg>
<ul class="mf-legend"><li>{pill("pass", "9 pass")}</li> <li>{pill("na", "0 waived")}</li> <li>{pill("waive", "1 waived")}</li></ul>
<h2 id="details">Model details</h2><dl class="mf-def"><dt>Type</dt> <dd>trees <span class="mf-derived">derived</span>{cites}</dd><dt>Digest</dt> <dd><code class="mf-digest">9f3c1ea1d277</code></dd></dl>
<div class="mf-prose"><p>What people wrote, in a paragraph.</p>
<table><thead><tr><th>Slice</th><th>What it holds, at length</th><th>Who looks after it</th><th>Since when</th></tr></thead>
<tbody><tr><td>first_quarter_of_2026</td><td>payments_with_card_present</td><td>risk_operations</td><td>2026-01-01</td></tr></tbody></table></div><div class="mf-note"><p>A remark.</p></div>
{_section("metrics")}
<div class="mf-multi">{_figure(1)}{_figure(2)}</div>
<h2 id="changes">What changed</h2><p><del class="mf-del">900</del> <ins class="mf-ins">842</ins> changed <span class="mf-delta" data-st="pass">↑ +0.010</span> <span class="mf-old">63</span> <b class="mf-new">127</b></p>
<h2 id="sources">Sources</h2><ul class="mf-sources">{listed}</ul>"""
