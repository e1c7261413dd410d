"""The pages of handing over, as people meet them: preview, sending, the inbox, answers, the referral desk."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from fanal.clocks import api as clocks
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import duties, handovers, received
from fanal.concerns.handovers import kept as handovers_kept
from fanal.concerns.handovers.desk.lists import numbers
from fanal.concerns.models import Concern, Decision, Handover
from fanal.concerns.triage import decisions
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from fanal.passing.api import clock as passing_clock
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import Triage
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.concerns.passing import BASE, SECRETS, Scene, agree, police, scene
from tests.rooms.concerns.reporter import publish
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db(databases="__all__")


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the form that sends."""
    return dict(re.findall(r'<input type="hidden" name="(request_key|seen)" value="([^"]*)"', html))


def preview(client: Client, made: Scene, recipient: UUID, query: str = "") -> tuple[str, str]:
    url = reverse("concerns:handover_new", args=[made.concern, recipient]) + query
    return url, text(client.get(url))


@pytest.fixture
def made(cast: Cast) -> Scene:
    return scene(cast, now=datetime.now(UTC))


def test_a_member_gets_exactly_what_was_previewed(cast: Cast, made: Scene) -> None:
    """Preview → send → the partner's inbox → accept → outcome → signed purge; the sender sees each step."""
    amara, nils = client_of(cast, "amara"), client_of(cast, "nils")
    url, page = preview(amara, made, cast.nordlys)
    assert "Preview: what leaves for Nordlys, XB" in page
    assert "lives in XB (Papers or booking)" in page
    assert "always stays here" in page
    assert not any(secret in page for secret in SECRETS.values())
    sent = amara.post(url, {**hidden(page), "act": "send"})
    assert sent.status_code == 302, text(sent)
    mine = text(amara.get(sent["Location"]))
    assert "Handover to Nordlys, XB" in mine
    assert "Sent, waiting for an answer" in mine
    assert "Today (seen from that day)" in mine  # read tomorrow, "today" would be wrong

    inbox = text(nils.get(reverse("concerns:handovers_received")))
    assert "Aurora, XA" in inbox
    assert "Waits for your answer" in inbox
    assert "Playa Norte" not in inbox
    theirs = text(nils.get(sent["Location"]))
    assert "Playa Norte" in theirs
    assert not any(secret in theirs for secret in SECRETS.values())
    row = Handover.objects.get()
    for name, data, words in (
        ("accept", {}, "Accepted"),
        ("outcome", {"reason": "helped"}, "A child was helped"),
        ("purge", {"sure": "on"}, "The copy is erased"),
    ):
        act = reverse(f"concerns:handover_{name}", args=[row.pk])
        assert text(nils.get(act)).count("<h1") == 1
        assert nils.post(act, data).status_code == 302
        assert words in text(nils.get(sent["Location"]))
    after = text(amara.get(sent["Location"]))
    assert "A child was helped" in after
    assert "Nordlys" in after
    assert "Nils" not in after  # of the partner one sees the organisation, not the person


def test_an_addition_needs_a_reason_and_shows_in_the_preview(cast: Cast) -> None:
    """Added with a reason: shown as added; sent only after acceptance, by the sender's own act."""
    made = scene(cast, (*BASE, Cat.IDENTITY), now=datetime.now(UTC))
    amara, nils = client_of(cast, "amara"), client_of(cast, "nils")
    url, page = preview(amara, made, cast.nordlys)
    assert "why_child_words" in page
    assert "why_adult_words" not in page  # the agreement does not name it
    reasons = {"why_child_words": "The school bag helps to find her"}
    shown = text(amara.post(url, {**hidden(page), **reasons, "act": "preview"}))
    assert "Added: The school bag helps to find her" in shown
    assert SECRETS["child_words"] in shown
    unseen = text(amara.post(url, {**hidden(page), **reasons, "act": "send"}))
    assert "What would leave has changed" in unseen
    assert not Handover.objects.exists()
    sent = amara.post(url, {**hidden(shown), **reasons, "act": "send"})
    assert sent.status_code == 302, text(sent)
    row = Handover.objects.get()
    nils.post(reverse("concerns:handover_accept", args=[row.pk]))
    waiting = text(nils.get(sent["Location"]))
    assert SECRETS["child_words"] not in waiting
    assert "The sender has more for you" in waiting
    assert "Send what was added" in text(amara.get(sent["Location"]))
    amara.post(reverse("concerns:handover_release", args=[row.pk]))
    assert SECRETS["child_words"] in text(nils.get(sent["Location"]))


