"""What a provider sees who was told a code on the telephone (CM-47): each page answers a form of the one page of codes
(`web.codes`). No address, no cookie and no title tells what it is; nothing can be taken along."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow
from fanal.cases.files import by_code
from fanal.cases.files.by_code import Tampered
from fanal.cases.model import words
from fanal.cases.passing_on.desk import leaves
from fanal.cases.referring import once
from fanal.cases.referring.once import Shown
from fanal.web import api as web
from fanal.web.api import codes

PAGE: Final = "help"


def open_doors() -> None:
    """Let these codes open their page; called once when the room starts."""
    codes.register(codes.Door(page=PAGE, has=once.has, show=_with_code, go_on=_go_on))


def _with_code(request: HttpRequest, code: vault.Receipt) -> HttpResponse:
    return _drawn(request, code, once.look(code, web.deeds.at(request)))


def _go_on(request: HttpRequest) -> HttpResponse:
    """Their answer. Raises `codes.NotFound`, `codes.AskAgain`."""
    now = web.deeds.at(request)
    try:
        letters, late = by_code.unwrap(PAGE, request.POST.get("state", ""), now)
    except Tampered:
        raise codes.AskAgain(_("This page was changed on its way to us. Type the code again."), status=400) from None
    if late:
        raise codes.AskAgain(_("This page was open for a long time. Type the code again."))
    code, go = vault.parse_receipt(letters), request.POST.get("go", "")
    try:
        return _answered(request, code, go)
    except codes.NotFound:  # while the page lay open
        return render(request, "cases/referring/once_over.html", {"org": once.whose(code)})


def _answered(request: HttpRequest, code: vault.Receipt, go: str) -> HttpResponse:
    now = web.deeds.at(request)
    if go == "accept":
        return _drawn(request, code, once.accept(code, now))
    if go != "decline":
        raise codes.AskAgain(_("Type the code again."))
    try:
        once.decline(code, request.POST.get("reason", ""), now)
    except NotNow as why:
        return _ask_why(request, code, str(why) if "reason" in request.POST else "")
    return render(request, "cases/referring/once_declined.html")


def _ask_why(request: HttpRequest, code: vault.Receipt, wrong: str) -> HttpResponse:
    context = _frame(request, code) | {"wrong": wrong, "reasons": words.codes("referral_declined")}
    return render(request, "cases/referring/once_why.html", context)


def _frame(request: HttpRequest, code: vault.Receipt) -> dict[str, Any]:
    return {"state": by_code.wrap(PAGE, code.letters, web.deeds.at(request))}


def _drawn(request: HttpRequest, code: vault.Receipt, shown: Shown) -> HttpResponse:
    context = _frame(request, code) | {
        "org": shown.org,
        "card": leaves.card_facts(shown.card),
        "pack": leaves.pack_facts(shown.pack),
        "accepted": shown.accepted,
        "left": web.digits(shown.left) if shown.left else "",
        "ends": shown.ends_at,
        "place": web.zone_words(shown.zone),
    }
    with timezone.override(ZoneInfo(shown.zone)):  # there is no person here whose clock it could be
        return render(request, "cases/referring/once.html", context)
