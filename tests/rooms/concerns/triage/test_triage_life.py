"""The life of a concern in any order: whatever people do to it, what must always hold holds (Hypothesis)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent, PersonCountry
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, CountCell, Decision
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import adults, decisions, dialogue, lists, triage
from fanal.concerns.triage.decisions import Choice, Overtaken
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import NetworkError, RingKind
from fanal.network.models import Bundle
from fanal.vocabulary.codes import Finding, Triage
from fanal.vocabulary.ids import day_id
from tests.people import NOW, Cast
from tests.rooms.concerns.told import Sent, named, tell

NOTE = NoteContent(
    text="why",
    called="Police",
    called_at=NOW,
    they_said="They come",
    evidence="seen",
    worker="marek",
    safe_contact="none",
)
REFUSALS = (NotAllowed, NotNow, Overtaken, NetworkError, triage.PauseFirst, NotHere)

DEEDS = (
    "look", "urgent", "case", "information", "scope", "confirmed", "bad_faith", "second_yes", "second_no", "write",
    "settle", "reply", "country", "conflict", "clear", "unverified", "verified", "spam", "hold", "release", "early",
    "erase", "apart", "same",
)  # fmt: skip
PEOPLE = ("amara", "bao", "femi", "celia", "dalia", "edo", "nils")


def choice(code: Triage, finding: Finding | None = None) -> Choice:
    return Choice(code, NOTE, finding, tell="Call 00 00" if code is Triage.OUT_OF_SCOPE else "")


CHOICES = {
    "urgent": choice(Triage.URGENT_RESPONSE),
    "case": choice(Triage.OPEN_CASE),
    "information": choice(Triage.INFORMATION_ONLY),
    "scope": choice(Triage.OUT_OF_SCOPE),
    "confirmed": choice(Triage.CLOSED_NO_CASE, Finding.CONFIRMED),
    "bad_faith": choice(Triage.CLOSED_NO_CASE, Finding.BAD_FAITH),
}


def do(cast: Cast, who: str, deed: str, sent: Sent, other: Sent, now: Any) -> None:
    actor, waits = cast[who], Decision.objects.filter(concern=sent.id, needs_second=True).first()
    if deed in CHOICES:
        decisions.decide(actor, sent.id, named(cast, CHOICES[deed]), sent.row.version, now)
    elif deed.startswith("second") and waits:
        decisions.confirm(actor, waits.pk, agree=deed == "second_yes", note=NOTE, now=now)
    elif deed == "erase" and waits:
        keeping.erase_early(actor, waits.pk, now)
    else:
        simple(actor, deed, sent, other, now)


def simple(actor: Any, deed: str, sent: Sent, other: Sent, now: Any) -> None:
    assert sent.receipt is not None
    table: dict[str, Any] = {
        "look": lambda: triage.look(actor, sent.id, now),
        "write": lambda: dialogue.write(actor, sent.id, "Where?", question=True, now=now),
        "settle": lambda: dialogue.settle(actor, sent.id, now),
        "reply": lambda: public.reply(sent.receipt, day_id(now.date()), "Here", 0, None, now),  # type: ignore[arg-type]
        "country": lambda: adults.confirm(actor, sent.id, PersonCountry("XB", "lives_in", "they_said"), now),
        "conflict": lambda: conflict.mark(actor, sent.id, now),
        "clear": lambda: conflict.clear(actor, sent.id, now),
        "unverified": lambda: lists.move(actor, sent.id, unverified=True, now=now),
        "verified": lambda: lists.move(actor, sent.id, unverified=False, now=now),
        "spam": lambda: lists.spam(actor, sent.id, now),
        "hold": lambda: keeping.hold(actor, sent.id, now.date() + timedelta(days=9), "court", now),
        "release": lambda: keeping.release(actor, sent.id, now),
        "early": lambda: keeping.ask_erase(actor, sent.id, "twice", now),
        "apart": lambda: lists.apart(actor, sent.id, now),
        "same": lambda: lists.same_as(actor, sent.id, other.id, now),
    }
    if deed in table:
        table[deed]()


def holds_always(cast: Cast, sent: Sent) -> None:
    """What must be true after every deed."""
    row = Concern.objects.filter(pk=sent.id).first()
    if row is None:
        assert not Bundle.objects.filter(record=sent.id).exists()
        return
    intake = network.rings.principal(cast.aurora, RingKind.INTAKE).id
    mine = [bundle for bundle in Bundle.objects.filter(record=sent.id) if bytes(bundle.principal) == intake]
    if row.restricted:
        assert mine == []
    if row.reporter_closed:
        assert not [bundle for bundle in mine if "reporter" in bundle.compartments]
    assert not (row.restricted and row.unverified)
    opens = cast["dalia"] if row.restricted else cast["femi"]
    keys = network.records.open_held(cast.aurora, sent.id, opens.keyring).keys
    assert keys.compartments >= {"personal", "content", "identity", "offender", "dialogue"}
    for name in ("nils", "edo", "sol"):
        with pytest.raises(vault.NotGranted):
            network.records.open_held(cast.aurora, sent.id, cast[name].keyring)
    in_bad_faith = Decision.objects.filter(concern=row, finding=Finding.BAD_FAITH)
    if row.finding == Finding.BAD_FAITH:
        assert any(one.second_id and one.second_id != one.person_id for one in in_bad_faith)
    if row.closed_on is not None:
        assert row.status == "closed"
        assert row.erase_on is not None
    assert row.status in {"received", "read", "question", "working", "closed"}
    assert CountCell.objects.count() <= 1
    # The reporter always reads the thread, whatever moved.
    assert sent.receipt is not None
    lines = public.look(sent.receipt, NOW).lines
    assert all(line.text for line in lines)


@pytest.mark.django_db(databases="__all__")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(DEEDS)), min_size=3, max_size=10))
@example(deeds=[("amara", "look"), ("amara", "information"), ("amara", "same")])
def test_whatever_people_do_in_any_order(cast: Cast, deeds: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        sent, other = tell(cast), tell(cast)
        for at, (who, deed) in enumerate(deeds):
            entries = len(journal.read(sent.id, limit=500))
            try:
                with transaction.atomic():
                    do(cast, who, deed, sent, other, NOW + timedelta(minutes=at))
            except REFUSALS:
                assert len(journal.read(sent.id, limit=500)) == entries
            holds_always(cast, sent)
            if not Concern.objects.filter(pk=sent.id).exists():
                break
        assert not list(journal.verify(lambda _key, _line: ""))
        transaction.set_rollback(True)
