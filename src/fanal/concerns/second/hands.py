"""What was asked of a partner goes along with its concern into other hands (`conflict.giving`)."""

from datetime import datetime

from fanal.access.api import NotAllowed, Opened, open_record, stated
from fanal.concerns.access_terms import keys_of
from fanal.concerns.conflict import giving
from fanal.concerns.duties import hand_on
from fanal.concerns.models import Concern, SecondOpinion
from fanal.concerns.second import duties
from fanal.concerns.second.record import HAND_ON, WAITS, ref_of, take_back
from fanal.journal import api as journal
from fanal.network.api import records
from fanal.network.contracts import Actor


@giving.follows
def change_hands(actor: Actor, concern: Concern, now: datetime, purpose: str) -> None:
    """The partner sees it no more, and a yes counts no more. What was shown and answered is read by whoever has the
    concern now, under new keys, and they have the task to take over a no. The deed has a name of its own: the partner
    reads who did what, and not whether it is about our own people. One that somebody changed is taken from those who
    had it as the others are, and not vouched for."""
    for row in SecondOpinion.objects.filter(concern=concern).order_by("pk"):
        row.concern = concern
        is_whole = stated.stands(row)
        if row.state in WAITS:
            take_back(row, actor.signatory(), now)
        try:
            with open_record(actor, ref_of(row), HAND_ON, purpose=purpose, now=now, thing=row) as opened:
                _reseal(opened, row)
                if is_whole:
                    opened.state(row)
        except NotAllowed:  # somebody took its keys out of the database: that must not keep the concern where it is
            but = [one.id for one in keys_of(concern)]
            gone = records.take_from_teams(row.pk, row.org_id, but)
            journal.write(row.pk, actor.signatory(), HAND_ON, at=now, purpose=purpose, items=gone)
        row.save(update_fields=["shown", "answer"])
        hand_on(row, duties.NEWS, concern, now)


def _reseal(opened: Opened, row: SecondOpinion) -> None:
    texts = {name: opened.try_read(row, name) for name in ("shown", "answer")}
    opened.held.narrow(keys_of(row.concern))
    for name, text in texts.items():
        if text is not None:
            opened.write(row, name, text)
