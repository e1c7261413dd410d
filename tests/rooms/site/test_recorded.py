"""The file of partners in the demonstration: whatever the year, nobody in its synthetic rows is alone."""

import csv
import io
from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from fanal.site.demo import evidence_words, recorded

COLUMNS = ("ageBroad", "gender", "isForcedMarriage", "typeOfLabourBegging")
"""Of the variables of the synthetic rows, in their order."""


@pytest.mark.parametrize("year", range(2024, 2034))
def test_nobody_is_alone_in_the_variables_of_the_synthetic_rows(year: int) -> None:
    """A5 compares children who are alone with their codes: with a handful of them chance would decide."""
    asked = evidence_words.files(year)(UUID(int=0), date(year + 2, 1, 1)).synthetic
    assert asked is not None
    assert asked.variables == ("age", "sex", "purpose_forced_marriage", "purpose_forced_begging")
    rows = [row for row in csv.DictReader(io.StringIO(recorded.file(year))) if row["ageBroad"] in {"0--8", "9--17"}]
    counts = Counter(tuple(row[name] for name in COLUMNS) for row in rows)
    assert len(counts) > 10
    assert min(counts.values()) >= 20
    assert len(rows) > 7_000
