"""The desk of releases: from a question to a published page by clicks; what cannot be done is told, nothing is lost."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client
from django.urls import reverse

from fanal.access.api import GrantGiven
from fanal.network.contracts import Role
from fanal.network.models import Person
from fanal.research.contracts import HARMED, PlanState, Verdict
from fanal.research.models import ImportedTable, Plan, Population, Release, Use
from fanal.research.plans import plans, publishing, reviewing, working
from fanal.research.questions import classing
from tests import tables
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")

WHAT: dict[str, Any] = {
    "title": "Concerns answered in time", "sentence": "Most people were answered in time.", "language": "en",
    "cohorts": ["2025"], "method": "cellkey", "rho": "1/10", "audience": "public", "rows_1": "channel",
    "columns_1": "in_time", "rows_2": "ended",
}  # fmt: skip
GATE: dict[str, Any] = {
    "use": "To put people where concerns wait.", "classes": "Five ways of telling.", "heard": "The youth council.",
    "consent": "The form says how.", "law": "The law of XA allows it.", "unwelcome": "on", "ends_on": "2027-06-30",
    **{f"harm_{who}": "Little: no child and no place is shown." for who in HARMED},
}  # fmt: skip


def again(client: Client, username: str) -> None:
    """The password was given a moment ago (the view asks for it anew after five minutes)."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = user_id_to_str(Person.objects.get(username=username))
    session.save()


def opened(cast: Cast) -> Population:
    planning.people(cast)
    planning.classes_reviewed(cast)
    planning.tell(cast)
    bao = client_of(cast, "bao")
    form = {"source": "concerns", "class_set": "concerns", "definition": "Concerns that ended at Aurora"}
    assert bao.post(reverse("research:record_new"), form).status_code == 302
    return Population.objects.get()


def planned(cast: Cast) -> Plan:
    population = opened(cast)
    bao = client_of(cast, "bao")
    answer = bao.post(reverse("research:plan_new"), {"question": "network-in-time", "records": str(population.pk)})
    assert answer.status_code == 302
    page = text(bao.post(answer["Location"], WHAT | {"step": "protocol"}))
    assert "What could go wrong, for whom?" in page
    sent = bao.post(answer["Location"], WHAT | GATE | {"step": "send"})
    assert sent.status_code == 302, re.findall(r'class="error[^>]*>[^<]+', text(sent))
    return Plan.objects.get()


def url(name: str, plan: Plan) -> str:
    return reverse(f"research:{name}", args=[plan.pk])


def state(plan: Plan) -> str:
    return str(Plan.objects.get(pk=plan.pk).state)


def test_from_a_question_to_a_published_page(cast: Cast) -> None:
    plan = planned(cast)
    assert state(plan) == PlanState.DRAFT
    for username, role in planning.ROLES[:3]:
        given = {"role": role.value, "verdict": Verdict.PASSED.value}
        assert client_of(cast, username).post(url("plan_answer", plan), given).status_code == 302, username
    assert state(plan) == PlanState.GATED
    bao = client_of(cast, "bao")
    page = text(bao.post(url("plan_work", plan), follow=True))
    assert "withstood every attack" in page
    assert "As it would be published" in page
    bao.post(url("plan_submit", plan))
    dalia = client_of(cast, "dalia")
    assert dalia.post(url("plan_review", plan), {"verdict": "approved", "ticks": ["01"]}).status_code == 200, (
        "one table"
    )
    assert dalia.post(url("plan_review", plan), {"verdict": "approved", "ticks": ["01", "02"]}).status_code == 302
    for username, role in planning.ROLES[1:3]:
        given = {"role": role.value, "verdict": Verdict.ASSENT.value}
        assert client_of(cast, username).post(url("plan_assent", plan), given).status_code == 302
    assert state(plan) == PlanState.APPROVED
    again(bao, "bao")
    assert bao.post(url("plan_publish", plan)).status_code == 302
    assert state(plan) == PlanState.PUBLISHED
    release = Release.objects.get()
    page = text(Client().get(f"/en/evidence/{release.number}/"))
    assert "Concerns answered in time" in page
    assert "1 of 1 that could contribute did" in page
    assert "the signature fits" in text(bao.get(reverse("research:release", args=[release.pk])))


def test_publishing_asks_for_the_password_again(cast: Cast) -> None:
    plan = planning.approved(cast)
    bao = client_of(cast, "bao")
    answer = bao.post(url("plan_publish", plan))
    assert answer.status_code == 302
    assert "again" in answer["Location"] or "sign-in" in answer["Location"]
    assert not Release.objects.exists()


