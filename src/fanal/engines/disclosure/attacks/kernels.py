"""Compiled: for each child the synthetic rows that are like it, for the attacks A6 and A7."""

import numpy as np

from fanal.engines.arrays import UInt8s, Whole
from fanal.engines.compiled import compiled


@compiled
def distances(children: UInt8s, made: UInt8s, distance: Whole, first: int, last: int) -> None:
    """The least number of codes in which a child and a row differ."""
    width = children.shape[1]
    for child in range(first, last):
        best = width
        for row in range(made.shape[0]):
            differ = 0
            for place in range(width):
                differ += children[child, place] != made[row, place]
            best = min(best, differ)
        distance[child] = best


@compiled
def guesses(
    held: UInt8s,
    others: UInt8s,
    goals: UInt8s,
    codes: int,
    guess: UInt8s,
    first: int,
    last: int,
) -> None:
    """For each child the most frequent goal among the rows that share the most known codes; the first of equals."""
    width = held.shape[1]
    votes = np.zeros((width + 1, codes), dtype=np.int64)
    for child in range(first, last):
        votes[:] = 0
        for row in range(others.shape[0]):
            same = 0
            for place in range(width):
                same += held[child, place] == others[row, place]
            votes[same, goals[row]] += 1
        best = np.int64(0)
        for same in range(width, -1, -1):
            if votes[same].sum() > 0:
                best = np.int64(np.argmax(votes[same]))
                break
        guess[child] = best
