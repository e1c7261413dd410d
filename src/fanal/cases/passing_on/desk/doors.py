"""Where passing on shows itself: on the page of a file, and on the day of whoever is asked."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access import api as access
from fanal.cases.codes_work import HandOnState
from fanal.cases.files.desk import parts, words
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File, Read
from fanal.cases.model import words as said
from fanal.cases.model.declared import model
from fanal.cases.models import Case, HandOn
from fanal.cases.opening.accepted import waiting
from fanal.cases.passing_on import inside
from fanal.cases.passing_on.desk.acts import kind_words
from fanal.cases.passing_on.duties import HAND_ON
from fanal.cases.passing_on.policy import ACCEPT, OFFER, OFFER_ALL, WHAT_LEAVES
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_LIVE = {HandOnState.OFFERED.value, HandOnState.ACCEPTED.value}


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(40, "cases/passing_on/part.html", _shows, beside=True), HandOn)
    parts.add(parts.Part(5, "cases/passing_on/note.html", _note), HandOn)
    web.day.lead(HAND_ON, lambda row: reverse("cases:hand_on", args=[row]), about=_about, deed=ACCEPT)
    web.day.section(OFFER, _day)
    web.day.section(OFFER_ALL, _left)


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """The number and the risk of the file."""
    rows = access.visible(actor, HandOn.objects.filter(pk__in=subjects)).select_related("case")
    return {
        row.pk: web.day.About(
            web.dots(
                _("File {number}").format(number=row.case.number),
                words.code("risk_level", row.case.risk),
                kind_words(row),
            ),
            row.case.risk == "critical",
        )
        for row in rows
    }


def _day(actor: Actor, now: datetime) -> web.day.Section:
    """Who was told no looks for somebody else: until then nothing changed."""
    rows = [
        web.day.Row(
            _("{name} said no: the file is still with whoever had it").format(name=row.to.name),
            url_of(row.case),
            note=web.dots(_("File {number}").format(number=row.case.number), kind_words(row)),
        )
        for row in inside.refused(actor, now)
    ]
    return web.day.Section(_("Offers that were declined"), rows, work=True)


def _left(actor: Actor, _now: datetime) -> web.day.Section:
    """Files of a worker who left, by worker; those that open for named people only one by one."""
    of: dict[UUID, list[Case]] = {}
    rows = []
    for case in inside.left_behind(actor):
        if case.restricted:
            number = _("File {number}").format(number=case.number)
            rows.append(web.day.Row(_("{name} has left").format(name=case.owner.name), url_of(case), note=number))
        else:
            of.setdefault(case.owner_id, []).append(case)
    for worker, cases in of.items():
        words_ = _("{name} has left: offer the files to a colleague").format(name=cases[0].owner.name)
        count = _("Files: {n}").format(n=web.digits(len(cases)))
        rows.append(web.day.Row(words_, reverse("cases:offer_all", args=[worker]), note=count))
    for told in waiting(actor).filter(worker__in=network.have_left(actor.org)):
        words_ = _("{name} has left: let intake name somebody else").format(name=told.worker.name)
        rows.append(web.day.Row(words_, reverse("cases:to_open"), note=_("No file yet")))
    return web.day.Section(_("Children whose worker has left"), rows, work=True)


def _shows(actor: Actor, found: File, _now: datetime) -> dict[str, object]:
    rows = [one.row for one in found.of(HandOn) if one.row.state in _LIVE and not one.unreadable]
    newest = {one.row.kind: one for one in reversed(found.of(HandOn))}
    noes = [one for one in newest.values() if one.row.state == HandOnState.DECLINED and not one.unreadable]
    names = network.names([row.to_id for row in (*rows, *(one.row for one in noes))])
    return {
        "offers": [
            {
                "row": row,
                "words": web.dots(kind_words(row), names.get(row.to_id, "")),
                "state": said.code("hand_on_state", row.state),
            }
            for row in rows
            if row.state == HandOnState.OFFERED or row.until is not None
        ],
        "declined": said.code("hand_on_state", HandOnState.DECLINED.value),
        "noes": [
            (web.dots(kind_words(one.row), names.get(one.row.to_id, "")), one.said["declined_because"]) for one in noes
        ],
        "may": bool(access.may(actor, OFFER, found.case)),
        "may_look": bool(access.may(actor, WHAT_LEAVES, found.case)),
        "may_all": bool(access.may(actor, OFFER_ALL)) and found.case.owner_id != actor.person,
        "worker": found.case.owner,
    }


def _note(_actor: Actor, found: File, now: datetime) -> dict[str, object] | None:
    """What was said when the file came to whoever has it now, for a month."""
    rows = [
        one for one in found.of(HandOn)
        if one.row.state == HandOnState.ACCEPTED and one.said["situation"] and (now - one.row.made_at).days <= 30
    ]  # fmt: skip
    return {"facts": _facts(rows[0]), "by": rows[0].row.made_by.name, "day": rows[0].row.made_at} if rows else None


def _facts(one: Read) -> list[tuple[str, str]]:
    fields = model().entities["hand_on"].fields
    return [(said.label(fields[name]), one.said[name]) for name in inside.NOTE if one.said[name]]
