"""Tables that come in: one way for every room (docs/web.md, "Tables in").

A room declares a `Kind` (its columns, what it makes of the rows) and a `TableIn` (who may, and the deed that takes it
in), and gets the pages: paste or pick, columns, every row by number, take in, take back. `check` does the same without
pages.
"""

from fanal.web.tables.checking import Checked, Problem, check, exact, folded, left_out, suggested
from fanal.web.tables.columns import (
    Came,
    Column,
    Kind,
    LeftOut,
    Reading,
    Row,
    Taken,
    Wrong,
    day,
    one_of,
    text,
    unknown,
    whole,
    whole_day,
)
from fanal.web.tables.desk import TableIn
from fanal.web.tables.sheet import MOST_ROWS, STRANGE, Sheet, read

__all__ = [
    "MOST_ROWS",
    "STRANGE",
    "Came",
    "Checked",
    "Column",
    "Kind",
    "LeftOut",
    "Problem",
    "Reading",
    "Row",
    "Sheet",
    "TableIn",
    "Taken",
    "Wrong",
    "check",
    "day",
    "exact",
    "folded",
    "left_out",
    "one_of",
    "read",
    "suggested",
    "text",
    "unknown",
    "whole",
    "whole_day",
]