def test_what_the_agreement_does_not_cover_is_said(cast: Cast, made: Scene) -> None:
    """A forged field comes back as an error, and nothing is stored."""
    amara = client_of(cast, "amara")
    url, page = preview(amara, made, cast.nordlys)
    answer = amara.post(url, {**hidden(page), "why_adult_words": "They should know", "act": "send"})
    assert answer.status_code == 200
    assert not Handover.objects.exists()


def test_no_agreement_and_nobody_proposed_are_said_in_words(cast: Cast) -> None:
    """Blocked, with what to do in an emergency; an organisation that no fact points to cannot be sent anything."""
    now = datetime.now(UTC)
    made = scene(cast, now=now)
    amara = client_of(cast, "amara")
    network.agreements.end(cast["amara"], made.agreement, now)
    _url, page = preview(amara, made, cast.nordlys)
    assert "This cannot be sent." in page
    assert "ended" in page
    assert 'value="send"' not in page
    url = reverse("concerns:handover_new", args=[made.concern, cast.secretariat])
    nobody = amara.get(url)
    assert nobody.status_code == 409
    assert "This cannot be handed over" in text(nobody)


def test_an_authority_needs_the_note_and_two_people(cast: Cast, made: Scene) -> None:
    """Draft → note → first person → second person reads the note too → sent; the page says what is missing."""
    unit = police(cast, made.now)
    amara, femi = client_of(cast, "amara"), client_of(cast, "femi")
    url, page = preview(amara, made, unit)
    assert "Read this first" in page
    assert SECRETS["adult_words"] in page  # to an authority the words on the adult belong to it
    kept = amara.post(url, {**hidden(page), "act": "keep"})
    here = kept["Location"]
    page = text(amara.get(here))
    assert 'value="send"' not in page
    amara.post(here, {**hidden(page), "act": "note"})
    page = text(amara.get(here))
    assert "Confirm; a second person follows" in page
    amara.post(here, {**hidden(page), "act": "send"})
    page = text(amara.get(here))
    assert "waits for a second person" in page
    page = text(femi.get(here))
    assert "Confirmed by Amara" in page
    refused = text(femi.post(here, {**hidden(page), "act": "send"}))
    assert "Read the note on the authorities" in refused
    femi.post(here, {**hidden(page), "act": "note"})
    page = text(femi.get(here))
    femi.post(here, {**hidden(page), "act": "send"})
    assert Handover.objects.get().state == "offered"
    leo = client_of(cast, "leo")
    assert "Playa Norte" in text(leo.get(here))
    assert reverse("concerns:handovers_received") in text(leo.get(reverse("desk:day")))


def test_a_concern_about_our_own_lead_goes_to_a_partners_lead(cast: Cast, made: Scene) -> None:
    """Only where an agreement names it, and only Pia, the partner's safeguarding lead, opens it."""
    amara = client_of(cast, "amara")
    chooser = reverse("concerns:handover_conflict", args=[made.concern])
    assert "No partner has an agreement for this" in text(amara.get(chooser))
    agree(cast, purpose=AgreementPurpose.CONFLICT_OF_INTEREST, now=made.now)
    link = re.search(r'href="([^"]+\?for=conflict)"', text(amara.get(chooser)))
    assert link is not None
    page = text(amara.get(link[1]))
    assert "sealed for their safeguarding lead" in page
    sent = amara.post(link[1], {**hidden(page), "act": "send"})
    assert client_of(cast, "nils").get(sent["Location"]).status_code == 404
    assert "Playa Norte" in text(client_of(cast, "pia").get(sent["Location"]))
    assert client_of(cast, "dalia").get(sent["Location"]).status_code == 404


def test_declining_brings_it_back(cast: Cast, made: Scene) -> None:
    """A reason is needed; the copy is gone; the sender has a duty."""
    nils, amara = client_of(cast, "nils"), client_of(cast, "amara")
    row = made.offered()
    url = reverse("concerns:handover_decline", args=[row.pk])
    assert "Choose one" in text(nils.post(url, {}))
    nils.post(url, {"reason": "no_capacity"})
    page = text(amara.get(reverse("concerns:handover", args=[row.pk])))
    assert "We cannot take it on now" in page
    assert "The copy is erased" in page
    assert "Choose another way" in text(amara.get(reverse("desk:day")))
    amara.post(reverse("concerns:handover_settle", args=[row.pk]))
    assert "Choose another way" not in text(amara.get(reverse("desk:day")))