def test_what_was_typed_on_both_pages_comes_back_with_an_error(cast: Cast) -> None:
    population = opened(cast)
    bao = client_of(cast, "bao")
    there = reverse("research:plan_what", args=[population.pk, "network-in-time"])
    page = text(bao.post(there, WHAT | GATE | {"step": "send", "unwelcome": ""}))
    assert "published all the same" in page
    assert "The youth council." in page
    assert 'value="Concerns answered in time"' in page
    page = text(bao.post(there, WHAT | GATE | {"step": "send", "title": "12 concerns"}))
    assert "Leave numbers out here" in page
    assert "12 concerns" in page
    both = {"title": "12 concerns", "sentence": "Told by Marta Rossini.", "unwelcome": ""}
    page = text(bao.post(there, WHAT | GATE | both | {"step": "send"}))
    for told in ("Leave numbers out here", "“Marta Rossini”", "is published all the same: A result"):
        assert told in page, "everything is told on the first page that something is about"
    assert 'value="The youth council."' in page, "the second page is carried along"
    assert not Plan.objects.exists()


def test_a_plan_without_a_table_or_with_one_too_fresh_is_not_opened(cast: Cast) -> None:
    population = opened(cast)
    bao = client_of(cast, "bao")
    there = reverse("research:plan_what", args=[population.pk, "network-in-time"])
    page = text(bao.post(there, WHAT | {"rows_1": "", "columns_1": "", "rows_2": "", "step": "protocol"}))
    assert "Choose at least one table" in page
    page = text(bao.post(there, WHAT | {"cohorts": ["2026"], "step": "protocol"}))
    assert "What is counted?" in page
    assert "Choose from the list." in page


READY: dict[str, Any] = {
    name: value for name, value in WHAT.items() if name not in {"rows_1", "columns_1", "rows_2"}
}  # fmt: skip


def test_ready_made_tables_are_ticked_and_said_in_plain_words(cast: Cast) -> None:
    population = opened(cast)
    bao = client_of(cast, "bao")
    there = reverse("research:plan_what", args=[population.pk, "network-in-time"])
    page = text(bao.get(there))
    assert "By form, kiosk or message" in page, "a tick says which classes its table has"
    assert 'name="rows_1"' not in page, "a table of one's own is made on demand"
    ticked = READY | {"one": ["ended"], "two": ["channel.in_time"]}
    page = text(bao.post(there, ticked | {"step": "words"}))
    # six ways of telling (with "not known") by three answers, and a sum of each row, each column and all: 6 + 3 + 1
    assert "How it was told by Decided in time. 18 numbers and 10 sums" in page
    assert "2 of the 12 tables that are left" in page
    assert "costs 20 % of the budget that a year has for ever" in page, "1/10 of 1/2"
    assert bao.post(there, ticked | GATE | {"step": "send"}).status_code == 302
    made = Plan.objects.get()
    assert [(one["rows"], one["columns"]) for one in made.tables] == [(["ended"], []), (["channel"], ["in_time"])]


def test_a_further_table_is_added_without_losing_what_was_chosen(cast: Cast) -> None:
    population = opened(cast)
    bao = client_of(cast, "bao")
    there = reverse("research:plan_what", args=[population.pk, "network-in-time"])
    given = {"cohorts": ["2025"], "one": ["ended"], "rows_1": "channel", "where_1": "ended.handover", "plain_1": "on"}
    page = text(bao.post(there, given | GATE | {"step": "more", "title": "My title"}))
    assert 'name="rows_2"' in page
    assert page.count("checked") == 3, "a year, a table, no sums"
    assert page.count("selected") >= 2
    assert "My title" in page
    assert "The youth council." in page
    assert "Choose" not in page.split("<h1>")[1].split('class="field"')[0], "nothing is complained about"
    sent = READY | GATE | given | {"rows_2": "", "step": "send"}
    assert bao.post(there, sent).status_code == 302
    one, two = Plan.objects.get().tables
    assert one["rows"] == ["ended"]
    assert two["where"] == {"ended": ["handover"]}
    assert two["totals"] is False


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"columns_1": "channel"}, "Choose what to count by first."),
        ({"rows_1": "channel", "columns_1": "channel"}, "Choose two different things"),
        ({"rows_1": "ended", "where_1": "ended.triage"}, "This is in the table already."),
        ({"rows_99": "channel"}, "Choose at least one table."),
    ],
)
def test_a_table_that_cannot_be_is_told_at_its_field(cast: Cast, given: dict[str, str], words: str) -> None:
    population = opened(cast)
    there = reverse("research:plan_what", args=[population.pk, "network-in-time"])
    page = text(client_of(cast, "bao").post(there, {"cohorts": ["2025"], "step": "words"} | given))
    assert words in page
    assert "What is counted?" in page


