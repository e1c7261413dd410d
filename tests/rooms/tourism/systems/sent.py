"""A program of Hotel Lantern that sends."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.test import Client

import fanal.tourism.systems
from fanal.tourism.systems import sending, tokens
from tests.openapi import Described
from tests.people import NOW
from tests.rooms.tourism.firms import Firm

SITES, POSTS = "/api/tourism/v1/sites", "/api/tourism/v1/posts"
SAID = Described(Path(fanal.tourism.systems.__file__).with_name("openapi.json"))
HARBOUR = {"site_code": "A1", "name": "Harbour House", "country": "XA", "kind": "hotel", "rooms": 12}
ANA = {"person_code": "17", "label": "Ana", "site_code": "A1", "role_class": "front_desk", "start": "2024-03-01"}


def token(firm: Firm, name: str = "list of staff", days: int = 90, now: datetime = NOW) -> str:
    return tokens.let_in(firm.rosa, name, days, now)


def post(address: str, said: Any, secret: str, **more: Any) -> Any:
    """What the site answers, as it declares."""
    sending.TRIES.forget()  # all tests are one source
    answer = Client().post(
        address, said, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}, **more
    )
    SAID.check(address, "post", answer)
    return answer


def keep(address: str, secret: str, *rows: Any, **more: Any) -> Any:
    """These rows, to be kept."""
    answer = post(address, {"rows": list(rows), "dry_run": False, **more}, secret)
    assert answer.status_code == 200, answer.content
    return answer.json()