def test_the_referral_desk_sees_two_countries_and_a_day(cast: Cast) -> None:
    """Nothing before the time is out; then D → S and the day; no record opens; a call is noted."""
    now = datetime.now(UTC)
    made = scene(cast, now=now - timedelta(days=9))
    row = made.offered()
    sol = client_of(cast, "sol")
    url = reverse("concerns:unanswered")
    assert "Every handover was answered in time" in text(sol.get(url))
    clocks.sweep(now - timedelta(days=4))
    assert "Every handover was answered in time" in text(sol.get(url))
    clocks.sweep(now)
    page = text(sol.get(url))
    assert "Handover unanswered" in page
    assert "→" in page
    assert not any(name in page for name in ("Aurora", "Nordlys", "Playa Norte", "danger"))
    for number in ("00 03 10", "000 12"):
        assert number in page  # of both members, each verified, from the file of its own country
    assert "Handover unanswered" in text(sol.get(reverse("desk:day")))
    assert sol.get(reverse("concerns:handover", args=[row.pk])).status_code == 403
    sol.post(url, {"which": str(row.pk)})
    assert "You telephoned on" in text(sol.get(url))
    assert "The referral desk telephoned" in text(
        client_of(cast, "amara").get(reverse("concerns:handover", args=[row.pk]))
    )
    client_of(cast, "amara").post(reverse("concerns:handover_settle", args=[row.pk]))
    assert "Every handover was answered in time" in text(sol.get(url))


@pytest.mark.parametrize("who", ["edo", "celia", "sol", "tove"])
def test_who_has_no_part_in_it_sees_nothing(cast: Cast, made: Scene, who: str) -> None:
    """An administrator, a custodian, the secretariat: no list, no page."""
    row, client = made.offered(), client_of(cast, who)
    for name, args in (("handovers_sent", []), ("handovers_received", []), ("handover", [row.pk])):
        assert client.get(reverse(f"concerns:{name}", args=args)).status_code == 403


def _order(page: str) -> list[str]:
    """The handovers of a list, from top to bottom."""
    return list(dict.fromkeys(re.findall(r'href="/desk/concerns/handovers/([0-9a-f-]{36})/"', page)))


def _again(handover: UUID, **changes: Any) -> UUID:
    """One more handover like this one; nobody has keys of it."""
    row = Handover.objects.get(pk=handover)
    row.pk, row.request_key = uuid4(), uuid4()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row.pk


def test_what_is_urgent_stands_first_with_its_mark_and_what_waits_stands_above_late_paperwork(
    cast: Cast, made: Scene
) -> None:
    """An outcome that is four weeks late waits for nobody; a child that was offered an hour ago does."""
    now, urgent = made.now, made.offered().pk
    accepted, asked, rest = (_again(urgent, state=state) for state in ("accepted", "accepted", "declined"))
    offered, later = _again(urgent), _again(urgent)
    Handover.objects.filter(pk=urgent).update(urgent=True)
    clocks.stop(urgent, now=now)
    clocks.start(duties.OUTCOME, cast.nordlys, accepted, now=now - timedelta(days=118))
    clocks.start(duties.QUESTION, cast.nordlys, asked, now=now)
    for one, limit in ((urgent, 72), (later, 71)):
        clocks.start(duties.ANSWER_DUTY, cast.nordlys, one, now=now, limit=timedelta(hours=limit))
    nils = client_of(cast, "nils")
    page = text(nils.get(reverse("concerns:handovers_received")))
    waiting = sorted([str(offered), str(later), str(asked)])
    order = _order(page)
    assert order[0] == str(urgent)
    assert sorted(order[1:4]) == waiting
    assert order[4:] == [str(accepted), str(rest)]
    assert page.count(">urgent<") == 1
    assert ">urgent<" in text(nils.get(reverse("concerns:handover", args=[urgent])))
    day = text(nils.get(reverse("desk:day")))
    assert day.index("First: a child") < day.index("This week") < day.index("Paperwork")
    assert day.index("Paperwork") < day.index("Say what came of a handover")
    mine = _order(text(client_of(cast, "amara").get(reverse("concerns:handovers_sent"))))
    assert mine[0] == str(urgent)
    assert mine[-1] in {str(accepted), str(rest), str(asked)}


