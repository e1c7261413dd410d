"""What the columns of a CSV file of a release mean, in words and for programs: W3C "Metadata Vocabulary for Tabular
Data" (CSV on the Web), one `NN.csv-metadata.json` beside each `NN.csv`."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from fanal.engines.disclosure import tables
from fanal.engines.disclosure.model import TOTAL, ClassSet, Protected

CONTEXT = "http://www.w3.org/ns/csvw"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MEANINGS = {
    "state": "What is known of the cell: shown, fewer_than_k, too_few_to_say, held_back, no_data, not_assessed.",
    "value": "Number of {unit}, protected. Where there is none the state stands here; that is not zero.",
    "lower": "The least number of {unit} that the cell may stand for.",
    "upper": "The largest number of {unit} that the cell may stand for.",
    "words": "The cell in words.",
}
NUMBERS = frozenset({"value", "lower", "upper"})


def csvw(protected: Protected, name: str, data: bytes, title: str) -> dict[str, Any]:
    """The metadata of a CSV file: `name` is that of the file, `data` its bytes, whose first line names the columns."""
    heads = next(csv.reader(io.StringIO(data.decode())))
    return described(name, title, [_column(protected, head) for head in heads])


def described(name: str, title: str, columns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The metadata of a CSV file with these columns."""
    return {
        "@context": [CONTEXT, {"@language": "en"}],
        "url": name,
        "dc:title": title,
        "dc:license": {"@id": LICENCE},
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": list(columns)},
    }


def columns(meanings: Mapping[str, str], numbers: Collection[str], null: Sequence[str]) -> list[dict[str, Any]]:
    """Columns that have a meaning and no codes; `null`: what stands where there is no number."""
    kinds = {name: {"datatype": "number", "null": list(null)} if name in numbers else {"datatype": "string"}
             for name in meanings}  # fmt: skip
    return [{"name": name, "titles": name, **kinds[name], "dc:description": meanings[name]} for name in meanings]


def _column(protected: Protected, head: str) -> dict[str, Any]:
    made: dict[str, Any] = {"name": head.replace(" ", "_"), "titles": head}
    variables = {one.name for one in protected.classes.variables}
    if head in variables:
        return made | {"datatype": "string", "required": True, "dc:description": _codes(protected.classes, head)}
    if head in NUMBERS:
        made["datatype"] = {"base": "nonNegativeInteger"}
        made["null"] = sorted(state for state in tables.STATES if state != "shown")
    else:
        made["datatype"] = "string"
    return made | {"dc:description": MEANINGS.get(head, head).format(unit=protected.classes.unit)}


def _codes(classes: ClassSet, name: str) -> str:
    variable = classes.variables[classes.place(name)]
    labels = variable.labels or variable.codes
    said = [f"{code}: {label}" for code, label in zip(variable.codes, labels, strict=True)]
    return f"{variable.label or name}. Codes: {'; '.join(said)}; {TOTAL}: all together."
