"""The prompts of all stores: MLflow keeps them in its registry, they are no models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.catalog import Alias, Prompt, PromptVersion, Tag
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section

PROMPTS = 200
"""Prompts shown on the page; the rest is counted."""
VERSIONS = 20
"""Versions of one prompt that are shown; the rest is counted."""
TEXT = 4_000
"""Characters of one prompt that are shown; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptText:
    """One version of a prompt."""

    version: PromptVersion
    aliases: tuple[Alias, ...]
    text: str
    """At most :data:`TEXT` characters of it."""
    length: int
    """Characters in all."""
    tags: tuple[Tag, ...]
    """Without those that the tracker keeps for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptEntry:
    """One prompt."""

    prompt: Prompt
    section: str
    """Id of its heading."""
    tags: tuple[Tag, ...]
    """Without those that the tracker keeps for itself."""
    texts: tuple[PromptText, ...]
    """Newest first; at most :data:`VERSIONS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptsView:
    """The page of all prompts."""

    entries: tuple[PromptEntry, ...]
    total: int


def prompts_views(portfolio: Portfolio) -> Iterator[Page]:
    """The one page of all prompts; there is none when no store has any."""
    prompts = sorted(portfolio.catalog.prompts, key=lambda prompt: (prompt.name, prompt.store))
    if not prompts:
        return
    entries = tuple(_entry(prompt, number) for number, prompt in enumerate(prompts[:PROMPTS], start=1))
    yield Page(
        path=paths.PROMPTS,
        kind=PageKind.PROMPTS,
        title=say("Prompts"),
        summary=say(
            "{prompts} with {sum}.",
            prompts=say_many(len(prompts), "{n} prompt", "{n} prompts"),
            sum=say_many(sum(len(prompt.versions) for prompt in prompts), "{n} version", "{n} versions"),
        ),
        view=PromptsView(entries=entries, total=len(prompts)),
        sections=tuple(
            Section(entry.section, entry.prompt.name or say("without a name")) for entry in entries
        ),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        keywords=tuple(
            dict.fromkeys(alias.name for entry in entries for alias in entry.prompt.aliases if alias.name)
        ),
    )


def _entry(prompt: Prompt, number: int) -> PromptEntry:
    newest_first = sorted(prompt.versions, key=lambda version: -version.sequence)
    return PromptEntry(
        prompt=prompt,
        section=f"prompt-{number}",
        tags=_own_tags(prompt.tags),
        texts=tuple(
            PromptText(
                version=version,
                aliases=tuple(alias for alias in prompt.aliases if alias.version == version.version),
                text=version.template[:TEXT],
                length=len(version.template),
                tags=_own_tags(version.tags),
            )
            for version in newest_first[:VERSIONS]
        ),
    )


def _own_tags(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    return tuple(tag for tag in tags if not tag.system)
