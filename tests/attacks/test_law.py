"""Law drafted here and its reviews are rows. Somebody who writes to the database writes, changes or deletes one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.engines.jurisdiction.model import ReviewStatus
from fanal.journal import api as journal
from fanal.justice.law import drafting, library, proved, replies, reviews, sources
from fanal.justice.law.policy import CHECK, REVIEW
from fanal.justice.models import LawFile, Reply, Rung
from fanal.network.contracts import Role
from fanal.site.commands.journal import defects
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.laws import law, person, with_roles
from tests.rooms.justice.small import few_laws

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data", "few_laws")]
__all__ = ["few_laws"]
OFFENCE, UNTIL = "xd.10", date(2027, 11, 25)
LATER = NOW + timedelta(hours=1)


class House:
    """Whoever drafts, whoever compares, and a lawyer; the law of XD, whose offence was reviewed."""

    def __init__(self, cast: Cast) -> None:
        self.drafter = with_roles(cast["femi"], Role.CORPUS_EDITOR, Role.LAWYER)
        self.checker = with_roles(cast["amara"], Role.LEGAL_ADVOCATE)
        self.lawyer = with_roles(cast["nils"], Role.LAWYER)
        self.file = drafting.draft(self.drafter, law(), None, NOW).file
        self.climb()

    def climb(self, now: Any = NOW) -> None:
        digest = reviews.look("XD", OFFENCE, now).item.digest
        reviews.check(self.checker, "XD", OFFENCE, digest, now)
        reviews.review(self.lawyer, "XD", OFFENCE, digest, now, shown="Bar of XD", until=UNTIL)


@pytest.fixture
def house(cast: Cast) -> House:
    return House(cast)


def _forget() -> None:
    """Another process: nothing compiled, nothing verified yet."""
    library._shelf.found.clear()
    library._compiled.cache_clear()
    library._digests.cache_clear()


def _status(provision: str = OFFENCE) -> ReviewStatus:
    _forget()
    return reviews.look("XD", provision, LATER).item.review.status


def _named(words: str) -> bool:
    return any(words in line for line in defects(lambda _done, _of: None))


def test_a_review_that_no_lawyer_gave_counts_for_nothing(house: House) -> None:
    """Nor where a colleague, who has a key of their own, signs an entry that names it."""
    other = reviews.look("XD", "xd.j.1", NOW).item
    rows = [
        Rung.objects.create(
            jurisdiction="XD", provision="xd.j.1", digest=other.digest, step=step, by_id=house.lawyer.person,
            role="Bar of XD", at=NOW, valid_until=UNTIL if step == "reviewed" else None,
        )
        for step in ("checked", "reviewed")
    ]  # fmt: skip
    assert _status("xd.j.1") is ReviewStatus.DRAFTED
    assert _named("a step of a review of law is by nobody")
    for deed, row in zip((CHECK, REVIEW), rows, strict=True):
        by = house.checker.signatory()
        journal.write(proved.chain("XD", "xd.j.1"), by, deed, at=NOW, items=proved.step_items(row))
    assert _status("xd.j.1") is ReviewStatus.DRAFTED


@pytest.mark.parametrize("how", ["lasts longer", "by another office", "taken away", "of another wording"])
def test_a_review_that_was_changed_counts_no_more_until_it_is_done_anew(cast: Cast, house: House, how: str) -> None:
    assert _status() is ReviewStatus.REVIEWED
    row = Rung.objects.filter(step="reviewed")
    if how == "lasts longer":
        row.update(valid_until=date(2036, 1, 1))
    elif how == "by another office":
        row.update(role="Ministry of Justice")
    elif how == "taken away":
        row.delete()
    else:
        row.update(digest="not a digest")
    assert _status() is ReviewStatus.DRAFTED
    assert _named("a step of a review of law was changed or taken away")
    person(cast, "nils", Role.LAWYER)
    page = reverse("justice:law_item", args=["XD", OFFENCE])
    assert "Tell your administrator" in text(client_of(cast, "nils").get(page))
    house.climb(LATER)
    assert _status() is ReviewStatus.REVIEWED


def test_what_a_lawyer_gave_back_stays_given_back(house: House) -> None:
    digest = reviews.look("XD", OFFENCE, NOW).item.digest
    reviews.give_back(house.lawyer, "XD", OFFENCE, digest, NOW, "The age is that of another article.")
    Rung.objects.filter(step="returned").delete()
    assert _status() is ReviewStatus.DRAFTED
    Rung.objects.all().delete()
    assert _status() is ReviewStatus.DRAFTED


def test_a_law_that_nobody_drafted_is_not_in_force(cast: Cast, house: House) -> None:
    row = LawFile.objects.create(
        jurisdiction="SE", text=law("SE"), drafted_by_id=house.drafter.person, drafted_at=NOW
    )  # fmt: skip
    _forget()
    assert library.corpus(LATER).laws["SE"] == library.shipped().laws["SE"]
    assert _named("a text of the law of SE is by nobody")
    person(cast, "femi", Role.CORPUS_EDITOR)
    assert "nobody drafted it" in text(client_of(cast, "femi").get(reverse("justice:draft_file", args=[row.pk])))
    with pytest.raises(NotNow, match="Tell your administrator"):
        drafting.withdraw(house.drafter, row.pk, LATER)


@pytest.mark.parametrize("how", ["other words", "another country", "taken away", "in another's name"])
def test_a_law_that_was_changed_is_not_known_until_it_is_drafted_anew(cast: Cast, house: House, how: str) -> None:
    """Neither the older text nor the shipped one stands in its place."""
    text_of = library.text_in_force("SE", NOW).replace("Brottsbalk", "Brottsbalken", 1)
    drafting.draft(house.drafter, text_of, None, NOW)
    row = LawFile.objects.filter(jurisdiction="SE")
    assert "SE" in library.corpus(LATER).laws
    if how == "other words":
        row.update(text=sources.files()["jurisdictions/SE.yaml"].decode())
    elif how == "another country":
        row.update(jurisdiction="NO")
    elif how == "taken away":
        row.delete()
    else:
        row.update(drafted_by=house.checker.person)
    _forget()
    found = library.corpus(LATER).laws
    assert "SE" not in found
    assert found["NO"] == library.shipped().laws["NO"]
    assert library.text_in_force("SE", LATER) == ""
    assert _named("a text of the law of SE was changed or taken away")
    person(cast, "femi", Role.CORPUS_EDITOR)
    assert "changed or taken away in the database: Sweden" in text(
        client_of(cast, "femi").get(reverse("justice:law"))
    )  # fmt: skip
    drafting.draft(house.drafter, text_of, None, LATER)
    assert "SE" in library.corpus(LATER).laws


def test_whether_a_law_is_withdrawn_the_journal_says(house: House) -> None:
    LawFile.objects.update(withdrawn_at=NOW)
    _forget()
    assert "XD" in library.corpus(LATER).laws
    assert _named("whether this text of the law of XD is withdrawn was changed")
    drafting.withdraw(house.drafter, house.file.pk, LATER)
    assert "XD" not in library.corpus(LATER).laws
    LawFile.objects.update(withdrawn_at=None)
    _forget()
    assert "XD" not in library.corpus(LATER).laws
    assert _named("whether this text of the law of XD is withdrawn was changed")


def test_nobody_reviews_what_they_drafted_though_the_row_that_says_so_is_gone(house: House) -> None:
    """A colleague pasted the same text again with one word more; the first file is taken away."""
    again = law().replace("Penal Code of XD", "Penal Code of XD as amended")
    own = with_roles(house.checker, Role.CORPUS_EDITOR)
    drafting.draft(own, law().replace("official text", "public"), house.file.pk, NOW)
    base = LawFile.objects.exclude(pk=house.file.pk).get().pk
    drafting.draft(own, again, base, LATER)
    LawFile.objects.filter(pk=house.file.pk).delete()
    _forget()
    digest = reviews.look("XD", OFFENCE, LATER).item.digest
    with pytest.raises(NotAllowed, match="You drafted this"):
        reviews.check(house.drafter, "XD", OFFENCE, digest, LATER)


def test_what_a_state_replied_is_shown_as_somebody_entered_it(cast: Cast) -> None:
    clerk = with_roles(cast["bao"], Role.MANAGER)
    row = replies.enter(clerk, "SE", "law.B6", "Ministry of Justice", "We read it otherwise.", NOW.date(), NOW)
    Reply.objects.create(
        state="SE", item="B6", office="Ministry", words="Planted.", on=NOW.date(), entered_by_id=clerk.person
    )
    assert [one.words for one in replies.of_state("SE")] == ["We read it otherwise."]
    assert _named("a reply of a state is by nobody, or was changed")
    Reply.objects.filter(pk=row.pk).update(office="Another ministry")
    assert replies.of_state("SE") == []
    Reply.objects.all().delete()
    assert _named("a reply of a state was taken away")


def test_what_0_1_0_wrote_counts(house: House) -> None:
    """Its entries name the wording and no row: the row is believed where person, deed and time fit."""
    item = reviews.look("XD", "xd.j.1", NOW).item
    told = {"jurisdiction": "XD", "provision": "xd.j.1", "digest": item.digest, "at": NOW + timedelta(microseconds=9)}
    Rung.objects.create(step="checked", role="Aurora", by_id=house.checker.person, **told)
    Rung.objects.create(step="reviewed", role="Bar", by_id=house.lawyer.person, valid_until=UNTIL, **told)
    for who, deed in ((house.checker, CHECK), (house.lawyer, REVIEW)):
        chain, bare = proved.chain("XD", "xd.j.1"), bytes.fromhex(item.digest)
        journal.write(chain, who.signatory(), deed, at=NOW, items=[bare])
    assert _status("xd.j.1") is ReviewStatus.REVIEWED
    assert list(defects(lambda _done, _of: None)) == []
    Rung.objects.filter(provision="xd.j.1", step="reviewed").update(valid_until=date(2036, 1, 1))
    assert _status("xd.j.1") is ReviewStatus.DRAFTED
