"""The public pages of the law: for everybody, in any language that was reviewed, without session and cookie.

Every statement of law on them opens to article, version, source and review; every page says what it is not.
"""

import csv
import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import languages, stated
from fanal.engines.jurisdiction.benchmark import standards
from fanal.engines.jurisdiction.contracts import compile_texts
from fanal.engines.jurisdiction.files import treaties as texts
from fanal.journal import api as journal
from fanal.justice import proved
from fanal.justice.gaps.policy import DRAFT_REFORM, PUBLISH_REFORM
from fanal.justice.law import library, places, replies, results, tasks
from fanal.justice.models import Reform
from fanal.justice.public import frame, plainly
from fanal.network.contracts import Role
from fanal.vocabulary.countries import CountryStatus, countries
from tests.desk import text
from tests.people import NOW, Cast
from tests.rooms.justice import small
from tests.rooms.justice.laws import law, put, with_roles
from tests.rooms.justice.small import small_law

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["small_law"]
NOT = "Information for a professional, not legal advice. The law as written, not practice. No rank, no score."


def page(name: str, *parts: str, lang: str = "en", **query: str) -> str:
    response = Client().get(reverse(f"law:{name}", args=[lang, *parts]), query)
    assert response.status_code == 200
    assert not response.cookies
    found = text(response)
    assert found.count("<h1") == 1
    return found


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("world", ()),
        ("item", ("A8",)),
        ("state", ("SE",)),
        ("state", ("KH",)),
        ("state", ("GB",)),
        ("state", ("GB-EAW",)),
        ("provision", ("DE", "de.j.5.8.nat")),
        ("provision", ("DE", "extradition")),
        ("provision", ("DE", "definitions.child")),
        ("treaties", ()),
        ("treaty", ("LANZAROTE",)),
        ("treaty", ("C182",)),
    ],
)
def test_each_page_opens_for_everybody_and_says_what_it_is_not(cast: Cast, name: str, parts: tuple[str, ...]) -> None:
    assert NOT in page(name, *parts)


@pytest.mark.parametrize(("name", "parts"), [("world", ()), ("state", ("SE",)), ("state", ("GB-EAW",))])
def test_each_page_leads_to_whom_to_call(cast: Cast, name: str, parts: tuple[str, ...]) -> None:
    """A country to its own numbers and form, the world to where a country is asked for."""
    found = re.search(r'href="([^"]+)">Is a child on your mind\? Whom to call', page(name, *parts))
    assert found
    answer = Client().get(found[1], follow=True)
    assert answer.status_code == 200  # also where nobody listens yet: what numbers are known stand there all the same
    wanted = f"/en/{parts[0][:2].lower()}/" if parts else "/en/"
    assert answer.request["PATH_INFO"] == wanted


@pytest.mark.parametrize("lang", ["fr", "es"])
def test_pages_speak_the_language_of_their_path(cast: Cast, lang: str) -> None:
    assert f'<html lang="{lang}"' in page("state", "SE", lang=lang)
    assert {"fr": "Suède", "es": "Suecia"}[lang] in page("state", "SE", lang=lang)


