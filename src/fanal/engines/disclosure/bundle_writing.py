"""A release as files (docs/disclosure.md, "A release"): what is published, byte for byte the same for the same content.

`release.json` says everything of the release and carries the SHA-256 of every other file; the signature of the member
or the network is over its exact bytes. Days and identifiers are given, nothing is taken from a clock.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from fanal.engines.disclosure import codebook, csvw, estimates, sdmx, synthetic_svg, tables
from fanal.engines.disclosure.accounting import DELTA, epsilon
from fanal.engines.disclosure.attack_limits import LIMITS, required
from fanal.engines.disclosure.bundle_parts import (
    AGENCY,
    ESTIMATE,
    ESTIMATE_CSV,
    ESTIMATE_FIELDS,
    ESTIMATE_PICTURE,
    LICENCE,
    RELEASE,
    SCHEMA,
    SYNTHETIC,
    SYNTHETIC_ERROR,
    SYNTHETIC_PICTURE,
    About,
    Estimated,
    Review,
    SyntheticFiles,
    canonical_json,
)
from fanal.engines.disclosure.classes import canonical
from fanal.engines.disclosure.model import ClassSet, Coverage, DisclosureError, Policy, Protected, Spend
from fanal.engines.disclosure.pictures import limits, title
from fanal.engines.disclosure.svg import svg
from fanal.engines.disclosure.synthetic_metadata import metadata
from fanal.engines.disclosure.synthetic_parts import METADATA
from fanal.engines.disclosure.words import error, under

if TYPE_CHECKING:
    from fanal.engines.disclosure.synthesis import Synthetic


def bundle(
    protected: Sequence[Protected],
    synthetic: SyntheticFiles | None,
    coverage: Coverage,
    review: Sequence[Review],
    about: About,
    *,
    estimated: Estimated | None = None,
    beside: bool = True,
) -> dict[str, bytes]:
    """All files of a release but its signature, sorted by name. A draft has no `review` yet.

    Either tables, with one class set and one policy, or an estimate. `beside`: with the files that 0.1.0 did not write;
    without them, bytes that it left to be signed are made again. Raises `DisclosureError`.
    """
    if bool(protected) == bool(estimated):
        raise DisclosureError("a release holds tables or an estimate: give one of them")
    files: dict[str, bytes] = {}
    if estimated:
        if synthetic:
            raise DisclosureError("synthetic rows belong to tables, not to an estimate")
        files, parts = _estimate(estimated, beside)
    else:
        _alike(protected, about)
        parts = _tables(protected, synthetic, coverage, about, files)
    if beside:
        files[codebook.CODEBOOK] = codebook.text(about, files, protected[0].classes if protected else None)
    document = _document(about, coverage, review) | parts
    document["files"] = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    return dict(sorted({**files, RELEASE: canonical_json(document)}.items()))


def synthetic_files(made: Synthetic) -> SyntheticFiles:
    """The files of synthetic rows, to be given to `bundle`."""
    from fanal.engines.disclosure import synthetic_files as files  # brings the compiler with it

    return SyntheticFiles(files.to_csv(made), files.error_json(made), made.spent)


def table_files(protected: Protected, number: str, flow: str) -> dict[str, bytes]:
    """The files of one table; `number` such as `01` is the start of their names, `flow` its SDMX identifier."""
    name = f"{number}.csv"
    data = tables.to_csv(protected)
    return {
        name: data,
        f"{name}-metadata.json": canonical_json(csvw.csvw(protected, name, data, title(protected))),
        f"{number}.json": tables.to_json(protected),
        f"{number}.sdmx.csv": sdmx.sdmx(protected, AGENCY, flow),
        f"{number}.svg": svg(protected).encode(),
    }


def flow_of(number: str, release: str) -> str:
    """The SDMX identifier of a table of a release."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in release.upper())
    return f"R_{plain}_{number}"


def numbers(count: int) -> list[str]:
    """The numbers of tables, as wide as the last needs, at least two digits."""
    wide = max(2, len(str(count)))
    return [f"{place:0{wide}d}" for place in range(1, count + 1)]


def _alike(protected: Sequence[Protected], about: About) -> None:
    first = protected[0]
    if any(one.classes.sha256 != first.classes.sha256 for one in protected):
        raise DisclosureError("the tables of one release have one class set; make a release for each")
    if any(one.policy != first.policy for one in protected):
        raise DisclosureError("the tables of one release are protected by one policy; make a release for each")
    if about.population != first.classes.population:
        raise DisclosureError("the population of the release is not that of its class set; name the same")


def _document(about: About, coverage: Coverage, review: Sequence[Review]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": about.id,
        "version": about.version,
        "title": about.title,
        "publisher": about.publisher,
        "published_on": about.published_on.isoformat(),
        "question": about.question,
        "population": {"name": about.population, "definition": about.definition},
        "supersedes": about.supersedes,
        "reason": about.reason,
        "notes": list(about.notes),
        "licence": LICENCE,
        "coverage": {
            "members_asked": coverage.members_asked,
            "members_in": coverage.members_in,
            "opted_out": coverage.opted_out,
            "missing": dict(coverage.missing),
            "note": coverage.note,
        },
        "reviews": [{"role": decision.role, "decided_on": decision.decided_on.isoformat()} for decision in review],
    }