def test_what_was_typed_is_there_after_going_back_and_on(cast: Cast) -> None:
    population = opened(cast)
    bao = client_of(cast, "bao")
    there = reverse("research:plan_what", args=[population.pk, "network-in-time"])
    typed = READY | GATE | {"one": ["ended"], "unwelcome": ""}
    for step in ("tables", "words", "protocol"):
        page = text(bao.post(there, typed | {"step": step}))
        assert "The youth council." in page, step
        assert "published all the same. Agree" not in page, "nothing is complained about"
    assert "The youth council.</textarea>" in page
    assert 'name="unwelcome" id="id_unwelcome" checked' not in page.replace("  ", " ")


def test_a_plan_that_is_changed_keeps_what_the_page_does_not_ask(cast: Cast) -> None:
    """Titles, and limits to several codes: whoever only changes the words changes no table."""
    plan = planning.gated(cast)
    plan.tables[1]["where"] = {"channel": ["online", "phone"]}
    plan.save()
    bao = client_of(cast, "bao")
    page = text(bao.get(url("plan_change", plan)))
    assert "as in the plan now" in page
    kept = {"two": ["channel.in_time"], "rows_1": "ended", "where_1": "channel.online,phone"}
    changed = READY | GATE | kept | {"step": "send", "version": str(plan.version)}
    assert bao.post(url("plan_change", plan), changed).status_code == 302
    assert Plan.objects.get().tables == plan.tables


def test_a_plan_is_changed_by_its_author_and_waits_at_the_gate_again(cast: Cast) -> None:
    plan = planning.gated(cast)
    bao = client_of(cast, "bao")
    page = text(bao.get(url("plan_change", plan)))
    assert 'name="version"' in page
    changed = WHAT | GATE | {"step": "send", "title": "Another title", "version": str(plan.version)}
    assert bao.post(url("plan_change", plan), changed).status_code == 302
    assert state(plan) == PlanState.DRAFT
    stale = text(bao.post(url("plan_change", plan), changed))
    assert "A colleague changed this meanwhile" in stale


def test_a_no_at_the_gate_needs_a_reason(cast: Cast) -> None:
    plan = planning.drafted(cast)
    sol = client_of(cast, "sol")
    given = {"role": Role.ETHICS_REVIEWER.value, "verdict": Verdict.REFUSED.value}
    assert "Write why not" in text(sol.post(url("plan_answer", plan), given))
    assert sol.post(url("plan_answer", plan), given | {"reasons": "Too fine."}).status_code == 302
    page = text(client_of(cast, "bao").get(url("plan", plan)))
    assert "Too fine." in page
    client_of(cast, "bao").post(url("plan_work", plan))
    assert state(plan) == PlanState.DRAFT


def test_a_veto_stops_it_and_everybody_sees_why(cast: Cast) -> None:
    plan = planning.in_review(cast)
    given = {"role": Role.SURVIVOR_ADVISER.value, "verdict": Verdict.VETO.value, "reasons": "It blames the children."}
    assert client_of(cast, "tove").post(url("plan_assent", plan), given).status_code == 302
    page = text(client_of(cast, "bao").get(url("plan", plan)))
    assert "It blames the children." in page
    assert not Release.objects.exists()


def test_others_see_nothing_of_it(cast: Cast) -> None:
    plan = planning.in_review(cast)
    for who in ("femi", "marek", "lena", "nils", "oda", "noor"):
        there = client_of(cast, who)
        assert there.get(url("plan", plan)).status_code in {403, 404}, who
        for name in (
            "plan_work", "plan_submit", "plan_review", "plan_assent", "plan_stop", "plan_object", "plan_answer",
        ):  # fmt: skip
            assert there.post(url(name, plan), {}).status_code in {403, 404}, f"{who}: {name}"
        assert state(plan) == PlanState.IN_REVIEW, who


def test_who_reviews_a_correction_reads_what_stays_and_what_differs(cast: Cast) -> None:
    release = planning.published(cast)
    later = NOW + timedelta(hours=2)
    plan = publishing.correct(cast["bao"], release.pk, "A table was misread.", later)
    less = planning.form(plan.population, title="Answered in time, again", tables=planning.TABLES[:1])
    plans.revise(cast["bao"], plan.pk, plan.version, less, later)
    planning.pass_gate(cast, plan, later)
    assert working.work(cast["bao"], plan.pk, later).passed
    reviewing.submit(cast["bao"], plan.pk, later)
    page = text(client_of(cast, "dalia").get(url("plan_review", plan)))
    assert "Stays here" in page
    assert "Answered in time, again" in page
    assert "What differs from the last version" in page
    assert "What ended" in page.split("What differs from the last version")[1], "the table that is left out"
    assert "No number and no word." not in page


