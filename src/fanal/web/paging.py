"""A list that is held whole, a page at a time: for lists that stand in an order of their own, which no key of the
database has."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest

PAGE: Final = 100


def paged[Row](
    request: HttpRequest, here: str, rows: Sequence[Row], size: int = PAGE, name: str = "from"
) -> tuple[Sequence[Row], str, str]:
    """The rows of the page that the address names, and the addresses of the first and of the next page (`pages`).
    `here`: the address of the list, with what narrows it. `name`: of the place in the address, where a page has several
    lists; a link of one shows the others from their beginning."""
    said = request.GET.get(name, "")
    start = int(said) if said.isdecimal() and len(said) < 8 else 0
    start = start if start < len(rows) else 0  # the last line of a page was done: begin again, rather than show nothing
    after = start + size
    joined = "&" if "?" in here else "?"
    return rows[start:after], here if start else "", f"{here}{joined}{name}={after}" if after < len(rows) else ""
