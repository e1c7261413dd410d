"""The demonstration: it loads whole, came by real deeds, and shows every list, board and clock with something in it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

import fanal
from fanal.access.api import GrantGiven
from fanal.cases import api as cases
from fanal.cases.codes import Status
from fanal.cases.follow_ups.follow_ups import cohort
from fanal.cases.gate import gate as care
from fanal.cases.models import (
    Approval,
    CareLink,
    Case,
    Conference,
    Consent,
    Feedback,
    FollowUp,
    Provider,
    ProviderPage,
    Report,
    Seat,
    Transition,
)
from fanal.clocks.contracts import DutyState
from fanal.clocks.models import Duty
from fanal.concerns.gate import gate
from fanal.concerns.models import Concern, CountCell, Handover, HandoverEvent, Message, ReportingPage, SecondOpinion
from fanal.concerns.public import dialogue
from fanal.engines.disclosure.attacks.places import named_places
from fanal.engines.jurisdiction.reform.atoms import patched
from fanal.engines.language.api import check_text
from fanal.journal import api as journal
from fanal.justice import api as justice
from fanal.justice.gaps import reform_texts, reforming
from fanal.justice.law import library
from fanal.justice.models import GapsCount, Proceeding, Question, Reform, Rung
from fanal.learning.certificates import issuing, refreshing
from fanal.learning.models import GroupSession, Learner, Post
from fanal.network import accounts, standing
from fanal.network import api as network
from fanal.network.contracts import KEYED, OrgKind, PersonState, Standing
from fanal.network.models import Agreement, Organisation, Person, Tombstone
from fanal.passing.api import clock as passing_clock
from fanal.progress.asks import fates, ledger, reviewing
from fanal.progress.assessing import cells, citing
from fanal.progress.assessing import standing as standing_of_all
from fanal.progress.commitments import rubrics
from fanal.progress.composing.blocks import numbers
from fanal.progress.composing.blocks.about import About
from fanal.progress.composing.kinds import Output
from fanal.progress.models import Ask, Notice, Practice, Programme
from fanal.progress.observations import observations
from fanal.progress.practices import practices
from fanal.progress.programmes import measuring, programmes
from fanal.research import api as research
from fanal.research.models import Extraction, ImportedTable, Plan, Release, Study
from fanal.research.plans import working
from fanal.research.releases import releases
from fanal.research.studies import signing, studies
from fanal.site import checkpoints, demo
from fanal.site.commands.journal import defects
from fanal.site.demo import care_words, cast, evidence_words, lawyers, linked, studied, words, year
from fanal.site.demo.desk import StaffDesk
from fanal.site.demo.loading import load
from fanal.site.demo.stage import Play, Stage
from fanal.site.demo.tellings import LANGUAGES
from fanal.tourism import known
from fanal.tourism.duties.model import Kind, Reason
from fanal.tourism.models import Membership, Site
from fanal.tourism.reports import reports as tourism_reports
from fanal.tourism.training import staff
from fanal.tourism.training import standing as duties
from fanal.vocabulary.codes import Danger, Finding, HandoverOutcome, ReportChannel, TransitionState, Triage
from fanal.vocabulary.evidence import State
from tests.desk import text, totp_code
from tests.people import NOW, now_are
from tests.rooms.site.conftest import SERVER

pytestmark = [  # loading it takes two minutes
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.skipif(not SERVER, reason="on SQLite `fanal demo` itself is run and looked at, by test_demo_linked"),
]
OPEN = [DutyState.OPEN.value, DutyState.LATE.value]


@pytest.fixture(scope="module")
def steps(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[list[tuple[int, int]]]:
    """The network, loaded once for all tests of this file and taken back at the end; what was told of the progress."""
    told: list[tuple[int, int]] = []
    data, django_settings.DATA = django_settings.DATA, tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), transaction.atomic():
        for org in Organisation.objects.all():  # the cast of the other tests, who have the same names
            now_are([org], name=f"Other {org.name}")
        for person in Person.objects.all():
            with standing.changing(person.pk) as one:
                one.username = f"other-{person.username}"
                one.save()
        load(NOW, lambda done, total: told.append((done, total)))
        yield told
        transaction.set_rollback(True)
    django_settings.DATA = data


@pytest.fixture
def there(steps: object, db: None) -> dict[str, UUID]:
    """The organisations of the demonstration, by their short names."""
    found = {house.key: Person.objects.get(username=house.people[0].username).org_id for house in cast.HOUSES}
    cache.clear()
    return found


@pytest.fixture
def concerns(there: dict[str, UUID]) -> list[Concern]:
    """What is kept today and no practice."""
    return list(Concern.objects.filter(org__in=there.values(), practice=False))


@pytest.fixture
def handovers(there: dict[str, UUID]) -> list[Handover]:
    return list(Handover.objects.filter(org__in=there.values()))


# ---- loading ----


def test_progress_is_told_and_comes_to_an_end(steps: list[tuple[int, int]]) -> None:
    """One step after the other; the last one is the last of all."""
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert all(done <= total for done, total in steps)
    assert steps[-1][0] == steps[-1][1] > 500


def test_every_deed_stands_in_a_journal_that_is_whole(there: dict[str, UUID]) -> None:
    """Nothing was written beside the deeds: every concern has its entry, every chain and checkpoint holds."""
    assert list(defects(lambda done, total: None)) == []
    assert checkpoints.last_day() == NOW.date()
    for concern in Concern.objects.filter(org__in=there.values()):
        assert journal.read(concern.pk)[-1].deed in {"concerns.receive", "concerns.enter"}


def test_the_same_is_drawn_each_time() -> None:
    """The story has a fixed seed."""

    def drawn() -> list[Any]:
        stage = Stage(NOW)
        return [told for told, _ in year._drawn(StaffDesk(stage, Play(stage, lambda midnight: None)))]

    assert drawn() == drawn()


def test_nothing_is_loaded_into_production(settings: Any) -> None:
    """DNH-40: neither the network nor the code of the second step."""
    settings.MODE = "production"
    with pytest.raises(RuntimeError):
        load(NOW)
    with pytest.raises(RuntimeError):
        demo.secrets("amara")


# ---- who is there ----


def test_five_countries_and_a_member_in_each(there: dict[str, UUID]) -> None:
    """That in XE has no form yet; the secretariat and the police are no members."""
    houses = Organisation.objects.filter(pk__in=there.values())
    members = {house.country for house in houses if house.kind == OrgKind.MEMBER}
    assert members == {"XA", "XB", "XC", "XD", "XE"}
    assert {house.kind for house in houses} == set(KEYED)
    assert not ReportingPage.objects.get(country="XE").published


def test_the_forms_of_four_members_are_open_through_the_gate(there: dict[str, UUID]) -> None:
    """Published, and every line of the gate holds today."""
    open_forms = ReportingPage.objects.filter(org__in=there.values(), published=True)
    found = {page.country: page for page in open_forms}
    assert set(found) == {"XA", "XB", "XC", "XD"}
    for country, page in found.items():
        assert page.published
        assert [line.code for line in gate.look(page.org_id, country, NOW.date()) if not line.ok] == []


def test_who_is_named_can_work_and_the_others_cannot(there: dict[str, UUID]) -> None:
    """Everybody on the list is active with a second step; Gita waits, Hugo is gone and not on the list."""
    listed = {username for _, people in demo.people() for username, _ in people}
    firms = Organisation.objects.filter(name__in=[firm.name for firm in cast.FIRMS])
    rows = Person.objects.filter(org__in=[*there.values(), *firms])
    assert listed == set(rows.filter(state=PersonState.ACTIVE).values_list("username", flat=True))
    strong = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__username__in=listed)
    assert strong.count() == len(listed) == 50
    assert rows.get(username=cast.NEWCOMER).state == PersonState.WAITING
    assert rows.get(username=cast.GONE).state == PersonState.LEFT
    with pytest.raises(KeyError):
        demo.secrets(cast.GONE)
    said = "\n".join(demo.who())
    assert all(username in said for username in listed)
    assert demo.PASSWORD in said


def test_the_page_about_the_demonstration_names_whom_one_can_be() -> None:
    """Everybody on the list stands in its table, and nobody who is gone."""
    page = Path(fanal.__file__).parents[2] / "docs" / "demonstration.md"
    lines = [line.split("|")[1:3] for line in page.read_text().splitlines() if line.startswith("| ")][1:]
    everybody = {person.username for house in cast.HOUSES for person in house.people}
    everybody |= {username for firm in cast.FIRMS for username, _name in firm.people}
    named = {name for _see, who in lines for name in re.findall(r"[a-z]+", who) if name in everybody}
    assert named == everybody - {cast.GONE}


def test_tables_wait_for_those_whom_the_page_names(there: dict[str, UUID]) -> None:
    """Dalia has some to review, and Runa none."""
    waiting = Duty.objects.filter(state__in=OPEN, kind="research_review", org__in=there.values())
    assert set(waiting.values_list("org", flat=True)) == {there["aurora"]}


def test_lawyers_have_law_a_matter_and_the_grant(there: dict[str, UUID]) -> None:
    """Two made-up laws in force, one provision reviewed; a question and a proceeding; gaps wait for the worker."""
    law = library.corpus(NOW)
    assert {"XA", "XB", "DE"} <= set(law.laws)
    assert sorted(Rung.objects.values_list("provision", "step")) == [
        ("xa.214", "checked"), ("xa.214", "reviewed"), ("xa.j.6", "checked"),
    ]  # fmt: skip
    assert Question.objects.filter(matter__org=there["aurora"]).count() == 2
    assert Proceeding.objects.filter(matter__org=there["aurora"]).count() == 1
    held = network.grants.holders("law.gaps", NOW.date(), [there["aurora"]])
    assert held == {Person.objects.get(username=name).pk for name in ("noor", "lena")}
    assert GrantGiven.objects.filter(confirmed_at=None).count() == 1
    assert sorted(GapsCount.objects.values_list("state", "kind")) == [("XA", "gaps"), ("XA", "reforms")]


def test_releases_stand_in_every_state_and_hold_what_they_say(there: dict[str, UUID]) -> None:
    """One corrected, one withdrawn, one of a file, one out of files of children, one that progress counts from, two
    studies; each signed, each fit to be read by anybody."""
    found = list(Release.objects.filter(org__in=there.values()))
    assert Counter((one.kind, one.state) for one in found) == {
        ("tables", "superseded"): 1, ("tables", "published"): 4, ("tables", "withdrawn"): 1,
        ("estimate", "published"): 2, ("not_estimable", "published"): 1,
    }  # fmt: skip
    assert all(releases.verified(one) for one in found)
    of_files = Release.objects.filter(org=there["aurora"], population__source="cases")
    assert len(of_files) == 2
    for one in of_files:
        assert {cell.state for table in releases.bundle_of(one).tables for cell in table.cells} >= {"shown"}
    counted = Release.objects.filter(org=there["aurora"], kind="tables", population__source="concerns")
    new, old = counted.order_by("-version")
    assert new.supersedes == old
    assert old.reason
    assert all(one.reason for one in found if one.state == "withdrawn")
    shown = [cell for one in found for table in releases.bundle_of(one).tables for cell in table.cells]
    assert {"shown", "fewer_than_k", "too_few_to_say"} <= {cell.state for cell in shown}
    assert not ImportedTable.objects.filter(org__in=there.values()).exists(), "erased once nothing needs it"


def test_of_children_who_agreed_the_supervisor_makes_a_list_for_a_run(there: dict[str, UUID]) -> None:
    """Out of files of the newest year that may be counted: names in the memory of one request."""
    row = Person.objects.get(username="bao")
    _known, keys = accounts.check(row, "bao", cast.PASSWORD)
    actor = network.open_actor(row, accounts.seed_by_password(row, keys), NOW.date())
    year = evidence_words.newest(NOW.date())
    listed = cases.linkage_rows(actor, date(year, 1, 1), date(year, 12, 31), NOW)
    assert 20 <= len(listed) <= Case.objects.filter(org=there["aurora"], opened_on__year=year).count()
    assert all(one.names and one.birth_year for one in listed)


def test_plans_wait_at_each_step(there: dict[str, UUID]) -> None:
    """One at the gate with one yes, one in review, one where an attack succeeded; rows are opened by makers alone."""
    waiting = {one.state: one for one in Plan.objects.filter(org=there["aurora"])}
    assert {"draft", "in_review", "protected"} <= set(waiting)
    draft = working.draft_of(waiting["protected"])
    assert draft is not None
    assert [one["code"] for one in draft.attacks if one["state"] == "failed"]
    assert set(Extraction.objects.values_list("by__username", flat=True)) == {"ines", "ylva"}
    due = {one.kind for one in Duty.objects.filter(state__in=OPEN, subject__in=[one.pk for one in waiting.values()])}
    # The ethics adviser has said yes at the gate; at the tables everybody is asked.
    assent = {"research_assent_adviser", "research_assent_ethics"}
    back = {"research_plan_less"}  # with its maker, after the attack
    assert due == {"research_gate", "research_gate_adviser", "research_review"} | assent | back


def test_studies_are_signed_from_outside_and_one_waits_for_that(there: dict[str, UUID]) -> None:
    rows = list(Study.objects.filter(org=there["aurora"]))
    found = {state: [one for one in rows if one.state == state] for state in {one.state for one in rows}}
    assert {state: len(held) for state, held in found.items()} == {"published": 3, "computed": 1, "registered": 1}
    assert all(signing.is_signed(one) for one in found["published"])
    estimates = [studies.estimate_of(one) for one in found["published"]]
    assert sorted(one.estimated for one in estimates if one is not None) == [False, True, True]
    assert not signing.is_signed(found["computed"][0])


def test_duties_of_research_were_given_by_two(there: dict[str, UUID]) -> None:
    given = GrantGiven.objects.filter(org__in=there.values(), code__startswith="research.").exclude(confirmed_at=None)
    assert Counter(one.code for one in given) == {research.MAKER: 3, research.REVIEWER: 2, research.STATISTICIAN: 1}
    assert all(one.proposed_by_id not in {one.confirmed_by_id, one.person_id} for one in given)


# ---- promises, prevention, practices ----


def test_three_countries_were_looked_at_and_two_were_not(there: dict[str, UUID]) -> None:
    """XA and XB whole, XC in part; what is read of them is what the journal proves."""
    board = standing_of_all.board(NOW.date())
    assert {code: board.looked(code) for code in ("XA", "XB", "XC", "XD", "XE")} == {
        "XA": 35, "XB": 35, "XC": 9, "XD": 0, "XE": 0,
    }  # fmt: skip
    states = {code: set(board.counts(code, rubrics.shipped()).items()) for code in ("XA", "XC")}
    assert {state for state, number in states["XA"] if number} == {State.YES, State.PARTIAL, State.NO, State.NO_DATA}
    assert (State.NOT_ASSESSED, 26) in states["XC"]


def test_numbers_have_values(there: dict[str, UUID]) -> None:
    """What is counted here was counted, and a document can be given a number of its country."""
    held = observations.coverage(public=True)
    for code in ("T01", "R01"):
        assert "XA" in held.get(code, {}), code
    page = Client().get("/en/numbers/T01/XA/").content.decode()
    assert "No value is known here" not in page
    about = About("XA", there["aurora"], Output.BRIEF, NOW)
    assert list(numbers.offered(about))


def test_a_state_was_lowered_told_and_published_after_its_time(there: dict[str, UUID]) -> None:
    lowered = standing_of_all.board(NOW.date()).of("XA", "SA-5b")
    assert lowered is not None
    assert (lowered.before, lowered.state) == (State.PARTIAL, State.NO)
    told = Notice.objects.get(assessment=lowered.assessment)
    assert lowered.at - told.at >= timedelta(days=30)
    assert cells.reply(told) is not None, "the office replied, by its link"
    waits = cells.work(cells.place("XA", "SA-3l").cell)
    assert waits is not None
    assert (waits.published, waits.notice is not None) == (False, True)


def test_two_releases_are_cited_and_one_was_withdrawn_afterwards(there: dict[str, UUID]) -> None:
    """Whoever found it looks again; no state moved."""
    marks = {}
    for code in ("XA", "XB"):
        stands = cells.stands(cells.place(code, "SA-2b").cell)
        assert stands is not None
        marks[code] = citing.shown(stands.citations)[0]
    assert marks["XA"][2] == ""
    assert marks["XB"][2].startswith("withdrawn on")
    board = standing_of_all.board(NOW.date())
    assert board.state("XB", "SA-2b") is State.PARTIAL
    where = cells.place("XB", "SA-2b").cell
    assert where is not None
    assert Duty.objects.filter(kind="progress_assess_again", subject=where.pk, state__in=OPEN).exists()


def test_each_who_works_on_promises_has_something_to_do(there: dict[str, UUID]) -> None:
    kinds = set(Duty.objects.filter(state__in=OPEN, kind__startswith="progress_").values_list("kind", flat=True))
    assert kinds >= {"progress_read_second", "progress_publish", "progress_assess_again"}


def test_one_programme_helped_and_of_one_no_difference_can_be_told(there: dict[str, UUID]) -> None:
    shown = {row.org_id: programmes.parts(row) for row in Programme.objects.filter(state="published")}
    assert set(shown) == {there["aurora"], there["nordlys"]}
    said = {}
    for org, parts in shown.items():
        (outcome,) = [one for one in programmes.measures(parts, public=True) if one.level == "outcome"]
        said[org] = measuring.change(outcome)
    assert (said[there["aurora"]], said[there["nordlys"]]) == (measuring.Change.BETTER, measuring.Change.NONE)


def test_practices_stand_in_four_states_and_two_are_public(there: dict[str, UUID]) -> None:
    rows = list(Practice.objects.filter(org=there["aurora"]))
    assert sorted(row.state for row in rows) == ["closed", "escalated", "letter_sent", "proposed"]
    assert all(practices.is_believed(row) for row in rows)
    assert {row.state for row in practices.published()} == {"closed", "escalated"}


def test_a_reform_of_xa_was_kept_back_and_published(there: dict[str, UUID]) -> None:
    (row,) = justice.published_reforms("XA")
    told = Reform.objects.get(pk=row.id).told_state_on
    assert told is not None
    assert row.on - told >= timedelta(days=90)
    law, day = library.corpus(NOW), NOW.date()
    after = patched(law, reform_texts.atoms_of(lawyers._PLAN["atoms"]), law.profiles, day)
    for one in lawyers._PLAN["figures"]["examples"]:  # what was found for the demonstration before is true today
        assert not reforming.reaches(law, "XA", day, one)
        assert reforming.reaches(after, "XA", day, one)


def test_an_ask_was_adopted_and_its_place_moved(there: dict[str, UUID]) -> None:
    """The journal proves it; the other is with its parliament."""
    held = {one.row.kind: one for one in ledger.many(Ask.objects.filter(org=there["aurora"]))}
    assert {kind: one.state for kind, one in held.items()} == {"budget": "adopted", "law": "in_process"}
    (item, moved), *none = fates.moved(held["budget"], NOW.date()).items()
    assert (item, moved.before, moved.after, none) == ("SA-5c", State.PARTIAL, State.YES, [])
    (fate,) = held["budget"].fates
    assert reviewing.is_read(held["budget"], fate, NOW.date())


def sign_in(username: str) -> Client:
    """Through both pages, with what the demonstration tells everybody."""
    cache.clear()
    client = Client()
    password, _ = demo.secrets(username)
    client.post(reverse("account_login"), {"login": username, "password": password})
    totp_code()  # waits for the next half minute where this one is almost over
    response = client.post(reverse("mfa_authenticate"), {"code": demo.secrets(username)[1]})
    assert response["Location"] == reverse("desk:day")
    return client


def test_agreements_of_every_standing(there: dict[str, UUID]) -> None:
    """In force, about to end, run out, ended, not begun, unsigned from both sides; with some there is none."""
    seen: Counter[Standing] = Counter()
    for org in there.values():
        seen.update(network.agreements.standing(one, org, NOW.date()) for one in network.agreements.of(org))
    assert set(seen) == set(Standing) - {Standing.FORGED, Standing.CHANGED, Standing.TORN}
    parties = {frozenset({one.a_id, one.b_id}) for one in Agreement.objects.filter(a__in=there.values())}
    assert frozenset({there["nordlys"], there["police"]}) not in parties


# ---- what was told ----


def test_two_hundred_concerns_in_twelve_months(there: dict[str, UUID], concerns: list[Concern]) -> None:
    """With those that are erased by now, of which tombstones tell; the first a year ago, the last today."""
    graves = Tombstone.objects.filter(org__in=there.values()).exclude(kind="handover_copy")
    assert 195 <= len(concerns) + graves.count() <= 230
    days = sorted(concern.received_on for concern in concerns)
    assert NOW.date() - days[0] > timedelta(days=330)
    assert days[-1] == NOW.date()
    assert all(later - sooner < timedelta(days=21) for sooner, later in pairwise(days))


def test_every_state_of_a_concern_can_be_seen(concerns: list[Concern]) -> None:
    """Decisions, findings, dangers, channels, languages, and every mark that a list shows."""
    assert {one.triage for one in concerns} == set(Triage) - {Triage.LINK_TO_CASE}
    assert {one.finding for one in concerns} >= set(Finding)
    assert {one.danger for one in concerns} == set(Danger)
    assert {one.channel for one in concerns} >= {ReportChannel.WEB_FORM, ReportChannel.PHONE, ReportChannel.IN_PERSON}
    assert {one.language for one in concerns} == {"en", "fr", "es"}
    assert {one.status for one in concerns} == {"received", "read", "question", "working", "closed"}
    for mark in (
        "child_door",
        "time_critical",
        "new_message",
        "unverified",
        "restricted",
        "grouped_with_id",
        "duplicate_of_id",
        "imagery_signalled",
        "reporter_closed",
        "hold_until",
    ):
        assert any(getattr(one, mark) for one in concerns), mark
    assert any(one.claimed_until and one.claimed_until > NOW for one in concerns)
    assert any(one.locator is None for one in concerns)
    assert {"unknown", "online", "XE"} <= {one.country_of_harm for one in concerns}


def test_practice_and_what_runs_out_are_there(there: dict[str, UUID], concerns: list[Concern]) -> None:
    """A class of this morning; countdowns of thirty days; tombstones of what has run out."""
    assert Concern.objects.filter(org=there["aurora"], practice=True).count() == 4
    assert any(one.erase_on and one.erase_on - NOW.date() <= timedelta(days=30) for one in concerns)
    assert not any(one.erase_on and one.erase_on < NOW.date() and one.hold_until is None for one in concerns)
    kinds = set(Tombstone.objects.filter(org__in=there.values()).values_list("kind", flat=True))
    assert kinds >= {"spam", "out_of_scope", "concern_unfounded", "handover_copy"}
    assert CountCell.objects.filter(org__in=there.values()).count() > 100


def test_members_and_reporters_talk(there: dict[str, UUID]) -> None:
    """Both sides have written; the code that everybody knows opens the thread with both."""
    sides = Counter(Message.objects.filter(concern__org__in=there.values()).values_list("side", flat=True))
    assert min(sides["staff"], sides["reporter"]) >= 10
    thread = dialogue.look(demo.CODE, NOW)
    assert [line.own for line in thread.lines] == [False, True]


def test_clocks_run_late_soon_and_far(there: dict[str, UUID]) -> None:
    """Something is late and has gone up its chain, something is due in minutes, something next week."""
    due = Duty.objects.filter(org__in=there.values(), state__in=OPEN)
    assert due.filter(state=DutyState.LATE, step__gt=0).exists()
    assert due.filter(alert=True, due_at__gt=NOW, due_at__lte=NOW + timedelta(minutes=15)).exists()
    assert due.filter(due_at__gt=NOW + timedelta(days=5)).exists()
    assert not due.filter(next_at__lt=NOW).exists()
    assert {"concern_second", "concern_reporter_opened", "concern_hold_ends", "handover_second"} <= {
        one.kind for one in due
    }


# ---- between members ----


def test_handovers_in_every_state(there: dict[str, UUID], handovers: list[Handover]) -> None:
    """Each state, several outcomes and refusals, something renewed, something added and sent, something due soon."""
    assert {one.state for one in handovers} == set(TransitionState)
    told = set(HandoverOutcome) - {HandoverOutcome.OPEN}  # what is still open ends nothing
    assert {one.outcome for one in handovers} - {""} == told
    assert len({one.decline_reason for one in handovers} - {""}) >= 3
    assert {"renew", "release", "call", "settle", "ask", "tell"} <= set(
        HandoverEvent.objects.filter(handover__in=handovers).values_list("event", flat=True)
    )
    assert any(one.state == TransitionState.OFFERED and one.urgent for one in handovers)
    to_police = [one for one in handovers if one.recipient_id == there["police"] and one.offered_at]
    assert to_police
    assert all(one.second_id and one.second_id != one.confirmed_by_id for one in to_police)


def test_the_referral_desk_has_something_to_telephone_about(steps: object, db: None) -> None:
    """Two that nobody answered; about one of them the desk has called."""
    waiting = passing_clock.unanswered()
    assert len(waiting) == 2
    assert sorted(one.called_on is None for one in waiting) == [False, True]


def test_an_office_of_three_asked_its_partner(there: dict[str, UUID]) -> None:
    """One question waits at Casa Aurora, one yes is to be carried out, one no to be taken over; its form is not open,
    and of what only a small member is asked nothing is lacking."""
    assert network.small.is_small(there["lanterns"])
    rows = SecondOpinion.objects.filter(org=there["lanterns"], partner=there["aurora"])
    assert sorted(rows.values_list("what", "state")) == [
        ("bad_faith", "asked"), ("bad_faith", "no"), ("erase_early", "yes"),
    ]  # fmt: skip
    waiting = Duty.objects.filter(state__in=OPEN, subject__in=rows.values("pk")).values_list("org", "kind")
    assert Counter(waiting) == {
        (there["aurora"], "second_opinion"): 1, (there["lanterns"], "second_opinion_news"): 2,
    }  # fmt: skip
    lines = {line.code: line for line in gate.look(there["lanterns"], "XE", NOW.date())}
    assert all(lines[code].ok for code in ("small", "conflict_partner", "second_person", "illness"))
    assert "only_partner" not in lines
    page = text(sign_in("bao").get("/desk/day/"))
    assert "from Three Lanterns" in page


# ---- the care of children ----


def test_files_stand_at_every_step(there: dict[str, UUID]) -> None:
    """Opened, looked at, planned, acted on, reviewed and followed up; void, closed, and opened again."""
    files = Case.objects.filter(org__in=there.values())
    assert {one.stage for one in files} >= {"identification", "assessment", "planning", "implementation", "closure"}
    assert {one.status for one in files} == set(Status)
    assert files.exclude(reopened_from=None).exists()
    assert files.exclude(stage="identification").count() >= 25
    assert {one.owner.username for one in files if one.org_id == there["aurora"]} >= {"marek", "pilar", "kiran"}


def test_another_member_helps_one_child_and_takes_another_over(there: dict[str, UUID]) -> None:
    """Between Casa Aurora and Nordlys: the sender's file ended, the new one is open at the other member."""
    rows = Transition.objects.filter(org__in=there.values())
    assert {"referral", "transfer"} <= set(rows.exclude(offered_at=None).values_list("role", flat=True))
    assert rows.filter(role="referral", released=True).exists()
    (row, *_more) = rows.filter(role="transfer", outcome="helped").select_related("case", "taken_over__case")
    assert row.case is not None
    assert (row.case.stage, row.case.status) == ("closure", "closed")
    new = row.taken_over.case
    assert new is not None
    assert new.org_id == row.recipient_id


