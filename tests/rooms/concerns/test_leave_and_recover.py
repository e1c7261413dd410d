"""A member leaves, and everybody's password is lost: over concerns, by real deeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from fanal import columns, vault
from fanal.access.api import NotAllowed, RecordRef
from fanal.access.records import place
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent, PersonCountry
from fanal.concerns.handovers import received
from fanal.concerns.keeping import custody
from fanal.concerns.models import Concern, Decision, Handover, Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import adults, decisions, dialogue, triage
from fanal.concerns.triage.decisions import Choice
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import Founder, Role
from fanal.network.memberships import newest_key
from fanal.network.models import Bundle, Person, PersonKey
from fanal.vocabulary.codes import Finding, Triage
from fanal.vocabulary.ids import day_id
from tests.people import NOW, PASSWORD, Cast
from tests.rooms.concerns.passing import Scene, agree, confirm_country, scene
from tests.rooms.concerns.reporter import publish
from tests.rooms.concerns.told import Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
CLOSED = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="later note"), Finding.NOT_CONFIRMED)


@dataclass
class Thief:
    """Somebody who left with everything: seed, every ring, every compartment key that they could ever open.

    They also get a copy of the database, whenever they want.
    """

    person: UUID
    seed: vault.Seed
    keyring: vault.Keyring
    held: dict[UUID, list[vault.RecordKeys]]

    @classmethod
    def of(cls, cast: Cast, username: str) -> Thief:
        actor = cast[username]
        thief = cls(actor.person, cast.seed(username), actor.keyring, {})
        thief.look()
        return thief

    def look(self) -> None:
        """Open every bundle that is there now with everything that was ever held."""
        for org, record in set(Bundle.objects.values_list("org_id", "record")):
            for keyring in (self.keyring, self._own()):
                try:
                    self.held.setdefault(record, []).append(network.records.open_held(org, record, keyring).keys)
                except vault.NotGranted:
                    continue

    def _own(self) -> vault.Keyring:
        """The seed alone, with whatever is still sealed to it in the database."""
        if not PersonKey.objects.filter(person_id=self.person).exists():
            return self.keyring
        return network.rings.keyring_of(newest_key(Person(pk=self.person)), self.seed)

    def reads(self) -> str:
        """Everything that can be read with all that, of all that is in the database."""
        self.look()
        return "\n".join(self._texts())

    def _texts(self) -> Iterator[str]:
        for ref, row, name in items():
            stored = bytes(getattr(row, name))
            version = int.from_bytes(stored[:4])
            for keys in self.held.get(ref.id, ()):
                # The epoch and the version stand in clear; a thief tries every place that could fit.
                try:
                    yield vault.open_item(keys, place(ref, row, name, version), stored[4:]).decode()
                except (vault.CannotOpen, vault.NotGranted):
                    continue


def items() -> Iterator[tuple[RecordRef, Model, str]]:
    """Every sealed value of concerns and handovers: its record, its row, its column."""
    rows: list[tuple[RecordRef, Any]] = [
        (RecordRef(one.org_id, one.pk, "concern"), one) for one in Concern.objects.all()
    ]
    rows += [
        (RecordRef(one.concern.org_id, one.concern_id, "concern"), one)
        for kind in (Message, Decision)
        for one in kind.objects.select_related("concern")
    ]
    rows += [(RecordRef(one.org_id, one.pk, "handover"), one) for one in Handover.objects.all()]
    for ref, row in rows:
        yield from ((ref, row, name) for name in columns.sealed(row) if bytes(getattr(row, name)))


@pytest.fixture
def before(cast: Cast) -> tuple[Sent, Thief]:
    """A concern with a thread that Femi has read; then Femi leaves with everything, and Bao ends the membership."""
    publish(cast)
    sent = tell(cast, words="earlier words")
    dialogue.write(cast["femi"], sent.id, "earlier question", question=True, now=NOW)
    thief = Thief.of(cast, "femi")
    assert "earlier words" in thief.reads()
    network.people.end_membership(cast["bao"], thief.person, NOW)
    return sent, thief


def writes_of_all_kinds(cast: Cast, sent: Sent) -> dict[str, str]:
    """What others write afterwards, into the old concern and into new ones: what it is, and words of it."""
    assert sent.receipt is not None
    amara = cast["amara"]
    public.reply(sent.receipt, day_id(LATER.date()), "later reply", 0, None, LATER)
    dialogue.write(amara, sent.id, "later question", question=True, now=LATER)
    adults.confirm(amara, sent.id, PersonCountry("XB", "lives_in", "they_said"), LATER)
    agree(cast)
    handing = Scene(cast, sent.id, UUID(int=0), LATER)
    handing.offered()
    decisions.decide(amara, sent.id, CLOSED, sent.row.version, LATER)
    tell(cast, LATER, words="later concern")
    mine = tell(cast, LATER, words="later concern of safeguarding")
    conflict.mark(amara, mine.id, LATER)
    return {
        "a reply": "later reply",
        "a message": "later question",
        "a confirmed country": '"confirmed":[{',
        "a handover": '"items":[',
        "a note": "later note",
        "a new concern": "later concern",
        "a concern that was narrowed": "later concern of safeguarding",
    }


def test_nothing_written_later_opens_with_any_earlier_key(cast: Cast, before: tuple[Sent, Thief]) -> None:
    """With the seed, the rings, all compartment keys of old, and a copy of the database from after it."""
    sent, thief = before
    written = writes_of_all_kinds(cast, sent)
    found = thief.reads().replace(" ", "")
    assert [what for what, words in written.items() if words.replace(" ", "") in found] == []
    with pytest.raises(NotAllowed):
        triage.look(cast["femi"], sent.id, LATER)


def test_the_thief_would_have_read_it_had_nobody_ended_the_membership(cast: Cast) -> None:
    """The attack itself works: with a membership that goes on, everything but what was narrowed is read."""
    publish(cast)
    sent = tell(cast, words="earlier words")
    thief = Thief.of(cast, "femi")
    written = writes_of_all_kinds(cast, sent)
    found = thief.reads().replace(" ", "")
    read = {what for what, words in written.items() if words.replace(" ", "") in found}
    assert read == set(written) - {"a concern that was narrowed"}


def test_nobody_else_loses_anything(cast: Cast, before: tuple[Sent, Thief]) -> None:
    """Old and new words open for everyone who may: colleagues, custodian, partner, safeguarding lead, reporter."""
    sent, _thief = before
    writes_of_all_kinds(cast, sent)
    for username in ("amara", "bao"):
        file = triage.look(cast[username], sent.id, LATER)
        assert file.content.words == "earlier words"
        assert [one.text for one in file.thread] == ["earlier question", "later reply", "later question"]
        assert file.decisions[-1].note is not None
        assert file.decisions[-1].note.text == "later note"
        assert file.offender.confirmed
    told = custody.open_reporter(cast["celia"], sent.id, "danger_to_them", LATER)
    assert told.reply_contact == "the porter, evenings"
    assert received.read(cast["nils"], Handover.objects.get().pk, LATER).items
    mine = Concern.objects.get(restricted=True)
    assert triage.look(cast["dalia"], mine.pk, LATER).content.words == "later concern of safeguarding"
    assert sent.receipt is not None
    thread = public.look(sent.receipt, LATER)
    assert [one.text for one in thread.lines] == ["earlier question", "later reply", "later question"]


def test_a_part_that_was_closed_before_stays_with_the_custodian(cast: Cast) -> None:
    """The custodian leaves and another one comes: who told us opens for the new one, and never for the old."""
    publish(cast)
    sent = tell(cast)
    decisions.decide(cast["amara"], sent.id, CLOSED, 1, NOW)
    network.people.give_roles(cast["celia"], cast["dalia"].person, [Role.CUSTODIAN], NOW)
    thief = Thief.of(cast, "celia")
    network.people.end_membership(cast["bao"], thief.person, NOW)
    second = tell(cast, LATER, reply_contact="ask at the mill")
    decisions.decide(cast["amara"], second.id, CLOSED, 1, LATER)
    assert "the porter, evenings" in thief.reads()  # what was read cannot be unread
    assert "ask at the mill" not in thief.reads()
    for concern, contact in ((sent.id, "the porter, evenings"), (second.id, "ask at the mill")):
        assert custody.open_reporter(cast["dalia"], concern, "they_asked", LATER).reply_contact == contact


def _new_keys(cast: Cast, username: str, code: str) -> None:
    cast.seeds[username] = accounts.seed_by_code(Person.objects.get(username=username), code)


def test_two_holders_of_the_kit_bring_everything_back(cast: Cast) -> None:
    """Every password and code of Aurora is lost: two shares make a new keeper, who opens concerns and lets all in."""
    cast = Cast(dict(cast.founded), dict(cast.seeds))  # other tests keep the cast as it was
    made = scene(cast)
    row = made.accepted()
    decided = tell(cast, NOW)
    decisions.decide(cast["amara"], decided.id, CLOSED, 1, NOW)
    restricted = tell(cast, NOW, about_us="yes", words="about a colleague")
    ours = list(cast.founded["Aurora"].people)
    for username in ours:
        del cast.seeds[username]
    Person.objects.filter(org_id=cast.aurora).update(password="")

    keeper = Founder("rosa", "Rosa", f"{PASSWORD} rosa", (Role.DUTY_PERSON, Role.SAFEGUARDING_LEAD, Role.CUSTODIAN))
    network.kit.recover(cast.aurora, list(cast.founded["Aurora"].shares[1:]), keeper, LATER)
    account = Person.objects.get(username="rosa")
    _, keys = accounts.check(account, "rosa", keeper.password)
    cast.seeds["rosa"] = accounts.seed_by_password(account, keys)

    rosa = cast["rosa"]
    assert triage.look(rosa, made.concern, LATER).content.words
    assert triage.look(rosa, restricted.id, LATER).content.words == "about a colleague"
    assert custody.open_reporter(rosa, decided.id, "danger_to_them", LATER).reply_contact == "the porter, evenings"
    assert received.read(rosa, row.pk, LATER).items
    for username in ours:
        person = cast.founded["Aurora"].people[username]
        link = network.people.make_reset_link(rosa, person, LATER)
        _new_keys(cast, username, network.people.reset_password(link, f"{PASSWORD} {username} anew", LATER))
        network.people.admit(rosa, person, LATER)
    assert triage.look(cast["amara"], made.concern, LATER).content.words
    assert triage.look(cast["dalia"], restricted.id, LATER).content.words == "about a colleague"
    assert custody.open_reporter(cast["celia"], decided.id, "they_asked", LATER).reply_contact
    confirm_country(cast, made.concern, "XD", now=LATER)  # and they write on


def test_one_share_brings_nothing_back(cast: Cast) -> None:
    """One holder alone opens no ring, however the share is written twice."""
    sent = tell(cast)
    share = cast.founded["Aurora"].shares[0]
    keeper = Founder("rosa", "Rosa", f"{PASSWORD} rosa", (Role.DUTY_PERSON,))
    with pytest.raises(network.kit.NetworkError):
        network.kit.recover(cast.aurora, [share, share], keeper, LATER)
    assert not Person.objects.filter(username="rosa").exists()
    assert triage.look(cast["amara"], sent.id, LATER).content.words  # nothing was harmed by trying
