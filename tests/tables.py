"""A table that comes in through the pages, as a browser does it without JavaScript."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.desk import text


def begin(client: Client, address: str, table: str) -> str:
    """Paste it; returns the address of its columns."""
    answer = client.post(address, {"text": table})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def look(client: Client, columns: str, **other: str) -> str:
    """Take the columns as they are suggested, or others; returns the address of its rows."""
    page = text(client.get(columns))
    answer = client.post(columns, chosen(page) | other)
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def chosen(page: str) -> dict[str, str]:
    """What a form of columns would send as it stands."""
    found = {}
    for name, options in re.findall(r'<select name="(c\d+)".*?>(.*?)</select>', page, re.DOTALL):
        at = re.search(r'<option value="(\d*)" selected', options)
        found[name] = at[1] if at else ""
    return found


def take(client: Client, rows: str) -> Any:
    """Take in what was looked at."""
    return client.post(rows, {"check": check_of(client.get(rows))})


def check_of(page: HttpResponse | Any) -> str:
    """The number of the check that a page shows."""
    found = re.search(r'name="check" value="(\w+)"', text(page))
    return found[1] if found else ""


def through(client: Client, address: str, table: str) -> str:
    """All steps; returns the page at the end."""
    rows = look(client, begin(client, address, table))
    assert take(client, rows).status_code == 302
    return text(client.get(rows))