def _tables(
    protected: Sequence[Protected],
    synthetic: SyntheticFiles | None,
    coverage: Coverage,
    about: About,
    files: dict[str, bytes],
) -> dict[str, Any]:
    """The part of `release.json` that tells of tables; puts their files into `files`."""
    policy, classes = protected[0].policy, protected[0].classes
    listed = []
    for number, table in zip(numbers(len(protected)), protected, strict=True):
        made = table_files(table, number, flow_of(number, about.id))
        files |= made
        listed.append(_listed(table, number, sorted(made)))
    if synthetic:
        files |= _synthetic(synthetic, classes)
    codes = required(policy.method, synthetic=synthetic is not None, pooled=(coverage.members_in or 0) > 1)
    return {
        "kind": "tables",
        "cohorts": sorted({cohort for table in protected for cohort in table.spec.cohorts}),
        "classes": json.loads(canonical(classes)) | {"sha256": classes.sha256},
        "method": _method(policy),
        "privacy": _privacy([*(table.spent for table in protected), synthetic.spent if synthetic else ()]),
        "tables": listed,
        "synthetic": {"rows": SYNTHETIC, "error": SYNTHETIC_ERROR, "picture": SYNTHETIC_PICTURE} if synthetic else None,
        "attacks": [{"code": code, "name": LIMITS[code].name, "withstood": LIMITS[code].words} for code in codes],
        "reading": _reading(policy, synthetic is not None),
    }


def _synthetic(synthetic: SyntheticFiles, classes: ClassSet) -> dict[str, bytes]:
    """The files of synthetic rows. Raises `DisclosureError` for columns or an error table that are none."""
    try:
        picture = synthetic_svg.svg(synthetic.error, classes.unit)
    except (ValueError, KeyError, TypeError):
        raise DisclosureError("the error table of the synthetic rows cannot be read; give it as it was made") from None
    return {
        SYNTHETIC: synthetic.rows,
        METADATA: canonical_json(metadata(synthetic.rows, classes)),
        SYNTHETIC_ERROR: synthetic.error,
        SYNTHETIC_PICTURE: picture.encode(),
    }


def _listed(protected: Protected, number: str, names: list[str]) -> dict[str, Any]:
    hidden = Counter(cell.state for cell in protected.cells if cell.state != "shown")
    return {
        "number": number,
        "title": title(protected),
        "limits": limits(protected),
        "files": names,
        "cells": len(protected.cells),
        "hidden": dict(sorted(hidden.items())),
        "error": asdict(protected.error) | {"words": error(protected.error)},
        "words": list(under(protected)),
    }


def _method(policy: Policy) -> dict[str, Any]:
    return {
        "name": policy.method,
        "k": policy.k,
        "D": policy.D,
        "V": policy.V,
        "base": policy.base,
        "rho": None if policy.rho is None else str(policy.rho),
        "audience": policy.audience,
        "delay_months": policy.delay_months,
    }


def _privacy(costs: Sequence[tuple[Spend, ...]]) -> list[dict[str, Any]]:
    """For each cohort what the release spends, as rho and as epsilon at delta."""
    spent: dict[int, Fraction] = {}
    for spend in (spend for one in costs for spend in one):
        spent[spend.cohort] = spent.get(spend.cohort, Fraction(0)) + spend.rho
    return [
        {"cohort": cohort, "rho": str(rho), "epsilon": epsilon(rho), "delta": DELTA}
        for cohort, rho in sorted(spent.items())
    ]


def _reading(policy: Policy, synthetic: bool) -> list[str]:
    """Help for reading, in whole sentences."""
    found = [
        f"A cell of fewer than {policy.k}, none included, is not shown; it says so and is never 0.",
        "Every number has a range; compare ranges, not numbers.",
        "What those who contributed know of is counted, and not all that happened.",
    ]
    if synthetic:
        found.append("No synthetic row is a child, and no count of synthetic rows is official.")
    return found


def _estimate(estimated: Estimated, beside: bool) -> tuple[dict[str, bytes], dict[str, Any]]:
    try:
        result = json.loads(estimated.result)
        status = result["status"]
        part = {name: result[name] for name in ESTIMATE_FIELDS}
        figures = estimates.to_csv(result)
    except (ValueError, KeyError, TypeError):
        raise DisclosureError("the estimate is no result of the prevalence engine; give its JSON as it is") from None
    files = {ESTIMATE: estimated.result, ESTIMATE_PICTURE: estimated.picture}
    if beside:
        columns = csvw.columns(estimates.MEANINGS, estimates.NUMBERS, estimates.NO_NUMBER)
        described = csvw.described(ESTIMATE_CSV, estimates.TITLE, columns)
        files |= {ESTIMATE_CSV: figures, f"{ESTIMATE_CSV}-metadata.json": canonical_json(described)}
    return files, {
        "kind": "estimate" if status == "estimated" else "not_estimable",
        "estimate": part | {"result": ESTIMATE, "picture": ESTIMATE_PICTURE},
        "statistician": asdict(estimated.statistician),
        "attacks": [{"code": "A9", "name": LIMITS["A9"].name, "withstood": LIMITS["A9"].words}],
    }
