"""Gaps of one's own country: computed by a job, shown to holders of the grant, each look counted, never another's."""

import csv
import io
from datetime import timedelta

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal.access.api import GrantGiven, NotAllowed, NotHere, NotNow, granting
from fanal.clocks import api as clocks
from fanal.engines.jurisdiction.counting.boxes import LIMIT
from fanal.journal import api as journal
from fanal.justice.gaps import counting, exports, gaps, looks
from fanal.justice.gaps.counting import Step
from fanal.justice.law import library, reviews
from fanal.justice.models import GapsCount, GapsExport, GapsFound, GapsLook
from fanal.network.models import Organisation
from fanal.web import papers
from tests.desk import client_of, text
from tests.people import NOW, Cast, now_are
from tests.rooms.justice import small
from tests.rooms.justice.laws import put, step
from tests.rooms.justice.small import small_law, with_grant

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("small_law")]
__all__ = ["small_law"]


@pytest.fixture
def counted(cast: Cast) -> GapsCount:
    """Noor has the grant, and the gaps of XA are counted."""
    with_grant(cast)
    count = gaps.start(cast["noor"], "XA", NOW)
    clocks.drain()
    count.refresh_from_db()
    return count


def test_a_count_is_made_by_a_job_and_kept(cast: Cast, counted: GapsCount) -> None:
    assert counted.step == Step.DONE
    assert counted.found == LIMIT == GapsFound.objects.count()
    here, everywhere = (gaps.bounds(counted.figures[name]) for name in ("here", "all"))
    assert 0 <= here.lower <= here.upper <= here.total < everywhere.total
    assert here.upper <= everywhere.upper
    space = counting.counted(library.corpus(NOW), NOW.date(), "XA")
    assert [space.total, space.lower, space.upper] == counted.figures["all"]
    assert counted.figures["filed"] == 2
    assert all(item.content["places"] for item in GapsFound.objects.all())


def test_the_gap_by_hand_is_among_them(cast: Cast, counted: GapsCount) -> None:
    """A national of XA in XB, which punishes nothing, is reached by nobody that is known."""
    known = [
        item.content
        for item in GapsFound.objects.all()
        if "XB" in item.content["places"] and "XA" in item.content["nationalities"]
    ]
    assert known
    assert not any(item["punished"] for item in known)


def test_a_country_without_law_is_not_known_and_never_fails(cast: Cast) -> None:
    with_grant(cast)
    now_are(Organisation.objects.filter(pk=cast.aurora), mandates=["XA", "XD"])
    count = gaps.start(cast["noor"], "XD", NOW)
    clocks.drain()
    count.refresh_from_db()
    assert count.step == Step.DONE
    there = client_of(cast, "noor")
    assert "not in our library" in text(there.get(reverse("justice:gaps_of", args=["XD"])))
    assert "Choose one of your countries" in text(there.get(reverse("justice:gaps")))


def test_a_click_of_a_reviewer_voids_no_count(cast: Cast, counted: GapsCount) -> None:
    before = library.corpus(NOW).version
    item = reviews.look("XA", "xa.1", NOW).item
    step(cast["noor"], ("XA", "xa.1", item.digest), "checked", NOW)
    assert library.corpus(NOW).version != before, "the answer to a case says who checked what"
    found = gaps.count_of(cast["noor"], "XA", NOW)
    assert found == counted
    assert not gaps.is_old(counted, NOW)


def test_a_count_of_an_earlier_wording_is_shown_with_its_day(cast: Cast, counted: GapsCount) -> None:
    later = NOW + timedelta(days=3)
    changed = small.law("XA", [{"basis": "territory"}])
    put(cast["noor"], yaml.safe_dump(changed), NOW, "XA")
    assert gaps.count_of(cast["noor"], "XA", later) == counted
    assert gaps.is_old(counted, later)
    page = text(client_of(cast, "noor").get(reverse("justice:gaps_of", args=["XA"])))
    assert "Nobody has had this counted" not in page
    assert "Law in the library has changed since" in page


