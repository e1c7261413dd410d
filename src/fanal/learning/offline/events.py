"""`POST /api/learning/v1/events`: a device sends what was done without a network (`openapi.json`).

A card is told by its SHA-256, and what is sent counts for nobody before card and PIN.
"""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from fanal.access.api import public
from fanal.learning.attempts import receiving
from fanal.learning.attempts.sent import Code, Refused
from fanal.web import api as web

MOST_BYTES: Final = 256 * 1024
_STATUS: Final = {Code.TOO_MUCH: 413}
TRIES: Final = web.AddressLimiter(burst=240, refill=timedelta(milliseconds=500))
"""So many requests are taken of one source, and 120 more a minute: a shift of a large house, which is one source, sends
at once when its network is back."""
_SENT: Final = web.programs.Sent(MOST_BYTES, TRIES)


@csrf_exempt
@public("a device sends what was done with a card; it counts for nobody before the PIN of the card")
def events(request: HttpRequest) -> JsonResponse:
    """Take attempts and their events."""
    now = web.deeds.at(request)
    try:
        _SENT.let_in(request, now)
        found = receiving.receive(web.programs.read(request.body), now)
    except web.programs.NotTaken as why:
        return why.answer()
    except Refused as why:
        return web.programs.NotTaken(why.code, _STATUS.get(why.code, 400)).answer()
    return JsonResponse({"received_at": now.isoformat(), "attempts": [one.as_json() for one in found]})