@pytest.mark.parametrize(
    "path",
    [
        "/en/law/ZZ/",
        "/en/law/DE/de.none/",
        "/en/law/KH/kh.1/",
        "/en/law/treaty/NONE/",
        "/en/law/item/A99/",
        "/en/law/item/E1/",
        "/en/law/?item=nonsense",
    ],
)
def test_what_there_is_not_is_not_found(cast: Cast, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_page_in_a_language_that_nobody_reviewed_goes_on_in_one_that_is(cast: Cast) -> None:
    answer = Client().get("/ar/law/")
    assert (answer.status_code, answer["Content-Language"]) == (200, "en")
    assert "العربية" in text(answer)


def test_nothing_is_taken(cast: Cast) -> None:
    for name, parts in (("world", ()), ("state", ("SE",)), ("item", ("A8",))):
        assert Client().post(reverse(f"law:{name}", args=["en", *parts]), {"a": "b"}).status_code == 405


def test_a_page_reads_no_session(cast: Cast) -> None:
    client = Client()
    client.cookies["desk"] = "made-up"
    response = client.get(reverse("law:state", args=["en", "SE"]))
    assert response.status_code == 200
    assert not response.cookies


def test_a_page_of_a_country_measures_no_other_law(cast: Cast) -> None:
    """What others do is told where somebody has measured it; nobody waits for thirty laws to read one."""
    cache.clear()
    results._tables.clear()
    results._whole.clear()
    assert "Others do it:" not in page("state", "FR")
    assert {state for _version, state, _on in results._whole} == {"FR"}
    tasks.measure_law.func()
    assert "Others do it:" in page("state", "FR")


def test_a_day_is_measured_before_it_comes(cast: Cast) -> None:
    cache.clear()
    results._tables.clear()
    tasks.measure_law.func()
    results._tables.clear()
    law = library.corpus(timezone.now())
    for days in (0, 1):
        assert set(results.there(law, timezone.now().date() + timedelta(days=days))) == set(law.laws)
    assert not results.there(law, timezone.now().date() + timedelta(days=2))


def test_an_installation_is_made_ready_before_the_first_reader(cast: Cast) -> None:
    """`fanal migrate` measures every law; the first page of the world did, while somebody waited."""
    cache.clear()
    results._tables.clear()
    tasks.make_law_ready()
    results._tables.clear()
    results._whole.clear()
    page("world")
    assert not results._whole


def test_a_page_is_drawn_once_and_no_browser_keeps_it(cast: Cast) -> None:
    """A second visit draws nothing anew, and each language has its own; the device still keeps no trace of what was
    read."""
    first = page("state", "SE")
    results._whole.clear()
    assert page("state", "SE") == first
    assert not results._whole
    assert page("state", "SE", lang="fr") != first
    for name in ("state", "state_data", "world"):
        answer = Client().get(reverse(f"law:{name}", args=["en", *(["SE"] if name != "world" else [])]))
        assert answer["Cache-Control"] == "no-store"


def test_what_is_asked_for_stays_however_much_else_is_asked_for_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept was what came last: 128 addresses that nobody asks for twice pushed out the pages that many read."""
    monkeypatch.setattr(frame, "_MOST", 3)
    for other in ("FR", "DE", "NL", "IT"):
        page("state", "SE")
        page("state", other)
    results._whole.clear()
    page("state", "SE")
    assert not results._whole
    page("state", "FR")
    assert {state for _version, state, _on in results._whole} == {"FR"}


def test_data_are_made_once_by_whatever_port_a_visitor_asks(cast: Cast) -> None:
    """The port is the visitor's to choose: who asks by a thousand of them costs no more than who asks by one."""
    data("state", "SE")
    results._whole.clear()
    answer = Client().get(reverse("law:state_data", args=["en", "SE"]), headers={"host": "testserver:8443"})
    assert answer.json()["page"] == "http://testserver:8443/en/law/SE/"
    assert not results._whole


def test_a_page_is_drawn_anew_when_words_were_reviewed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation that counts from now on is said at once, and not the day after."""
    page("state", "SE")
    results._whole.clear()
    monkeypatch.setattr(languages, "turn", lambda: 10_000)
    page("state", "SE")
    assert results._whole


def test_the_state_page_leads_with_what_the_law_does_and_hides_no_unknown(cast: Cast) -> None:
    shown = page("state", "SE")
    results = standards.benchmark(library.corpus(NOW), "SE", datetime.now(UTC).date())
    assert shown.index("What the law does already") < shown.index("By group") < shown.index("Provisions in the library")
    whole = standards.score(results)
    assert f"{whole.known} of {whole.applicable} items known." in shown
    assert shown.count("Not assessed</span>") == sum(one.state == "not_assessed" for one in results) + 1  # A23
    for art in ("2 kap. 3 § 5 c", "6 kap. 7, 11 §§"):  # known to exist, not entered
        assert art in html.unescape(shown)
    assert "riksdagen.se" in shown


def test_a_country_without_a_file_is_not_assessed_throughout(cast: Cast) -> None:
    shown = page("state", "TD")
    assert "Nobody has looked at this country’s law yet." in html.unescape(shown)
    assert "0 of 48 items known." in shown
    assert shown.count("Too little is known for a bar") == 4
    for known in ("<strong>yes</strong>", "<strong>no</strong>", "state-yes"):
        assert known not in shown


def test_of_a_whole_nothing_is_said_from_a_part(cast: Cast) -> None:
    shown = page("state", "GB")
    assert reverse("law:state", args=["en", "GB-EAW"]) in shown
    assert "0 of 48 items known." in shown


def test_every_country_of_the_world_stands_in_the_table(cast: Cast) -> None:
    shown = page("item", "B6")
    for country in countries(demonstration=False):
        assert reverse("law:state", args=["en", country.alpha2]) in shown
    official = [one for one in countries(demonstration=False) if one.status is CountryStatus.OFFICIAL]
    assert len(official) == 249  # ISO 3166-1
    unassessed = len(countries(demonstration=False)) - len(
        [code for code in library.corpus(NOW).laws if "-" not in code]
    )
    assert f"{unassessed} countries without a file: nobody has looked" in shown


def test_a_provision_shows_article_words_versions_source_and_review(cast: Cast) -> None:
    """Section 5 no. 8 of the Strafgesetzbuch, with its three texts."""
    shown = html.unescape(page("provision", "DE", "de.j.5.8.nat"))
    assert "§ 5 Nr. 8" in shown
    law = library.corpus(NOW).laws["DE"]
    rule = law.rules["de.j.5.8.nat"]
    cite = rule.versions[-1].cite
    assert cite is not None
    assert f"<q>{cite.quote}</q>" in shown.replace("<mark>", "").replace("</mark>", "")
    assert 'lang="de"' in shown
    assert shown.count('id="version-') == len(rule.versions)
    assert "What it said is not established" in shown
    for version in rule.versions:
        if version.source:
            source = law.sources[version.source]
            assert source.title in shown
            assert source.url in shown
            assert source.licence in shown
    assert "A draft. Nobody has compared it with the text yet." in shown
    assert "The person suspected is a national of Germany (at the act)" in shown


def test_each_provision_of_each_law_has_its_page(cast: Cast) -> None:
    """All links of a state page open; what is reached by a single field leads to its group."""
    client = Client()
    for code in ("NL", "ZA"):
        links = set(re.findall(rf'href="(/en/law/{code}/[^"#]+/)"', page("state", code)))
        assert len(links) > 5
        for link in links:
            assert client.get(html.unescape(link)).status_code == 200, link
    single = client.get(reverse("law:provision", args=["en", "DE", "extradition.nationals"]))
    assert single["Location"] == reverse("law:provision", args=["en", "DE", "extradition"])


def test_a_treaty_shows_its_text_by_article_and_who_is_bound(cast: Cast) -> None:
    shown = html.unescape(page("treaty", "OPSC"))
    assert shown.count('id="article-') == texts.ARTICLES["OPSC"]
    assert texts.article("OPSC", 3, "(1)(b)")[:60] in shown
    assert "the source names the year only" in shown
    assert "The Lao People's Democratic Republic does not consider itself bound by article 5(2)." in shown
    assert "The text is not in the library." in page("treaty", "C182")


def test_the_table_can_be_taken_along_with_source_and_licence(cast: Cast) -> None:
    response = Client().get(reverse("law:table", args=["en", "A8"]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    lines = text(response).splitlines()
    assert "CC BY 4.0" in lines[0]
    assert "No rank, no score" in lines[0]
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    laws = library.corpus(NOW).laws
    assert len(rows) == len({country.alpha2 for country in countries(demonstration=False)} | set(laws))
    assert {row["state"] for row in rows if row["jurisdiction"] not in laws} == {"not_assessed"}
    assert all(row["corpus_version"] and row["checklist_version"] == "2026-11" for row in rows)


def test_what_a_state_replied_stands_beside_the_result_with_its_day(cast: Cast) -> None:
    clerk, words = with_roles(cast["bao"], Role.MANAGER), "We read it <otherwise>."
    assert "Ministry of Justice" not in page("state", "SE")
    assert data("state", "SE")["replies"] == []
    replies.enter(clerk, "SE", "law.B6", "Ministry of Justice", words, date(2026, 11, 20), NOW)
    shown = page("state", "SE")
    assert "Ministry of Justice, 20 November 2026" in shown
    assert "We read it &lt;otherwise&gt;." in shown
    assert "The state replied on 20 November 2026" in shown
    assert data("state", "SE")["replies"][0]["office"] == "Ministry of Justice"
    assert "Ministry of Justice" not in page("state", "DE")
    assert "http://testserver/en/law/SE/" in shown, "on paper, the address of the page stands on it"


def test_a_reform_is_shown_once_it_is_published(cast: Cast) -> None:
    row = Reform.objects.create(
        org_id=cast.aurora, state="SE", title="Acts abroad", words="One sentence <more>.", as_of=NOW.date(),
        corpus_version="0", drafted_by_id=cast["bao"].person, drafted_at=NOW,
    )  # fmt: skip
    assert "Acts abroad" not in page("state", "SE")
    journal.write(row.pk, cast["bao"].signatory(), DRAFT_REFORM, at=NOW, items=[stated.whole(row)])
    Reform.objects.filter(pk=row.pk).update(published_at=NOW, published_by=cast["amara"].person)
    assert "Acts abroad" not in page("state", "SE"), "nobody signed that"
    row.refresh_from_db()
    publisher = cast["amara"].signatory()
    journal.write(row.pk, publisher, PUBLISH_REFORM, at=NOW, items=[stated.whole(row)])
    shown = page("state", "SE")
    assert "Acts abroad" in shown
    assert "Aurora, 25 November 2026" in shown
    assert "One sentence &lt;more&gt;." in shown
    assert "Acts abroad" not in page("state", "DE")
    Reform.objects.filter(pk=row.pk).update(words="Other words.")
    assert "Acts abroad" not in page("state", "SE")
    assert any("a reform that is published is by nobody, or was changed" in line for line in proved.unproved())


def test_a_country_begins_with_five_sentences_and_bars(cast: Cast) -> None:
    """What a visitor without training asks stands before the 48 points, which are folded."""
    found = html.unescape(page("state", "DE"))
    first, _fold, rest = found.partition("All points, group by group")
    for words in (
        "Who is protected.", "Any sexual act with a child under 14 is an offence.",
        "Where anything is given or promised for it, it is one with any child under 18.",
        "Whoever does it there can be prosecuted there.",
        "Its nationals can be prosecuted for it wherever they do it, also where it is no offence.",
        "So can those who live there.", "For a child of 12: until that child turns 50.",
        "Where a child of 17 was paid for: until that child turns 35.", "What nobody has read.",
    ):  # fmt: skip
        assert words in first, words
    assert first.count('<svg class="ages"') == 4
    assert first.count('href="/en/law/DE/de.') >= 4, "each sentence leads to its articles"
    assert "Lowest review of a provision used: drafted." in first
    assert 'id="item-A1"' in rest
    assert "in five sentences" not in page("state", "TD"), "no law of it is in the library"
    assert "Any sexual act with a child under 14" in html.unescape(page("state", "DE")), "and so on each visit"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AT", "for two who are close in age: not more than 4 years apart, the younger at least 12."),
        ("JP", "An exception is made for two who are close in age: less than 5 years apart, the younger at least 13."),
        ("US", "An exception is made for two who are close in age: less than 4 years apart, the younger at least 12."),
        ("SE", "An exception is made for two who are close in age and development; a court decides."),
        ("ES", "Somebody has to decide or ask for it first: denuncia of the child, its representative or"),
        ("NO", "Somebody has to decide or ask for it first: påtalemyndigheten."),
    ],
)
def test_an_exception_and_a_complaint_are_said_plainly(cast: Cast, code: str, said: str) -> None:
    """Where the text has them; where one way needs nobody (§ 182(5) of Germany is of another act), nothing is said."""
    assert said in html.unescape(page("state", code)).partition("Ages of the child")[0]
    german, french = (html.unescape(page("state", one)).partition("Ages of the child")[0] for one in ("DE", "FR"))
    assert not any(words in german for words in ("An exception is made", "Somebody has to decide"))
    assert "An exception is made" not in french  # article 227-25 reaches whoever is grown up, however close in age


def test_an_article_stands_once_and_its_provisions_are_told_apart(cast: Cast) -> None:
    found = html.unescape(page("state", "DE"))
    abroad = found.partition("<strong>Abroad.</strong>")[2].partition("</li>")[0]
    assert abroad.count("§ 5 Nr. 8<") == 1
    listed = re.findall(r"<bdi>§ 5 Nr\. 8</bdi></a> ([^<]+) <", found)
    assert {"the person suspected is a national", "the person suspected lives in the country"} <= set(listed)


def test_articles_of_two_acts_with_one_number_are_told_apart(cast: Cast) -> None:
    """Section 3 of two Acts of Ireland was one link, and the second Act stood nowhere."""
    until = html.unescape(page("state", "IE")).partition("<strong>Until when.</strong>")[2].partition("</li>")[0]
    for provision, act in (("ie.1990.3", "Rape) (Amendment) Act 1990"), ("ie.2017.3", "Sexual Offences) Act 2017")):
        assert re.search(rf'href="/en/law/IE/{provision}/"><bdi>s. 3 \(Criminal Law \({re.escape(act)}', until), act


@pytest.mark.parametrize(("code", "number"), [("IE", "s. 4"), ("KR", "art. 7"), ("NL", "art. 3"), ("TH", "s. 4")])
def test_no_number_that_several_acts_have_stands_bare(cast: Cast, code: str, number: str) -> None:
    """Section 4 of four Acts of Ireland: where it was alone in a sentence it stood without its Act."""
    law = library.corpus(NOW).laws[code]
    every = [one for held in (law.offences, law.rules, law.limitation, law.groups) for one in held]
    named = [words for one in every for words, _ in places.linked(law, [one]) if re.match(rf"{number}(\D|$)", words)]
    assert len(named) > 1
    for words in named:
        assert re.search(r" \(.*\w{4}.*\)$", words), words


def test_an_act_in_several_states_of_its_text_is_one(cast: Cast) -> None:
    """The code of Switzerland and its article 5 alone are no two acts."""
    law = library.corpus(NOW).laws["CH"]
    assert not [words for words, _ in places.linked(law, law.rules) if "Strafgesetzbuch" in words]


def test_words_of_ours_are_translated_and_those_of_a_file_are_marked(cast: Cast) -> None:
    """What a drafter noted stays as it was written: it says its language, and keeps its direction."""
    found = html.unescape(page("state", "DE", lang="fr"))
    for words in ("17 paid", "confiscation.closing", "child not punished."):
        assert words not in found, words
    assert "Confiscation: Fermeture de locaux" in found
    assert '<bdi lang="en">making pornography accessible to persons under 18: still to be drafted</bdi>' in found
    arabic = html.unescape(text(Client().get("/preview/ar/law/DE/")))
    assert 'dir="rtl"' in arabic
    assert "<bdi>§ 176(1)</bdi>" in arabic
    assert "\u2068§ 6 Nr. 9\u2069" in arabic


@pytest.mark.parametrize("code", ["SE", "AR", "PH", "ES", "CH", "JP", "VN"])
def test_bars_say_what_their_sentences_say(cast: Cast, code: str) -> None:
    """A family that reads the bar alone must not believe that it is too late."""
    found = html.unescape(page("state", code))
    for age, said in (
        ("12", "For a child of 12: until that child turns "),
        ("17", "17 was paid for: until that child turns "),
    ):
        if said in found:
            until = found.partition(said)[2].partition(".")[0]
            assert f"from {age} to {until}" in found, until


def test_what_is_not_known_of_a_law_is_said_so(cast: Cast) -> None:
    put(cast["amara"], law("XD").replace("from: 2000-01-01", "from: 2040-01-01"), NOW)
    found = page("state", "XD")
    assert "in five sentences" in found
    assert "is not known here." in found


def test_what_a_complete_law_does_not_punish_is_no_offence_rather_than_not_known(cast: Cast, small_law: None) -> None:
    """XB punishes nothing, XA an act that is paid for alone; both are complete (`small`)."""
    nothing, paid = (html.unescape(page("state", code)).partition("By group")[0] for code in ("XB", "XA"))
    for found in (nothing, paid):
        assert "By this law no sexual act is an offence for the age of the child alone." in found
        assert "Without more, such as force or payment, it is no offence there with a child of 12." in found
        assert "With a child of 12 it is no offence by this law, so there is nothing to prosecute." in found
        assert "is not known here" not in found
    assert "Nor is it one where anything is given or promised for it." in nothing
    assert "Its nationals cannot be prosecuted there for what they do elsewhere." in nothing
    assert "Where anything is given or promised for it, it is one with any child under 18." in paid
    assert "Where a child of 17 was paid for there is no time limit." in paid


@pytest.mark.parametrize("drafted", ["offences", "jurisdiction_rules"])
def test_the_lowest_review_is_that_of_all_that_the_sentences_rest_on(drafted: str) -> None:
    """Also of the exception for two who are close in age, and of the rule that asks for no offence at the place."""
    by_nationality = {"basis": "active_nationality", "when": {"suspect_national": {"at": "act"}}}
    duties = ("required", "not_required")
    wide = [{"basis": "territory"}, *({**by_nationality, "double_criminality": one} for one in duties)]
    text: dict[str, Any] = small.law("XA", wide)
    first = text["offences"][0]
    older = {**first, "elements": {"all_of": [{"child_age_ge": 12}, {"child_age_lt": 16}]}}
    close = {**first, "id": "xa.2", "elements": {"child_age_lt": 12}, "exceptions": [{"close_in_age": 2}]}
    text["offences"] = [older, close]
    parts = [*text["offences"], *text["jurisdiction_rules"], *text["limitation"]]
    for one in parts:
        one["review"] = _REVIEWED
    assert _lowest(text) == "reviewed"
    text[drafted][-1]["review"] = {"status": "drafted"}
    assert _lowest(text) == "drafted"


_REVIEWED = {
    "status": "reviewed", "by": "a law office", "role": "lawyer", "on": "2026-01-01", "valid_until": "2027-11-01",
    "drafted_by": "a drafter", "checked_by": "somebody else", "checked_on": "2026-01-01",
}  # fmt: skip


def _lowest(text: dict[str, Any]) -> str:
    held = compile_texts({"jurisdictions/XA.yaml": yaml.safe_dump(text).encode()})
    return plainly.told(held, held.laws["XA"], NOW.date()).review


def data(name: str, *parts: str, lang: str = "en") -> dict[str, Any]:
    response = Client().get(reverse(f"law:{name}_data", args=[lang, *parts]))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert not response.cookies
    found: dict[str, Any] = json.loads(text(response))
    assert found["format"].startswith("fanal.law."), found["format"]
    assert found["corpus_version"] == library.corpus(NOW).version
    for words in ("CC BY 4.0", "not practice", "No rank, no score", "Not legal advice"):
        assert words in found["about"]
    assert found["page"] == "http://testserver" + reverse(f"law:{name}", args=[lang, *parts])
    return found


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("world", ()), ("item", ("B6",)), ("state", ("SE",)), ("state", ("TD",)), ("provision", ("DE", "de.176")),
        ("provision", ("DE", "definitions.child")), ("treaties", ()), ("treaty", ("OPSC",)), ("treaty", ("C182",)),
    ],
)  # fmt: skip
def test_each_page_is_there_as_data_and_leads_to_it(cast: Cast, name: str, parts: tuple[str, ...]) -> None:
    address = reverse(f"law:{name}_data", args=["en", *parts])
    assert address == reverse(f"law:{name}", args=["en", *parts]).removesuffix("/") + ".json"
    assert f'<a href="{address}" data-plain>' in page(name, *parts)
    data(name, *parts)


def test_the_data_of_a_state_say_what_its_page_says_and_no_more(cast: Cast) -> None:
    """Items with state and review, the five sentences, the compiled file with its texts; never one figure for all."""
    found = data("state", "IE")
    shown = html.unescape(page("state", "IE"))
    held = standards.benchmark(library.corpus(NOW), "IE", datetime.now(UTC).date(), outside=True)
    assert [(one["item"], one["state"]) for one in found["items"]] == [
        (one.item.removeprefix("law."), one.state.value) for one in held
    ]
    assert all({"unreviewed", "stale_since", "provisions"} <= one.keys() for one in found["items"])
    assert len(found["plainly"]) == 5
    for one in found["plainly"]:
        assert one["words"] in shown
    law_of = found["law"]
    assert law_of["jurisdiction"] == "IE"
    assert "https://www.irishstatutebook.ie/eli/2006/act/15/enacted/en/html" in {
        one.get("eli") for one in law_of["sources"].values()
    }
    first = law_of["provisions"][0]["versions"][0]
    assert first["provenance"]["review"]["status"] == "drafted"
    assert {"score", "rank", "index"}.isdisjoint(found)
    assert data("state", "TD")["law"] is None
    assert data("state", "GB")["parts"] == ["GB-EAW"]


def test_the_data_of_a_provision_have_its_versions_words_and_texts(cast: Cast) -> None:
    found = data("provision", "DE", "de.j.5.8.nat")
    rule = library.corpus(NOW).laws["DE"].rules["de.j.5.8.nat"]
    assert found["kind"] == "rule"
    assert found["review"]["status"] == "drafted"
    assert len(found["versions"]) == len(rule.versions)
    cite = rule.versions[-1].cite
    assert cite is not None
    assert found["versions"][-1]["provenance"]["cite"]["quote"] == cite.quote
    assert found["sources"][cite.source]["url"].startswith("https://www.gesetze-im-internet.de/")


def test_each_article_is_named_once_in_a_row_of_the_world(cast: Cast) -> None:
    """In England and Wales one paragraph of a schedule stands behind ten provisions."""
    rows = re.findall(r"<tr.*?</tr>", page("item", "B6"), re.DOTALL)
    named = [re.findall(r"<bdi>([^<]*)</bdi></a>", row) for row in rows]
    assert [one for one in named if len(one) != len(set(one))] == []
    assert max(map(len, named)) > 3


def test_the_data_of_the_world_lead_to_all_others(cast: Cast) -> None:
    found, client = data("world"), Client()
    assert len(found["jurisdictions"]) > 249
    assert len(found["items"]) == 48
    for address in (found["jurisdictions"][0]["data"], found["items"][0]["data"], found["treaties"]):
        assert client.get(address).status_code == 200
    states = {one["jurisdiction"]: one for one in data("item", "B6")["states"]}
    assert states["TD"]["state"] == "not_assessed"
    assert states["DE"]["provisions"]


@pytest.mark.parametrize(
    "path", ["ZZ.json", "DE/de.none.json", "KH/kh.1.json", "item/A99.json", "treaty/NONE.json", "de.json"]
)
def test_data_of_what_there_is_not_are_not_found(cast: Cast, path: str) -> None:
    assert Client().get(f"/en/law/{path}").status_code == 404
    assert Client().post("/en/law/DE.json").status_code == 405
