"""Synthetic rows on pages: as the file has them, never without how far they are off; found by who looks for them."""

import re
from dataclasses import replace
from html import escape

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.engines.disclosure import bundles
from fanal.research.models import Plan, Release
from fanal.research.public import shelf
from fanal.research.releases import releases
from fanal.research.requests import requests
from fanal.research.requests.requests import RequestState, Wanted
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import synthesising
from tests.rooms.research.plans.test_plan_pages import GATE
from tests.rooms.research.released import about, put, tables
from tests.rooms.research.requests.test_requests import FORM, researcher

pytestmark = pytest.mark.django_db(databases="__all__")


def url(name: str, plan: Plan) -> str:
    return reverse(f"research:{name}", args=[plan.pk])


def test_the_draft_shows_the_file_as_it_would_be_published(cast: Cast) -> None:
    plan, draft = synthesising.worked(cast)
    page = text(client_of(cast, "bao").get(url("plan", plan)))
    data = bundles.unpacked(bytes(draft.packed))["synthetic.csv"].decode()
    assert escape("\n".join(data.splitlines()[:11])) in page, "the heading and ten rows, letter by letter"
    assert data.splitlines()[0] == "synthetic_age,synthetic_sex"
    assert "Off by at most" in page
    assert re.search(r"one variable.*two variables", page, re.DOTALL)
    assert "1/10 in all: ρ 1/20 for the tables, ρ 1/20 for the synthetic rows" in page
    assert "no count of rows is official" in page


def test_the_reviewer_reads_and_ticks_them(cast: Cast) -> None:
    plan = synthesising.in_review(cast)
    dalia = client_of(cast, "dalia")
    page = text(dalia.get(url("plan_review", plan)))
    assert 'value="synthetic"' in page
    assert "Off by at most" in page
    approve = {"verdict": "approved", "ticks": ["01"]}
    assert "tick it" in text(dalia.post(url("plan_review", plan), approve))
    assert dalia.post(url("plan_review", plan), approve | {"ticks": ["01", "synthetic"]}).status_code == 302


def test_what_would_help_is_clicked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from fanal.research.plans import synthetic

    monkeypatch.setattr(synthetic, "shadow", lambda plan: None)  # nobody can carry the attacks out: undecided
    plan, draft = synthesising.worked(cast)
    assert not draft.passed
    bao = client_of(cast, "bao")
    assert "Leave out the synthetic rows" in text(bao.get(url("plan", plan)))
    monkeypatch.undo()
    bao.post(reverse("research:plan_narrow", args=[plan.pk, 0]))
    page = text(bao.post(url("plan_work", plan), follow=True))
    assert "withstood every attack" in page
    assert "synthetic_age" not in page


def test_everybody_reads_them_with_their_error_and_takes_them_along(cast: Cast) -> None:
    release = synthesising.published(cast)
    files = releases.bundle_of(release).files
    page = text(Client().get(f"/en/evidence/{release.number}/"))
    assert 'id="rows"' in page
    assert "No row is a child, and no count of rows is official." in page
    assert "Off by at most" in page
    assert page.count('<figure class="drawing"') == 2, "of the table and of the errors"
    for name in ("synthetic.csv", "synthetic.csv-metadata.json", "synthetic-error.json", "synthetic-error.svg"):
        assert Client().get(f"/en/evidence/{release.number}/v1/{name}").content == files[name], name
    assert Client().get(f"/preview/ar/evidence/{release.number}/").status_code == 200


def test_the_list_says_which_releases_have_some(cast: Cast, django_assert_max_num_queries: object) -> None:
    release = synthesising.published(cast)
    put(cast, tables(about("XA-2026-901", title="Only tables")))
    shelf._bundle.cache_clear()
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        page = text(Client().get("/en/evidence/"))
    listed = page.partition("With synthetic rows")[2].partition("</section>")[0]
    assert release.title in listed
    assert "Only tables" not in listed
    assert "Only tables" in page
    other = text(Client().get("/en/evidence/XA-2026-901/"))
    assert "no count of rows is official" not in other


def test_who_asks_for_rows_is_answered_with_a_release_that_has_some(cast: Cast) -> None:
    with_rows = synthesising.published(cast)
    without: Release = put(cast, tables(about("XA-2026-901", title="Only tables")))
    noor = researcher(cast)
    row = requests.ask_for(noor, replace(FORM, wanted=Wanted.SYNTHETIC), NOW)
    tove = client_of(cast, "tove")
    page = text(tove.get(reverse("research:request_answer", args=[row.pk])))
    assert str(with_rows.pk) in page
    assert str(without.pk) not in page
    with pytest.raises(NotNow) as refused:
        requests.answer(cast["tove"], row.pk, RequestState.ANSWERED, "Here.", without.pk, NOW)
    assert refused.value.field == "release"
    answered = requests.answer(cast["tove"], row.pk, RequestState.ANSWERED, "Here.", with_rows.pk, NOW)
    assert answered.release_id == with_rows.pk


# ---- the form ----

WHAT = {
    "cohorts": ["2024"], "two": ["age.sex"], "title": "Girls and boys by age", "language": "en", "audience": "public",
    "sentence": "Most of the children were girls.", "method": "dp", "rho": "1/10", "synthetic": ["age", "sex"],
    "share": "1/4",
}  # fmt: skip


def test_rows_are_asked_for_on_the_form_and_change_with_the_plan(cast: Cast) -> None:
    """No script: a page of ticks. Of 1/10 a quarter for the rows; a change shows what the plan says."""
    population = synthesising.records(cast)
    there = reverse("research:plan_what", args=[population.pk, "files-exploitation"])
    bao = client_of(cast, "bao")
    page = text(bao.post(there, WHAT | {"step": "words"}))
    assert "Synthetic rows: of which variables?" in page
    assert 'value="recruiter_family"' in page
    sent = bao.post(there, WHAT | GATE | {"step": "send"})
    assert sent.status_code == 302, re.findall(r'class="error[^>]*>[^<]+', text(sent))
    plan = Plan.objects.get()
    assert plan.synthetic == {"variables": ["age", "sex"], "rho": "1/40"}
    assert plan.policy["rho"] == "3/40"
    page = text(bao.post(url("plan_change", plan), {"cohorts": ["2024"], "two": ["age.sex"], "step": "words"}))
    assert re.search(r'name="synthetic" value="sex"[^>]*checked', page)
    assert re.search(r'name="share" value="1/4"[^>]*checked', page)
    assert re.search(r'name="rho" value="1/10"[^>]*checked', page)
    without = {name: value for name, value in WHAT.items() if name not in {"synthetic", "share"}}
    changed = without | GATE | {"step": "send", "version": str(plan.version)}
    assert bao.post(url("plan_change", plan), changed).status_code == 302
    plan.refresh_from_db()
    assert (plan.synthetic, plan.policy["rho"]) == ({}, "1/10")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"method": "cellkey"}, "choose differential privacy, or none"),
        ({"synthetic": ["age"]}, "at least two variables"),
    ],
)
def test_what_is_wrong_with_rows_is_told_at_the_field_and_nothing_is_lost(
    cast: Cast, change: dict[str, object], words: str
) -> None:
    population = synthesising.records(cast)
    there = reverse("research:plan_what", args=[population.pk, "files-exploitation"])
    page = text(client_of(cast, "bao").post(there, WHAT | GATE | change | {"step": "send"}))
    assert words in page
    assert "What are readers told" in page
    assert re.search(r'name="synthetic" value="age"[^>]*checked', page)
    assert "Girls and boys by age" in page
    assert 'value="The youth council."' in page
    assert not Plan.objects.exists()