def test_the_network_reaches_its_goal_of_follow_ups(there: dict[str, UUID]) -> None:
    """CM-30, and some are late; in each of the first three months somebody was met. A year is as old as the network."""
    for org in ("aurora", "nordlys"):
        assert cohort(there[org], NOW.date()).holds
    rows = FollowUp.objects.filter(case__org__in=there.values())
    assert {one.milestone for one in rows if one.result == "done"} >= {"month_1", "month_3", "month_6"}
    assert rows.filter(result="child_declined").exists()


def test_a_provider_answered_by_a_code_and_the_police_were_told(there: dict[str, UUID]) -> None:
    pages = ProviderPage.objects.filter(case__org__in=there.values())
    assert {(one.referral.state, one.ended_at is None) for one in pages} >= {("accepted", False), ("offered", True)}
    reports = Report.objects.filter(case__org__in=there.values())
    assert {one.state for one in reports} >= {"sent", "answered"}


def test_a_second_person_approved_sent_back_and_has_something_to_do(there: dict[str, UUID]) -> None:
    rows = Approval.objects.filter(case__org__in=there.values())
    seen = {(one.kind, one.decision) for one in rows}
    assert seen >= {("assessment", "approved"), ("assessment", "sent_back"), ("plan", "approved"), ("plan", ""),
                    ("closure", "approved"), ("void", "approved"), ("best_interests", "approved")}  # fmt: skip
    assert {"approval_lapsed", "approval_answer"} <= set(
        Duty.objects.filter(state__in=OPEN).values_list("kind", flat=True)
    )
    assert {"answered", "skipped"} <= set(Feedback.objects.values_list("answered", flat=True))
    assert CareLink.objects.filter(consent_barred=True).exists()
    acts = Consent.objects.values_list("purpose", "act")
    assert {("statistics", "refuse"), ("transfer", "refuse"), ("case_management", "renew")} <= set(acts)


