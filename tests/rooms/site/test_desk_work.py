"""Agreements, keys, the journal and the day, through the pages."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal import vault
from fanal.access import api as access
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step, Target
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind
from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, RingKind, Role, Standing
from fanal.network.keyfile import installation, keyfile, with_pins, write
from fanal.network.models import Agreement, Organisation
from fanal.web import day as days
from tests.desk import client_of, person_of, text
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
HANDOVER = AgreementPurpose.CONCERN_HANDOVER
DECIDE = clocks.register(
    clocks.DutyKind(
        "desk_test_decide",
        "Decide on a concern",
        timedelta(hours=24),
        Target.team(RingKind.INTAKE),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
    )
)


def _agreement(cast: Cast, *, ends: int = 200, signed: bool = True) -> UUID:
    """Nordlys proposes to Aurora; Aurora signs."""
    made = network.agreements.propose(
        cast["nils"], cast.aurora, [HANDOVER], ["story"], TODAY - DAY, TODAY + ends * DAY, NOW
    )
    if signed:
        network.agreements.sign(cast["amara"], made, NOW)
    return made


# ---- agreements ----


def test_an_agreement_from_proposal_to_end(cast: Cast) -> None:
    """A key keeper proposes, the partner's compares fingerprints and signs, either ends it; each state is in words."""
    amara, nils = client_of(cast, "amara"), client_of(cast, "nils")
    data = {
        "partner": str(cast.nordlys), "purposes": ["concern_handover"], "categories": ["story", "location"],
        "starts": TODAY.isoformat(), "ends": (TODAY + 100 * DAY).isoformat(),
    }  # fmt: skip
    page = amara.post(reverse("desk:propose"), data, follow=True)
    assert "waits for the partner’s signature" in text(page)
    assert "place and time, what was told" in text(page)
    made = Agreement.objects.get()

    theirs = text(nils.get(reverse("desk:agreement", args=[made.pk])))
    assert "waits for our signature" in theirs
    sign = reverse("desk:sign", args=[made.pk])
    print_ = vault.fingerprint(bytes(Organisation.objects.get(pk=cast.aurora).identity))
    assert print_ in text(nils.get(sign))
    assert len(print_.split()) == 12
    assert "Compare the fingerprint first" in text(nils.post(sign, {}))
    assert "in force until" in text(nils.post(sign, {"sure": "on"}, follow=True))
    assert "This agreement is signed or ended already" in text(nils.post(sign, {"sure": "on"}))

    ended = text(amara.post(reverse("desk:end-agreement", args=[made.pk]), follow=True))
    assert "ended" in ended
    answer = network.agreements.check(cast.aurora, cast.nordlys, HANDOVER, ["story"], TODAY)
    assert not answer
    deeds = list(Entry.objects.filter(record=made.pk).order_by("seq").values_list("deed", flat=True))
    assert deeds == ["network.propose_agreement", "network.sign_agreement", "network.end_agreement"]


@pytest.mark.parametrize(
    ("ends", "on", "standing"),
    [
        (200, 0, Standing.IN_FORCE),
        (60, 0, Standing.EXPIRING),
        (61, 0, Standing.IN_FORCE),
        (0, 0, Standing.EXPIRING),
        (0, 1, Standing.EXPIRED),
        (200, -2, Standing.NOT_STARTED),
    ],
)
def test_how_an_agreement_stands(cast: Cast, ends: int, on: int, standing: Standing) -> None:
    """By day: it expires within sixty days, the last day counts."""
    made = Agreement.objects.select_related("a", "b").get(pk=_agreement(cast, ends=ends))
    assert network.agreements.standing(made, cast.aurora, TODAY + on * DAY) is standing


def test_a_forged_agreement_is_said_to_be_forged(cast: Cast) -> None:
    """Somebody who changed the row in the database is found out on the page."""
    made = _agreement(cast)
    Agreement.objects.filter(pk=made).update(categories=["story", "identity"])
    page = text(client_of(cast, "amara").get(reverse("desk:agreement", args=[made])))
    assert "the signatures do not hold" in page
    assert "Nothing may go" in page
    assert "the signatures do not hold" in text(client_of(cast, "femi").get(reverse("desk:agreements")))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ends": "2020-01-01"}, "must not lie before"),
        ({"starts": "0001-01-01"}, "Choose a day from 1 January 1900 to 31 December 2100."),
        ({"ends": "9999-12-31"}, "Choose a day from 1 January 1900 to 31 December 2100."),
        ({"starts": "2019-01-01", "ends": "2020-01-01"}, "The last day has passed already"),
        ({"ends": "2099-12-31"}, "ten years at most"),
        ({"purposes": []}, "Tick at least one purpose"),
        ({"categories": []}, "Tick at least one kind of data"),
        ({"partner": ""}, "Choose an organisation"),
        ({"partner": "self"}, "Choose from the list."),
    ],
)
def test_a_proposal_that_cannot_be_made(cast: Cast, changed: dict[str, object], words: str) -> None:
    """Says why, keeps what was chosen, stores nothing; an organisation cannot agree with itself."""
    data: dict[str, object] = {
        "partner": str(cast.nordlys), "purposes": ["concern_handover"], "categories": ["story"],
        "starts": TODAY.isoformat(), "ends": (TODAY + DAY).isoformat(),
    }  # fmt: skip
    data |= {"partner": str(cast.aurora)} if changed.get("partner") == "self" else changed
    assert words in text(client_of(cast, "amara").post(reverse("desk:propose"), data))
    assert not Agreement.objects.exists()


