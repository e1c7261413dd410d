"""The ledger as a page: for each purpose what is live, to whom, of what, until when; then every row (CM-35)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from fanal.access import api as access
from fanal.cases import ground
from fanal.cases.codes import Basis, ConsentAct, ConsentPurpose
from fanal.cases.files import files, ledger
from fanal.cases.files.files import File, Read, ReasonFirst
from fanal.cases.ground import Ground, Recipient, Row
from fanal.cases.grounds.policy import RETURN, WITHDRAW
from fanal.cases.model import words as said
from fanal.cases.models import Case, Consent
from fanal.cases.policy import GROUND, LOOK, SIGN
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from fanal.web import api as web

CATEGORIES: dict[str, web.Words] = {
    "none": lazy("Us"),
    "family": lazy("The family"),
    "member_org": lazy("Other members of the network"),
    "service_provider": lazy("Whoever gives the help"),
    "police_or_prosecutor": lazy("Police or prosecution"),
    "court": lazy("A court"),
    "social_services": lazy("Social services"),
    "unhcr": lazy("The UN Refugee Agency"),
    "embassy": lazy("An embassy"),
    "hotline": lazy("A hotline"),
    "researcher": lazy("Who compares lists for research"),
    "other": lazy("Others"),
}
"""Kinds of recipients in words."""
_MAY = {"record": GROUND, "take": WITHDRAW, "sign": SIGN, "send_back": RETURN}


@web.deeds.page(LOOK)
@require_safe
def ledger_page(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What the child allows. Whoever says first why they read the file does so on its page."""
    now = web.deeds.at(request)
    try:
        with files.looking(actor, case_id, now) as found:
            return render(request, "cases/grounds/ledger.html", _shown(actor, found, now))
    except ReasonFirst as first:
        return render(request, "cases/grounds/elsewhere.html", {"case": first.case})


def _shown(actor: Actor, found: File, now: datetime) -> dict[str, object]:
    rows = ledger.read(found.of_child, found.case.child)
    named = names(rows)
    return {
        "case": found.case,
        "purposes": [_purpose(found.case, rows, one, now, named) for one in ConsentPurpose],
        "waiting": [_row(one, named) for one in found.of(Consent) if waits(one.row, actor)],
        "rows": [_row(one, named) for one in found.of(Consent)],
        "may": {name: bool(access.may(actor, deed, found.case)) for name, deed in _MAY.items()},
    }


def waits(row: Consent, actor: Actor) -> bool:
    """Whether a row waits for a second person, and this may be the one."""
    gives = row.act in {ConsentAct.GIVE, ConsentAct.RENEW}
    return gives and row.basis != Basis.CONSENT and not row.answered and row.made_by_id != actor.person


def _purpose(
    case: Case, rows: Collection[Row], purpose: ConsentPurpose, now: datetime, named: dict[str, str]
) -> dict[str, object]:
    live = list(_live(rows, purpose, now))
    out = purpose is ConsentPurpose.STATISTICS
    return {
        "code": purpose.value,
        "words": said.code("consent_purpose", purpose),
        "live": [
            {
                "to": to_words(to, named),
                "what": web.listed(said.code("data_category", one) for one in categories),
                "until": found.until,
                "consent": found.row.basis is Basis.CONSENT,
                "basis": said.code("lawful_basis", found.row.basis),
                "id": found.row.id,
            }
            for to, found, categories in live
        ],
        "none": _none(rows, purpose, now) if not live else "",
        "yes": reverse("cases:ground", args=[case.pk])
        if purpose is ConsentPurpose.CASE_MANAGEMENT
        else reverse("cases:ground_give", args=[case.pk, purpose.value]),
        "no": reverse("cases:ground_refuse", args=[case.pk, purpose.value]),
        "opt_out": out,
    }


def _none(rows: Collection[Row], purpose: ConsentPurpose, now: datetime) -> str:
    mine = [one for one in rows if one.purpose is purpose and one.given_at <= now]
    if purpose is ConsentPurpose.STATISTICS:
        return _("Said no: is counted nowhere") if ground.opted_out(rows, now) else _("Counted until the child says no")
    if not mine:
        return _("Nobody asked yet")
    newest = max(mine, key=lambda one: one.given_at)
    if newest.act in {ConsentAct.REFUSE, ConsentAct.WITHDRAW}:
        return said.code("consent_act", newest.act)
    return _("Nothing is live")


def _live(
    rows: Collection[Row], purpose: ConsentPurpose, now: datetime
) -> Iterator[tuple[str, Ground, list[DataCategory]]]:
    """To whom, by which ground, of which kinds of facts."""
    named = sorted({to for row in rows if row.purpose is purpose for to in row.recipients})
    for to in named:
        found: dict[UUID, tuple[Ground, list[DataCategory]]] = {}
        for category in DataCategory:
            one = ground.effective(rows, purpose, recipient(to), category, now)
            if one is not None:
                found.setdefault(one.row.id, (one, []))[1].append(category)
        yield from ((to, one, categories) for one, categories in found.values())


def recipient(to: str) -> Recipient:
    """Whoever a row names: a category, or one organisation of the network, which is of a category too."""
    if to in set(RecipientCategory):
        return Recipient(RecipientCategory(to))
    return Recipient(RecipientCategory.OTHER, to)


def names(rows: Collection[Row]) -> dict[str, str]:
    """The organisations that rows name, by identifier."""
    named = {str(one.id): one.name for one in network.orgs()}
    return {to: named[to] for row in rows for to in (*row.recipients, *row.not_to) if to in named}


def to_words(to: str, named: dict[str, str]) -> str:
    """A recipient in words."""
    return named.get(to) or str(CATEGORIES.get(to, to))


def _row(one: Read, named: dict[str, str]) -> dict[str, Any]:
    row = one.row
    return {
        "row": row,
        "act": said.code("consent_act", row.act),
        "purpose": said.code("consent_purpose", row.purpose),
        "by": row.made_by.name if row.made_by else _("The child"),
        "reason": one.said["basis_reason"],
        "facts": _facts(one, named),
        "signed": row.basis == Basis.CONSENT or row.second_signature_id is not None,
    }


def _facts(one: Read, named: dict[str, str]) -> list[tuple[str, str]]:
    row, told = one.row, one.said
    version, _sep, language = (told["text_read"] or "").partition(":")
    facts = [
        (_("To whom"), web.listed(to_words(to, named) for to in row.recipients)),
        (_("What may be told"), web.listed(said.code("data_category", one) for one in row.categories)),
        (
            _("Who must not get it"),
            web.listed(to_words(to, named) for to in told["not_to"]),
        ),
        (_("Who decided"), said.code("consent_given_by", told["given_by"]) if told["given_by"] else ""),
        (_("What it rests on"), said.code("lawful_basis", row.basis)),
        (_("What was explained"), web.listed(said.code("consent_explained", one) for one in row.explained)),
        (_("Text that was read"), web.dots(web.digits(version), said.language(language)) if version else ""),
        (_("Holds until"), web.day_words(row.expires_on) if row.act not in {"withdraw", "refuse"} else ""),
    ]
    return [(label, words) for label, words in facts if words]