def test_a_panel_decides_these_days_and_one_has_not_said_yet(there: dict[str, UUID]) -> None:
    given = Seat.objects.filter(case__org=there["aurora"], ended_at=None).exclude(decision=None)
    assert given.count() == 3
    assert given.filter(said_at=None).get().person.username == "dalia"


def test_a_conference_was_held_and_another_comes(there: dict[str, UUID]) -> None:
    rows = Conference.objects.filter(case__org=there["aurora"])
    assert rows.exclude(held_on=None).exists()
    coming = rows.get(held_on=None)
    assert coming.planned_for > NOW.date()
    assert "dalia" in {one.person.username for one in Seat.objects.filter(conference=coming, ended_at=None)}


def test_checked_providers_take_the_place_of_statements(there: dict[str, UUID]) -> None:
    """CM-9: every line before the first file holds today, with the directory."""
    for org in ("aurora", "nordlys"):
        lines = care.look(there[org], "", NOW.date())
        assert [line.code for line in lines if not line.ok] == [], org
        assert sum(line.code.startswith("no_") for line in lines) == 4
    kept = Provider.objects.filter(org=there["aurora"])
    assert {True, False} == {one.suspended for one in kept}
    assert kept.exclude(ended_on=None).exists()


# ---- what people see ----

# ---- travel and learning ----


