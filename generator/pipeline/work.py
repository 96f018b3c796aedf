"""One function over many items, in several processes where that is safe and worth it.

Workers are forked, so that they inherit the function and the items instead of being sent them; only results travel.
Where the platform cannot fork safely (Windows; macOS, whose system libraries forbid it) the work is done in this process.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any, ClassVar, TypeVar

from generator.errors import SiteError
from generator.pipeline.progress import Progress, Quiet

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST_JOBS = 8
"""More processes than this gain nothing: the parent cannot take in their results any faster."""
_SPANS_PER_JOB = 16
_LONGEST_SPAN = 64


def default_jobs() -> int:
    """The processors this process may use, eight at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_JOBS)


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave reference cycles alone for a while.

    Stages that only ever add frozen values make next to no cycles, but each search for them walks everything made
    so far: half of the time of reading a large store. Nested use is fine.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # what was made counts as old now, and is not walked at once
            gc.enable()


def ordered_map(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    name: Callable[[Item], str],
    fewest: int = 16,
    progress: Progress | None = None,
) -> tuple[Result, ...]:
    """The results of a function, in the order of the items, whichever process made them.

    Args:
        function: pure; its results must survive pickling.
        items: what it is called with, one by one.
        jobs: processes to work in.
        name: how an item is called in the note on the exception that it caused.
        fewest: items below which other processes are not worth their start.
        progress: told of every item done.

    Raises:
        Exception: the first exception in the order of the items, with a note that names its item.
        SiteError: when a worker was killed.
    """
    return tuple(ordered_results(function, items, jobs=jobs, name=name, fewest=fewest, progress=progress))


def ordered_results(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    name: Callable[[Item], str],
    fewest: int = 16,
    progress: Progress | None = None,
    here: Callable[[Item], Result] | None = None,
) -> Generator[Result]:
    """The same one by one, as soon as each is there.

    Args:
        function: as of :func:`ordered_map`, as are the others.
        items: what it is called with.
        jobs: processes.
        name: how an item is called.
        fewest: items worth another process.
        progress: told of every item done.
        here: does the same as the function, for this process: it then works on items, too, instead of waiting for others
            to have worked on them. None for results that cost next to nothing to take in, which leave it idle.
    """
    told = progress or Quiet()
    jobs = min(jobs, len(items))
    if jobs <= 1 or len(items) < fewest or not _forks_safely():
        for item in items:
            yield _named(here or function, item, name)
            told.advance(1)
        return
    length = max(1, min(_LONGEST_SPAN, len(items) // (jobs * _SPANS_PER_JOB)))
    spans = [range(start, min(start + length, len(items))) for start in range(0, len(items), length)]
    gc.freeze()  # what exists now is never collected by a worker, so its pages stay shared
    try:
        with _executor(jobs - 1 if here else jobs, (function, items, name)) as executor:
            try:
                if here is None:
                    parts = executor.map(_Inherited.run, spans)
                else:
                    shared = _Shared(spans, jobs - 1, lambda span: executor.submit(_Inherited.run, span))
                    parts = shared.in_turn(lambda index: _named(here, items[index], name))
                for part in parts:
                    yield from part
                    told.advance(len(part))
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise
    except BrokenProcessPool as error:
        raise SiteError(
            "a worker process was killed",
            slug="worker-killed",
            hint="memory may have run out: try --jobs 1",
        ) from error
    finally:
        gc.unfreeze()


class _Shared:
    """Spans of items that workers do, and this process while it waits for them."""

    def __init__(
        self, spans: Sequence[range], jobs: int, begin: Callable[[range], "Future[list[Any]]"]
    ) -> None:
        """Take over the work.

        Args:
            spans: of items.
            jobs: workers.
            begin: hands a span to a worker.
        """
        self._spans = spans
        self._most = 2 * jobs
        self._begin = begin
        self._next = 0
        """The first span that nobody has."""
        self._parts: dict[int, Future[list[Any]]] = {}

    def in_turn(self, work: Callable[[int], Any]) -> Iterator[list[Any]]:
        """The results of each span in turn.

        Args:
            work: does one item here.
        """
        for turn in range(len(self._spans)):
            self._hand_out()
            while not self._parts[turn].done() and self._next < len(self._spans):
                own = self._parts[self._take()] = Future()
                try:
                    own.set_result([work(index) for index in self._spans[self._next - 1]])
                except Exception as error:  # noqa: BLE001 raised when its turn comes
                    own.set_exception(error)
                self._hand_out()
            yield self._parts.pop(turn).result()

    def _take(self) -> int:
        self._next += 1
        return self._next - 1

    def _hand_out(self) -> None:
        """See to it that no worker has to wait."""
        waiting = sum(not part.done() for part in self._parts.values())
        while waiting < self._most and self._next < len(self._spans):
            taken = self._take()
            self._parts[taken] = self._begin(self._spans[taken])
            waiting += 1


def _named(function: Callable[[Item], Result], item: Item, name: Callable[[Item], str]) -> Result:
    try:
        return function(item)
    except Exception as error:
        error.add_note(f"while working on {name(item)}")
        raise


def _forks_safely() -> bool:
    """Whether a forked child may go on working: not on macOS, and not while other threads may hold locks."""
    return (
        "fork" in multiprocessing.get_all_start_methods()
        and sys.platform != "darwin"
        and threading.active_count() == 1
    )


def _executor(jobs: int, task: tuple[Any, ...]) -> ProcessPoolExecutor:
    with warnings.catch_warnings():
        # Python 3.12 counts the sleeping threads of linear algebra libraries too; those survive a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        executor = ProcessPoolExecutor(
            jobs, multiprocessing.get_context("fork"), initializer=_Inherited.begin, initargs=task
        )
        # A Ctrl-C in the midst of a fork would be told as an exception that nobody can handle: it waits until after.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            executor.submit(os.getpid).result()  # forks every worker now, while only this thread runs
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    return executor


class _Inherited:
    """What a worker was forked with."""

    task: ClassVar[tuple[Callable[[Any], Any], Sequence[Any], Callable[[Any], str]]]

    @classmethod
    def begin(cls, *task: Any) -> None:
        """Take over the task; leave Ctrl-C to the parent, and go when the parent is gone."""
        cls.task = task
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        threading.Thread(target=_leave_with_parent, daemon=True).start()

    @classmethod
    def run(cls, span: range) -> list[Any]:
        """The results of some items."""
        function, items, name = cls.task
        try:
            return [_named(function, items[index], name) for index in span]
        except Exception as error:
            portable = _portable(error)
            if portable is error:
                raise
            raise portable from error


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """The error itself where it survives pickling, else one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception as reason:  # noqa: BLE001 - whatever an exception class does when it is taken apart
        said = RuntimeError(f"{type(error).__name__}: {error}")
        for note in (*getattr(error, "__notes__", ()), f"which cannot leave its process: {reason}"):
            said.add_note(note)
        return said
    return error
