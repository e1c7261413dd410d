"""Which PINs are too easily guessed. Pure."""

from itertools import pairwise

LENGTH = 6


def plain(typed: str) -> str:
    """The digits of what was typed, in plain digits; other signs fall away."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


def is_weak(pin: str) -> bool:
    """Fewer than three different digits, a row of digits up or down, a half that comes twice, or doubled pairs."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    half, pairs = LENGTH // 2, {pin[at : at + 2] for at in range(0, LENGTH, 2)}
    return (
        len(set(pin)) < 3
        or steps in ({1}, {9})
        or pin[:half] == pin[half:]
        or pin[:half] == pin[half:][::-1]
        or len(pairs) == 1
        or all(len(set(pair)) == 1 for pair in pairs)
    )