def test_companies_stand_where_their_stories_leave_them(there: dict[str, UUID]) -> None:
    """A chain whose report is to be accepted, a guest house with an accepted and published one, a company that came
    back after a refusal, one whose appeal waits for the second of two."""
    rows = {row.org.name: row for row in Membership.objects.select_related("org")}
    assert {name: row.state for name, row in rows.items()} == {
        "Marea Stays": "report_due", "Pension Alba": "active", "Northway Journeys": "draft",
        "Sandpiper Tours": "declined",
    }  # fmt: skip
    marea, pension = rows["Marea Stays"], rows["Pension Alba"]
    assert [Site.objects.filter(org=row.org_id).count() for row in (marea, pension)] == [20, 3]
    assert {one.state for one in marea.evidence.all()} == {"accepted", "pending", "refused"}
    assert [one.state for row in (marea, pension) for one in row.reports.all()] == ["submitted", "published"]
    assert all(tourism_reports.is_public(one) for one in pension.reports.all())
    found = {bool(one.answer) for one in marea.verifications.get().findings.all()}
    assert found == {True, False}
    appeal = rows["Sandpiper Tours"].appeals.get()
    assert (appeal.first.username, appeal.second) == ("iris", None)


def test_certificates_are_valid_end_soon_and_were_taken_back(there: dict[str, UUID]) -> None:
    """Sixty posts and forty people with cards, at least."""
    today = NOW.date()
    held = [
        one for some in issuing.held(set(Learner.objects.values_list("pk", flat=True)), today).values() for one in some
    ]
    assert Counter(one.state for one in held).keys() == {issuing.State.VALID, issuing.State.REVOKED}
    assert any(refreshing.is_due(one, today) for one in held)
    assert Post.objects.count() >= 60
    assert Learner.objects.exclude(cards=None).count() >= 40
    assert {bool(one.confirmed_at) for one in GroupSession.objects.all()} == {True, False}


