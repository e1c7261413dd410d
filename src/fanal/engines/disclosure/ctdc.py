"""A release in the column names of CTDC (ctdatacollaborative.org): synthetic rows, and tables of differential privacy.

CTDC's ages (0 to 8, 9 to 17) beside those of other tables would give the children of one age, so nothing but
differential privacy is written (decision 6). Only columns and values that say exactly what a variable
says are filled; `citizenship` stays empty, and so does a country that the release does not tell. An empty cell of rows
means: not known. Names of columns and values are CTDC's, unverified against its newest version; none of its data is
here.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from fanal.engines.disclosure.bundle_parts import SYNTHETIC_ERROR, Bundle, canonical_json
from fanal.engines.disclosure.model import (
    MISSING,
    TOTAL,
    ClassSet,
    DisclosureError,
    NotReleased,
    Protected,
    Refusal,
    Variable,
)
from fanal.engines.disclosure.synthetic_files import CAUTION, PREFIX
from fanal.engines.disclosure.tables import COLUMNS as CELL
from fanal.engines.disclosure.tables import lines, plain, written

SCHEMA = "fanal.ctdc/1"
YEAR = "yearOfRegistration"
NEVER = ("citizenship", "CountryOfExploitation")
"""Columns that CTDC has and that stay empty: origin is told of nobody (DNH-26), and no country is a variable here."""
ROWS, ABOUT = "ctdc-synthetic.csv", "ctdc-about.json"
_FLAG = {"yes": "1", "no": "0", MISSING: ""}

COLUMNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "sex": ("gender", {"female": "Female", "male": "Male", "other": "Other", MISSING: ""}),
    "age": ("ageBroad", {"0--8": "0--8", "9--17": "9--17", MISSING: ""}),
    "control_threats": ("meansThreats", _FLAG),
    "control_violence": ("meansAbusePsyPhySex", _FLAG),
    "control_debt_or_money": ("meansDebtBondageEarnings", _FLAG),
    "control_deception_or_pressure": ("meansFalsePromises", _FLAG),
    "control_substances": ("meansDrugsAlcohol", _FLAG),
    "purpose_forced_labour": ("isForcedLabour", _FLAG),
    "purpose_sexual_exploitation": ("isSexualExploit", _FLAG),
    "purpose_forced_marriage": ("isForcedMarriage", _FLAG),
    "purpose_other": ("isOtherExploit", _FLAG),
    "purpose_forced_begging": ("typeOfLabourBegging", _FLAG),
    "recruiter_partner": ("recruiterRelationIntimatePartner", _FLAG),
    "recruiter_friend": ("recruiterRelationFriend", _FLAG),
    "recruiter_family": ("recruiterRelationFamily", _FLAG),
    "recruiter_other": ("recruiterRelationOther", _FLAG),
}
"""Variable of the class set `ctdc`: column and values of CTDC. Variables that join several columns of CTDC, or that it
does not have, are not here: which of the columns a yes belongs to is not known."""

_JOINED = frozenset({"control_restriction", "control_other"})


def export(release: Bundle) -> dict[str, bytes]:
    """The release as files: `ctdc-synthetic.csv` (a line each synthetic row), `ctdc-NN.csv` (a line each cell, with
    state and range), and `ctdc-about.json`: what it is, coverage, errors, and what was left out and why.

    Raises `NotReleased`: classes that are not CTDC's, a method other than differential privacy, nothing to write.
    """
    classes = _demand(release)
    files: dict[str, bytes] = {}
    left_out = {variable.name: _why(variable.name) for variable in classes.variables if variable.name not in COLUMNS}
    if release.synthetic is not None:
        files[ROWS] = _rows(release.synthetic, classes, _year(_cohorts(release)))
    for number, table in _numbered(release):
        lacking = [name for name in _variables(table) if name not in COLUMNS]
        if lacking:
            left_out[f"table {number}"] = f"It has {lacking[0]}, for which CTDC has no column that says the same."
        else:
            files[f"ctdc-{number}.csv"] = _table(table)
    if not files:
        raise NotReleased([_cannot("Nothing in this release fits CTDC's columns.", "Release tables of its variables.")])
    return files | {ABOUT: _about(release, files, left_out)}


def _demand(release: Bundle) -> ClassSet:
    """The class set of what may be written. Raises `NotReleased`."""
    classes = release.classes
    if release.kind != "tables" or classes is None:
        raise NotReleased([_cannot("This release is an estimate: it has no table and no rows.", "Export tables.")])
    names = {variable.name for variable in classes.variables}
    if "age" not in names or any(not set(variable.codes) <= _codes(variable) for variable in classes.variables):
        words = "The classes of this release are not those of CTDC: its ages are 0 to 8 and 9 to 17."
        raise NotReleased([_cannot(words, "Count with the class set ctdc, with differential privacy.")])
    methods = {table.policy.method for table in release.tables}
    if methods - {"dp"}:
        words = f"The tables are protected by {', '.join(sorted(methods - {'dp'}))}, and other class edges are not."
        raise NotReleased([_cannot(words, "Release them with differential privacy: a second set of ages is a way in.")])
    return classes


def _cannot(words: str, advice: str) -> Refusal:
    return Refusal("X1", words, advice)


def _codes(one: Variable) -> set[str]:
    """The codes that a variable may have: CTDC's where it has a column for it."""
    return {*COLUMNS[one.name][1]} if one.name in COLUMNS else {*one.codes}


