"""`POST /api/learning/v1/events`: a device sends what was done without a network (`openapi.json`).

It brings no cookie and needs none, so that no other site sends anything in somebody's name: a card is told by its
SHA-256, and what is sent counts for nobody before card and PIN.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from fanal.access.api import public
from fanal.learning.attempts import receiving
from fanal.learning.attempts.sent import Code, Refused
from fanal.web import api as web

JSON: Final = "application/json"
MOST_BYTES: Final = 256 * 1024
_STATUS: Final = {Code.TOO_MUCH: 413}
TRIES: Final = web.AddressLimiter(burst=240, refill=timedelta(milliseconds=500))
"""So many requests are taken of one source, and 120 more a minute: a shift of a large house, which is one source, sends
at once when its network is back."""
_WAIT: Final = 60
"""Seconds after which a device that was held up tries again."""


@csrf_exempt
@public("a device sends what was done with a card; it counts for nobody before the PIN of the card")
def events(request: HttpRequest) -> JsonResponse:
    """Take attempts and their events."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    reasons = (
        (request.method != "POST", "method", 405),
        (request.content_type != JSON, "type", 415),
        (request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}, "elsewhere", 403),
        (not (length.isascii() and length.isdigit()), Code.BAD_JSON, 400),
        (length.isdecimal() and int(length) > MOST_BYTES, Code.TOO_MUCH, 413),
    )
    for holds, code, status in reasons:
        if holds:
            return _refused(code, status, {"Allow": "POST"} if status == 405 else None)
    now = web.deeds.at(request)
    if not TRIES.within(web.address_of(request), now):
        return _refused("too_often", 429, {"Retry-After": str(_WAIT)})
    try:
        found = receiving.receive(_read(request.body), now)
    except Refused as why:
        return _refused(why.code, _STATUS.get(why.code, 400))
    return JsonResponse({"received_at": now.isoformat(), "attempts": [one.as_json() for one in found]})


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(Code.BAD_JSON) from None


def _refused(code: str, status: int, headers: Mapping[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"code": code}, status=status, headers=headers)
