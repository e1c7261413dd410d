"""What can be done with a session, with who is there, and with a sheet of paper, one row a deed."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from fanal.learning.leading import forms
from fanal.learning.models import GroupSession, Sheet
from fanal.learning.sessions import attending, paper, sessions
from fanal.learning.sessions.policy import CONFIRM, LEAD, SECOND, TYPE
from fanal.web import api as web


def url_of(one: GroupSession) -> str:
    """The page of a session."""
    return reverse("sessions:session", args=[one.pk])


def _of(row: object) -> str:
    return reverse("sessions:session", args=[row.session_id])  # type: ignore[attr-defined]


def _drawn(_one: GroupSession, made: object) -> str:
    assert isinstance(made, int)
    words = ngettext("%(count)s sheet is ready: print it.", "%(count)s sheets are ready: print them.", made)
    return words % {"count": web.digits(made)}


def _read(_row: Sheet, same: object) -> str:
    if same:
        return _("Both readings are the same.")
    return _("The two readings differ. It is typed in anew, and then once more by somebody else.")


NEW = web.below(lazy("Back to the sessions"), "sessions:sessions")
NEW_ACTS = {
    "plan": web.Act(
        deed=LEAD,
        title=lazy("Learn together"),
        lede=lazy("One screen, one course, people who are there. Each shows alone what they can do."),
        form=lambda request, actor, _none: forms.PlanForm(actor, web.deeds.posted(request)),
        call=lambda actor, _none, data, now: sessions.plan(
            actor, UUID(data["cohort"]), data["course"], data["language"], data["minutes"], data["on"], now
        ),
        done=lazy("Planned."),
        leads=url_of,
        slug="new",
    ),
}
SESSIONS = web.Things(find=sessions.session, url=url_of, back=lazy("Back to the session"), asks=True)
ACTS = {
    "start": web.press(LEAD, sessions.start, lazy("It has begun.")),
    "add_card": web.Act(
        deed=LEAD,
        title=lazy("Somebody with a card"),
        form=forms.CardForm,
        call=lambda actor, one, data, now: attending.by_card(actor, one.pk, data["card"], now),
        done=lambda _one, made: _("%(name)s is there.") % {"name": made.learner.label},
        leads=lambda made: reverse("sessions:add_card", args=[made.session_id]),
        slug="card",
    ),
    "add_list": web.Act(
        deed=LEAD,
        title=lazy("From the list"),
        form=lambda request, actor, one: forms.ListForm(actor, one, web.deeds.posted(request)),
        template="learning/leading/list.html",
        call=lambda actor, one, data, now: attending.by_list(actor, one.pk, set(map(UUID, data["posts"])), now),
        done=lazy("They are there."),
        slug="list",
    ),
    "add_labels": web.Act(
        deed=LEAD,
        title=lazy("Who is on no list yet"),
        lede=lazy("They become part of these people, and get a card later."),
        form=forms.LabelForm,
        call=lambda actor, one, data, now: attending.by_label(actor, one.pk, data["labels"].splitlines(), now),
        done=lazy("They are there."),
        slug="names",
    ),
    "draw_sheets": web.Act(deed=LEAD, form=None, call=web.plain(paper.draw), done=_drawn, slug="draw"),
    "close": web.Act(
        deed=LEAD,
        title=lazy("Close the session"),
        lede=lazy("The sign-in sheet stays with the employer. Kept are how many signed it, and a hash of it."),
        form=lambda request, _actor, one: forms.CloseForm(one, web.deeds.posted(request)),
        call=lambda actor, one, data, now: sessions.close(
            actor, one.pk, data["took"], data["count"], data["digest"], data["late"], now
        ),
        done=lazy("Closed."),
        slug="close",
    ),
    "confirm": web.Act(
        deed=CONFIRM,
        title=lazy("It was genuine"),
        lede=lazy(
            "You looked at it, and nothing speaks against it. If something does, leave it, and look at the "
            "certificates."
        ),
        call=web.plain(sessions.confirm),
        done=lazy("Confirmed."),
        slug="confirm",
    ),
}
THERE = web.Things(find=attending.attendance, url=_of, back=lazy("Back to the session"), asks=True)
THERE_ACTS = {"leave": web.press(LEAD, attending.leave, slug="out")}
SHEETS = web.Things(find=paper.sheet, url=_of, back=lazy("Back to the session"))


def _numbered(row: Sheet) -> str:
    return _("Sheet %(number)s: %(name)s") % {"number": web.digits(row.number), "name": row.learner.label}


def _after_typing(made: Sheet) -> str:
    """To the next sheet that nobody typed yet: they lie on one pile. Then to the session."""
    left = [one for one in paper.sheets(made.session) if paper.stage(one) == "printed"]
    following = next((one for one in left if one.number > made.number), None)
    if following is None:
        return reverse("sessions:session", args=[made.session_id])
    return reverse("sessions:type_in", args=[following.pk])


SHEET_ACTS = {
    "type_in": web.Act(
        deed=TYPE,
        title=_numbered,
        form=forms.LettersForm,
        call=lambda actor, row, data, now: paper.type_in(actor, row.pk, data["letters"], now),
        done=lambda _row, made: _("Kept.") if made.read_at else _("Kept. Somebody else types this one once more."),
        leads=_after_typing,
        slug="type",
    ),
    "type_again": web.Act(
        deed=SECOND,
        title=_numbered,
        lede=lazy("Type what stands on the paper. You do not see what was typed before."),
        form=forms.LettersForm,
        call=lambda actor, row, data, now: paper.type_again(actor, row.pk, data["letters"], now),
        done=_read,
        slug="again",
    ),
}
