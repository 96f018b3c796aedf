"""``README.html``: what the pack is, and how to check it with nothing but what every computer has."""

from collections import Counter
from collections.abc import Iterable, Sequence
from shlex import quote

from markupsafe import Markup

from generator.exports.pack.archive import PackFile
from generator.exports.pack.copies import COPY_LIMIT, Copy
from generator.exports.pack.manifest import PATH as MANIFEST
from generator.exports.pack.quotes import PATH as INDEX
from generator.exports.pack.quotes import README, REPORT
from generator.exports.pack.registers import missing_registers
from generator.exports.pack.retention import Retention
from generator.exports.pack.scope import Scope
from generator.pages import text
from generator.provenance.sums import SUMS

ORIGINALS = "originals.sha256"
_STYLE = Markup("""
body { color: #1b2430; font: 16px/1.55 Inter, "Segoe UI", Helvetica, Arial, sans-serif; margin: 2.5rem auto; max-width: 56rem; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid #d8dee6; overflow-wrap: anywhere; padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; }
th { font-weight: 600; } tbody th { white-space: nowrap; width: 1%; } .n { text-align: right; white-space: nowrap; }
code, pre { font-family: "JetBrains Mono", Consolas, Menlo, monospace; font-size: .88em; } pre { background: #f2f4f7; border-radius: 6px; overflow-x: auto; padding: .7rem .9rem; }
a { color: #0b57a4; } .muted { color: #55606e; }
@media (max-width: 40rem) { tbody th { min-width: 6.5rem; white-space: normal; width: auto; } }
@media print { @page { margin: 18mm; } body { margin: 0; max-width: none; padding: 0; font-size: 10pt; } pre { white-space: pre-wrap; } tr, pre { break-inside: avoid; } h2 { break-after: avoid; } }
""")
_CHECK = Markup("""<p>Unpack the file, go to the folder, and hold every file against the list. A line that does not end in
<code>OK</code> names a file that was changed.</p>
<table><tbody>
<tr><th>Linux</th><td><code>sha256sum --check {sums}</code></td></tr>
<tr><th>macOS</th><td><code>shasum -a 256 --check {sums}</code></td></tr>
<tr><th>Windows</th><td><code>Get-ChildItem -Recurse -File | Get-FileHash -Algorithm SHA256</code>, to be compared with the list</td></tr>
<tr><th>anywhere</th><td><code>modelfolio verify PACK</code>, where PACK is the zip file or the folder; it finds what was added, too</td></tr>
</tbody></table>
<p>The list vouches for every file, and nothing in the pack vouches for the list. Whoever makes a pack is shown the SHA-256
of <code>{sums}</code>; keep it where the makers of the pack cannot write, and compare.</p>
<p>The originals can be held against the pack where they lie: go to the folder that holds the stores and the
governance folder, and run</p>
<pre>sha256sum --check --ignore-missing PACK/{originals}</pre>""")
_PAGE = Markup("""<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>{style}</style></head><body><main>
<h1>{title}</h1>
<p class="muted">Begin with <a href="{report}">the report</a>. Everything here opens in a browser, a spreadsheet or a text editor; nothing is fetched from elsewhere.</p>
<table><tbody>{facts}</tbody></table>
<h2>How to verify</h2>
{check}
<h2>What is in it</h2>
<table><thead><tr><th>file</th><th>what it is</th><th class="n">size</th></tr></thead><tbody>{files}</tbody></table>
<p>The copies of the files that are quoted lie in <code>evidence/</code>. <a href="{sums}">{sums}</a> has the digest of every file,
<a href="{manifest}">{manifest}</a> tells the same and what became of each file to programs.</p>
<h2>What became of the files that are quoted</h2>
<table><thead><tr><th>kept</th><th class="n">files</th><th>why</th></tr></thead><tbody>{kept}</tbody></table>
<p>A copy is the whole file, so that its digest can be compared; a register speaks of other models too. Files of more than {limit} and
files that are no text are named by their digest. <a href="{index}">{index}</a> has a row for every place that is quoted.</p>
<h2>How long to keep it</h2>
<table><thead><tr><th>model</th><th>keep</th><th>stated in</th></tr></thead><tbody>{retention}</tbody></table>
<h2>What is not in it</h2>
<ul>{gaps}</ul>
<h2>What it is not</h2>
<p>Results speak of what is recorded and stated as of the instant above. They are evidence for a judgement, which is people's
to make. Names of users in a tracker are self-declared, and a digest does not prove who wrote a file.</p>
</main></body></html>
""")  # fmt: skip
_CELLS = Markup("<tr><th>{0}</th><td>{1}</td></tr>")


