"""Readings of several chains in one call of the engine, whose own costs would come once for each chain."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from .problem import Problem, Readings, simulate_cases

Numbers = NDArray[np.float64]


class JointReader:
    """Chains that wait for one another, each in a thread of its own.

    What a chain reads at its points does not depend on the points of others, to the last bit.

    Parameters
    ----------
    problem : Problem
        The problem whose readings are simulated.
    chains : int
        Number of chains; each calls :meth:`leave` at its end.
    """

    def __init__(self, problem: Problem, chains: int) -> None:
        self.problem, self.present = problem, chains
        self.lock = Lock()
        self.requests: list[tuple[Numbers, Future[Readings]]] = []

    def read(self, points: Numbers) -> Readings:
        """Return the readings of all cases at a chain's points, which may be none; wait for other chains."""
        answer: Future[Readings] = Future()
        with self.lock:
            self.requests.append((points, answer))
            self._answer_all()
        return answer.result()

    def leave(self) -> None:
        """Leave the others, who no longer wait for this chain."""
        with self.lock:
            self.present -= 1
            self._answer_all()

    def _answer_all(self) -> None:
        if not self.requests or len(self.requests) < self.present:
            return
        requests, self.requests = self.requests, []
        try:
            joint = simulate_cases(self.problem, np.concatenate([points for points, _ in requests]))
            parts = list(split_readings(joint, [len(points) for points, _ in requests]))
        except BaseException as error:  # every chain meets it
            for _, answer in requests:
                answer.set_exception(error)
            return
        for (_, answer), part in zip(requests, parts, strict=True):
            answer.set_result(part)


def split_readings(joint: Readings, counts: Sequence[int]) -> Iterator[Readings]:
    """Yield the readings of each count of points in turn; those that no parameter changes go with each."""
    last = np.cumsum(counts)
    for end, count in zip(last, counts, strict=True):
        rows = slice(end - count, end)
        yield [[r[rows] if len(r) == last[-1] else r for r in case] for case in joint]