def test_an_urgent_one_that_came_back_stands_first_at_the_sender(cast: Cast, made: Scene) -> None:
    back = made.offered().pk
    _again(back, answer_due=made.now - timedelta(days=1))
    received.decline(cast["nils"], back, "no_capacity", made.now)
    Handover.objects.filter(pk=back).update(urgent=True)
    amara = client_of(cast, "amara")
    page = text(amara.get(reverse("concerns:handovers_sent")))
    assert _order(page)[0] == str(back)
    assert page.count(">urgent<") == 1
    assert ">urgent<" in text(amara.get(reverse("concerns:handover", args=[back])))


def test_what_is_erased_is_signed_for_and_not_erased_again(cast: Cast, made: Scene) -> None:
    """Before, the button read "Erase it" where the clock had done so, and its page opened after the signature, too."""
    row = made.accepted()
    nils, page = client_of(cast, "nils"), reverse("concerns:handover", args=[row.pk])
    handovers_kept.revoke(cast["amara"], row.pk, "not_needed", made.now)
    assert "Erase it, and confirm" in text(nils.get(page))
    clocks.sweep(made.now + timedelta(days=8))
    shown, act = text(nils.get(page)), reverse("concerns:handover_purge", args=[row.pk])
    assert "Erase it" not in shown
    assert "Confirm that nothing is left" in shown
    assert "Erase it" not in text(nils.get(act))
    assert nils.post(act, {"sure": "on"}).status_code == 302
    assert "Confirm that nothing is left" not in text(nils.get(page))
    assert nils.get(act)["Location"] == page


def test_lists_page_by_key_and_take_no_more_statements_when_longer(
    cast: Cast, made: Scene, django_assert_max_num_queries: Any
) -> None:
    """Sixty handovers make two pages without loss; the statements do not grow with the rows."""
    client = client_of(cast, "nils")
    url = reverse("concerns:handovers_received")
    first = made.offered()
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    one = Handover.objects.get(pk=first.pk)
    for _number in range(60):
        one.pk, one.request_key = uuid4(), uuid4()
        one.save(force_insert=True)
    with django_assert_max_num_queries(len(few)):
        page = text(client.get(url))
    following = re.search(r'href="([^"]+after=[^"]+)"', page)
    assert following is not None
    rest = text(client.get(following[1].replace("&amp;", "&")))
    pattern = r'href="/desk/concerns/handovers/([0-9a-f-]{36})/"'
    seen = set(re.findall(pattern, page)) | set(re.findall(pattern, rest))
    assert len(seen) == 61


# ---- the decision that goes with it ----


def fields(html: str) -> dict[str, str]:
    """As `hidden`, with the version of the concern that the page showed."""
    return dict(re.findall(r'<input type="hidden" name="(request_key|seen|version)" value="([^"]*)"', html))


def test_to_hand_over_leads_to_the_preview_and_the_decision_is_recorded_with_it(cast: Cast, made: Scene) -> None:
    """Chosen without a preview: straight to the one who can be sent it; one press sends and decides."""
    amara = client_of(cast, "amara")
    here = reverse("concerns:concern", args=[made.concern])
    chosen = amara.post(f"{here}choose/", {"choice": "route_elsewhere", "version": "1"}, follow=True)
    url = reverse("concerns:handover_new", args=[made.concern, cast.nordlys])
    assert chosen.redirect_chain[-1][0] == url
    page = text(chosen)
    assert "closes the reporter’s contact" in page
    sent = amara.post(
        url, {**fields(page), "decide": "on", "text": "Nils knows the harbour", "act": "send"}, follow=True
    )
    assert "Sent, and the decision is recorded." in text(sent)
    concern = Concern.objects.get(pk=made.concern)
    assert (concern.triage, concern.reporter_closed) == ("route_elsewhere", True)
    assert Decision.objects.get().person_id == cast["amara"].person
    assert "Nils knows the harbour" in text(amara.get(here))
    assert 'name="decide"' not in text(amara.get(url))