def readme_file(
    scope: Scope, retentions: Sequence[Retention], copies: Sequence[Copy], files: Sequence[PackFile]
) -> PackFile:
    """The page that is opened first.

    Args:
        scope: of the pack.
        retentions: what is stated of each model.
        copies: what became of every file that is quoted.
        files: all others but the lists of digests, by path.
    """
    snapshot = scope.portfolio.snapshot
    title = f"Evidence pack: {scope.model or snapshot.site_name}"
    page = _PAGE.format(
        title=text.visible(title),
        style=_STYLE,
        report=REPORT,
        index=INDEX,
        sums=SUMS,
        manifest=MANIFEST,
        limit=text.size(COPY_LIMIT),
        facts=_joined(
            _CELLS.format(label, text.visible(value)) for label, value in _facts(scope, retentions)
        ),
        check=_CHECK.format(sums=SUMS, originals=ORIGINALS),
        files=_joined(_file(file) for file in files if not file.path.startswith("evidence/")),
        kept=_joined(_kept(copies)),
        retention=_joined(_retention(each) for each in retentions)
        or Markup("<tr><td colspan=3>no model</td></tr>"),
        gaps=_joined(Markup("<li>{0}</li>").format(text.visible(gap)) for gap in _gaps(scope)),
    )
    return PackFile(README, page.encode(), "what is opened first")


def _facts(scope: Scope, retentions: Sequence[Retention]) -> Iterable[tuple[str, str]]:
    portfolio, selection = scope.portfolio, scope.selection
    snapshot, policy, ledger = portfolio.snapshot, portfolio.assessment.policy, portfolio.history.ledger
    versions = sum(len(model.listed_versions) for model in scope.models)
    models = text.count(len(scope.models), "model")
    yield "Portfolio", snapshot.site_name
    yield (
        "Scope",
        f"{'the model ' + scope.model if scope.model else models}, {text.count(versions, 'version')}",
    )
    yield "As of", text.instant(snapshot.as_of)
    yield "Results", f"{len(selection.findings)}; {selection.reason}"
    yield "Policy", policy.version or "the default policy"
    yield "Stores read", ", ".join(snapshot.stores)
    yield "Store digest, SHA-256", snapshot.digest
    yield (
        "Ledger",
        f"{text.count(ledger.count, 'line')}, the last is {ledger.head}" if ledger.head else "none is kept",
    )
    yield "Edition", snapshot.audience.value
    yield "Made by", f"modelfolio {snapshot.tool_version}"
    yield "Made again by", _command(scope)
    days = [each.keep_until for each in retentions if each.keep_until]
    yield "Keep until", f"{max(days)}, the last day stated for any model in it" if days else "not stated"


def _command(scope: Scope) -> str:
    snapshot = scope.portfolio.snapshot
    words = ("modelfolio export pack", *([quote(scope.model)] if scope.model else []))
    options = f"--as-of {snapshot.as_of.isoformat()} --profile {snapshot.audience.value}"
    return f"{' '.join(words)} {options}, on the same files"


def _file(file: PackFile) -> Markup:
    size = text.size(len(file.content))
    return Markup('<tr><th><a href="{0}">{0}</a></th><td>{1}</td><td class="n">{2}</td></tr>').format(
        file.path, text.visible(file.about), size
    )


def _kept(copies: Iterable[Copy]) -> Iterable[Markup]:
    counted = Counter((copy.kept, copy.why) for copy in copies)
    for (kept, why), times in sorted(counted.items()):
        yield Markup('<tr><th>{0}</th><td class="n">{1}</td><td>{2}</td></tr>').format(
            kept.value, times, text.visible(why)
        )


def _retention(each: Retention) -> Markup:
    places = ", ".join(str(source) for source in each.sources)
    stated = (
        places if each.stated or each.named or each.keep_until else f"nowhere; it would stand in {places}"
    )
    return Markup("<tr><th>{0}</th><td>{1}</td><td>{2}</td></tr>").format(
        text.visible(each.model), text.visible(each.text), text.visible(stated)
    )


def _gaps(scope: Scope) -> Iterable[str]:
    missing = missing_registers(scope)
    if missing:
        yield f"Registers that nobody keeps: {', '.join(missing)}."
    for withheld in scope.portfolio.snapshot.withheld:
        yield f"Withheld in this edition: {withheld.rule.value} ({withheld.count})."
    problems = len(scope.portfolio.catalog.problems)
    where = "" if scope.model else "; exports/findings.json has each"
    yield f"Problems with what was read: {problems}{where}."


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
