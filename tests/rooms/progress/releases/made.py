"""Releases of files of children with numbers that are known: of whom a plan was agreed within seven days."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.bundles import About, Signature
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.model import Cell, CodedTable, Policy, Protected, TableSpec
from fanal.engines.disclosure.protect import protect
from fanal.network.api import rings
from fanal.network.models import Organisation
from fanal.research.questions import catalogue
from tests.people import Cast
from tests.rooms.research.released import COVERAGE, REVIEWS

HIDDEN = Cell("fewer_than_k")
TOLD = {"missing": Cell("shown", 20, 14, 26), "no": Cell("shown", 40, 34, 46), "yes": Cell("shown", 120, 114, 126),
        "total": Cell("shown", 180, 174, 186)}  # fmt: skip
"""Of 160 children of whom it is known, 120 had a plan in time."""


@cache
def _protected(rows: tuple[str, ...], cohorts: tuple[int, ...]) -> Protected:
    """A table of the class set of files, of made-up children."""
    classes = catalogue.reviewed(catalogue.class_set("case"), date(2026, 1, 1))
    dice = np.random.default_rng(7)
    codes = np.stack([dice.integers(0, len(one.codes), 900, dtype=np.uint8) for one in classes.variables], axis=1)
    for name, impossible in ((one.name, one.impossible) for one in classes.variables):
        if impossible:  # what cannot be is not there
            codes[:, classes.place(name)] = 0
    keys = dice.integers(0, 2**32, (900, 2), dtype=np.uint32)
    tables = [CodedTable(classes, cohort, codes, keys) for cohort in cohorts]
    cube = count(tables[0], 2)
    (made,) = protect(cube, [TableSpec(rows, (), cohorts=cohorts[:1])], Policy())
    return replace(made, spec=replace(made.spec, cohorts=cohorts))


def table(told: Mapping[str, Cell] = TOLD, cohorts: tuple[int, ...] = (2025,)) -> Protected:
    """Of whom a plan was agreed in time."""
    made = _protected(("plan_in_time",), cohorts)
    return replace(made, cells=tuple(told[code] for (code,) in made.rows))


def files(
    told: Mapping[str, Cell] = TOLD, *, code: str = "XA-2026-0001-v1", countries: str = "XA", more: object = None,
    cohorts: tuple[int, ...] = (2025,), audience: str = "public",
) -> dict[str, bytes]:  # fmt: skip
    """A bundle without its signature."""
    one = table(told, cohorts)
    one = replace(one, policy=replace(one.policy, audience=audience))
    notes = (f"Countries: {countries}.",) if countries else ()
    about = About(
        code, "Plans agreed within seven days", one.classes.population, "Children with a file", "Aurora",
        date(2026, 11, 20), notes=notes, **(more or {}),
    )  # fmt: skip
    return bundles.bundle([one], None, COVERAGE, REVIEWS, about)


def signed(cast: Cast, made: Mapping[str, bytes], by: str = "amara") -> dict[str, bytes]:
    """With the signature of the organisation of somebody who keeps its key."""
    actor = cast[by]
    org = Organisation.objects.get(pk=actor.org)
    found = rings.identity_signer(org, actor.keyring).sign(bundles.PURPOSE, made[bundles.RELEASE])
    return {**made, bundles.SIGNATURE: bundles.signature_file(Signature(org.name, bytes(org.identity), found))}


def file(folder: Path, made: Mapping[str, bytes]) -> Path:
    """A release as somebody was sent it."""
    path = folder / "release.zip"
    path.write_bytes(bundles.packed(made))
    return path