@pytest.mark.parametrize("broken", ["figures", "items", "one"])
def test_a_count_that_this_version_cannot_read_is_asked_for_anew(cast: Cast, counted: GapsCount, broken: str) -> None:
    if broken == "figures":
        GapsCount.objects.update(figures={"bounds": [1, 2, 3]})
    elif broken == "one":
        for item in GapsFound.objects.all():
            GapsFound.objects.filter(pk=item.pk).update(
                content={name: value for name, value in item.content.items() if name != "first"}
            )
    else:
        GapsFound.objects.update(content={"format": "of a newer version"})
    counted.refresh_from_db()
    counting.put(counted, code=counting._code(counted))
    client = client_of(cast, "noor")
    for name in ("gaps_of", "gaps_boxes"):
        assert client.get(reverse(f"justice:{name}", args=["XA"]), follow=True).status_code == 200
    assert gaps.count_of(cast["noor"], "XA", NOW) is None
    again = gaps.start(cast["noor"], "XA", NOW)
    clocks.drain()
    again.refresh_from_db()
    assert (again.step, again.found) == (Step.DONE, LIMIT)
    assert gaps.count_of(cast["noor"], "XA", NOW) == again


@pytest.mark.parametrize("planted", ["another gap", "one more", "other figures", "one less"])
def test_what_somebody_wrote_into_a_count_is_not_shown_and_counted_anew(
    cast: Cast, counted: GapsCount, planted: str
) -> None:
    first = counted.items.get(number=1)
    if planted == "another gap":
        counted.items.filter(number=1).update(content=first.content | {"certain": not first.content["certain"]})
    elif planted == "one more":
        GapsFound.objects.create(count=counted, number=LIMIT + 1, content=first.content)
    elif planted == "other figures":
        GapsCount.objects.update(figures=counted.figures | {"here": [1, 0, 0]})
    else:
        counted.items.filter(number=1).delete()
    assert gaps.count_of(cast["noor"], "XA", NOW) is None
    gaps.start(cast["noor"], "XA", NOW)
    GapsFound.objects.create(count=counted, number=LIMIT + 2, content=first.content)
    clocks.drain()
    again = gaps.count_of(cast["noor"], "XA", NOW)
    assert again is not None
    assert gaps.found_from(again, 1)[0].content == first.content
    assert again.items.count() == again.found == LIMIT


def test_asking_again_computes_nothing_again(cast: Cast, counted: GapsCount) -> None:
    gaps.start(cast["noor"], "XA", NOW)
    assert clocks.drain() == 0
    again = gaps.start(cast["noor"], "XA", NOW + timedelta(days=1))
    assert (again.step, again.as_of, again.found) == (Step.WAITS, NOW.date() + timedelta(1), 0)
    gaps.start(cast["noor"], "XA", NOW + timedelta(days=1))
    assert clocks.drain() == 1
    assert GapsCount.objects.get().step == Step.DONE


def test_the_next_twenty_go_on_where_the_first_ended(cast: Cast, counted: GapsCount) -> None:
    first = counted.following
    gaps.search_on(cast["noor"], "XA", NOW)
    clocks.drain()
    counted.refresh_from_db()
    assert first
    assert counted.found == 2 * LIMIT
    assert counted.following
    assert counted.following > first
    numbers = list(counted.items.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 2 * LIMIT + 1))
    contents = [repr(item.content) for item in counted.items.all()]
    assert len(set(contents)) == 2 * LIMIT


def test_a_job_that_fails_says_so_and_can_be_asked_for_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with_grant(cast)
    count = gaps.start(cast["noor"], "XA", NOW)
    with monkeypatch.context() as broken:
        broken.setattr(counting, "certificates", lambda *_args, **_kwargs: 1 / 0)
        clocks.drain()
    count.refresh_from_db()
    assert count.step == Step.FAILED
    page = client_of(cast, "noor").get(reverse("justice:gaps_of", args=["XA"]))
    assert "failed" in text(page)
    gaps.start(cast["noor"], "XA", NOW)
    clocks.drain()
    count.refresh_from_db()
    assert count.step == Step.DONE


def test_a_second_run_of_the_job_changes_nothing(cast: Cast, counted: GapsCount) -> None:
    counting.compute(counted.pk)
    assert GapsFound.objects.count() == LIMIT


def test_each_look_is_in_the_journal(cast: Cast, counted: GapsCount) -> None:
    there = client_of(cast, "noor")
    page = text(there.get(reverse("justice:gaps_boxes", args=["XA"])))
    assert "For members alone" in page
    assert page.count("Gap ") >= LIMIT
    assert there.get(reverse("justice:gaps_box", args=["XA", 1])).status_code == 200
    assert [one.boxes for one in GapsLook.objects.order_by("pk")] == [LIMIT, 1]
    deeds = [line.deed for line in journal.read(GrantGiven.objects.get().pk)]
    assert deeds.count("law.look_at_gaps") == 2