def test_a_law_that_nobody_looked_at_since_2023_says_that_it_is_not_known(
    there: dict[str, UUID], settings: Any
) -> None:
    settings.MADE_UP_LAWS = [Path(demo.__file__).parent / "duties"]
    org = Organisation.objects.get(name="Marea Stays").pk
    lines = duties.lines(staff.of_company(org, NOW.date()), NOW.date())
    assert {line.reason for line in lines if line.rule.id == "XA.order.7"} == {Reason.STALE}
    assert {line.kind for line in lines if line.rule.id == "XA.lodging.12"} == {Kind.MET, Kind.OVERDUE}


def test_what_is_made_up_is_no_law_where_no_demonstration_is(settings: Any) -> None:
    assert settings.MADE_UP_LAWS == []
    assert not [one for one in known.laws().rules if one.jurisdiction == "XA"]


FULL = {
    "amara": ("day/", "concerns/", "concerns/unverified/", "concerns/decided/", "concerns/to-open/",
              "concerns/handovers/sent/", "concerns/handovers/received/"),
    "marek": ("day/", "cases/"),
    "vera": ("cases/directory/",),
    "bao": ("day/", "people/", "agreements/", "keys/", "journal/", "concerns/pages/", "cases/team/",
            "cases/approvals/"),
    "celia": ("concerns/who-told/",),
    "dalia": ("day/", "concerns/own-people/"),
    "nils": ("concerns/", "concerns/handovers/received/"),
    "pia": ("concerns/handovers/received/",),
    "ines": ("research/records/", "research/plans/", "research/releases/", "research/studies/", "research/runs/"),
    "rim": ("research/runs/",),
    "xenia": ("research/runs/",),
    "ula": ("concerns/handovers/received/",),
    "wren": ("day/", "research/plans/"),
    "zeno": ("research/studies/",),
    "hana": ("concerns/", "concerns/handovers/sent/"),
    "alba": ("day/", "concerns/"),
    "rosa": ("day/", "travel/", "travel/places/", "travel/training/", "travel/training/people/", "travel/people/"),
    "mira": ("travel/",),
    "otto": ("day/", "travel/"),
    "iris": ("day/",),
}  # fmt: skip
EMPTY = {"jun": ("concerns/", "concerns/unverified/"), "celia": ("day/",)}


