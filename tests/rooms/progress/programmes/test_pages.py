"""The pages of programmes: filled in by whoever holds the duty, read by everybody once two published it."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from fanal.progress.models import Measure, Point, Programme
from fanal.progress.programmes import programmes
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.progress.programmes import made
from tests.rooms.progress.programmes.test_iati import SCHEMA
from tests.rooms.progress.programmes.test_theory import GOOD

pytestmark = pytest.mark.django_db(databases="__all__")


def _post(client: Client, name: str, *args: object, **data: Any) -> Any:
    return client.post(reverse(f"progress:{name}", args=args), data, follow=True)


def test_a_word_in_the_database_takes_nothing_else_down(cast: Cast) -> None:
    made.officers(cast)
    good, other = made.published(cast)[0], made.published(cast)[0]
    Measure.objects.filter(programme=other).update(level="x")
    for name, args in (("programmes", ["en"]), ("csv", []), ("iati", [])):
        assert Client().get(reverse(f"prevention:{name}", args=args)).status_code == 200
    found = text(Client().get(reverse("prevention:programmes", args=["en"])))
    assert str(good.pk) in found
    assert str(other.pk) not in found
    assert Client().get(reverse("prevention:programme", args=["en", other.pk])).status_code == 404


def test_from_the_first_word_to_the_published_page(cast: Cast) -> None:
    made.officers(cast)
    amara, bao = client_of(cast, "amara"), client_of(cast, "bao")
    about = made.ABOUT | {"starts": "2025-01-01", "ends": "2025-12-31"}
    answer = _post(amara, "begin_programme", **about)
    row = Programme.objects.get()
    assert "Before it can be published" in text(answer)
    answer = _post(amara, "outline_programme", row.pk, theory=GOOD.replace("measured by U1", "measured by"))
    assert "Line 8" in text(answer)
    _post(amara, "outline_programme", row.pk, theory=GOOD)
    look = {"comparison": "none", "same": "yes", "planned_on": "", "independent": "yes"}
    _post(amara, "design_programme", row.pk, **look)
    _post(amara, "say_safety", row.pk, raised="0", in_time="0", safe_until=NOW.date().isoformat())
    _post(amara, "add_measure", row.pk, **(made.measure() | {"up": "yes"}))
    one = Measure.objects.get()
    for moment, day, hits in (("baseline", "2025-01-01", "60"), ("after_6", "2026-06-30", "58")):
        point = {
            "arm": "programme",
            "moment": moment,
            "starts": day,
            "ends": day,
            "n": "100",
            "lost": "0",
            "hits": hits,
        }
        _post(amara, "add_point", one.pk, **point)
    assert Point.objects.count() == 2
    _post(amara, "add_cost", row.pk, year="2025", funder="A quiet fund", named="no", amount="9000", currency="EUR")
    _post(amara, "propose_programme", row.pk)
    assert Client().get(reverse("prevention:programme", args=["en", row.pk])).status_code == 404
    answer = _post(bao, "publish_programme", row.pk)
    assert "Everybody can read it" in text(answer)
    said = text(Client().get(reverse("prevention:programme", args=["en", row.pk])))
    for words in ("Debt Advice", "Grade 2 of 4: Before and after", "No difference can be told", "60 %", "not named"):
        assert words in said, words
    for words in ("A quiet fund", "North"):
        assert words not in said, "what stays inside"


def test_a_mistake_keeps_what_was_typed(cast: Cast) -> None:
    _row, one = made.whole(cast)
    client = client_of(cast, "amara")
    point = {
        "arm": "programme",
        "moment": "during",
        "starts": "2025-01-01",
        "ends": "2025-01-01",
        "n": "10",
        "hits": "20",
    }
    answer = _post(client, "add_point", one.pk, **point)
    assert answer.status_code == 200
    assert "More than were measured" in text(answer)
    assert b'value="20"' in answer.content


def test_find_what_worked(cast: Cast) -> None:
    made.published(cast, 60, 60, title="No Difference")
    for name, push in (("Second", "threat"), ("Third", "debt")):
        row = programmes.begin(cast["amara"], made.ABOUT | {"title": f"The {name} Way", "push": [push]}, NOW)
        programmes.outline(cast["amara"], row.pk, GOOD.replace("measured by U1", "not measured: no register"), NOW)
        programmes.say_safety(cast["amara"], row.pk, 0, 0, NOW.date(), NOW)
        programmes.propose(cast["amara"], row.pk, NOW)
        programmes.publish(cast["bao"], row.pk, NOW + made.DAY)
    where = reverse("prevention:programmes", args=["en"])
    said = text(Client().get(where))
    assert said.index("No Difference") < said.index("Third"), "how sure first, then the newest"
    assert "No difference can be told" in said
    said = text(Client().get(where, {"push": "threat"}))
    assert "The Second Way" in said
    assert "Third" not in said
    assert "The Second Way" not in text(Client().get(where, {"grade": "1"}))
    assert "Nothing of this" in text(Client().get(where, {"setting": "online"}))
    assert Client().get(where, {"push": "<script>", "from": "x"}).status_code == 200


def test_files_show_what_pages_show(cast: Cast) -> None:
    row, _one = made.published(cast, 60, 5)
    answer = Client().get(reverse("prevention:csv"))
    lines = list(csv.DictReader(io.StringIO(answer.content.decode().split("\n", 1)[1])))
    assert [(line["state"], line["value"], line["hits"], line["lost"]) for line in lines] == [
        ("value", "60.0", "60", "0"), ("hidden", "hidden", "hidden", "hidden"),
    ]  # fmt: skip
    assert "hidden: few are concerned" in text(Client().get(reverse("prevention:programme", args=["en", row.pk])))
    again = Client().get(reverse("prevention:csv"), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    tree = etree.fromstring(Client().get(reverse("prevention:iati")).content)
    SCHEMA.assertValid(tree)
    assert tree.find(".//baseline").get("value") == "60"
    assert tree.find(".//actual") is None
    own = client_of(cast, "amara").get(reverse("progress:programme_iati", args=[row.pk]))
    SCHEMA.assertValid(etree.fromstring(own.content))


def test_a_programme_is_no_formula_in_a_table(cast: Cast) -> None:
    made.published(cast, title="=HYPERLINK(1)")
    body = Client().get(reverse("prevention:csv")).content.decode().split("\n", 1)[1]
    assert {line["programme"] for line in csv.DictReader(io.StringIO(body))} == {"'=HYPERLINK(1)"}


def test_nothing_is_published_yet() -> None:
    assert "No programme is published yet" in text(Client().get(reverse("prevention:programmes", args=["en"])))
    assert Client().get(reverse("prevention:iati")).status_code == 404
    assert Client().get(reverse("prevention:csv")).status_code == 200


def test_the_form_to_print_lists_nobody(cast: Cast) -> None:
    row, _one = made.whole(cast)
    said = text(client_of(cast, "amara").get(reverse("progress:programme_form", args=[row.pk])))
    assert "Count people, never list them" in said
    assert "How many were in the group at its beginning?" in said


MOST, LONG = 60_000, "long " * 10
MANY_PARTS = "\n".join(
    [
        "problem p: पुरानी बात " + "अ" * 200, "leads to a: x [believed]",
        *(f"leads to a{n}: from{n}. [believed]" for n in range(90)), "activity a: A", "leads to o: so [believed]",
        *(f"activity a{n}: A{n}. {LONG}\nleads to o{n}: why{n}. [evidence: seen{n}.]" for n in range(90)),
        *(f"outcome o{n}: O{n}.\nnot measured: reason{n}." for n in range(90)),
        "outcome o: O", "measured by U1", *(f"risk: R{n}.\nwatch: W{n}." for n in range(100)), "harm: H", "watch: V",
    ]
)  # fmt: skip
MANY_ARROWS = "\n".join(
    [
        "problem p: P", "leads to a: so [believed]", "activity a: A",
        *(f"leads to o: why{n}. [believed]" for n in range(1_500)), "outcome o: O", "measured by U1", "harm: H",
        "watch: V",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("outline", "said"),
    [
        (
            MANY_PARTS,
            [f"{mark}{n}." for n in range(90) for mark in ("from", "A", "why", "seen", "O", "reason", "R", "W")],
        ),
        (MANY_ARROWS, [f"why{n}." for n in range(1_500)]),
    ],
)
def test_a_long_outline_is_read_a_page_at_a_time_and_nothing_of_it_is_left_out(
    cast: Cast, outline: str, said: list[str]
) -> None:
    made.officers(cast)
    row = made.whole(cast)[0]
    programmes.outline(cast["amara"], row.pk, outline, NOW)
    programmes.propose(cast["amara"], row.pk, NOW)
    programmes.publish(cast["bao"], row.pk, NOW)
    here: str | None = reverse("prevention:programme", args=["en", row.pk])
    pages = []
    while here and len(pages) < 30:
        page = Client().get(here)
        assert page.status_code == 200
        assert len(page.content) < MOST, (len(pages), len(page.content))
        pages.append(page.content.decode())
        here = next(iter(etree.HTML(pages[-1]).xpath("//nav[@class='pages']/a[text()='Show the next']/@href")), None)
    lines = [" ".join(etree.HTML(page).xpath("//*[@aria-labelledby='theory']/ul//text()")) for page in pages]
    assert [one for one in said if sum(one in line for line in lines) != 1] == []
    assert 2 < len(pages) < 15, "so few that somebody reads them"
    assert all(
        "<svg" in page for page in pages if '<ul class="plain stack"><li class="stack tight"><p><strong>' in page
    )
    desk = client_of(cast, "amara").get(reverse("progress:programme", args=[row.pk]))
    assert len(desk.content) < MOST


def test_an_outline_as_people_write_it_stands_on_one_page(cast: Cast) -> None:
    """Thirty parts, each with a sentence of a usual length."""
    made.officers(cast)
    row = made.whole(cast)[0]
    sentence = "families in debt keep their children in school once they owe less"
    parts = [f"activity a{n}: {sentence}\nleads to o{n}: {sentence} [believed]" for n in range(12)]
    ends = [f"outcome o{n}: {sentence}\nnot measured: too early" for n in range(12)]
    last = ["measured by U1", "harm: h", "watch: w"]
    text_ = "\n".join(["problem p: debt", "leads to a0: x [believed]", *parts, *ends, *last])
    programmes.outline(cast["amara"], row.pk, text_, NOW)
    page = client_of(cast, "amara").get(reverse("progress:programme", args=[row.pk])).content.decode()
    assert page.count(sentence) == 36, "a box breaks its lines"
    assert "Show the next" not in page
    assert len(page.encode()) < MOST
