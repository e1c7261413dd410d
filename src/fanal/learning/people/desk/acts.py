"""What can be done with cohorts, posts and cards, one row a deed."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.learning.attempts.opened import CARD, OPEN_CARD
from fanal.learning.models import Cohort
from fanal.learning.people import people
from fanal.learning.people.desk import forms, sheet
from fanal.learning.people.policy import CONFIRM, KEEP
from fanal.web import api as web


def url_of(row: Cohort) -> str:
    """The page of a cohort."""
    return reverse("learners:cohort", args=[row.pk])


NEW = web.below(lazy("Back to those who learn"), "learners:cohorts", guards=True)
NEW_ACTS = {
    "add_cohort": web.Act(
        deed=KEEP,
        title=lazy("People who learn together"),
        lede=lazy("A site, a shelter, a team: whoever has the same training lead."),
        form=lambda request, actor, _none: forms.CohortForm(actor, web.deeds.posted(request)),
        call=lambda actor, _none, data, now: people.open_cohort(
            actor, data["label"], data["country"], data["kind"], now, data["code"]
        ),
        done=lazy("Kept."),
        leads=url_of,
        slug="add",
    ),
}
COHORTS = web.Things(find=people.cohort, url=url_of, back=lambda row: row.label, asks=True)
ACTS = {
    "add_people": web.Act(
        deed=CARD,
        title=lambda row: _("New people in %(cohort)s") % {"cohort": row.label},
        lede=lazy("Each gets a card. The codes are shown once, to be printed: nobody can show them again."),
        form=lambda request, _actor, _row: forms.PeopleForm(web.deeds.posted(request)),
        call=lambda actor, row, data, now: (
            row, people.add(actor, row, data["labels"].splitlines(), data["role"], data["language"], now)
        ),
        answer=lambda request, made: sheet.show(request, made[0].country, made[1], url_of(made[0])),
        slug="people",
    ),
    "make_cards": web.Act(
        deed=CARD,
        title=lambda row: _("Cards for %(cohort)s") % {"cohort": row.label},
        lede=lazy("Whoever has no card yet gets one, 200 at once. The codes are shown once, to be printed."),
        call=lambda actor, row, _data, now: (row, people.make_cards(actor, row, now)),
        answer=lambda request, made: sheet.show(request, made[0].country, made[1], url_of(made[0])),
        slug="cards",
    ),
}  # fmt: skip
POSTS = web.Things(find=people.post, url=lambda row: url_of(row.cohort), back=lambda row: row.cohort.label, asks=True)


POST_ACTS = {
    "new_card": web.Act(
        deed=CARD,
        title=lambda row: _("A new card for %(name)s") % {"name": row.learner.label},
        lede=lazy("The old card opens nothing any more. Nothing that was learned is lost."),
        call=lambda actor, row, _data, now: (row, people.new_card(actor, row, now)),
        answer=lambda request, made: sheet.show(request, made[0].cohort.country, [made[1]], url_of(made[0].cohort)),
        slug="card",
    ),
    "open_card": web.Act(
        deed=OPEN_CARD,
        title=lambda row: _("Open the card of %(name)s") % {"name": row.learner.label},
        lede=lazy("Only while they stand before you: whoever has the card chooses a new PIN now."),
        call=lambda actor, row, _data, now: people.open_card(actor, row, now),
        done=lazy("The card is open. Let them choose a PIN now."),
        slug="open",
    ),
    "confirm_card": web.Act(
        deed=CONFIRM,
        title=lambda row: _("%(name)s learned without a network") % {"name": row.learner.label},
        lede=lazy("Only while they stand before you: say that they themselves used their card. You see nothing of it."),
        call=lambda actor, row, _data, now: people.confirm(actor, row, now),
        done=lazy("Kept. What they did counts."),
        slug="confirm",
    ),
    "end_post": web.Act(
        deed=KEEP,
        title=lambda row: _("%(name)s works here no more") % {"name": row.learner.label},
        lede=lazy("They keep their card, and all that they learned."),
        form=lambda request, _actor, _row: forms.EndForm(web.deeds.posted(request)),
        call=lambda actor, row, data, now: people.end_post(actor, row, data["on"], now),
        done=lazy("Kept."),
        slug="end",
    ),
}