@pytest.mark.parametrize(("name", "form"), [("withdraw", {}), ("revoke", {"reason": "mistake"})])
def test_taking_back_the_answer_to_a_concern_says_that_it_is_undecided_again(
    cast: Cast, made: Scene, name: str, form: dict[str, str]
) -> None:
    """Before and after; it waits in the queue, and on the day of whoever decides."""
    amara = client_of(cast, "amara")
    row = made.offered() if name == "withdraw" else made.accepted()
    url = reverse(f"concerns:handover_{name}", args=[row.pk])
    assert "somebody must decide anew" not in text(amara.get(url))
    concern = Concern.objects.get(pk=made.concern)
    choice = decisions.Choice(Triage.ROUTE_ELSEWHERE, NoteContent())
    decisions.decide(cast["amara"], concern.pk, choice, concern.version, made.now)
    here = reverse("concerns:concern", args=[made.concern])
    assert here not in text(amara.get(reverse("concerns:queue")))
    assert "somebody must decide anew" in text(amara.get(url))
    page = text(amara.post(url, form, follow=True))
    assert re.search(rf'It waits for a new decision.*<a href="{here}">Decide on the concern', page)
    assert here in text(amara.get(reverse("concerns:queue")))


def test_the_form_of_a_deed_that_is_over_says_so_before_anybody_types(cast: Cast, made: Scene) -> None:
    row, nils = made.offered(), client_of(cast, "nils")
    assert "<form" in text(nils.get(reverse("concerns:handover_write", args=[row.pk])))
    handovers.withdraw(cast["amara"], row.pk, made.now)
    for name in ("outcome", "write", "accept"):
        page = nils.get(reverse(f"concerns:handover_{name}", args=[row.pk]), follow=True)
        assert "This cannot be done any more" in text(page), name
        assert page.redirect_chain[-1][0] == reverse("concerns:handover", args=[row.pk])


def test_sending_twice_decides_once(cast: Cast, made: Scene) -> None:
    """The same form again shows what was sent; nothing is sent, decided or refused a second time."""
    amara = client_of(cast, "amara")
    url, page = preview(amara, made, cast.nordlys)
    form = {**fields(page), "decide": "on", "act": "send"}
    assert [amara.post(url, form).status_code for _again in range(3)] == [302, 302, 302]
    assert (Handover.objects.count(), Decision.objects.count()) == (1, 1)


def test_a_colleague_who_decided_meanwhile_stops_both(cast: Cast, made: Scene) -> None:
    """Neither sent nor decided; what was typed is kept; pressed again after a look, it goes."""
    amara = client_of(cast, "amara")
    url, page = preview(amara, made, cast.nordlys)
    concern = Concern.objects.get(pk=made.concern)
    call = NoteContent(called="Police", called_at=made.now, they_said="They come")
    decisions.decide(
        cast["femi"], made.concern, decisions.Choice(Triage.URGENT_RESPONSE, call), concern.version, made.now
    )
    form = {"decide": "on", "text": "As we said", "act": "send"}
    again = text(amara.post(url, {**fields(page), **form}))
    assert "Something changed since you looked" in again
    assert "As we said" in again
    assert not Handover.objects.exists()
    assert amara.post(url, {**fields(again), **form}).status_code == 302
    assert Concern.objects.get(pk=made.concern).triage == "route_elsewhere"


def test_sent_without_the_decision_the_page_leads_to_it(cast: Cast, made: Scene) -> None:
    """Somebody took the tick away: the page of the handover says that the clock runs, and leads on."""
    amara = client_of(cast, "amara")
    url, page = preview(amara, made, cast.nordlys)
    sent = text(amara.post(url, {**fields(page), "act": "send"}, follow=True))
    link = re.search(r'href="([^"]+)">Record the decision: handed over', sent)
    assert link is not None
    form = text(amara.get(link[1].replace("&amp;", "&")))
    amara.post(link[1].partition("?")[0], fields(form))
    assert Concern.objects.get(pk=made.concern).triage == "route_elsewhere"
    assert "Nobody has decided" not in text(amara.get(reverse("concerns:handover", args=[Handover.objects.get().pk])))


