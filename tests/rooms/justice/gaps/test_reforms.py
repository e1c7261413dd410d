"""Reforms: each plan was tried, kept back for ninety days or until its fix is law, published by another person."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow, granting, stated
from fanal.clocks import api as clocks
from fanal.engines.jurisdiction.reform.atoms import patched
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.justice import proved
from fanal.justice.gaps import gaps, reform_texts, reforming, reforms
from fanal.justice.gaps.counting import CountKind, Step
from fanal.justice.gaps.policy import CHANGE_REFORM, DRAFT_REFORM, PUBLISH_REFORM, TELL_STATE
from fanal.justice.law import drafting, library
from fanal.justice.models import GapsCount, GapsFound, GapsLook, Reform
from fanal.justice.signals import reform_proposed
from fanal.site import missing
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice import small
from tests.rooms.justice.small import small_law_of_file, with_grant

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("small_law_of_file")]
__all__ = ["small_law_of_file"]
TITLE, WORDS = "Acts abroad", "What changes\n– The double condition goes."


@pytest.fixture(scope="module")
def count(small_law_of_file: None, cast_of_file: Cast) -> UUID:
    """Noor and Lena have the grant; plans for XA are there."""
    with_grant(cast_of_file)
    with_grant(cast_of_file, "lena")
    count = gaps.start(cast_of_file["noor"], "XA", NOW, CountKind.REFORMS)
    clocks.drain()
    return count.pk


@pytest.fixture
def planned(count: UUID, cast: Cast) -> GapsCount:
    return GapsCount.objects.get(pk=count)


@pytest.fixture
def reform(cast: Cast, planned: GapsCount) -> Reform:
    return reforms.draft(cast["noor"], "XA", 1, TITLE, WORDS, NOW)


@pytest.fixture
def news() -> Iterator[list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []

    def hear(**more: Any) -> None:
        heard.append(more)

    reform_proposed.connect(hear)
    yield heard
    reform_proposed.disconnect(hear)


def _entered(cast: Cast, reform: Reform, **columns: Any) -> None:
    """A reform with other columns, as a deed of Noor leaves it."""
    for name, value in columns.items():
        setattr(reform, name, value)
    reform.save()
    journal.write(reform.pk, cast["noor"].signatory(), TELL_STATE, at=NOW, items=[stated.whole(reform)])


def test_plans_are_of_this_one_country_and_were_tried(cast: Cast, planned: GapsCount) -> None:
    assert planned.step == Step.DONE
    plans = [item.content for item in GapsFound.objects.order_by("number")]
    assert plans
    law = library.corpus(NOW)
    for plan in plans:
        assert plan["atoms"]
        assert {atom["state"] for atom in plan["atoms"]} == {"XA"}
        assert 0 < plan["figures"]["closed"] <= plan["figures"]["closable"] <= plan["figures"]["gaps"]
        after = patched(law, reform_texts.atoms_of(plan["atoms"]), law.profiles, NOW.date())
        for one in plan["figures"]["examples"]:
            assert not reforming.reaches(law, "XA", NOW.date(), one)
            assert reforming.reaches(after, "XA", NOW.date(), one)
    assert any(plan["figures"]["examples"] for plan in plans)


def test_a_country_without_law_has_no_plan(cast: Cast, planned: GapsCount) -> None:
    assert reforming.plans(library.corpus(NOW), "XD", NOW.date(), [], lambda _done, _whole: None) == []


def test_a_draft_begins_with_words_and_without_figures(cast: Cast, planned: GapsCount) -> None:
    there = client_of(cast, "noor")
    assert "Plan 1" in text(there.get(reverse("justice:reforms_of", args=["XA"])))
    assert GapsLook.objects.count() == 1, "plans are a look, too"
    page = text(there.get(reverse("justice:reform_draft", args=["XA", 1])))
    assert "What changes" in page
    assert str(planned.items.get(number=1).content["figures"]["closed"]) not in page
    assert there.post(reverse("justice:reform_draft", args=["XA", 1]), {"title": "", "words": "x"}).status_code == 200
    assert not Reform.objects.exists()
    sent = there.post(reverse("justice:reform_draft", args=["XA", 1]), {"title": TITLE, "words": WORDS})
    row = Reform.objects.get()
    assert sent.headers["Location"] == reverse("justice:reform", args=[row.pk])
    page = text(there.get(sent.headers["Location"]))
    assert "the state was not told" in page
    assert "What it changes in the law" in page
    assert "reform" in page
    assert TITLE in text(there.get(reverse("justice:reforms")))


def test_a_draft_names_treaties_and_the_act_in_which_it_would_stand(cast: Cast, planned: GapsCount) -> None:
    for plan in planned.items.all():
        words = reform_texts.begun("XA", plan.content["atoms"], library.at_version(planned.corpus_version), NOW.date())
        lines = words["words"].splitlines()
        asked = lines[lines.index("Which treaties ask for it") + 1 : lines.index("Why") - 1]
        assert any("article" in line and "Convention" in line for line in asked), asked
        assert any("Code" in line for line in lines[lines.index("Which provisions") + 1 :])


def test_it_is_kept_back_for_ninety_days(cast: Cast, reform: Reform, news: list[dict[str, Any]]) -> None:
    lena, told = cast["lena"], NOW.date() + timedelta(days=3)
    with pytest.raises(NotNow):
        reforms.publish(lena, reform.pk, NOW + timedelta(days=400))
    reforms.tell_state(cast["noor"], reform.pk, told, NOW + timedelta(days=5))
    day = NOW + timedelta(days=3 + 89)
    with pytest.raises(NotNow):
        reforms.publish(lena, reform.pk, day)
    assert not reforms.published("XA")
    assert not news
    reforms.publish(lena, reform.pk, day + timedelta(days=1))
    found = reforms.published("XA")
    assert [(one.title, one.org, one.on) for one in found] == [(TITLE, "Aurora", (day + timedelta(days=1)).date())]
    assert [(one["reform"], one["state"]) for one in news] == [(reform.pk, "XA")]
    deeds = [line.deed for line in journal.read(reform.pk)]
    assert deeds == ["law.publish_reform", "law.tell_state", "law.draft_reform"]


@pytest.mark.parametrize("on", [NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=1)])
def test_the_state_is_told_neither_before_the_draft_nor_tomorrow(cast: Cast, reform: Reform, on: date) -> None:
    with pytest.raises(NotNow):
        reforms.tell_state(cast["noor"], reform.pk, on, NOW)


def test_the_drafter_never_publishes(cast: Cast, reform: Reform) -> None:
    reforms.tell_state(cast["noor"], reform.pk, NOW.date(), NOW)
    with pytest.raises(NotAllowed):
        reforms.publish(cast["noor"], reform.pk, NOW + timedelta(days=91))


def test_together_with_its_fix_it_is_published_at_once(cast: Cast, reform: Reform) -> None:
    """Somebody drafts the new law of XA: it reaches its nationals and residents and whoever is there, everywhere."""
    assert not reforms.is_law(reform, library.corpus(NOW), NOW.date())
    open_: dict[str, object] = {"double_criminality": "not_required"}
    rules: list[dict[str, object]] = [
        {"basis": "territory"},
        {"basis": "active_nationality", "when": {"suspect_national": {"at": "act"}}, **open_},
        {"basis": "habitual_residence", "when": {"suspect_resident": {"at": "act"}}, **open_},
        {"basis": "presence", "when": {"suspect_present": {"at": "charge"}}, **open_},
        {"basis": "universal", **open_},
    ]
    drafting.draft(cast["noor"], yaml.safe_dump(small.law("XA", rules)), None, NOW)
    sexual = [one for one in reform.figures["examples"] if one["profile"] == "sexual_activity"]
    others = [one for one in reform.figures["examples"] if one not in sexual]
    assert reforms.is_law(reform, library.corpus(NOW), NOW.date()) == (not others)
    _entered(cast, reform, figures=reform.figures | {"examples": sexual})
    assert sexual
    assert reforms.is_law(reform, library.corpus(NOW), NOW.date())
    reforms.publish(cast["lena"], reform.pk, NOW)
    assert reforms.published("XA")


def test_what_is_published_is_changed_no_more(cast: Cast, reform: Reform) -> None:
    reforms.tell_state(cast["noor"], reform.pk, NOW.date(), NOW)
    later = NOW + timedelta(days=91)
    reforms.publish(cast["lena"], reform.pk, later)
    for deed in (
        lambda: reforms.change(cast["noor"], reform.pk, "x", "y", later),
        lambda: reforms.drop(cast["noor"], reform.pk, later),
        lambda: reforms.tell_state(cast["noor"], reform.pk, NOW.date(), later),
        lambda: reforms.publish(cast["lena"], reform.pk, later),
    ):
        with pytest.raises(NotNow):
            deed()


def test_check_is_content_with_a_published_reform_and_misses_one_that_is_gone(cast: Cast, reform: Reform) -> None:
    reforms.tell_state(cast["noor"], reform.pk, NOW.date(), NOW)
    reforms.publish(cast["lena"], reform.pk, NOW + timedelta(days=91))
    assert list(missing.defects()) == []
    assert list(proved.unproved()) == []
    Reform.objects.all().delete()
    assert list(proved.unproved()) == [f"record {reform.pk}: a reform that is published was taken away"]
    assert any(f"record {reform.pk}: " in line for line in missing.defects())


def test_nobody_who_ever_wrote_in_it_publishes_it(cast: Cast, reform: Reform) -> None:
    """Lena changed a word of what Noor drafted: neither of them is the second person, whatever the row says."""
    with_grant(cast, "femi")
    reforms.change(cast["lena"], reform.pk, TITLE, "Other words", NOW)
    reforms.tell_state(cast["noor"], reform.pk, NOW.date(), NOW)
    later = NOW + timedelta(days=91)
    for who in ("noor", "lena"):
        with pytest.raises(NotAllowed, match="You wrote in this"):
            reforms.publish(cast[who], reform.pk, later)
    reforms.publish(cast["femi"], reform.pk, later)
    assert [one.words for one in reforms.published("XA")] == ["Other words"]


@pytest.mark.parametrize(
    "moved",
    [{"told_state_on": date(2026, 1, 1)}, {"words": "Planted"}, {"drafted_by_id": None}, {"atoms": []}],
    ids=["told earlier", "other words", "another drafter", "other atoms"],
)
def test_a_draft_that_somebody_changed_in_the_database_goes_no_further(
    cast: Cast, reform: Reform, moved: dict[str, Any]
) -> None:
    """It is not published, told or changed, which would vouch for it; it is thrown away."""
    if "drafted_by_id" in moved:
        moved = {"drafted_by_id": cast["bao"].person}
    assert list(proved.unproved()) == []
    Reform.objects.filter(pk=reform.pk).update(**moved)
    later = NOW + timedelta(days=91)
    for deed in (
        lambda: reforms.publish(cast["lena"], reform.pk, later),
        lambda: reforms.tell_state(cast["noor"], reform.pk, NOW.date(), later),
        lambda: reforms.change(cast["noor"], reform.pk, "x", "y", later),
    ):
        with pytest.raises(NotNow, match="somebody changed it"):
            deed()
    assert list(proved.unproved()) == [f"record {reform.pk}: a draft of a reform is by nobody, or was changed"]
    reforms.drop(cast["noor"], reform.pk, later)
    assert list(proved.unproved()) == list(missing.defects()) == []


def test_a_reform_of_0_1_0_is_believed_where_person_and_second_fit(cast: Cast, reform: Reform) -> None:
    Entry.objects.filter(record=reform.pk).delete()
    journal.write(reform.pk, cast["noor"].signatory(), DRAFT_REFORM, at=NOW)
    assert list(proved.unproved()) == []
    later = NOW + timedelta(days=91)
    Reform.objects.update(published_at=later, published_by=cast["lena"].person)
    assert reforms.published("XA") == ()
    journal.write(reform.pk, cast["lena"].signatory(), PUBLISH_REFORM, at=later)
    assert [one.title for one in reforms.published("XA")] == [TITLE]
    assert list(proved.unproved()) == []
    Reform.objects.update(published_by=cast["noor"].person)
    assert reforms.published("XA") == ()


def test_others_see_no_draft(cast: Cast, reform: Reform) -> None:
    for who in ("bao", "oda", "omar", "sol"):
        assert client_of(cast, who).get(reverse("justice:reform", args=[reform.pk])).status_code == 403
    granting.end(cast["bao"], granting.grants_of(cast["noor"])[0].pk, NOW)
    with pytest.raises(NotHere):
        reforms.reform_of(cast["noor"], reform.pk)


def test_the_public_reads_what_was_published_and_no_draft(cast: Cast, reform: Reform) -> None:
    address = reverse("law:state", args=["en", "XA"])
    assert TITLE not in text(Client().get(address))
    reforms.tell_state(cast["noor"], reform.pk, NOW.date(), NOW)
    reforms.publish(cast["lena"], reform.pk, NOW + timedelta(days=91))
    page = text(Client().get(address))
    assert TITLE in page
    assert "The double condition goes." in page
    assert str(reform.figures["closed"]) not in page or reform.figures["closed"] < 100


@pytest.mark.usefixtures("that_day")
def test_the_pages_change_tell_publish_and_drop(cast: Cast, reform: Reform) -> None:
    noor, lena = client_of(cast, "noor"), client_of(cast, "lena")
    args = [reform.pk]
    assert noor.post(reverse("justice:reform_change", args=args), {"title": "New", "words": "Words"}).status_code == 302
    assert noor.post(reverse("justice:reform_told", args=args), {"on": "2031-01-01"}).status_code == 200
    assert noor.post(reverse("justice:reform_told", args=args), {"on": str(NOW.date())}).status_code == 302
    assert "kept back" in text(noor.get(reverse("justice:reform", args=args)))
    assert lena.post(reverse("justice:reform_publish", args=args)).status_code == 200
    _entered(cast, Reform.objects.get(), told_state_on=NOW.date() - timedelta(days=90))
    assert "Publish it" in text(lena.get(reverse("justice:reform", args=args)))
    assert "somebody else" in text(noor.get(reverse("justice:reform", args=args)))
    assert lena.post(reverse("justice:reform_publish", args=args)).status_code == 302
    assert noor.post(reverse("justice:reform_drop", args=args)).status_code == 200
    assert Reform.objects.get().published_at is not None


def test_a_reform_of_0_1_0_that_its_publisher_once_changed_stays_published(cast: Cast, reform: Reform) -> None:
    """0.1.0 asked for another person than the drafter; what was published by its rule is not by nobody now."""
    Entry.objects.filter(record=reform.pk).delete()
    journal.write(reform.pk, cast["noor"].signatory(), DRAFT_REFORM, at=NOW)
    journal.write(reform.pk, cast["lena"].signatory(), CHANGE_REFORM, at=NOW + timedelta(days=1))
    later = NOW + timedelta(days=91)
    journal.write(reform.pk, cast["lena"].signatory(), PUBLISH_REFORM, at=later)
    Reform.objects.update(published_at=later, published_by=cast["lena"].person)
    assert [one.title for one in reforms.published("XA")] == [TITLE]
    assert list(proved.unproved()) == []