@pytest.mark.parametrize("username", sorted({*FULL, *EMPTY}))
def test_lists_are_full_where_they_should_be_and_empty_where_one_looks_for_that(
    there: dict[str, UUID], username: str, settings: Any
) -> None:
    """With the password and the code that `fanal demo` tells, and the law that is made up for it."""
    settings.MADE_UP_LAWS = [Path(demo.__file__).parent / "duties"]
    client = sign_in(username)
    for paths, full in ((FULL, True), (EMPTY, False)):
        for path in paths.get(username, ()):
            page = text(client.get(f"/desk/{path}"))
            assert ('class="empty' not in page) is full, path


def test_each_page_of_the_desk_says_that_it_is_a_demonstration(there: dict[str, UUID], settings: Any) -> None:
    """In a demonstration, and nowhere else."""
    client = sign_in("edo")
    assert 'class="demo"' not in text(client.get("/desk/people/"))
    settings.MODE = "demo"
    assert 'class="demo"' in text(client.get("/desk/people/"))


# ---- words ----


def _said(found: Any) -> Iterator[str]:
    """Every text in what care says; codes and names are one word."""
    if isinstance(found, str):
        yield from [found] if " " in found else []
    elif isinstance(found, dict):
        for name, one in found.items():
            yield from _said(one) if not name.startswith("__") else ()
    elif isinstance(found, tuple):
        for one in found:
            yield from _said(one)


