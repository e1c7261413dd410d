"""What the columns of synthetic rows mean, in words and for programs: CSV on the Web, as for tables."""

from typing import Any

from fanal.engines.disclosure.bundle_parts import SYNTHETIC, SYNTHETIC_PREFIX
from fanal.engines.disclosure.csvw import described
from fanal.engines.disclosure.model import ClassSet

TITLE = "Synthetic rows: no row is a child, and no count of rows is official"


def metadata(rows: bytes, classes: ClassSet) -> dict[str, Any]:
    """The metadata of synthetic rows; the first line of the CSV names the columns."""
    heads = rows.partition(b"\n")[0].decode().split(",")
    return described(SYNTHETIC, TITLE, [_column(head, classes) for head in heads])


def _column(head: str, classes: ClassSet) -> dict[str, Any]:
    variable = classes.variables[classes.place(head.removeprefix(SYNTHETIC_PREFIX))]
    labels = variable.labels or variable.codes
    said = "; ".join(f"{code}: {label}" for code, label in zip(variable.codes, labels, strict=True))
    words = f"Synthetic. {variable.label or variable.name}. Codes: {said}."
    return {"name": head, "titles": head, "datatype": "string", "required": True, "dc:description": words}