def test_the_limit_of_looks_is_said_in_words_and_ends(cast: Cast, counted: GapsCount) -> None:
    for _ in range(looks.LIMIT):
        looks.look(cast["noor"], 1, NOW)
    with pytest.raises(looks.TooManyLooks) as many:
        looks.look(cast["noor"], 1, NOW + timedelta(minutes=59))
    assert many.value.until == NOW + timedelta(hours=1)
    looks.look(cast["noor"], 1, NOW + timedelta(hours=1, seconds=1))


def test_above_the_limit_a_page_shows_nothing(cast: Cast, counted: GapsCount) -> None:
    there = client_of(cast, "noor")
    address = reverse("justice:gaps_box", args=["XA", 1])
    for _ in range(looks.LIMIT):
        assert there.get(address).status_code == 200
    page = there.get(address)
    assert page.status_code == 429
    assert "Enough for now" in text(page)
    assert "found in" not in text(page)
    assert GapsLook.objects.count() == looks.LIMIT


def test_only_ones_own_country(cast: Cast, counted: GapsCount) -> None:
    GapsCount.objects.filter(pk=counted.pk).update(state="XB")
    there = client_of(cast, "noor")
    for name, more in (("gaps_of", []), ("gaps_boxes", []), ("gaps_box", [1]), ("gaps_export", []), ("reforms_of", [])):
        assert there.get(reverse(f"justice:{name}", args=["XB", *more])).status_code == 404
    assert there.post(reverse("justice:gaps_count", args=["XB"])).status_code == 404
    assert not GapsLook.objects.exists()


def test_a_grant_that_ended_shows_nothing_at_once(cast: Cast, counted: GapsCount) -> None:
    actor = cast["noor"]
    granting.end(cast["bao"], GrantGiven.objects.get().pk, NOW)
    assert client_of(cast, "noor").get(reverse("justice:gaps_of", args=["XA"])).status_code == 403
    with pytest.raises(NotAllowed):
        looks.look(actor, 1, NOW)


def test_no_page_computes(cast: Cast, counted: GapsCount) -> None:
    """What a request does is read some rows: nothing is counted in it, and nothing is asked for each box of a page."""
    counting._last.clear()
    there = client_of(cast, "noor")
    for name, more in (("gaps_of", []), ("gaps_boxes", []), ("gaps_box", [3])):
        with CaptureQueriesContext(connection) as queries:
            assert there.get(reverse(f"justice:{name}", args=["XA", *more])).status_code == 200
        assert len(queries) < 60, "a page of twenty boxes costs some forty, with who asks and the look that is counted"
    assert not counting._last


def test_the_page_says_what_is_not_known(cast: Cast, counted: GapsCount) -> None:
    page = text(client_of(cast, "noor").get(reverse("justice:gaps_of", args=["XA"])))
    assert "law of 2 of 197 countries" in page
    assert "at least" in page
    assert "at most" in page


def test_before_a_count_the_page_says_what_to_do(cast: Cast) -> None:
    with_grant(cast)
    there = client_of(cast, "noor")
    assert there.get(reverse("justice:gaps")).headers["Location"] == reverse("justice:gaps_of", args=["XA"])
    assert "Count it" in text(there.get(reverse("justice:gaps_of", args=["XA"])))
    there.post(reverse("justice:gaps_count", args=["XA"]))
    assert "waits its turn" in text(there.get(reverse("justice:gaps_of", args=["XA"])))
    assert not GapsLook.objects.exists(), "nothing was shown"
    GapsCount.objects.update(step=Step.RUNS, done=3, whole=12, heard_at=NOW + timedelta(days=9999))
    assert "<progress" in text(there.get(reverse("justice:gaps_of", args=["XA"])))


# ---- tables to take along ----


def rows_of(response: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode())))  # type: ignore[attr-defined]


