"""Work shared out among processes."""

import os
import signal
import subprocess
import sys
import time

import pytest

from generator.errors import SiteError
from generator.pipeline import work
from generator.pipeline.work import ordered_map, ordered_results


@pytest.fixture(autouse=True)
def _fork_in_spite_of_threads(monkeypatch):
    """The test runner has a thread of its own, which ours would wait for."""
    monkeypatch.setattr(work, "_forks_safely", lambda: True)


class Told:
    def __init__(self):
        self.done = 0

    def stage(self, name, total=0):
        """Not of interest."""

    def advance(self, count):
        self.done += count


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(jobs):
    def slow_at_first(number):
        time.sleep(0.02 if number == 0 else 0)
        return number * number

    told = Told()
    results = ordered_map(slow_at_first, range(100), jobs=jobs, name=str, progress=told)
    assert results == tuple(number * number for number in range(100))
    assert told.done == 100


def test_the_work_is_really_shared():
    pids = set(ordered_map(lambda _: (time.sleep(0.01), os.getpid())[1], range(40), jobs=2, name=str))
    assert len(pids) == 2
    assert os.getpid() not in pids


def test_few_items_are_not_worth_another_process():
    assert set(ordered_map(lambda _: os.getpid(), range(15), jobs=2, name=str)) == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_exception_in_order_names_its_item(jobs):
    def odd(number):
        if number in {13, 17}:
            raise ValueError(f"no {number}")
        return number

    with pytest.raises(ValueError, match="no 13") as caught:
        ordered_map(odd, range(100), jobs=jobs, name=lambda number: f"figure {number}")
    assert "while working on figure 13" in caught.value.__notes__


@pytest.mark.parametrize("jobs", [1, 2])
def test_our_own_errors_arrive_whole(jobs):
    def refuse(number):
        raise SiteError("no such template", slug="template-failed", location=f"page {number}")

    with pytest.raises(SiteError, match=r"^page 0: no such template\n"):
        ordered_map(refuse, range(20), jobs=jobs, name=str)


class UntakeableError(Exception):
    def __init__(self, *, place):
        super().__init__(f"at {place}")


def test_an_exception_that_cannot_travel_is_told_by_another():
    def refuse(number):
        raise UntakeableError(place=number)

    with pytest.raises(RuntimeError, match="UntakeableError: at 0"):
        ordered_map(refuse, range(20), jobs=2, name=str)


def test_a_killed_worker_is_an_error_that_gives_advice():
    def dies(number):
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(SiteError, match="--jobs 1"):
        ordered_map(dies, range(20), jobs=2, name=str)


def shared_with_here(function, count: int, jobs: int = 2) -> list:
    """The results where this process works, too; each with whether it did."""
    return list(
        ordered_results(
            lambda number: (function(number), False),
            range(count),
            jobs=jobs,
            name=str,
            here=lambda number: (function(number), True),
        )
    )


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_a_process_that_works_with_its_workers_gives_every_result_once_and_in_order(jobs):
    found = shared_with_here(lambda number: (time.sleep(0.002), number * number)[1], 100, jobs)
    assert [result for result, _ in found] == [number * number for number in range(100)]
    assert {here for _, here in found} == ({True} if jobs == 1 else {True, False})


def test_two_jobs_are_one_worker_and_this_process():
    pids = {pid for pid, _ in shared_with_here(lambda _: (time.sleep(0.005), os.getpid())[1], 60)}
    assert len(pids) == 2
    assert os.getpid() in pids


def test_an_exception_of_this_process_waits_for_its_turn():
    parent = os.getpid()

    def faulty(number):
        if os.getpid() != parent:
            time.sleep(0.1)  # long enough for this process to meet the fault meanwhile
        elif number > 8:
            raise ValueError(f"no {number}")
        return number

    taken: list[int] = []
    with pytest.raises(ValueError, match=r"no \d+") as caught:
        taken.extend(ordered_results(faulty, range(40), jobs=2, name=str, here=faulty))
    assert len(taken) > 8
    assert taken == list(range(len(taken)))
    assert caught.value.__notes__ == [f"while working on {len(taken)}"]


def test_a_killed_worker_is_an_error_also_while_this_process_works():
    parent = os.getpid()

    def dies(number):
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)

    with pytest.raises(SiteError, match="--jobs 1"):
        shared_with_here(dies, 40)


ORPHANS = """
import os, sys, time
from generator.pipeline.work import ordered_map
def sleep(number):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)
ordered_map(sleep, range(20), jobs=2, name=str)
"""


def test_workers_go_when_their_parent_is_killed():
    with subprocess.Popen([sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, text=True) as parent:
        try:
            workers = {int(parent.stdout.readline()) for _ in range(2)}
        finally:
            parent.kill()
        assert len(workers) == 2
        deadline = time.monotonic() + 10
        while any(map(alive, workers)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not any(map(alive, workers))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