def _all_words() -> Iterator[tuple[str, str]]:
    for pieces in (words.SEEN, words.MORE, words.UNSURE, words.A_CHILD_SAYS, words.ANSWERS):
        for language, found in pieces.items():
            yield from ((language, one) for one in found)
    day = NOW.date()
    forms = (evidence_words.answered, evidence_words.answered_better, evidence_words.results, evidence_words.abroad,
             evidence_words.places, evidence_words.funder, evidence_words.files)  # fmt: skip
    for form in forms:
        plan = form(2025)(UUID(int=0), day)
        yield from (
            ("en", one) for one in (plan.title, plan.sentence, plan.protocol.use, *plan.protocol.harms.values())
        )
    yield from (("en", one) for one in (evidence_words.WRONG, evidence_words.COUNTED_TWICE, evidence_words.CITED))
    for story in (linked.EXPLOITED, linked.ALONE):
        yield from (("en", one) for one in (story.title, story.study, story.population, story.use))
    yield from (("en", one) for one in _said(vars(care_words)))
    for single in (words.QUESTIONS, words.THANKS, words.TURN_TO, words.BESIDE_THE_POINT):
        yield from single.items()
    for found in (words.NOTES.values(), words.CHILD, words.ADULT, words.TRAVEL):
        yield from (("en", one) for one in found)


