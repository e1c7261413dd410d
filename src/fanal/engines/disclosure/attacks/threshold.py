"""A1: no number is shown for fewer children than the threshold, and all files of a table say the same.

Carried out on the bytes: CSV and SDMX-CSV are read again, the picture is drawn again. Beside the counts it also finds
numbers that were not made by the method that the release names.
"""

from collections.abc import Iterator

from fanal.engines.disclosure import sdmx, tables
from fanal.engines.disclosure.attacks.published import Seen, exact, noisy
from fanal.engines.disclosure.attacks.report import Case, Outcome, failed, passed
from fanal.engines.disclosure.bundle_writing import flow_of, numbers, table_files
from fanal.engines.disclosure.model import DisclosureError, Protected

CODE = "A1"


def attack(case: Case) -> Outcome:
    """Raises `DisclosureError` where the counts of a cohort are missing."""
    places = [*_files(case), *(place for table in case.seen if not table.release for place in _low(case, table))]
    if places:
        words = "A number is shown for fewer children than the threshold, or the files do not say the same."
        return failed(CODE, words, places, "Make the tables again with the method that the release names.")
    return passed(CODE, "No number is shown for fewer children than the threshold, and all files say the same.")


def _low(case: Case, table: Seen) -> Iterator[str]:
    """Shown cells that the threshold hides, or that the method cannot have made."""
    k = table.table.policy.k
    certain = not noisy(table.table.policy) and case.truth is not None
    n = exact(table, case.truth_of(table))[0] if certain else None
    for cell in range(len(table.shown)):
        if not table.shown[cell] or table.never[cell]:
            continue
        low = table.values[cell] < k
        if n is not None:
            low = low or n[cell] < k or not table.least[cell] <= n[cell] <= table.most[cell]
        if low:
            yield table.place(cell)


def _files(case: Case) -> Iterator[str]:
    files, held = case.candidate.files, case.candidate.tables
    for number, table in zip(numbers(len(held)), held, strict=True):
        wanted = table_files(table, number, flow_of(number, case.candidate.id))
        for name in sorted(wanted):
            if files.get(name) != wanted[name]:
                yield f"{name} does not say what {number}.json says"
        if not _alike(table, files.get(f"{number}.csv", b""), files.get(f"{number}.sdmx.csv", b"")):
            yield f"{number}: the cells of the files differ"


def _alike(table: Protected, plain: bytes, official: bytes) -> bool:
    """Whether files that are read again, not written again, hold the same cells."""
    try:
        return tuple(line.cell for line in tables.read_csv(plain)) == table.cells == sdmx.read_sdmx(official)
    except (DisclosureError, KeyError, UnicodeDecodeError):
        return False