def test_with_nobody_to_send_to_the_page_says_what_to_do(cast: Cast) -> None:
    """No country confirmed: no form that can only be refused, but the way on."""
    sent = tell(cast, datetime.now(UTC))
    amara = client_of(cast, "amara")
    for url in (reverse("concerns:handover_whom", args=[sent.id]), f"/desk/concerns/{sent.id}/decide/route_elsewhere/"):
        page = text(amara.get(url, follow=True))
        assert "Nobody can be sent this yet" in page
        assert "Confirm a country that was named: XB" in page


def test_to_an_authority_the_second_person_sends_and_decides(cast: Cast, made: Scene) -> None:
    """Between the two nothing has left, and the clock of the concern runs on. Only who sends it is asked to decide:
    nobody ticks or writes what would be thrown away."""
    unit = police(cast, made.now)
    amara, femi = client_of(cast, "amara"), client_of(cast, "femi")
    url, page = preview(amara, made, unit)
    here = amara.post(url, {**fields(page), "act": "keep"})["Location"]
    for client in (amara, femi):
        client.post(here, {**fields(text(client.get(here))), "act": "note"})
        page, sends = text(client.get(here)), client is femi
        assert ('name="decide"' in page) is sends
        assert ("The decision on the concern is recorded when it goes" in page) is not sends
        word = {"decide": "on", "text": "As we said on Monday"} if sends else {}
        client.post(here, {**fields(page), **word, "act": "send"})
        assert (Concern.objects.get(pk=made.concern).triage == "route_elsewhere") is sends
    assert "As we said on Monday" in text(femi.get(reverse("concerns:concern", args=[made.concern])))


def test_one_person_alone_decides_where_a_call_is_on_record_and_keeps_a_word_through_a_new_preview(
    cast: Cast, made: Scene
) -> None:
    """After a call in an emergency one person is enough: they are asked. What they wrote to their colleagues stays when
    they look at the preview again."""
    unit = police(cast, made.now)
    amara = client_of(cast, "amara")
    call = decisions.Choice(Triage.URGENT_RESPONSE, NoteContent(called="Police", called_at=made.now, they_said="Yes"))
    decisions.decide(cast["amara"], made.concern, call, Concern.objects.get(pk=made.concern).version, made.now)
    url, page = preview(amara, made, unit)
    here = amara.post(url, {**fields(page), "act": "keep"})["Location"]
    amara.post(here, {**fields(text(amara.get(here))), "act": "note"})
    page = text(amara.get(here))
    assert 'name="decide"' in page
    again = text(amara.post(here, {**fields(page), "decide": "on", "text": "They know her", "act": "preview"}))
    assert "They know her" in again


# ---- how long the partner has ----


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ({"leaving": "this_week"}, 24),
        ({"leaving": "today_or_tomorrow"}, 24),
        ({"danger": "yes"}, 24),
        ({"leaving": "later"}, None),
        ({}, None),
    ],
)
def test_an_adult_who_leaves_soon_moves_the_clock(cast: Cast, told: dict[str, str], hours: int | None) -> None:
    """Nordlys reads on weekdays only. What is urgent is answered within a day, by the clock; the rest is not."""
    publish(cast, "XB", hours={day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")})
    made = scene(cast, now=datetime(2026, 11, 27, 16, 0, tzinfo=UTC), **told)  # a Friday
    row = made.offered()
    assert row.answer_due is not None
    if hours:
        assert row.answer_due - made.now == timedelta(hours=hours)
    else:
        assert row.answer_due - made.now > timedelta(days=9)
    assert row.urgent is bool(hours)


@pytest.mark.parametrize("danger", ["yes", "no"])
def test_the_preview_says_the_very_minute_by_which_they_must_answer(cast: Cast, danger: str) -> None:
    """At twenty past: what is said before the sending is what holds after it."""
    made = scene(cast, now=datetime(2026, 11, 25, 10, 20, 31, tzinfo=UTC), danger=danger)
    said = handovers.look(cast["amara"], made.concern, cast.nordlys, made.now).due
    assert made.offered().answer_due == said


def test_the_desk_is_told_where_no_verified_number_is_held() -> None:
    """XA has one, XE none: no number of another country takes its place (DNH-06)."""
    one = passing_clock.Unanswered(uuid4(), "XA", "XE", datetime.now(UTC).date(), ("XA", "XE"), None)
    (_sender, ours), (_recipient, theirs) = numbers(one, datetime.now(UTC).date())
    assert [call.shown for call in ours] == ["00 03 10"]
    assert theirs == ()