def test_without_agreements_the_page_says_what_to_do(cast: Cast) -> None:
    """A key keeper gets the button, others the name of who can."""
    assert 'class="empty' in text(client_of(cast, "amara").get(reverse("desk:agreements")))
    assert "A key keeper can propose one" in text(client_of(cast, "femi").get(reverse("desk:agreements")))


# ---- keys ----


def test_a_new_key_for_a_team(cast: Cast) -> None:
    """With a reason; everybody in the team opens it at once; others are not offered it."""
    amara = client_of(cast, "amara")
    address = reverse("desk:rotate", args=[network.rings.current(cast.aurora, RingKind.INTAKE).team_id])  # type: ignore[union-attr]
    assert "Choose a reason" in text(amara.post(address, {}))
    assert "The team has a new key" in text(amara.post(address, {"reason": "suspicion"}, follow=True))
    intake = next(key for key in network.queries.team_keys(cast.aurora) if key.kind is RingKind.INTAKE)
    assert (intake.version, intake.reason, intake.people) == (2, "suspicion", 3)
    assert network.queries.colleague(cast.aurora, person_of("femi")).missing == ()  # type: ignore[union-attr]
    assert amara.get(reverse("desk:rotate", args=[uuid4()])).status_code == 404
    assert address not in text(client_of(cast, "edo").get(reverse("desk:keys")))


def test_the_drill_of_the_kit(cast: Cast) -> None:
    """Right shares: the day is noted. Wrong ones: said, and nothing that was typed comes back on the page."""
    amara, shares = client_of(cast, "amara"), cast.founded["Aurora"].shares
    assert "never tested" in text(amara.get(reverse("desk:keys")))
    wrong = text(amara.post(reverse("desk:drill"), {"share_1": shares[0], "share_2": "lantern lantern lantern"}))
    assert "These shares do not open this organisation" in wrong
    assert " ".join(shares[0].split()[4:7]) not in wrong
    assert "lantern lantern" not in wrong
    typed = {"share_1": f"  {shares[2].upper()}\n", "share_2": shares[0]}
    done = amara.post(reverse("desk:drill"), typed, follow=True)
    assert "The kit works" in text(done)
    assert Organisation.objects.get(pk=cast.aurora).kit_drilled_on == TODAY
    assert not [row for row in Entry.objects.values_list("deed", flat=True) if shares[0] in row]


def test_a_replaced_identity_is_noticed(cast: Cast) -> None:
    """The fingerprint in the key file differs from the one in the database: nobody can work, and the page says why."""
    bao = client_of(cast, "bao")
    Organisation.objects.filter(pk=cast.aurora).update(identity=vault.Seed.new().signer().public)
    assert "Do not go on" in text(bao.get(reverse("desk:keys"), follow=True))


def test_a_swapped_recovery_key_is_told_on_the_page_of_keys(cast: Cast) -> None:
    """With what to do; and one that was taken over as found asks for the test of the kit, which signs it."""
    bao, keys = client_of(cast, "bao"), reverse("desk:keys")
    row = Organisation.objects.get(pk=cast.aurora)
    assert "recovery key" not in text(bao.get(keys))
    Organisation.objects.filter(pk=row.pk).update(recovery=vault.Seed.new().kem().public.raw)
    assert "The recovery key of Aurora is not the one that it signed" in text(bao.get(keys))

    Organisation.objects.filter(pk=row.pk).update(recovery=bytes(row.recovery), recovery_signature=b"")
    before = keyfile()
    write(with_pins(before, row.pk, bytes(row.identity), bytes(row.recovery)))  # as one that was taken over
    try:
        assert "has not signed its recovery key yet" in text(bao.get(keys))
        first, second, _third = cast.founded["Aurora"].shares
        done = bao.post(reverse("desk:drill"), {"share_1": first, "share_2": second}, follow=True)
        assert "has not signed" not in text(done)
    finally:
        write(before)
    row.refresh_from_db()
    assert network.identities.is_recovery_signed(row)


# ---- journal ----


