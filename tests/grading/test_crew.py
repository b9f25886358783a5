"""Several workers at once: started in advance, asked in order, left at any moment."""

import time

import pytest

from autograder.grading.crew import Crew
from autograder.grading.wall import NoWall
from autograder.grading.worker import Step


def told(worker, number):
    [ran] = worker.run([Step(f"print({number})")])
    return ran.outputs[0]["text"]


@pytest.mark.parametrize("ahead", [False, True])
def test_results_come_in_order_however_the_workers_were_started(wall, ahead):
    with Crew(wall, 2) as crew:
        if ahead:
            crew.start()
        assert list(crew.map(told, range(5))) == ["0\n", "1\n", "2\n", "3\n", "4\n"]


def test_leaving_while_workers_start_is_quick_and_leaves_none(wall):
    start = time.monotonic()
    with Crew(wall, 2) as crew:
        crew.start()
    assert time.monotonic() - start < 10
    assert all(worker._warm is None for worker in crew.workers)


def test_a_crew_that_was_left_starts_nothing_more(wall):
    with Crew(wall, 1) as crew:
        pass
    with pytest.raises(NoWall, match="--resume"):
        crew.workers[0].__enter__()


def test_a_crew_of_nobody_has_nothing_to_do(wall):
    with Crew(wall, 0) as crew:
        crew.start()
        assert list(crew.map(told, [])) == []
