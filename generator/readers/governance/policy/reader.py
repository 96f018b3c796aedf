"""From the files of a policy to the policy, every key with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.catalog import Policy, Problem, Severity
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.governance.faults import as_problems, bounded
from generator.readers.governance.form import Form
from generator.readers.governance.policy.keys import read_keys
from generator.readers.governance.policy.layers import Layered, laid_together, read_layers
from generator.readers.store import Store


def read_policy(
    folder: Store | None, shared: Iterable[tuple[Store, str]] = ()
) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy of the governance folder, laid on those that it builds on, and what is wrong with single keys.

    Args:
        folder: the governance folder; None for none.
        shared: files from elsewhere, the nearest first, each as a store and its name in it.

    Returns:
        The policy, None when there is none; and the problems of all its files.

    Raises:
        PolicyError: when a file of it cannot be read at all, is missing, or builds on itself.
    """
    layers = read_layers(folder, shared)
    if not layers:
        return None, ()
    problems = tuple(problem for layer in layers for problem in _problems(layer))
    whole = laid_together(layers)
    form = Form(Document(whole.values, layers[0].source))
    policy = replace(
        read_keys(form, lambda part: _place(part, whole)),
        places=whole.places,
        files=tuple(dict.fromkeys(layer.source for layer in layers)),
    )
    return replace(policy, label=folder.label) if folder else policy, problems


def _problems(layer: Document) -> Iterator[Problem]:
    """What is wrong with one file, read as if it stood alone, so that every fault has its own line."""
    form = Form(layer)
    read_keys(form, lambda part: part.source)
    cost = "what the policy says here does not apply, the default does"
    problems = as_problems(form.take_faults(), cost=cost, severity=Severity.ERROR)
    yield from bounded(problems, layer.source)


def _place(part: Form, whole: Layered) -> Source:
    return whole.places.get("/".join(map(str, part.document.path)), part.source)
