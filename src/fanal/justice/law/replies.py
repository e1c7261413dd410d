"""Right of reply: what a state answers to a result of the benchmark, shown beside it with its day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, stated
from fanal.engines.jurisdiction.contracts import standards
from fanal.journal import api as journal
from fanal.justice.law import proved
from fanal.justice.law.policy import REPLY
from fanal.justice.models import Reply
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import is_country


def enter(actor: Actor, state: str, item: str, office: str, words: str, on: date, now: datetime) -> Reply:
    """Enter a reply. `item` empty: to the whole. Raises `NotNow` with the field that is wrong, `NotAllowed`."""
    with transaction.atomic():
        ask(actor, REPLY)
        if not is_country(state):
            raise NotNow(_("Choose the country that replied."), "state")
        if item and item not in standards.shipped().items:
            raise NotNow(_("Choose an item of the list."), "item")
        if on > now.date():
            raise NotNow(_("This day has not come yet."), "on")
        if not (office.strip() and words.strip()):
            raise NotNow(_("Write which office replied, and what it says."))
        row = Reply.objects.create(
            state=state, item=item.removeprefix("law."), office=" ".join(office.split())[:200],
            words=words.strip()[:2000], on=on, entered_by_id=actor.person,
        )  # fmt: skip
        journal.write(row.pk, actor.signatory(), REPLY, at=now, purpose=state, items=[stated.whole(row)])
    return row


def of_state(state: str) -> list[Reply]:
    """What a state has replied, newest first, as it was entered: what nobody entered so is not shown."""
    return proved.replies(Reply.objects.filter(state=state).order_by("-on", "-pk"))