def test_twenty_can_be_taken_by_one_person_once_with_a_mark_in_every_row(cast: Cast, counted: GapsCount) -> None:
    there = client_of(cast, "noor")
    form = {"boxes": str(LIMIT), "reason": "A letter to the ministry of XA"}
    assert there.post(reverse("justice:gaps_export", args=["XA"]), form).status_code == 302
    row = GapsExport.objects.get()
    response = there.post(reverse("justice:gaps_take", args=[row.pk]))
    assert response["Content-Type"].startswith("text/csv")
    assert "no-store" in response["Cache-Control"]
    table = rows_of(response)
    mark = f"Aurora · {row.pk} · "
    assert table[0][0].startswith(f"# {mark}")
    assert len(table) == LIMIT + 3
    assert all(cells[-1].startswith(mark) for cells in table[2:])
    assert "Noor" not in response.content.decode(), "the mark names no person"
    row.refresh_from_db()
    assert row.taken_at is not None
    again = there.post(reverse("justice:gaps_take", args=[row.pk]))
    assert again.status_code == 302
    assert [one.boxes for one in GapsLook.objects.all()] == [LIMIT]
    deeds = [line.deed for line in journal.read(row.pk)]
    assert deeds == ["law.take_export", "law.ask_export"]


@pytest.fixture
def forty(cast: Cast, counted: GapsCount) -> GapsExport:
    gaps.search_on(cast["noor"], "XA", NOW)
    clocks.drain()
    return exports.ask_for(cast["noor"], "XA", 2 * LIMIT, "A study of the law of XA", NOW)


def test_above_twenty_it_takes_two(cast: Cast, forty: GapsExport) -> None:
    there = client_of(cast, "noor")
    refused = there.post(reverse("justice:gaps_take", args=[forty.pk]))
    assert refused.status_code == 302
    assert "text/csv" not in refused.headers.get("Content-Type", "")
    with pytest.raises(NotNow):
        exports.take(cast["noor"], forty.pk, papers.Form.CSV, NOW)
    with pytest.raises(NotAllowed):
        exports.approve(cast["noor"], forty.pk, NOW)
    exports.approve(cast["bao"], forty.pk, NOW)
    assert exports.take(cast["noor"], forty.pk, papers.Form.CSV, NOW).count(b"\r\n") == 2 * LIMIT + 3


@pytest.mark.usefixtures("that_day")
def test_the_second_person_sees_no_gap(cast: Cast, forty: GapsExport) -> None:
    there = client_of(cast, "bao")
    page = text(there.get(reverse("justice:gaps_taken", args=[forty.pk])))
    assert "A study of the law of XA" in page
    assert "found in" not in page
    assert there.post(reverse("justice:gaps_approve", args=[forty.pk])).status_code == 302
    assert there.post(reverse("justice:gaps_take", args=[forty.pk])).status_code == 403


def test_nobody_else_takes_it_and_it_ends_after_a_week(cast: Cast, forty: GapsExport) -> None:
    with_grant(cast, "omar")
    exports.approve(cast["omar"], forty.pk, NOW)
    with pytest.raises(NotAllowed):
        exports.take(cast["omar"], forty.pk, papers.Form.CSV, NOW)
    with pytest.raises(NotNow):
        exports.take(cast["noor"], forty.pk, papers.Form.CSV, NOW + exports.OPEN + timedelta(seconds=1))
    with pytest.raises(NotHere):
        exports.export_of(cast["oda"], forty.pk)


def test_more_than_was_found_cannot_be_asked_for(cast: Cast, counted: GapsCount) -> None:
    with pytest.raises(NotNow):
        exports.ask_for(cast["noor"], "XA", LIMIT + 1, "All of it", NOW)
    with pytest.raises(NotHere):
        exports.ask_for(cast["noor"], "XB", 1, "Theirs", NOW)


@pytest.mark.usefixtures("that_day")
def test_a_paper_that_cannot_be_made_is_not_taken(
    cast: Cast, counted: GapsCount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server without a font says so; the same table is then taken as a workbook, once."""
    from typst import Compiler

    row = exports.ask_for(cast["noor"], "XA", 1, "A letter to the ministry of ខ្មែរ", NOW)
    monkeypatch.setattr(papers, "_press", lambda page: Compiler(papers._HERE / page, ignore_system_fonts=True))
    monkeypatch.setattr(exports, "state_name", lambda _code: "ខ្មែរ")
    there = client_of(cast, "noor")
    take = reverse("justice:gaps_take", args=[row.pk])
    assert "Noto" in text(there.post(take, {"form": "pdf"}, follow=True))
    taken = there.post(take, {"form": "xlsx"})
    assert (taken.status_code, taken.content[:2]) == (200, b"PK")
    assert there.post(take, {"form": "xlsx"}).status_code == 302