def test_stopping_says_why(cast: Cast) -> None:
    plan = planning.drafted(cast)
    bao = client_of(cast, "bao")
    assert bao.post(url("plan_stop", plan), {}).status_code == 200
    assert bao.post(url("plan_stop", plan), {"because": "The question changed."}).status_code == 302
    assert "The question changed." in text(bao.get(url("plan", plan)))
    assert "stopped" in text(bao.get(reverse("research:plans")))


def test_a_release_is_cited_corrected_and_withdrawn_by_clicks(cast: Cast) -> None:
    release = planning.published(cast)
    bao = client_of(cast, "bao")
    there = reverse("research:release", args=[release.pk])
    form = {"where": "Speech to the parliament of XA", "on": "2026-11-25"}
    assert bao.post(reverse("research:release_cited", args=[release.pk]), form).status_code == 302
    assert Use.objects.count() == 1
    assert "Speech to the parliament" in text(bao.get(there))
    answer = bao.post(reverse("research:release_correct", args=[release.pk]), {"reason": "A table was misread."})
    assert answer.status_code == 302
    assert Plan.objects.count() == 2
    answer = bao.post(reverse("research:release_withdraw", args=[release.pk]), {"reason": "A member counted twice."})
    assert answer.status_code == 302
    page = text(Client().get(f"/en/evidence/{release.number}/"))
    assert "This release is withdrawn. Do not use it." in page
    assert "A member counted twice." in page


def test_a_table_is_read_in_with_a_report_and_erased(cast: Cast) -> None:
    planning.people(cast)
    planning.classes_reviewed(cast, "ctdc")
    bao = client_of(cast, "bao")
    form = {"source": "import", "class_set": "ctdc", "definition": "Children in a table of Aurora"}
    assert bao.post(reverse("research:record_new"), form).status_code == 302
    population = Population.objects.get()
    rows = "yearOfRegistration,gender,ageBroad,fullName\n2024,Female,9--17,Somebody\n2024,Martian,9--17,Else\n"
    page = tables.through(bao, reverse("research:record_read", args=[population.pk]), rows)
    assert "Somebody" not in page
    assert "Martian" not in page
    assert "What cannot be used" in page
    assert "Columns that are left out" in page
    imported = ImportedTable.objects.get()
    assert imported.report["read"] == 0, "one row, rounded to ten"
    assert "CTDC" in text(bao.get(reverse("research:record", args=[population.pk])))
    erase = reverse("research:record_erase", args=[population.pk, imported.pk])
    assert bao.post(erase).status_code == 302
    assert not ImportedTable.objects.exists()


def test_classes_are_reviewed_by_two_in_their_roles(cast: Cast) -> None:
    planning.people(cast)
    there = reverse("desk:review-state", args=["classes", "concerns"])
    given = {
        "kind": "ethics", "verdict": "yes", "reviewer": "Wren, of the university", "reviewed_on": NOW.date(),
        "until": NOW.date() + timedelta(days=300), "digest": classing.item("concerns").digest,
    }  # fmt: skip
    assert client_of(cast, "sol").post(there, given).status_code == 302
    assert client_of(cast, "bao").post(there, given).status_code == 403
    page = reverse("desk:review", args=["classes", "concerns"])
    assert "not reviewed" in text(client_of(cast, "bao").get(page))
    given["kind"] = "survivor"
    assert client_of(cast, "tove").post(there, given).status_code == 302
    assert "not reviewed" not in text(client_of(cast, "bao").get(page))
    assert client_of(cast, "bao").get(reverse("desk:review", args=["classes", "nothing"])).status_code == 404


def test_empty_lists_say_what_to_do_first(cast: Cast) -> None:
    planning.people(cast)
    bao = client_of(cast, "bao")
    assert "A release starts with a question" in text(bao.get(reverse("research:plans")))
    assert "No releases yet." in text(bao.get(reverse("research:releases")))
    assert "First the classes are reviewed" in text(bao.get(reverse("research:records")))
    assert "Say first whose records are counted" in text(bao.get(reverse("research:plan_new")))


def test_the_duties_of_research_are_given_on_the_page_of_duties(cast: Cast) -> None:
    page = text(client_of(cast, "bao").get(reverse("desk:grant-propose")))
    assert "Release maker" in page
    assert "Release reviewer" in page
    assert not GrantGiven.objects.exists()
