"""Training duties of a company: its people in its places, what the law asks of them by when, lists for an authority."""

import csv
import io
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotHere, NotNow, rules
from fanal.clocks import api as clocks
from fanal.journal.models import Entry
from fanal.learning import api as learning
from fanal.learning import reviewing
from fanal.learning.certificates import issuing, jws, keys
from fanal.learning.courses import library as courses
from fanal.learning.models import Certificate, Cohort, Learner, Post
from fanal.learning.people import people
from fanal.network.contracts import OrgKind
from fanal.tourism.companies import companies
from fanal.tourism.duties import library
from fanal.tourism.duties.evaluating import evaluate
from fanal.tourism.duties.model import Kind, Reason
from fanal.tourism.models import Site
from fanal.tourism.training import duties, staff, standing
from fanal.web.api import papers
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.passed import passed as passes
from tests.rooms.tourism import firms
from tests.rooms.tourism.training import staffed

pytestmark = pytest.mark.django_db(databases="__all__")
SAME = ("country", "admin1", "kind", "rooms", "licence", "operated", "brand")
FL, IA = "US-FL.509.096.training", "US-IA.80.45A.training"


def _ago(days: int) -> str:
    return (timezone.now().date() - timedelta(days)).isoformat()


@pytest.fixture
def firm(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> firms.Firm:
    """Laws that somebody looked at yesterday: the pages go by the clock of the day."""
    held, day = library.shipped(), timezone.now().date() - timedelta(1)
    fresh = library.Read(
        tuple(replace(one, checked_on=day) for one in held.rules),
        tuple(replace(one, checked_on=day) for one in held.signs),
    )
    monkeypatch.setattr(library, "shipped", lambda: fresh)
    return firms.in_review(cast)


def _approve(monkeypatch: pytest.MonkeyPatch, *courses: str) -> None:
    """The authority of Florida approved these."""
    held = library.shipped()
    rules = tuple(replace(one, approved=frozenset(courses)) if one.id == FL else one for one in held.rules)
    monkeypatch.setattr(library, "shipped", lambda: replace(held, rules=rules))


def _list(row: Site) -> Cohort:
    return Cohort.objects.get(pk=row.cohort or row.pk)


def _lines(firm: firms.Firm, on: date | None = None) -> list[tuple[str, str, str]]:
    day = on or timezone.now().date()
    found = standing.lines(staff.of_company(firm.org, day), day)
    return [(one.worker.label, one.rule.jurisdiction, one.kind.value) for one in found]


# ---- places and their people ----


def test_each_place_has_a_list_of_its_people_that_follows_it(firm: firms.Firm) -> None:
    row = staffed.site(firm, "A1")
    of = _list(row)
    assert (of.org_id, of.code, of.label, of.country) == (firm.org, "A1", "House A1", "US")
    told = {name: getattr(row, name) for name in SAME}
    companies.keep_site(firm.rosa, told | {"version": 1, "code": "B1", "name": "Lighthouse"}, row, NOW)
    of.refresh_from_db()
    assert (of.code, of.label) == ("B1", "Lighthouse")
    companies.close_site(firm.rosa, row.pk, NOW)
    of.refresh_from_db()
    assert of.closed_on == NOW.date()
    companies.take_sites(firm.rosa, [told | {"code": "B1", "name": "Lighthouse", "brand": ""}], NOW)
    assert _list(row).closed_on is None
    assert Cohort.objects.count() == 1


def test_a_list_of_the_same_code_is_taken_and_never_a_second_one(firm: firms.Firm) -> None:
    mine = people.open_cohort(firm.rosa, "Harbour", "US", "site", NOW, "A1")
    assert staffed.site(firm, "A1").cohort == mine.pk
    people.open_cohort(firm.rosa, "Office", "US", "team", NOW, "B1")
    row = Site.objects.get()
    told = {
        name: getattr(row, name)
        for name in ("name", "country", "admin1", "kind", "rooms", "licence", "operated", "brand")
    }
    with pytest.raises(NotNow, match="Another list of people has this code"):
        companies.keep_site(firm.rosa, told | {"version": 1, "code": "B1"}, row, NOW)


def test_places_from_before_get_their_lists_by_a_press(cast: Cast, firm: firms.Firm) -> None:
    row = staffed.site(firm, "A1")
    Site.objects.update(cohort=None)
    Cohort.objects.all().delete()
    rosa = client_of(cast, "rosa")
    assert reverse("training:make_lists") in text(rosa.get(reverse("training:home")))
    assert rosa.post(reverse("training:make_lists")).status_code == 302
    row.refresh_from_db()
    assert Cohort.objects.get().pk == row.cohort
    assert reverse("training:make_lists") not in text(rosa.get(reverse("training:home")))


def test_a_company_brings_its_posts_by_the_table_of_everybody(cast: Cast, firm: firms.Firm) -> None:
    staffed.site(firm, "A1")
    staffed.site(firm, "A2", "IA")
    found = staffed.posts(
        firm,
        "17,Ana,A1,reception,2024-03-01,,",
        "18,Ben,A2,driver,2024-05-01,,yes",
        "19,Eva,A9,driver,2024-05-01,,",
    )
    assert found.refused == 1, "no place has that code"
    rows = Post.objects.order_by("learner__code").values_list("learner__label", "cohort__code", "agency")
    assert list(rows) == [("Ana", "A1", False), ("Ben", "A2", True)]
    staffed.posts(firm, "17,Ana,A1,reception,2024-03-01,,")
    assert Post.objects.count() == 2, "the same table twice is one"
    other = firms.begun(cast, "Hotel Other", "XB", "otto")
    assert learning.worked(other.org, NOW.date()) == []
    assert Learner.objects.filter(org_id=other.org).count() == 0


@pytest.mark.parametrize(
    ("country", "region", "where", "assessed"),
    [
        ("US", "FL", "US-FL", True),
        ("US", " us-fl ", "US-FL", True),
        ("US", "florida", "US-FL", True),
        ("US", "Ohio", "US-Ohio", False),
        ("US", "", "US", False),
        ("CO", "", "CO", True),
        ("XA", "FL", "XA-FL", False),
    ],
)
def test_a_place_lies_where_it_says_and_what_was_not_assessed_says_so(
    country: str, region: str, where: str, assessed: bool
) -> None:
    one = staff.place_of(Site(country=country, admin1=region, kind="hotel"))
    assert (one.jurisdiction, staff.is_assessed(one)) == (where, assessed)


# ---- duties ----


def test_lines_are_what_the_law_says_of_each_and_stand_by_due_day(
    firm: firms.Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    _approve(monkeypatch, "tourism-core")
    staffed.site(firm, "A1")
    staffed.site(firm, "A2", "Ohio")
    staffed.posts(
        firm,
        f"1,Late,A1,reception,{_ago(200)},,",
        f"2,New,A1,housekeeping,{_ago(20)},,",
        f"3,Done,A1,front_desk,{_ago(900)},,",
        f"4,Cook,A1,food_drinks,{_ago(900)},,",
        f"5,Sent,A1,reception,{_ago(900)},,yes",
        f"6,Gone,A1,reception,{_ago(900)},{_ago(3)},",
        f"7,Elsewhere,A2,reception,{_ago(900)},,",
    )
    staffed.courses(firm, f"3,Done,tourism-core,1,{_ago(0)},20,en,yes,{_ago(0)},n1")
    assert [line for line in _lines(firm) if line[1] == "US-FL"] == [
        ("Late", "US-FL", "overdue"), ("New", "US-FL", "due"), ("Sent", "US-FL", "unknown"), ("Done", "US-FL", "met"),
    ]  # fmt: skip
    today = timezone.now().date()
    people = staff.of_company(firm.org, today)
    assert "Gone" not in {one.label for one in people}
    sums = {
        Site.objects.get(pk=pk).code: one
        for pk, one in standing.by_place(people, standing.lines(people, today)).items()
        if pk
    }
    assert (sums["A1"].people, sums["A1"].free, sums["A2"].people, sums["A2"].free) == (5, 1, 1, 1)
    assert sums["A1"].kinds == {Kind.OVERDUE: 1, Kind.DUE: 1, Kind.UNKNOWN: 1, Kind.MET: 1}


def test_what_is_shown_of_many_is_what_is_found_for_each(firm: firms.Firm) -> None:
    """The list of all, which is reckoned in columns, and the page of one say the same."""
    for at, region in enumerate(("FL", "IA", "CA", "TX", "Ohio")):
        staffed.site(firm, f"S{at}", region, rooms=None if at % 2 else 30)
    roles = ("reception", "housekeeping", "driver", "manager", "other")
    staffed.posts(
        firm, *(f"{n},P{n},S{n % 5},{roles[n % 4]},{_ago(30 * n)},,{'yes' if n % 7 == 0 else ''}" for n in range(40))
    )
    staffed.courses(
        firm,
        *(f"{n},P{n},tourism-core,1,{_ago(0)},{10 + n},en,{'yes' if n % 2 else ''},,k{n}" for n in range(0, 40, 3)),
    )
    today = timezone.now().date()
    people = staff.of_company(firm.org, today)
    found = {(one.worker.id, one.rule.id): (one.kind, one.reason, one.due) for one in standing.lines(people, today)}
    assert found
    for one in people:
        for rule in standing.obliging():
            alone = evaluate(rule, one.post, one.completions, today)
            told = found.get((one.id, rule.id))
            if alone.kind is Kind.NOT_APPLICABLE:
                assert told is None
            else:
                assert told == (alone.kind, alone.reason, alone.due)


def test_what_somebody_signed_is_known_only_where_it_was_said(
    firm: firms.Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    _approve(monkeypatch, "tourism-core")
    staffed.site(firm, "A1")
    staffed.posts(firm, f"1,Ana,A1,reception,{_ago(200)},,")
    staffed.courses(firm, f"1,Ana,tourism-core,1,{_ago(0)},20,en,,,n1")
    assert _lines(firm)[0] == ("Ana", "US-FL", "overdue")
    found = staffed.courses(firm, f"1,Ana,tourism-core,1,{_ago(0)},20,en,,2031-01-01,n2")
    assert found.refused == 1, "nobody signed on a day to come"
    staffed.courses(firm, f"1,Ana,tourism-core,1,{_ago(0)},20,en,,{_ago(0)},n3")
    assert _lines(firm)[0] == ("Ana", "US-FL", "met")


def test_a_condition_of_the_law_is_asked_of_the_place(cast: Cast, firm: firms.Firm) -> None:
    row = staffed.site(firm, "A1", "Iowa")
    staffed.posts(firm, f"1,Ana,A1,driver,{_ago(200)},,")
    assert _lines(firm) == []
    rosa = client_of(cast, "rosa")
    post = Post.objects.get()
    assert "Say on the page of the place whether it holds" in text(rosa.get(reverse("training:post", args=[post.pk])))
    assert "public money" in text(rosa.get(reverse("training:place", args=[row.pk])))
    flags = reverse("training:flags", args=[row.pk])
    assert rosa.post(flags, {"public_funds": "perhaps"}).status_code == 200, "it is no answer"
    assert rosa.post(flags, {"public_funds": "yes"}).status_code == 302
    row.refresh_from_db()
    assert dict(row.flags) == {"public_funds": True}
    assert _lines(firm) == [("Ana", "US-IA", "unknown")], "no day was read in the law"
    assert rosa.post(flags, {"public_funds": ""}).status_code == 302
    row.refresh_from_db()
    assert row.flags == []


# ---- pages ----


def test_pages_say_how_it_stands_why_and_what_it_rests_on(cast: Cast, firm: firms.Firm) -> None:
    row = staffed.site(firm, "A1")
    staffed.posts(firm, f"17,Ana,A1,reception,{_ago(200)},,", f"18,Ben,A1,security,{_ago(200)},,")
    staffed.courses(firm, f"17,Ana,tourism-core,1,{_ago(0)},20,en,yes,{_ago(0)},n1")
    rosa = client_of(cast, "rosa")
    assert reverse("training:home") in text(rosa.get(reverse("travel:home")))
    home = text(rosa.get(reverse("training:home")))
    assert "no legal advice" in home
    assert "House A1" in home
    listed = text(rosa.get(reverse("training:people")))
    assert "Ana" in listed
    assert "Ben" not in listed, "no law obliges anybody to train them"
    assert "overdue since" in listed
    one = text(rosa.get(reverse("training:post", args=[Post.objects.get(learner__code="17").pk])))
    assert "Fla. Stat. 509.096" in one
    assert "on no list of courses that the authority approved" in one
    assert "no lawyer of that place has reviewed it" in one
    assert "Looked at on" in one
    place = text(rosa.get(reverse("training:place", args=[row.pk])))
    assert "What must hang there" in place
    assert reverse("training:take_list", args=[row.pk, FL]) in place


def test_a_place_that_nobody_assessed_is_not_shown_as_free(cast: Cast, firm: firms.Firm) -> None:
    row, other = staffed.site(firm, "A1", "", "XA"), staffed.site(firm, "A2", "")
    rosa = client_of(cast, "rosa")
    assert text(rosa.get(reverse("training:home"))).count("not assessed") >= 2
    assert "was not assessed" in text(rosa.get(reverse("training:place", args=[row.pk])))
    assert "in which region" in text(rosa.get(reverse("training:place", args=[other.pk])))


def test_nobody_reads_the_people_of_another_company(cast: Cast, firm: firms.Firm) -> None:
    row = staffed.site(firm, "A1")
    staffed.posts(firm, f"17,Ana,A1,reception,{_ago(200)},,")
    post = Post.objects.get()
    firms.represents(cast)
    firms.begun(cast, "Hotel Other", "XB", "otto")
    addresses = [
        reverse("training:home"), reverse("training:people"), reverse("training:place", args=[row.pk]),
        reverse("training:post", args=[post.pk]), reverse("training:take_list", args=[row.pk, FL]),
    ]  # fmt: skip
    for who in ("otto", "amara", "tove", "edo"):
        client = client_of(cast, who)
        for address in addresses:
            assert "Ana" not in text(client.get(address)), (who, address)
    assert {deed for deed, rule in rules().items() if deed == "tourism.training" and rule.kinds == {OrgKind.COMPANY}}
    otto = client_of(cast, "otto")
    assert otto.get(addresses[2]).status_code == 404
    assert otto.get(addresses[3]).status_code == 404
    assert otto.post(addresses[4], {"form": "csv"}).status_code == 404


def test_five_thousand_people_are_looked_at_while_somebody_waits(cast: Cast, firm: firms.Firm) -> None:
    codes = [staffed.site(firm, f"S{at:02}").code for at in range(10)]
    staffed.many(firm, codes, 5000, NOW.date() - timedelta(200))
    rosa = client_of(cast, "rosa")
    begin = time.monotonic()
    page = rosa.get(reverse("training:people"))
    took = time.monotonic() - begin
    assert took < 8, took
    assert len(page.content) < 150_000
    assert text(page).count("/desk/travel/training/posts/") == 100, "a page at a time"
    more = text(rosa.get(reverse("training:people"), {"from": "100"}))
    assert "Back to the first" in more
    assert "Show the next" in more
    for odd in ("-1", "x", "99999999999999", "²", ""):
        assert rosa.get(reverse("training:people"), {"from": odd}).status_code == 200


# ---- lists for an authority ----


def _csv(answer: Any) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(answer.content.decode())) if row and not row[0].startswith("#")]


def test_a_list_is_made_on_request_and_the_journal_tells(cast: Cast, firm: firms.Firm) -> None:
    row = staffed.site(firm, "A1")
    staffed.posts(
        firm,
        f"17,=Ana,A1,reception,{_ago(200)},,",
        f"18,Ben,A1,security,{_ago(200)},,",
        f"19,Eva,A1,front_desk,{_ago(9)},,",
    )
    staffed.courses(firm, f"17,=Ana,tourism-core,1,{_ago(0)},20,en,yes,{_ago(0)},n1")
    rosa, address = client_of(cast, "rosa"), reverse("training:take_list", args=[row.pk, FL])
    taken = Entry.objects.filter(deed="tourism.take_list", record=row.pk)
    assert "acknowledgements" in text(rosa.get(address))
    assert not taken.exists(), "looking is not taking"
    answer = rosa.post(address, {"form": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "no-store" in answer["Cache-Control"]
    head, *rows = _csv(answer)
    assert head[7] == "Signed and dated acknowledgement"
    assert [(one[1], one[7]) for one in rows] == [("'=Ana", "yes"), ("Eva", "")], (
        "no formula; nobody whom the law leaves out"
    )
    assert "House A1" in answer.content.decode()
    assert taken.count() == 1
    pdf = rosa.post(address, {"form": "pdf"})
    assert pdf.content.startswith(b"%PDF-")
    assert taken.count() == 2
    assert rosa.post(address, {"form": "exe"}).status_code == 200, "it is no form of a list"
    assert taken.count() == 2


def test_iowa_asks_for_everybody_and_other_laws_for_no_list(cast: Cast, firm: firms.Firm) -> None:
    iowa, texas = staffed.site(firm, "A1", "IA"), staffed.site(firm, "A2", "TX")
    staffed.posts(firm, f"1,Ana,A1,driver,{_ago(9)},,yes", f"2,Ben,A1,manager,{_ago(9)},,")
    rosa = client_of(cast, "rosa")
    _head, *rows = _csv(rosa.post(reverse("training:take_list", args=[iowa.pk, IA]), {"form": "csv"}))
    assert [(one[1], one[5]) for one in rows] == [("Ana", "yes"), ("Ben", "no")]
    assert rosa.get(reverse("training:take_list", args=[texas.pk, IA])).status_code == 404
    assert rosa.get(reverse("training:take_list", args=[iowa.pk, FL])).status_code == 404


def test_a_list_without_a_font_is_not_told_as_taken(
    cast: Cast, firm: firms.Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = staffed.site(firm, "A1")

    def without(*_given: object) -> bytes:
        raise papers.NoFont("There is no font.")

    monkeypatch.setattr(papers, "made", without)
    answer = client_of(cast, "rosa").post(reverse("training:take_list", args=[row.pk, FL]), {"form": "pdf"})
    assert "There is no font." in text(answer)
    assert not Entry.objects.filter(deed="tourism.take_list").exists()


# ---- the clock ----


def _open() -> list[Any]:
    return clocks.open_duties(kinds=[duties.TRAIN])


def test_whoever_leads_the_training_hears_of_what_is_due_soon(cast: Cast, firm: firms.Firm) -> None:
    row = staffed.site(firm, "A1")
    duties.look(timezone.now())
    assert _open() == []
    staffed.posts(firm, f"1,Ana,A1,reception,{_ago(50)},,")
    duties.look(timezone.now())
    [one] = _open()
    assert (one.org, one.subject) == (firm.org, firm.org), "nobody is named"
    assert (one.due_at.date() - timezone.now().date()).days in {10, 11}
    duties.look(timezone.now())
    assert [each.id for each in _open()] == [one.id]
    page = text(client_of(cast, "rosa").get(reverse("desk:day")))
    assert "See to the training that the law asks of your company" in page
    assert reverse("training:people") in page
    staffed.posts(firm, f"2,Ben,A1,reception,{_ago(55)},,")
    duties.look(timezone.now())
    [earlier] = _open()
    assert earlier.due_at < one.due_at
    companies.close_site(firm.rosa, row.pk, NOW)
    duties.look(timezone.now())
    assert _open() == []


def test_of_what_nobody_can_end_here_nobody_is_reminded_for_ever(
    firm: firms.Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.site(firm, "A1")
    staffed.posts(firm, f"1,Ana,A1,reception,{_ago(200)},,")
    duties.look(timezone.now())
    assert _open() == [], "no course is known to be approved"
    assert _lines(firm) == [("Ana", "US-FL", "overdue")], "the page goes on saying it"
    _approve(monkeypatch, "tourism-core")
    duties.look(timezone.now())
    assert len(_open()) == 1


def test_every_reason_and_lack_has_words() -> None:
    from fanal.tourism.duties.model import Lack
    from fanal.tourism.training import words

    of_signs = {Lack.LANGUAGE, Lack.SIZE, Lack.TYPE}
    assert set(words.REASONS) == set(Reason)
    assert set(words.LACKS) == set(Lack) - of_signs
    assert set(words.KINDS) == set(Kind)


def test_a_place_of_another_company_has_no_list(cast: Cast, firm: firms.Firm) -> None:
    row = staffed.site(firm, "A1")
    other = firms.begun(cast, "Hotel Other", "XB", "otto")
    with pytest.raises(NotHere):
        companies.say_flags(other.rosa, row.pk, {"public_funds": True}, NOW)


# ---- what was passed here ----


@pytest.fixture
def passed(cast: Cast, firm: firms.Firm, keyfile_kept: None) -> Certificate:
    """Ana of the reception passed on the day before yesterday, and asked for her certificate today."""
    keys.add()
    reviewed.all_say(cast, "tourism-core")
    row = staffed.site(firm, "A1")
    of, now = _list(row), timezone.now()
    [card] = people.add(firm.rosa, of, ["Ana"], "reception", "en", NOW)
    learner, course = Learner.objects.get(pk=card.learner), courses.shipped()["tourism-core"]
    return issuing.issue(learner, course, passes(learner, course, now - timedelta(2)), "Ana Sok", now)


def test_a_certificate_of_somebody_of_a_company_is_from_a_member_and_counts_from_its_day(
    cast: Cast, firm: firms.Firm, passed: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert passed.org_id == cast.aurora, "never from the employer"
    said = issuing.checked(passed, timezone.now().date()).payload
    assert said["issuer"]["name"] == "Aurora"
    assert "Lantern" not in str(said)
    today = timezone.now().date()
    [one] = learning.worked(firm.org, today)
    [done] = one.done
    assert (done.course, done.claimed, done.minutes, done.interactive) == ("tourism-core", False, None, None)
    assert timedelta(0) <= passed.issued_at.date() - done.on <= timedelta(5), "the day on which it was passed"
    _approve(monkeypatch, "tourism-core")
    [(who, duty, stands)] = _lines(firm)
    assert (who, duty) == ("Ana", "US-FL")
    assert stands in {"due", "overdue"}, "nobody said that she signed"
    Certificate.objects.update(course="front-desk")
    Certificate.objects.update(token="made up")
    assert learning.worked(firm.org, today)[0].done == (), "what nobody signed is no certificate"


def test_a_page_looks_at_all_certificates_at_once_and_at_each_once(
    cast: Cast, firm: firms.Firm, passed: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, now = Site.objects.get(code="A1"), timezone.now()
    course = courses.shipped()["tourism-core"]
    rosa = client_of(cast, "rosa")
    pages = [reverse("training:home"), reverse("training:people"), reverse("training:place", args=[row.pk])]
    opened: list[str] = []
    look = jws.opened
    monkeypatch.setattr(jws, "opened", lambda token, known: opened.append(token) or look(token, known))

    def asked(page: str) -> int:
        opened.clear()
        with CaptureQueriesContext(connection) as queries:
            assert rosa.get(page).status_code == 200
        assert sorted(opened) == sorted(Certificate.objects.values_list("token", flat=True))
        return len(queries)

    asked(pages[0])  # what a process asks once is not the page's
    before = [asked(page) for page in pages]
    for made in people.add(firm.rosa, _list(row), [f"N{at}" for at in range(6)], "reception", "en", now):
        learner = Learner.objects.get(pk=made.learner)
        issuing.issue(learner, course, passes(learner, course, now), "Name", now)
    assert [asked(page) for page in pages] == before


def test_people_of_a_company_are_offered_what_members_give(cast: Cast, firm: firms.Firm) -> None:
    today = timezone.now().date()
    assert reviewing.given(firm.org, today) == {}
    reviewed.all_say(cast, "tourism-core", "fr")
    assert set(reviewing.given(firm.org, today)["tourism-core"]) == {"en", "fr"}
