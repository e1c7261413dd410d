"""Addresses to which programs send JSON: what is refused before anybody looks at what it says.

They bring no cookie and need none, so that no other site sends anything in somebody's name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, JsonResponse

from fanal.web.sources import AddressLimiter, address_of

JSON: Final = "application/json"
_WAIT: Final = 60
"""Seconds after which a program that was held up tries again."""


class NotTaken(Exception):
    """A request of a program that is not taken. `code`: why, for the program; `more`: what else the answer says."""

    def __init__(self, code: str, status: int = 400, headers: Mapping[str, str] | None = None, **more: str) -> None:
        super().__init__(code)
        self.code, self.status, self.headers, self.more = code, status, headers, more

    def answer(self) -> JsonResponse:
        """What the program is told."""
        return JsonResponse({"code": self.code, **self.more}, status=self.status, headers=self.headers)


@dataclass(frozen=True, slots=True)
class Sent:
    """What an address takes: so many bytes a request, so many requests of one source."""

    most_bytes: int
    tries: AddressLimiter

    def let_in(self, request: HttpRequest, now: datetime) -> None:
        """Raises `NotTaken` where a request is none for this address, too large, or one too many of where it comes
        from."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        reasons = (
            (request.method != "POST", "method", 405),
            (request.content_type != JSON, "type", 415),
            (request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}, "elsewhere", 403),
            (not (length.isascii() and length.isdigit()), "bad_json", 400),
            (length.isdecimal() and int(length) > self.most_bytes, "too_much", 413),
        )
        for holds, code, status in reasons:
            if holds:
                raise NotTaken(code, status, {"Allow": "POST"} if status == 405 else None)
        if not self.tries.within(address_of(request), now):
            raise NotTaken("too_often", 429, {"Retry-After": str(_WAIT)})


def read(body: bytes) -> Any:
    """What a body says. Raises `NotTaken`."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise NotTaken("bad_json") from None
