"""What the pages of a child promise holds: who is not safe is read first, a no is always heard, what was done stays
from the worker, and whoever asks for another person hears what came of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotNow, open_record
from fanal.cases import ground
from fanal.cases.access_terms import child_ref
from fanal.cases.child_side import child_side, duties, reading
from fanal.cases.child_side.child_side import Said, TooMany
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files import ledger
from fanal.cases.ground import OURSELVES, Recipient
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Consent, Feedback
from fanal.cases.policy import LOOK
from fanal.clocks import api as clocks
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.grounds.care import BOTH

pytestmark = pytest.mark.django_db(databases="__all__")
REPORT, ACTION = ConsentPurpose.REPORT_TO_AUTHORITY, ConsentPurpose.LEGAL_ACTION
POLICE, OFFICE = (Recipient(RecipientCategory(one)) for one in ("police_or_prosecutor", "social_services"))
LATER = NOW + timedelta(minutes=5)
UNSAFE = {"feels_safe": "not_at_all", "words": "It is not good there"}


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


def says(case: Case, about: str = "message", now: Any = NOW, *, may_read: bool = False, **said: Any) -> UUID:
    key = uuid4()
    child_side.give(case, Said(key, about, said or {"words": "Hello"}, may_read=may_read), now)
    return key


# ---- who is not safe comes first ----


def test_who_is_not_safe_is_read_however_much_came_before(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST", 1)
    says(case)
    says(case)
    back, unsafe = says(case, "come_back", NOW + timedelta(days=1)), says(case, "safety", LATER, **UNSAFE)
    heard, more = reading.waiting(cast["bao"], LATER)
    assert [one.row.pk for one in heard[:2]] == [unsafe, back]
    assert (len(heard), more) == (3, True)
    page = text(client_of(cast, "bao").get(reverse("cases:feedback")))
    assert "It is not good there" in page
    assert "More waits" in page
    monkeypatch.setattr(reading, "MOST", 2)
    assert reading.waiting(cast["bao"], LATER)[1] is False


# ---- a no, danger and coming back are always taken in ----


@pytest.mark.parametrize(
    "send",
    [
        lambda case: child_side.stop_sharing(case, uuid4(), ["help"], LATER),
        lambda case: says(case, "safety", LATER, **UNSAFE),
        lambda case: says(case, "come_back", LATER),
    ],
    ids=["share no more", "not safe", "come back"],
)
def test_what_cannot_wait_is_taken_in_however_much_waits(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch, send: Callable[[Case], object]
) -> None:
    monkeypatch.setattr(child_side, "MOST_UNREAD", 1)
    send(case)
    says(case)  # and takes no place of what can wait
    for _again in range(2):
        send(case)
    for about, said in (("message", {}), ("other_worker", {}), ("safety", {"feels_safe": "mostly"})):
        with pytest.raises(TooMany):
            says(case, about, LATER, **said)
    assert Feedback.objects.count() == 4


# ---- the police, a lawyer or a court ----


def gives(cast: Cast, case: Case, purpose: ConsentPurpose, now: Any = NOW, **more: Any) -> None:
    """Marek records a ground; what is not consent, Bao signs."""
    said = BOTH | {"categories": ("existence", "legal"), **more}
    grounds.give(cast["marek"], case.pk, purpose, said, now)
    row = Consent.objects.filter(purpose=purpose.value).latest("given_at")
    if row.basis != "consent":
        grounds.sign(cast["bao"], case.pk, row.pk, now)


def live(cast: Cast, case: Case, purpose: ConsentPurpose, to: Recipient = OURSELVES) -> bool:
    with open_record(cast["marek"], child_ref(case.child), LOOK, purpose="casework", now=LATER, thing=case) as found:
        rows = ledger.read(found, case.child)
    return ground.effective(rows, purpose, to, DataCategory.EXISTENCE, LATER) is not None


TO_ALL: dict[str, Any] = {"recipients": ("police_or_prosecutor", "court", "social_services")}
LAWFUL: dict[str, Any] = {
    **TO_ALL, "basis": "legal_obligation", "basis_reason": "The law asks for it", "child_told": "told",
}  # fmt: skip


def test_a_child_who_says_no_to_the_law_ends_legal_action_and_the_report_it_agreed_to(cast: Cast, case: Case) -> None:
    gives(cast, case, ACTION)
    gives(cast, case, REPORT, **TO_ALL)
    assert live(cast, case, ACTION)
    assert live(cast, case, REPORT, POLICE)
    child_side.stop_sharing(case, uuid4(), ["law"], LATER)
    assert not live(cast, case, ACTION)
    assert not live(cast, case, REPORT, POLICE)
    assert live(cast, case, REPORT, OFFICE), "nobody named it"


@pytest.mark.parametrize(("whom", "goes_on"), [("office", True), ("all", False), ("help", True)])
def test_each_choice_ends_what_it_says(cast: Cast, case: Case, whom: str, goes_on: bool) -> None:
    gives(cast, case, ACTION)
    gives(cast, case, REPORT, **TO_ALL)
    child_side.stop_sharing(case, uuid4(), [whom], LATER)
    assert live(cast, case, ACTION) is goes_on
    assert live(cast, case, REPORT, POLICE) is goes_on
    assert live(cast, case, REPORT, OFFICE) is (whom == "help")


@pytest.mark.parametrize("whom", ["law", "office", "all"])
def test_a_report_that_rests_on_the_law_is_not_touched(cast: Cast, case: Case, whom: str) -> None:
    gives(cast, case, REPORT, **LAWFUL)
    child_side.stop_sharing(case, uuid4(), [whom], LATER)
    assert live(cast, case, REPORT, POLICE)
    assert live(cast, case, REPORT, OFFICE)
    assert not Consent.objects.filter(act="withdraw", purpose=REPORT.value).exists()


def test_a_ground_that_somebody_planted_takes_no_no_away(cast: Cast, case: Case) -> None:
    """A row that says that the law asks for it, written into the database, keeps nothing."""
    gives(cast, case, REPORT, **TO_ALL)
    row = Consent.objects.get(purpose=REPORT.value)
    row.pk, row.basis, row.second_signature_id = None, "legal_obligation", cast["bao"].person
    row.id = uuid4()
    row.save(force_insert=True)
    child_side.stop_sharing(case, uuid4(), ["law"], LATER)
    assert not live(cast, case, REPORT, POLICE)


# ---- what was done stays from the worker ----


def test_the_worker_does_not_read_what_was_done(cast: Cast, case: Case) -> None:
    key = says(case, "safety", may_read=True, **UNSAFE)
    reading.done(cast["bao"], key, "Marek is on leave from tomorrow", NOW)
    address = reverse("cases:feedback_of", args=[case.pk])
    page = text(client_of(cast, "marek").get(address))
    assert "It is not good there" in page
    assert "on leave" not in page
    assert not any("on leave" in str(one.said) for one in reading.of_file(cast["marek"], case.pk, NOW)[1])
    assert "on leave" in text(client_of(cast, "dalia").get(address))


# ---- another person ----


@pytest.mark.parametrize(("about", "said"), [("other_worker", {}), ("safety", {"feels_safe": "mostly"})])
def test_who_wants_another_person_hears_what_came_of_it(
    cast: Cast, case: Case, about: str, said: dict[str, str]
) -> None:
    key = says(case, about, wants_other_worker=True, **said)
    due = clocks.open_duties(kinds=[duties.OTHER], files=[case.pk])
    assert [(one.subject, one.person) for one in due] == [(key, cast["bao"].person)]
    with pytest.raises(NotNow, match="what was done"):
        reading.done(cast["bao"], key, "", NOW)
    words = duties.OTHER.words
    assert words in text(client_of(cast, "bao").get(reverse("desk:day")))
    for page in (reverse("desk:day"), reverse("cases:file", args=[case.pk])):
        assert words not in text(client_of(cast, "marek").get(page))
    reading.done(cast["bao"], key, "Noor sees her from Monday", NOW)
    assert not clocks.open_duties(kinds=duties.TO_READ, files=[case.pk])
