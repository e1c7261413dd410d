"""From "open a case" to an open file: who gets which keys, what stands on whose day, what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties, holding
from fanal.cases.files import files, lists
from fanal.cases.models import Accepted, Case, Child, Consent, Holding
from fanal.cases.opening import accepted as waiting
from fanal.cases.opening.opening import open_file
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.concerns.content import NoteContent
from fanal.concerns.triage.decisions import Choice, decide
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.network.models import Organisation
from fanal.vocabulary.codes import Triage
from tests.people import NOW, Cast, now_are
from tests.rooms.cases.care import ANSWERS, UNMET, accepted, opened
from tests.rooms.concerns.told import HOUR, WORDS, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def due(cast: Cast, who: str) -> list[str]:
    return [one.kind for one in clocks.open_duties(org=cast.aurora, person=cast[who].person)]


def test_the_worker_reads_what_was_told_and_nothing_of_who_told_it(cast: Cast) -> None:
    sent = tell(cast)
    for who in ("marek", "bao"):
        with pytest.raises(NotAllowed):
            concerns.told(cast[who], sent.id, NOW)
    sent = accepted(cast)
    told = concerns.told(cast["marek"], sent.id, NOW)
    assert told.content.words == WORDS
    assert told.identity.child_words == "Called Lilo, red dress"
    assert told.safe_contact == "through the school"
    held = network.records.open_held(cast.aurora, sent.id, cast["marek"].keyring)
    assert held.keys.compartments == {"personal", "content", "identity"}
    assert concerns.told(cast["bao"], sent.id, NOW).content.words == WORDS
    for who in ("celia", "lena", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            concerns.told(cast[who], sent.id, NOW)


def test_it_stands_on_the_workers_day_until_the_file_is_open(cast: Cast) -> None:
    sent = accepted(cast)
    (row,) = waiting.waiting(cast["marek"])
    assert (row.concern_id, row.worker_id, row.supervisor_id) == (sent.id, cast["marek"].person, cast["bao"].person)
    assert due(cast, "marek") == ["first_contact"]
    case = open_file(cast["marek"], sent.id, ANSWERS, NOW + HOUR)
    assert list(waiting.waiting(cast["marek"])) == []
    kinds = ["consent_renewal", "contact_safety_check", "feedback_offer", "first_contact", "risk_review"]
    assert sorted(due(cast, "marek")) == kinds
    first = next(
        one for one in clocks.open_duties(org=cast.aurora, person=cast["marek"].person) if one.kind == "first_contact"
    )
    assert first.subject == case.pk
    assert first.due_at - NOW <= timedelta(hours=24) + 2 * HOUR, "counted from the decision, not from the opening"


def test_a_file_is_two_records_a_ground_and_three_rows_of_lists(cast: Cast) -> None:
    case = opened(cast)
    assert (Child.objects.count(), Case.objects.count(), Consent.objects.count()) == (1, 1, 1)
    assert (case.stage, case.status, case.risk, case.owner_id) == (
        "identification",
        "open",
        "high",
        cast["marek"].person,
    )
    assert case.number.startswith("AURO-")
    assert list(holding.differences()) == []
    relations = set(Holding.objects.values_list("relation", flat=True))
    assert relations == {"team", "supervisor", "safeguarding"}
    file = files.look(cast["marek"], case.pk, NOW)
    assert file.child.said["given_name"] == "Lilo"
    assert file.child.said["languages"] == ("spa",)
    assert file.work.said["standing"] == "victim"
    assert file.of(Consent)[0].said["child_assented"] == "agreed"
    assert not file.child.unreadable
    assert not file.work.unreadable


TEAM = {"personal", "identity", "content"}
NAMED = TEAM | {"offender", "placement"}


@pytest.mark.parametrize(
    ("who", "child", "case"),
    [
        ("marek", NAMED, NAMED),
        ("bao", NAMED, NAMED),
        ("dalia", NAMED, NAMED),
        ("amara", TEAM, TEAM),  # on call
        ("lena", {"offender"}, {"offender"}),
        ("femi", None, None),
        ("celia", None, None),
        ("edo", None, None),
    ],
)
def test_whose_keys_open_what(cast: Cast, who: str, child: set[str] | None, case: set[str] | None) -> None:
    row = opened(cast)
    for record, compartments in ((row.child_id, child), (row.pk, case)):
        found = network.records.open_many(cast.aurora, [record], cast[who].keyring)
        assert (set(found[record].keys.compartments) if found else None) == compartments


def test_keys_alone_open_no_page(cast: Cast) -> None:
    """Whoever is on call holds a key, and the policy opens it by break-glass alone, which is still to come."""
    case = opened(cast)
    for who in ("amara", "lena", "femi", "celia", "edo", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            files.look(cast[who], case.pk, NOW)


@pytest.mark.parametrize(
    ("missing", "fields"),
    [
        ({"child.sex": ""}, {"child.sex"}),
        ({"child.age_at_intake": None, "case.risk": ""}, {"child.age_at_intake", "case.risk"}),
        ({"consent.basis": "vital_interests", "consent.basis_reason": ""}, {"consent.basis_reason"}),
        ({"consent.basis": "consent", "consent.given_by": "child"}, {"consent.given_by"}),  # the law is not known here
        ({"child.age_at_intake": 19}, {"act.age_at_time"}),
    ],
)
def test_what_is_missing_is_said_at_once_and_nothing_is_kept(
    cast: Cast, missing: dict[str, Any], fields: set[str]
) -> None:
    sent = accepted(cast)
    with pytest.raises(NotNow) as why:
        open_file(cast["marek"], sent.id, ANSWERS | missing, NOW)
    assert {one.field for one in (why.value, *why.value.others)} == fields
    assert not Child.objects.exists()


def test_a_file_is_opened_once(cast: Cast) -> None:
    sent = accepted(cast)
    open_file(cast["marek"], sent.id, ANSWERS, NOW)
    with pytest.raises(NotNow, match="opened this file already"):
        open_file(cast["bao"], sent.id, ANSWERS, NOW)
    assert Case.objects.count() == 1


def test_who_takes_it_on_and_who_answers_for_it_are_two(cast: Cast) -> None:
    sent = tell(cast)
    marek, bao, femi = (str(cast[who].person) for who in ("marek", "bao", "femi"))
    for worker, supervisor, field in (
        ("", bao, "worker"), (marek, "", "supervisor"), (bao, bao, "supervisor"), (femi, bao, "worker"),
        (marek, marek, "supervisor"), (marek, femi, "supervisor"), ("Lea Ngo", bao, "worker"),
    ):  # fmt: skip
        note = NoteContent(worker=worker, supervisor=supervisor, safe_contact="x")
        with pytest.raises(NotNow) as why:
            decide(cast["amara"], sent.id, Choice(Triage.OPEN_CASE, note), sent.row.version, NOW)
        assert why.value.field == field
    assert not Accepted.objects.exists()


def test_a_colleague_who_was_not_named_does_not_open_it(cast: Cast) -> None:
    sent = accepted(cast)
    for who in ("amara", "femi", "lena", "nils", "dalia"):
        with pytest.raises((NotAllowed, NotHere)):
            open_file(cast[who], sent.id, ANSWERS, NOW)


def test_what_is_about_our_own_people_is_a_restricted_file(cast: Cast) -> None:
    """By name: worker, supervisor, safeguarding lead, and nobody else, by keys and by lists."""
    sent = accepted(cast, by="dalia", about_us="yes")
    case = open_file(cast["marek"], sent.id, ANSWERS, NOW)
    assert case.restricted
    holders = {(kind, who) for kind, who, _v, _c in network.records.holders(case.pk)}
    named = {("user", cast[who].person.bytes) for who in ("marek", "bao")}
    ring = network.rings.principal(cast.aurora, RingKind.SAFEGUARDING)
    assert holders == {*named, ("ring", ring.id), ("recovery", cast.aurora.bytes)}
    assert [row.case_id for row in lists.mine(cast["marek"])] == [case.pk]
    assert [row.case_id for row in lists.teams(cast["dalia"])] == [case.pk]
    assert files.look(cast["bao"], case.pk, NOW).child.said["given_name"] == "Lilo"
    assert list(holding.differences()) == []


def test_lists_are_in_order_of_what_is_due(cast: Cast) -> None:
    low, critical, high = (opened(cast, case__risk=risk) for risk in ("low", "critical", "high"))
    page = lists.page(lists.mine(cast["marek"]))
    assert [row.case_id for row in page.rows] == [critical.pk, high.pk, low.pk]
    assert (page.count, page.following) == (3, "")
    assert [row.case_id for row in lists.page(lists.teams(cast["bao"])).rows] == [critical.pk, high.pk, low.pk]
    for kind in (duties.FIRST_CONTACT, duties.RISK_REVIEW):
        clocks.stop(critical.pk, kind, now=NOW)
    assert next(row.case_id for row in lists.page(lists.mine(cast["marek"])).rows) == high.pk
    assert list(holding.differences()) == []


def test_every_deed_stands_in_the_journal_of_its_record(cast: Cast) -> None:
    case = opened(cast)
    files.look(cast["marek"], case.pk, NOW)
    for record in (case.pk, case.child_id):
        assert [line.deed for line in journal.read(record)] == ["cases.look", *["cases.open_file"] * 2]


def test_only_work_without_consent_needs_a_second_signature(cast: Cast) -> None:
    opened(cast)
    assert "sign_ground" not in due(cast, "bao")
    opened(cast, **UNMET)
    assert "sign_ground" in due(cast, "bao")


def test_where_the_day_is_ahead_of_ours_a_ground_holds_for_a_year_all_the_same(cast: Cast) -> None:
    now_are(Organisation.objects.filter(pk=cast.aurora), time_zone="Asia/Phnom_Penh")
    late = NOW.replace(hour=20)
    assert opened(cast, late).pk