def test_no_title_of_research_names_a_place() -> None:
    """A9 stops places below a country, also in what still waits to be published."""
    studies_ = [(one.title, one.source_words, one.protocol.counted)
                for one in (studied.NETHERLANDS, studied.THIN, studied.WESTERN)]  # fmt: skip
    runs_ = [(one.title, one.study, one.population, one.use) for one in (linked.EXPLOITED, linked.ALONE)]
    for one in (*(one for language, one in _all_words() if language == "en"), *chain.from_iterable(studies_ + runs_)):
        assert named_places(one) == (), one


def test_the_words_keep_to_the_terms_and_are_short() -> None:
    """No term to avoid, in the three languages that the linter knows; nothing longer than a few lines."""
    for language, one in _all_words():
        assert len(one) < 160
        if language in {"en", "fr", "es"}:
            assert [found for found in check_text(one, language) if found.level == "block"] == [], one


def test_people_write_in_six_languages_and_four_scripts() -> None:
    """Latin, Arabic, Khmer and Thai."""
    assert {one for spoken in LANGUAGES.values() for one in spoken} == {"en", "fr", "es", "ar", "km", "th"}
    assert set(words.SEEN) == set(words.MORE) == set(words.UNSURE) == {"en", "fr", "es", "ar", "km", "th"}