def _why(name: str) -> str:
    return (
        "CTDC has finer columns: to which of them a yes belongs is not known."
        if name in _JOINED
        else "CTDC has no column that says the same."
    )


def _year(cohorts: Sequence[int]) -> str:
    """The year of registration, where all rows or children are of one."""
    return str(cohorts[0]) if len(cohorts) == 1 else ""


def _cohorts(release: Bundle) -> list[int]:
    """The cohorts of the synthetic rows. Raises `DisclosureError`."""
    try:
        return [int(one["cohort"]) for one in json.loads(release.files[SYNTHETIC_ERROR])["cohorts"]]
    except (KeyError, TypeError, ValueError):
        raise DisclosureError(f"{SYNTHETIC_ERROR} does not say of which cohorts the rows are") from None


# ---- synthetic rows ----


def _rows(data: bytes, classes: ClassSet, year: str) -> bytes:
    """CTDC's columns in the order of `COLUMNS`, those that the rows do not have left out. Raises `DisclosureError`."""
    read = csv.reader(io.StringIO(data.decode(), newline=""))
    heads = next(read, [])
    names = [head.removeprefix(PREFIX) for head in heads]
    if any(not head.startswith(PREFIX) for head in heads) or not {*names} <= {var.name for var in classes.variables}:
        raise DisclosureError("the columns are not those of synthetic rows with this class set")
    kept = [name for name in COLUMNS if name in names]
    places = [(names.index(name), COLUMNS[name][1]) for name in kept]
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([YEAR, *NEVER, *(COLUMNS[name][0] for name in kept)])
    for at, row in enumerate(read, start=1):
        try:
            writer.writerow([year, "", "", *(values[plain(row[place])] for place, values in places)])
        except (KeyError, IndexError):
            raise DisclosureError(f"row {at} has a code that its variable does not have") from None
    return made.getvalue().encode()


# ---- tables ----


def _numbered(release: Bundle) -> Iterator[tuple[str, Protected]]:
    listed = release.document["tables"]
    yield from zip((str(one["number"]) for one in listed), release.tables, strict=True)


def _variables(table: Protected) -> tuple[str, ...]:
    """The variables that a table shows or is limited to."""
    return tuple(dict.fromkeys((*table.spec.rows, *table.spec.columns, *table.spec.where)))


def _table(table: Protected) -> bytes:
    """One line a cell: the year, CTDC's columns, then state, value and range as in the release."""
    names = (*table.spec.rows, *table.spec.columns)
    limited = [name for name in table.spec.where if name not in names]
    fixed = [" or ".join(_value(name, code) for code in table.spec.where[name]) for name in limited]
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([YEAR, *(COLUMNS[name][0] for name in (*limited, *names)), *CELL])
    for line in lines(table):
        codes = (_value(name, code) for name, code in line.codes.items())
        writer.writerow([_year(table.spec.cohorts), *fixed, *codes, *written(line.cell, table.policy.k)])
    return made.getvalue().encode()


def _value(name: str, code: str) -> str:
    """CTDC's value; of a table what is not known and a sum are spelled out, never blank."""
    return code if code in {MISSING, TOTAL} else COLUMNS[name][1][code]


# ---- what stands beside them ----


def _about(release: Bundle, files: Mapping[str, bytes], left_out: Mapping[str, str]) -> bytes:
    document = release.document
    shown = [table for table in document["tables"] if f"ctdc-{table['number']}.csv" in files]
    return canonical_json(
        {
            "schema": SCHEMA,
            "release": {name: document[name] for name in ("id", "version", "title", "publisher", "published_on")}
            | {"sha256": release.sha256},
            "population": document["population"],
            "cohorts": list(release.cohorts),
            "coverage": document["coverage"],
            "privacy": document["privacy"],
            "licence": document["licence"],
            "synthetic": {"file": ROWS, "caution": CAUTION, "error": json.loads(release.files[SYNTHETIC_ERROR])}
            if ROWS in files
            else None,
            "tables": [
                {"file": f"ctdc-{table['number']}.csv", "title": table["title"], "error": table["error"]["words"]}
                for table in shown
            ],
            "empty": {
                NEVER[0]: "Origin is told of nobody.",
                NEVER[1]: "The classes have no country.",
                "elsewhere": "An empty cell of a row: not known. Never read it as no.",
            },
            "left_out": dict(left_out),
        }
    )
