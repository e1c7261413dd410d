"""People around the child, on the page of the file, and the forms that add, change and end a relation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import facts, url_of
from fanal.cases.files.files import File, Read
from fanal.cases.model import words
from fanal.cases.model.declared import Field
from fanal.cases.models import Caregiver, CareLink, Case
from fanal.cases.people import inviting, people
from fanal.cases.policy import WRITE
from fanal.learning import api as learning
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.languages import language_name
from fanal.web import api as web

_LINK, _PERSON = "care_link", "caregiver"
_FIRST = ("relationship", "is_legal_guardian", "is_current_caregiver", "contact_allowed")
_HIDDEN = ("is_alleged_offender", "consent_barred", "relationship")
"""What the part of the page says otherwise, or not at all."""


class Tie(NamedTuple):
    """One relation, with the file on whose page it stands."""

    case: Case
    link: CareLink


def shown(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    """The part of the page of a file: those who care now first, those who did last."""
    persons = {one.row.pk: one for one in found.of(Caregiver)}
    ties = [one for one in found.of(CareLink) if one.row.caregiver_id in persons]
    ties.sort(key=lambda one: (one.said["ended"] is not None, not one.said["is_current_caregiver"]))
    may_write = bool(access.may(actor, WRITE, found.case))
    return {
        "people": [_shown(one, persons[one.row.caregiver_id]) for one in ties],
        "may_write": may_write,
    }


def _shown(tie: Read, person: Read) -> dict[str, object]:
    name, who = person.said["name"], words.code("relationship", tie.said["relationship"])
    return {
        "row": tie.row,
        "name": name or who or _("Not named"),
        "who": who if name else "",
        "barred": tie.row.consent_barred,
        "now": tie.said["is_current_caregiver"] and not tie.said["ended"],
        "ended": tie.said["ended"],
        "facts": [*facts(tie, but=_HIDDEN), *facts(person, but=("name",))],
        "unreadable": tie.unreadable or person.unreadable,
    }


# ---- forms ----


def _fields(*, own: bool) -> list[Field]:
    """Who it is, then what the person may know, then where the child sleeps. Whether somebody is suspected is asked of
    whoever wrote it, who alone reads it."""
    suspected = filled.fields(_LINK, "is_alleged_offender") if own else []
    return [
        *filled.fields(_PERSON, "name"),
        *filled.fields(_LINK, *_FIRST),
        *suspected,
        *filled.fields(_LINK, "consent_barred"),
        *filled.filled_in(_PERSON, but=("name",)),
        *filled.filled_in(_LINK, but=(*_FIRST, "ended", "change_reason")),
        *filled.fields(_LINK, "placement_address"),
    ]


def _form(request: HttpRequest, held: Mapping[str, Any], version: int, *, own: bool) -> filled.Filled:
    required = [f"{_LINK}.{name}" for name in people.NEEDED]
    return filled.form(
        lazy("Keep it"), _fields(own=own), web.deeds.posted(request), held=held, version=version, required=required
    )


def _new(request: HttpRequest, _actor: Actor, _case: Case) -> filled.Filled:
    return _form(request, {}, 0, own=True)


def _change(request: HttpRequest, actor: Actor, tie: Tie) -> filled.Filled:
    found = files.look(actor, tie.case.pk, web.deeds.at(request))
    link, person = found.one(CareLink, tie.link.pk), found.one(Caregiver, tie.link.caregiver_id)
    held = {**filled.by_path(_LINK, link), **filled.by_path(_PERSON, person)}
    held[f"{_LINK}.consent_barred"] = link.row.consent_barred
    return _form(request, held, link.row.version, own=link.row.made_by_id == actor.person)


def _end(request: HttpRequest, _actor: Actor, tie: Tie) -> filled.Filled:
    fields = filled.fields(_LINK, "change_reason")
    return filled.form(lazy("It has ended"), fields, web.deeds.posted(request), version=tie.link.version)


class _Invite(web.Page):
    """To which course, in which language."""

    course = forms.ChoiceField(label=lazy("To which course?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=lazy("In which language?"))
    buttons = (web.Button(lazy("Make the card")),)

    def __init__(self, offers: Mapping[str, learning.Offer], data: Any = None) -> None:
        super().__init__(data)
        known = dict.fromkeys(code for one in offers.values() for code in one.languages)
        spoken = get_language() or "en"
        web.offer(self, "course", [(code, one.title) for code, one in offers.items()])
        if not offers:
            self.fields["course"].help_text = _("No course is given here yet: reviewers say under Reviews what holds.")
        web.offer(self, "language", [(code, language_name(code, spoken)) for code in known])


def _offers(actor: Actor, now: datetime) -> Mapping[str, learning.Offer]:
    """The courses for whoever cares for children that are given here."""
    return learning.offers(actor.org, learning.Audience.CAREGIVER, network.day_at(actor.org, now))


def _invite(actor: Actor, tie: Tie, data: dict[str, Any], now: datetime) -> tuple[Case, learning.Made]:
    return tie.case, inviting.invite(actor, tie.case.pk, tie.link.pk, data["course"], data["language"], now)


def _card(request: HttpRequest, made: tuple[Case, learning.Made]) -> HttpResponse:
    country = network.org(made[0].org_id).country
    return learning.show_cards(request, country, [made[1]], url_of(made[0]))


def _of(actor: Actor, case_id: UUID, link_id: UUID) -> Tie:
    return Tie(files.case_of(actor, case_id), people.link_of(actor, case_id, link_id))


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ONE = web.Things(find=_of, url=lambda tie: url_of(tie.case), back=lazy("Back to the file"), asks=True)
_SEAL = lazy(
    "The address of a placement: you, the supervisor of this file and the safeguarding lead can read it. So can a "
    "colleague to whom you hand the whole file, or who helps with all of it."
)
NEW = {
    "around": web.Act(
        deed=WRITE,
        title=lazy("People around the child"),
        heading=lazy("Somebody around the child"),
        lede=lazy("Who cares for the child, or is family. Only what the child agreed to may be told to them."),
        form=_new,
        call=filled.named(
            lambda actor, case, data, now: people.add(
                actor, case.pk, filled.of(_PERSON, data), filled.of(_LINK, data), now
            )
        ),
        seal=_SEAL,
        done=lazy("Kept."),
        slug="around/new",
    ),
}
ACTS = {
    "around_change": web.Act(
        deed=WRITE,
        title=lazy("People around the child"),
        heading=lazy("What is known now?"),
        lede=lazy("Where the child lives with somebody else now, check with the child how to reach them."),
        form=_change,
        call=filled.named(
            lambda actor, tie, data, now: people.change(
                actor, tie.case.pk, tie.link.pk, filled.of(_PERSON, data), filled.of(_LINK, data),
                data["version"], now,
            )
        ),
        seal=_SEAL,
        done=lazy("Kept."),
        slug="change",
    ),
    "around_invite": web.Act(
        deed=WRITE,
        title=lazy("People around the child"),
        heading=lazy("Invite this person to a course"),
        lede=lazy("You get a card with a code, to pass on. Who learns with it reads nothing of the child, nor why."),
        note=lazy("The code stands in an entry of the file. Courses know neither the file nor who asked."),
        form=lambda request, actor, _tie: _Invite(_offers(actor, web.deeds.at(request)), web.deeds.posted(request)),
        call=_invite,
        answer=_card,
        slug="invite",
    ),
    "around_end": web.Act(
        deed=WRITE,
        title=lazy("People around the child"),
        heading=lazy("This person cares for the child no more"),
        lede=lazy("From today. It stays in the file; check with the child how to reach them."),
        form=_end,
        call=filled.named(
            lambda actor, tie, data, now: people.end(
                actor, tie.case.pk, tie.link.pk, data["asked"]["care_link.change_reason"], data["version"], now
            )
        ),
        done=lazy("Kept."),
        slug="end",
    ),
}  # fmt: skip