def test_the_journal_in_words_and_by_page(cast: Cast) -> None:
    """Newest first, every entry once over all pages, filtered by person and by deed; nothing of other organisations."""
    for number in range(120):
        by = cast["amara"].signatory() if number % 2 else cast["bao"].signatory()
        journal.write(cast.aurora, by, "network.invite" if number % 3 else "network.admit", at=NOW)
    journal.write(cast.nordlys, cast["nils"].signatory(), "network.rotate_ring", at=NOW)
    client, address, seen = client_of(cast, "bao"), reverse("desk:journal"), 0
    query = "?deed=network.invite"
    while query:
        response = client.get(address + query)
        seen += len(response.context["rows"])
        assert "Nils" not in text(response)
        assert "Let a colleague in" not in text(response).partition("<tbody")[2]
        query = response.context["following"]
    assert seen == 80
    assert len(client.get(f"{address}?who={person_of('amara')}&deed=network.admit").context["rows"]) == 20
    assert "Nothing here" in text(client.get(f"{address}?deed=network.kit_recover"))
    for nonsense in ("after=x", "after=1.2.3", "who=nobody", f"who={person_of('nils')}"):
        assert client.get(f"{address}?{nonsense}").status_code == 200


def test_the_journal_page_does_not_grow_in_statements(cast: Cast) -> None:
    """As many statements for fifty lines as for two."""
    client = client_of(cast, "bao")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk:journal"))
        return len(seen)

    journal.write(uuid4(), cast["amara"].signatory(), "network.invite", at=NOW)
    cost()  # the first page of a session may write the session
    few = cost()
    for _ in range(40):
        journal.write(uuid4(), cast["amara"].signatory(), "network.invite", at=NOW)
    assert cost() == few


def test_history_names_colleagues_partners_and_never_a_reporter(cast: Cast) -> None:
    """A colleague by name, a partner's person by organisation, a reporter by day only, the system as such."""
    record = uuid4()
    journal.write(record, installation(cast.aurora, ActorKind.REPORTER), "network.join", at=NOW)
    journal.write(record, installation(cast.aurora), "network.found", at=NOW)
    journal.write(record, cast["amara"].signatory(), "network.admit", at=NOW)
    journal.write(record, cast["nils"].signatory(), "network.invite", at=NOW)
    found = access.history(cast["bao"], record)
    assert [event.who for event in found] == ["Nordlys", "Amara", "the system", "the person who told us"]
    assert found[-1].when == NOW.date()
    assert not isinstance(found[-1].when, datetime)


# ---- my day ----


def test_my_day_shows_what_is_mine_due_first_with_the_reason(cast: Cast) -> None:
    """Duties of my team and mine, not those of others; a link where a room said where it is done."""
    late, soon = uuid4(), uuid4()
    clocks.start(DECIDE, cast.aurora, soon, now=datetime.now(UTC))
    clocks.start(DECIDE, cast.aurora, late, now=datetime.now(UTC) - timedelta(hours=30))
    clocks.start(DECIDE, cast.nordlys, uuid4(), now=datetime.now(UTC))
    days.lead(DECIDE, lambda subject: f"/desk/somewhere/{subject}/")
    page = text(client_of(cast, "femi").get(reverse("desk:day")))
    assert page.count("Decide on a concern") == 2
    assert page.index(str(late)) < page.index(str(soon))
    assert "late" in page
    assert "Your team Intake can take it" in page
    assert "Decide on a concern" not in text(client_of(cast, "celia").get(reverse("desk:day")))

    clocks.move(soon, DECIDE, Target.person(person_of("bao")), now=NOW)
    mine = text(client_of(cast, "bao").get(reverse("desk:day")))
    assert "It is yours to do; told when it is late: Manager" in mine
    assert text(client_of(cast, "femi").get(reverse("desk:day"))).count("Decide on a concern") == 1


def test_an_empty_day_says_so(cast: Cast) -> None:
    """And what would appear."""
    page = text(client_of(cast, "celia").get(reverse("desk:day")))
    assert "Nothing waits for you." in page


def test_rooms_add_lists_for_whom_the_policy_lets(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The referral desk's list is for the referral desk."""
    monkeypatch.setattr(days, "_sections", [])
    shown = days.Section("Unanswered handovers", [days.Row("XA to XB", note="telephone")], work=True)
    days.section("journal.read", lambda actor, now: shown)
    page = text(client_of(cast, "bao").get(reverse("desk:day")))
    assert "Unanswered handovers" in page
    assert "No duty waits for you" not in page  # they do wait
    assert "Unanswered handovers" not in text(client_of(cast, "femi").get(reverse("desk:day")))


def test_an_agreement_that_waits_for_a_signature_stands_on_the_day(cast: Cast) -> None:
    """Of whoever may sign it, until it is signed; not of whoever signed already."""
    made = _agreement(cast, signed=False)
    day, at = reverse("desk:day"), reverse("desk:agreement", args=[made])
    for who in ("amara", "bao"):
        assert at in text(client_of(cast, who).get(day)), who
    for who in ("marek", "nils", "oda"):
        assert at not in text(client_of(cast, who).get(day)), who
    network.agreements.sign(cast["amara"], made, NOW)
    assert at not in text(client_of(cast, "bao").get(day))
