"""The audit of one model as one PDF: the page of the model, and of each version in use."""

import tempfile
from pathlib import Path

from generator.catalog import RegisteredModel
from generator.exports.report import Cover, bind, fixed, linked_style
from generator.messages import say, say_many
from generator.pages import paths, text
from generator.pages.audit.model import versions_in_use
from generator.pages.view import Page
from generator.pipeline.browser import print_page
from generator.pipeline.pipeline import Pipeline
from generator.pipeline.shipped import shipped
from generator.site import assets

_REMARK = say(
    "Results speak of what is recorded and stated as of the instant above. They are evidence for a judgement, which is "
    "people's to make. Each number cites a place in a file; the digest is the SHA-256 of the file as it was read."
)


def audit_report(pipeline: Pipeline, model: RegisteredModel, browser: Path, paper: str) -> bytes:
    """The report as PDF; the same inputs and the same browser give the same bytes.

    Args:
        pipeline: the build whose pages are bound.
        model: the one to report on.
        browser: the program that prints.
        paper: size that CSS knows, such as ``A4``.

    Raises:
        BrowserError: when the browser prints nothing.
    """
    snapshot = pipeline.snapshot
    used = versions_in_use(model)
    wanted = [paths.model_audit(model.name), *(paths.version_audit(model.name, number) for number in used)]
    pages = {page.path: page for page in pipeline.pages}
    chapters = pipeline.render([pages[path] for path in wanted if path in pages])
    title = say("Audit report: {name}", name=model.name)
    html = bind(
        _cover(pipeline, model, used, pages[wanted[0]]),
        chapters,
        style=linked_style("assets/modelfolio.css", paper),
        title=title,
        language=pipeline.language,
    )
    with tempfile.TemporaryDirectory() as folder:
        for file in assets.asset_files(
            shipped("site_config"), snapshot, snapshot.site_name, pipeline.language
        ):
            target = Path(folder) / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        document = Path(folder) / "report.html"
        document.write_text(html, encoding="utf-8")
        return fixed(print_page(browser, document), snapshot.as_of)


def _cover(pipeline: Pipeline, model: RegisteredModel, used: tuple[str, ...], page: Page) -> Cover:
    snapshot, policy = pipeline.snapshot, pipeline.portfolio.assessment.policy
    return Cover(
        title=say("Audit report: {name}", name=model.name),
        subtitle=page.summary,
        facts=(
            (say("Portfolio"), snapshot.site_name),
            (
                say("Scope"),
                say_many(
                    len(used), "the model, and {n} version in use", "the model, and {n} versions in use"
                ),
            ),
            (say("Versions in use"), ", ".join(f"v{number}" for number in used) or say("none")),
            (say("As of"), text.instant(snapshot.as_of)),
            (say("Policy"), policy.version or say("the default policy")),
            (say("Stores read"), ", ".join(snapshot.stores)),
            (say("Edition"), snapshot.audience),
            (say("Made by"), f"modelfolio {snapshot.tool_version}"),
            (say("Snapshot digest, SHA-256"), snapshot.digest),
        ),
        remark=_REMARK,
    )
