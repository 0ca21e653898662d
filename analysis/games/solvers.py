"""Where a game of a few players with a few policies each comes to rest: logit QRE, pure Nash, best responses.

Games of one shape are solved side by side. ``payoffs`` has shape (games, players, policies of the first
player, of the second, ...), so that ``payoffs[g, p]`` is a player's payoff tensor.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STEPS = 12
"""Precisions on the way from 0, where all policies are alike, to the one asked for."""
TOLERANCE = 1e-10
ROUGH = 1e-4
"""Largest gap at the end, and on the way."""
MOST_ROUNDS = 5_000
SLOWEST = 0.002
TIE = 1e-12
"""Payoffs nearer than this are equal."""


@dataclass(frozen=True)
class Equilibrium:
    """A logit quantal response equilibrium of every game.

    Attributes
    ----------
    mixes : list of array, shape (games, policies)
        Probability of each policy of each player.
    gaps : array, shape (games,)
        Largest difference of a probability to the logit response to the others.
    """

    mixes: list[Array]
    gaps: Array


def solve_qre(payoffs: Array, precision: float) -> Equilibrium:
    """Solve for logit quantal response equilibria (McKelvey and Palfrey 1995).

    The branch that starts at even mixes is followed as precision grows, by damped logit responses: a step is
    halved where the gap grows.

    Parameters
    ----------
    payoffs : array, shape (games, players, policies of each player ...)
        Payoffs.
    precision : float
        How sharply players choose: 0 at random, more and more the best policy as it grows.
    """
    mixes = [np.full((len(payoffs), n), 1.0 / n) for n in payoffs.shape[2:]]
    gaps = np.zeros(len(payoffs))
    for step in range(1, STEPS + 1):
        gaps = settle(payoffs, mixes, precision * step / STEPS, TOLERANCE if step == STEPS else ROUGH)
    return Equilibrium(mixes, gaps)


def settle(payoffs: Array, mixes: list[Array], precision: float, tolerance: float) -> Array:
    """Move ``mixes`` in place until they agree with the logit responses to them; return the gaps."""
    gaps, speed = np.full(len(payoffs), np.inf), np.full(len(payoffs), 0.5)
    open_ = np.arange(len(payoffs))
    for _ in range(MOST_ROUNDS):
        now = [mix[open_] for mix in mixes]
        moves = [
            answer - mix for answer, mix in zip(respond(payoffs[open_], now, precision), now, strict=True)
        ]
        found = np.max([np.abs(move).max(axis=1) for move in moves], axis=0)
        speed[open_] = np.where(
            found > gaps[open_], np.maximum(speed[open_] / 2.0, SLOWEST), np.minimum(speed[open_] * 1.05, 1.0)
        )
        gaps[open_] = found
        for mix, move in zip(mixes, moves, strict=True):
            mix[open_] += speed[open_, None] * move
        open_ = open_[found > tolerance]
        if not len(open_):
            break
    return gaps


def respond(payoffs: Array, mixes: list[Array], precision: float) -> list[Array]:
    """Return every player's logit response to the others' mixes."""
    answers = []
    for player in range(len(mixes)):
        worth = precision * expect_payoffs(payoffs[:, player], mixes, player)
        odds = np.exp(worth - worth.max(axis=1, keepdims=True))
        answers.append(odds / odds.sum(axis=1, keepdims=True))
    return answers


def expect_payoffs(tensor: Array, mixes: list[Array], player: int) -> Array:
    """Return what each policy of a player brings against the others' mixes, shape (games, policies)."""
    for other in reversed(range(len(mixes))):
        if other != player:  # axes of later players are gone, or stand last and alone behind the player's
            axis = other + 1
            shape = [len(tensor)] + [1] * (tensor.ndim - 1)
            shape[axis] = tensor.shape[axis]
            tensor = (tensor * mixes[other].reshape(shape)).sum(axis=axis)
    return tensor


def join_mixes(mixes: list[Array]) -> Array:
    """Return the probability of every profile under independent mixes, shape (games, profiles)."""
    joint = np.ones((len(mixes[0]), 1))
    for mix in mixes:
        joint = (joint[:, :, None] * mix[:, None, :]).reshape(len(mix), -1)
    return joint


def find_pure_nash(payoffs: Array) -> NDArray[np.bool_]:
    """Return which profiles are pure Nash equilibria, by brute force, shape (games, profiles)."""
    stable = np.ones((len(payoffs), *payoffs.shape[2:]), np.bool_)
    for player in range(payoffs.shape[1]):
        worth = payoffs[:, player]
        stable &= worth >= worth.max(axis=player + 1, keepdims=True) - TIE
    return stable.reshape(len(payoffs), -1)


def follow_best_responses(payoffs: Array, start: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Follow best responses in one game, player after player, from a profile to where they end.

    Parameters
    ----------
    payoffs : array, shape (players, policies of each player ...)
        Payoffs of one game.
    start : tuple of int
        The policy of each player at first.

    Returns
    -------
    list of tuple of int
        The profile at which nobody moves any more, or those of the cycle, one for each round of all players.
    """
    seen: dict[tuple[int, ...], int] = {}
    now = start
    while now not in seen:
        seen[now] = len(seen)
        now = respond_in_turn(payoffs, now)
    return list(seen)[seen[now] :]


def respond_in_turn(payoffs: Array, profile: tuple[int, ...]) -> tuple[int, ...]:
    """Let each player in turn take its best policy; it keeps the one it has if that is as good."""
    now = list(profile)
    for player, tensor in enumerate(payoffs):
        line = tensor[(*now[:player], slice(None), *now[player + 1 :])]
        if line.max() > line[now[player]] + TIE:
            now[player] = int(line.argmax())
    return tuple(now)
