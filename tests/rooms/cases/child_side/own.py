"""A child with a code, as a phone without JavaScript: each page is a form that the page before gave."""

import re
from typing import Any

from django.test import Client

from fanal import vault
from fanal.cases.child_side import codes
from fanal.cases.models import Case
from tests.people import NOW, Cast


def coded(cast: Cast, case: Case, agreed: str = "", now: Any = NOW) -> str:
    """A code that Marek made with the child: its letters."""
    made: vault.Receipt = codes.make(cast["marek"], case.pk, agreed, now, wants=True, safe=True)
    return made.letters


class Phone:
    """What the child holds: the last page, and how to press a button of it."""

    def __init__(self, client: Client | None = None, lang: str = "en") -> None:
        self.client, self.lang, self.html, self.status = client or Client(), lang, "", 0
        self.response: Any = None

    def code(self, letters: str) -> str:
        """Type a code."""
        return self._post({"code": letters})

    def press(self, go: str, **fields: Any) -> str:
        """Press a button of the page, with what was filled in."""
        state = re.search(r'name="state" value="([^"]+)"', self.html)
        name = re.search(r'name="name" value="([^"]+)"', self.html)
        sure = {"sure": "yes"} if 'name="sure"' in self.html else {}
        given = {"page": "own", "state": state.group(1) if state else "", "go": go, **sure}
        return self._post(given | ({"name": name.group(1)} if name else {}) | fields)

    def _post(self, data: dict[str, Any]) -> str:
        from urllib.parse import urlencode

        body = urlencode(data, doseq=True)
        self.response = self.client.post(f"/{self.lang}/code", body, content_type="application/x-www-form-urlencoded")
        self.status, self.html = self.response.status_code, self.response.content.decode()
        return self.html
