"""Small fictional worlds of law, whole and lawful in form, with facts over them; and one big world for speed work.

`worlds(...)` and `facts(...)` are Hypothesis strategies. They draw through a `random.Random` that Hypothesis controls,
so that examples shrink, and the same code makes a world from a seed (`world`, `synthetic`) without Hypothesis. Laws are
`fanal.law/1` mappings, as a file would hold them, and go through the real loader (`World.corpus`). Nothing here says
anything about real law: the states are XA to XT, or codes of countries that only serve as 195 different names.
"""

import random
from dataclasses import dataclass, field
from functools import cached_property

from hypothesis import strategies as st
from tests.engines.jurisdiction.world_laws import KINDS, Mapped, Shape, Writer

from fanal.engines.jurisdiction.model import CONDUCTS, FICTIONAL, Corpus
from fanal.vocabulary.countries import countries


@dataclass(frozen=True)
class World:
    """Documents by jurisdiction; `codes` are the states that have a file."""

    documents: dict[str, Mapped]
    shape: Shape = field(default=Shape())

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted(self.documents))

    @cached_property
    def corpus(self) -> Corpus:
        from fanal.engines.jurisdiction.files.corpus import compile_documents

        return compile_documents(self.documents)


def worlds(shape: Shape | None = None) -> st.SearchStrategy[World]:
    return st.randoms(use_true_random=False).map(lambda source: world(source, shape or Shape()))


def world(source: random.Random | int, shape: Shape | None = None) -> World:
    """A world from a source of chance, or from a seed."""
    chance = random.Random(source) if isinstance(source, int) else source
    shape = shape or Shape()
    codes = FICTIONAL[: chance.randint(*shape.states)]
    kinds = coupled_kinds(chance, shape)
    owners = {kind: chance.choice(codes) for kind in kinds}  # each kind stands in at least this file
    return World({code: Writer(chance, shape, code, codes, owners).law() for code in codes}, shape)


def coupled_kinds(chance: random.Random, shape: Shape) -> tuple[str, ...]:
    if shape.coupled is None:
        return tuple(kind for kind in KINDS if chance.random() > 0.85)
    return tuple(chance.sample(KINDS, shape.coupled))


def synthetic(states: int = 195, provisions: int = 60, seed: int = 1, shape: Shape | None = None) -> World:
    """A big world for speed work: the codes are real only because so many different ones are needed.

    Of the `provisions` of a file nearly half are offences, spread over all conducts, nearly half rules, the rest
    limitation. The same arguments give the same world.
    """
    each = provisions * 9 // 20
    base = shape or Shape(conducts=CONDUCTS)
    shape = Shape(
        **{name: getattr(base, name) for name in Shape.__dataclass_fields__}
        | {"states": (states, states), "offences": (each, each), "rules": (each - 1, each - 1)}
        | {"limitations": (provisions - 2 * each,) * 2}
    )
    chance = random.Random(seed)
    codes = tuple(found.alpha2 for found in countries(demonstration=False))[:states]
    return World({code: Writer(chance, shape, code, codes, {}).law() for code in codes}, shape)
