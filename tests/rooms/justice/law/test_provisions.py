"""Drafting a provision at a time, by its pages: what is wrong at its line, before and after, who drafts meanwhile."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.journal import api as journal
from fanal.justice.law import drafting, ladder, library, provisions, queue, reviews, texts
from fanal.justice.models import LawFile
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.justice.laws import law, person, step
from tests.rooms.justice.small import few_laws

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("few_laws")]
__all__ = ["few_laws"]

ITEM = "xd.10"


def now() -> datetime:
    return datetime.now(UTC)


def drafter(cast: Cast, who: str = "femi") -> Client:
    person(cast, who, Role.CORPUS_EDITOR)
    return client_of(cast, who)


class Page:
    """The page on which somebody drafts one provision, and what the browser keeps of it between two presses."""

    def __init__(self, client: Client, ref: str = ITEM, code: str = "XD", name: str = "draft_provision") -> None:
        self.client, self.url = client, reverse(f"justice:{name}", args=[code, ref])
        self.fields: dict[str, str] = {}
        self.look(text(client.get(self.url)))

    def look(self, content: str) -> str:
        for name in ("base", "was", "seen"):
            found = re.search(rf'name="{name}"(?: value="([^"]*)")?', content)
            self.fields[name] = (found and found[1]) or ""
        area = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", content, re.DOTALL)
        self.fields["text"] = html.unescape(area[1]).lstrip("\r\n").replace("\r\n", "\n") if area else ""
        self.content = content
        return html.unescape(re.sub(r"<(?!/?(?:ins|del|mark)>)[^>]+>", "", content))

    @property
    def text(self) -> str:
        return self.fields["text"]

    def press(self, *, draft: bool = False, **given: str) -> str:
        self.fields |= given
        sent = {**self.fields, "text": self.fields["text"].replace("\n", "\r\n")}
        return self.look(text(self.client.post(self.url, sent | ({"draft": "1"} if draft else {}), follow=True)))

    def change(self, old: str, new: str, *, draft: bool = False) -> str:
        assert old in self.text
        return self.press(text=self.text.replace(old, new), draft=draft)


def begin(cast: Cast, written: str = "") -> None:
    drafting.draft(person(cast, "amara", Role.CORPUS_EDITOR), written or law(), None, now())


def words_of(code: str, ref: str) -> list[texts.Words]:
    found = library.corpus(now()).laws[code]
    return texts.words_of(found, ladder.item(found, ref))


def in_force() -> str:
    return library.text_in_force("XD", now())


def test_one_provision_is_changed_and_all_else_stays_to_the_byte(cast: Cast) -> None:
    begin(cast, law().replace("\noffences:", "\n# kept as it is\noffences:   # and this"))
    before, client = in_force(), drafter(cast)
    page = Page(client)
    assert page.text.startswith("- id: xd.10\n  covers: [sexual_activity]\n")
    assert "jurisdiction:" not in page.text
    shown = page.change("max_penalty_years: 10", "max_penalty_years: 12")
    assert "max_penalty_years: <del>10</del>" in shown
    assert "max_penalty_years: <ins>12</ins>" in shown
    assert in_force() == before  # nothing is stored by looking
    assert "In force. What changed waits for somebody else to compare it: 1." in page.press(draft=True)
    assert in_force() == before.replace("max_penalty_years: 10", "max_penalty_years: 12")
    row = LawFile.objects.order_by("drafted_at").last()
    assert row is not None
    assert [line.deed for line in journal.read(row.pk)] == ["law.draft"]


def test_only_the_provision_that_changed_is_drafted_again(cast: Cast) -> None:
    begin(cast)
    for ref in (ITEM, "xd.j.1"):
        item = ladder.item(library.corpus(now()).laws["XD"], ref)
        assert item is not None
        step(person(cast, "nils", Role.LAWYER), ("XD", ref, item.digest), "checked", now())
    page = Page(drafter(cast))
    page.change("child_age_lt: 18", "child_age_lt: 16")
    page.press(draft=True)
    found, climbed = library.corpus(now()).laws["XD"], library.steps(now())["XD"]
    waits = {item.id: queue.waits(item, now().date(), climbed) for item in ladder.items(found)}
    assert (waits[ITEM], waits["xd.j.1"]) == (queue.Waits.CHECK, queue.Waits.REVIEW)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("max_penalty_years: 10", "max_penalty_years: ten", "max_penalty_years: ten", '"ten" cannot stand here.'),
        ("  attempt: true", "  attempts: true", "attempts: true", "The key 'attempts' is not known here."),
        ("covers: [sexual_activity]", "covers: [sexual_activity", "", "Not YAML"),
        ("source: code, art", "source: cod, art", "source: cod", "There is no source 'cod'. Add it to `sources`."),
        (
            'versions: [{from: 2000-01-01, source: code, note: "date unverified"}]',
            "versions:\n    - {to: 2015-10-01, unknown: true}\n    - {from: 2015-10-01, source: code}",
            "- {from: 2015-10-01, source: code}",
            "Two versions surely hold on 2015-10-01. End the first before the second begins.",
        ),
        (
            "versions: [{from: 2000-01-01,",
            "versions: [{from: 2000-01-01, to: 1999-01-01,",
            "versions:",
            "The version ends before it begins. Mend the days.",
        ),
        (
            "exceptions: []",
            "exceptions: [{marriage: true, burden: defence}]",
            "exceptions:",
            "It is said to be for the accused to show, and no text that says so. Add `burden_cite",
        ),
        ("- id: xd.10", "- id: xd.11", "- id: xd.11", "An id is for ever."),
        ("- id: xd.10", "- id: xd.9\n- id: xd.10", "- id: xd.9", "This is not one provision."),
    ],
)
def test_what_is_wrong_is_told_at_its_line_of_the_provision(
    cast: Cast, old: str, new: str, line: str, said: str
) -> None:
    begin(cast)
    before = in_force()
    page = Page(drafter(cast))
    typed = page.text.replace(old, new)
    shown = page.press(text=typed)
    assert "Nothing was stored. Mend what stands below, and check it again." in shown
    assert said in shown
    if line:
        number = next(n for n, one in enumerate(typed.split("\n"), 1) if line in one)
        assert re.search(rf"Line {number}\b", shown), shown
    assert re.search(r"Line \d+", shown)
    assert page.text == typed  # nothing that was typed is lost
    assert in_force() == before
    assert "Put it into force" not in page.content
    page.press(draft=True)
    assert in_force() == before


@pytest.mark.parametrize("left_open", ["  foo: [", "  foo: {", "  []", "  foo: \u2028\u2028\u2028 ["])
def test_what_is_left_open_at_the_end_is_told_at_the_last_line(cast: Cast, left_open: str) -> None:
    """The parser misses the end behind the text."""
    begin(cast)
    page = Page(drafter(cast))
    typed = f"{page.text}\n{left_open}"
    shown = page.press(text=typed)
    assert "Nothing was stored." in shown
    assert re.search(r"Line \d+", shown)
    assert page.text == typed


def test_what_breaks_elsewhere_is_told_with_its_line_of_the_law(cast: Cast) -> None:
    begin(cast, law().replace('offences: "*"\n    none', "offences: [xd.10]\n    none"))
    page = Page(drafter(cast), name="draft_out")
    shown = page.look(page.content)
    assert "In xd.l.1, line 2 offences: [xd.10]" in shown  # the line of that provision, as whoever opens it sees it
    assert "This file has no offence 'xd.10'." in shown
    assert "a warning" not in shown  # of provisions that nobody touches only what stands in the way is told
    before = in_force()
    assert "Take it out of this law" not in shown
    page.press(draft=True)
    assert in_force() == before


def test_what_was_changed_after_the_look_is_looked_at_once_more(cast: Cast) -> None:
    begin(cast)
    page, before = Page(drafter(cast)), in_force()
    page.change("max_penalty_years: 10", "max_penalty_years: 12")
    assert "You changed it after you looked at it." in page.change("years: 12", "years: 13", draft=True)
    assert in_force() == before
    assert "In force." in page.press(draft=True)
    assert "max_penalty_years: 13" in in_force()


def test_pressed_twice_it_is_done_once_and_nobody_else_is_blamed(cast: Cast) -> None:
    begin(cast)
    page = Page(drafter(cast))
    page.change("max_penalty_years: 10", "max_penalty_years: 12")
    sent = {**page.fields, "draft": "1"}
    first, second = (page.client.post(page.url, sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert LawFile.objects.filter(jurisdiction="XD").count() == 2


def test_nothing_changed_is_said(cast: Cast) -> None:
    begin(cast)
    page = Page(drafter(cast))
    assert "Nothing is changed yet." in page.press()
    assert "Put it into force" not in page.content


def test_two_who_draft_different_provisions_do_not_overwrite_each_other(cast: Cast) -> None:
    begin(cast)
    first, second = Page(drafter(cast)), Page(drafter(cast, "nils"), "xd.j.2")
    second.change("double_criminality: not_required", "double_criminality: required")
    first.change("max_penalty_years: 10", "max_penalty_years: 12")
    first.press(draft=True)
    shown = second.press(draft=True)
    assert "Aurora drafted this law anew on" in shown  # nils is of another organisation
    assert "this provision is as it was" in shown
    assert "Changed besides: 10(1) (xd.10)." in shown
    assert "double_criminality: required" in second.text
    assert "double_criminality: <ins>required</ins>" in shown
    assert "In force." in second.press(draft=True)
    assert "max_penalty_years: 12" in in_force()
    assert "double_criminality: required" in in_force()


def test_the_same_provision_changed_by_two_shows_both(cast: Cast) -> None:
    begin(cast)
    first, second = Page(drafter(cast)), Page(drafter(cast, "nils"))
    second.change("max_penalty_years: 10", "max_penalty_years: 15")
    first.change("max_penalty_years: 10", "max_penalty_years: 12")
    first.press(draft=True)
    shown = second.press(draft=True)
    assert "changed this provision too. Nothing was stored." in shown
    theirs, _heading, yours = shown.partition("Before and after")
    assert "max_penalty_years: <del>10</del>" in theirs
    assert "max_penalty_years: <ins>12</ins>" in theirs
    assert "max_penalty_years: <del>12</del>" in yours
    assert "max_penalty_years: <ins>15</ins>" in yours
    assert "max_penalty_years: 12" in in_force()
    assert "In force." in second.press(draft=True)
    assert "max_penalty_years: 15" in in_force()


def test_a_text_that_was_withdrawn_meanwhile_is_told(cast: Cast) -> None:
    begin(cast)
    first = Page(drafter(cast))
    first.change("max_penalty_years: 10", "max_penalty_years: 12")
    first.press(draft=True)
    late = Page(drafter(cast))
    late.change("max_penalty_years: 12", "max_penalty_years: 13")
    newest = library.in_force(now())["XD"]
    drafting.withdraw(person(cast, "femi", Role.CORPUS_EDITOR), newest.pk, now())
    shown = late.press(draft=True)
    assert "The text that you began from was withdrawn meanwhile." in shown
    assert "drafted this law anew" not in shown  # Amara's text is in force again, and she did nothing
    changed, _heading, _yours = shown.partition("Before and after")
    assert "max_penalty_years: <del>12</del>" in changed
    assert "max_penalty_years: <ins>10</ins>" in changed
    assert "max_penalty_years: <ins>13</ins>" in shown
    assert "max_penalty_years: 10" in in_force()


def test_a_new_provision_stands_behind_its_kind(cast: Cast) -> None:
    begin(cast)
    page = Page(drafter(cast), "offences", name="draft_new")
    assert page.text.startswith("- id: xd.\n")
    assert "Nothing was stored." in page.press()
    new = law().partition("offences:\n")[2].partition("jurisdiction_rules:")[0].replace("xd.10", "xd.12")
    new = "\n".join(line.removeprefix("  ") for line in new.rstrip().split("\n"))
    shown = page.press(text=new)
    assert "<ins>- id: xd.12</ins>" in shown
    before = in_force()
    assert "In force." in page.press(draft=True)
    assert "xd.12" in library.corpus(now()).laws["XD"].offences
    assert in_force().replace("\n" + "\n".join(f"  {one}" for one in new.split("\n")), "") == before
    again = Page(drafter(cast), "offences", name="draft_new")
    assert "The id 'xd.12' is given twice" in again.press(text=new)
    assert "Line 1" in again.look(again.content)


def test_a_rule_that_the_law_had_not_is_written_for_the_first_time(cast: Cast) -> None:
    begin(cast)
    page = Page(drafter(cast), "extradition")
    assert page.text.startswith("extradition:\n")
    page.press(text='extradition:\n  nationals: never\n  cite: {source: code, art: "9"}\n')
    assert "In force." in page.press(draft=True)
    assert library.corpus(now()).laws["XD"].groups["extradition"].fields["nationals"] == "never"


def test_a_provision_is_taken_out_and_its_id_is_given_up(cast: Cast) -> None:
    begin(cast)
    page = Page(drafter(cast), "xd.j.2", name="draft_out")
    assert "<del>- id: xd.j.2</del>" in page.look(page.content)
    assert "In force." in page.press(draft=True)
    assert "xd.j.2" not in library.corpus(now()).laws["XD"].rules
    assert in_force().endswith("retired: [xd.j.2]\n")
    assert page.client.get(reverse("justice:draft_provision", args=["XD", "xd.j.2"])).status_code in {302, 404}


def test_the_page_has_the_words_that_the_provision_rests_on(cast: Cast) -> None:
    page = Page(drafter(cast), "se.6.9", "SE")
    shown = page.look(page.content)
    assert "What it rests on" in shown
    assert "Brottsbalk (1962:700)" in shown
    assert "<blockquote" in page.content
    (words, *_older) = words_of("SE", "se.6.9")
    assert words.articles  # the text of the code lies in the corpus
    assert all(article.words in shown for article in words.articles)


def test_who_drafts_and_who_reviews_read_the_words_that_give_a_defence(cast: Cast) -> None:
    """They may stand in another article, of another text, than the offence."""
    cite = 'burden_cite: {source: old, art: "11(2)", quote: "unless they are married"}'
    old = 'old: {title: Code of old, kind: statute, version_date: 1999-01-01, url: "https://law.example/old", lang: en}'
    text_of = law().replace("exceptions: []", f"exceptions: [{{marriage: true, burden: defence, {cite}}}]")
    begin(cast, text_of.replace("sources:", f"sources:\n  {old}", 1))
    page = Page(drafter(cast))
    person(cast, "nils", Role.LAWYER)
    for shown in (page.look(page.content), _item(client_of(cast, "nils"))):
        assert "unless they are married" in shown
        assert "marriage, for the accused to show (11(2))" in shown
        assert "11(2): Code of old" in shown


def test_the_list_leads_to_every_provision(cast: Cast) -> None:
    client = drafter(cast)
    shown = text(client.get(reverse("justice:draft_law", args=["SE"])))
    for item in ladder.items(library.corpus(now()).laws["SE"]):
        assert reverse("justice:draft_provision", args=["SE", item.id]) in shown
    assert reverse("justice:draft_new", args=["SE", "offences"]) in shown
    item = text(client.get(reverse("justice:law_item", args=["SE", "se.6.9"])))
    assert reverse("justice:draft_provision", args=["SE", "se.6.9"]) in item
    assert reverse("justice:draft_law", args=["SE"]) in text(client.get(reverse("justice:law_queue", args=["SE"])))


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("draft_law", ["ZZ"]),
        ("draft_provision", ["SE", "se.none"]),
        ("draft_provision", ["ZZ", "zz.1"]),
        ("draft_new", ["SE", "coverage"]),
        ("draft_out", ["SE", "se.none"]),
        ("draft_out", ["SE", "procedure"]),
    ],
)
def test_what_there_is_not_is_not_found(cast: Cast, name: str, args: list[str]) -> None:
    if args == ["SE", "procedure"] and "procedure" in library.corpus(now()).laws["SE"].groups:
        args = ["SE", "treaties"]
    assert drafter(cast).get(reverse(f"justice:{name}", args=args)).status_code == 404


def test_who_may_not_draft_does_not_see_it(cast: Cast) -> None:
    person(cast, "femi", Role.CASEWORKER)
    reader = client_of(cast, "femi")
    for name, args in (("draft_law", ["SE"]), ("draft_provision", ["SE", "se.6.9"]), ("draft_new", ["SE", "sources"])):
        assert reader.get(reverse(f"justice:{name}", args=args)).status_code == 403
    item = text(reader.get(reverse("justice:law_item", args=["SE", "se.6.9"])))
    assert reverse("justice:draft_provision", args=["SE", "se.6.9"]) not in item


def test_five_megabytes_are_refused_before_they_are_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(cast)
    page = Page(drafter(cast))
    monkeypatch.setattr(provisions, "tried", lambda *_args: pytest.fail("it was read"))
    monkeypatch.setattr(drafting, "draft", lambda *_args: pytest.fail("it was read"))
    huge: dict[str, Any] = {**page.fields, "text": "- a\n" * 1_250_000}
    for url in (page.url, reverse("justice:draft")):
        refused = page.client.post(url, huge)
        assert refused.status_code == 413
        assert "too long" in html.unescape(text(refused))
    long = page.press(text="# more\n" * 10_000)
    assert "Make this shorter: at most 40000 characters." in long
    assert page.text.startswith("# more")


def test_a_law_of_a_former_state_is_said_to_be_one(cast: Cast) -> None:
    client = drafter(cast)
    sent = {"text": law("YU"), "base": ""}
    shown = html.unescape(text(client.post(reverse("justice:draft"), sent)))
    assert "like that of a former state: Unicode CLDR names RS, ME in its place." in shown
    assert not LawFile.objects.exists()


def test_a_file_in_one_line_leads_to_the_whole(cast: Cast) -> None:
    above, below = law().split("limitation:\n")
    flat = below.strip().removeprefix("- ").replace("\n    ", ", ")
    begin(cast, f"{above}limitation: [{{{flat}}}]\n")
    client = drafter(cast)
    shown = text(client.get(reverse("justice:draft_provision", args=["XD", "xd.l.1"]), follow=True))
    assert "In this file it cannot be drafted by itself." in html.unescape(shown)


def test_a_text_begun_from_an_older_one_is_never_put_over_a_newer(cast: Cast) -> None:
    begin(cast)
    base = library.in_force(now())["XD"].pk
    who = person(cast, "femi", Role.CORPUS_EDITOR)
    drafting.draft(who, in_force().replace("years: 10", "years: 12"), base, now())
    with pytest.raises(NotNow):
        drafting.draft(who, in_force().replace("years: 12", "years: 14"), base, now())


# ---- what a reviewer sees ----


def _item(client: Client, ref: str = ITEM, code: str = "XD") -> str:
    shown = html.unescape(text(client.get(reverse("justice:law_item", args=[code, ref]))))
    return re.sub(r"<(?!/?(?:ins|del|mark)>)[^>]+>", "", shown)


def test_a_reviewer_sees_the_words_of_each_version_and_which_of_them_are_new(cast: Cast) -> None:
    older, newer = "whoever sexually abuses a child under fourteen", "whoever sexually abuses a child under sixteen"
    cite = '{{source: code, art: "10(1)", quote: "{}"}}'
    begin(cast, law().replace(
        'versions: [{from: 2000-01-01, source: code, note: "date unverified"}]',
        f'versions:\n      - {{to: 2009-12-31, source: code, cite: {cite.format(older)}}}\n'
        f'      - {{from: 2010-01-01, source: code, cite: {cite.format(newer)}}}', 1,
    ).replace("    lang: en\n", "    lang: en\n    retrieved: 2026-11-20\n"))  # fmt: skip
    person(cast, "nils", Role.LAWYER)
    shown = _item(client_of(cast, "nils"))
    assert older in shown
    assert "whoever sexually abuses a child under <mark>sixteen</mark>" in shown
    assert "10(1)" in shown
    assert "read on 20 November 2026" in shown
    assert "https://law.example/XD" in text(client_of(cast, "nils").get(reverse("justice:law_item", args=["XD", ITEM])))


def test_a_reviewer_reads_the_article_itself_where_it_is_stored(cast: Cast) -> None:
    person(cast, "nils", Role.LAWYER)
    (words, *_older) = words_of("SE", "se.6.9")
    assert words.articles
    shown = _item(client_of(cast, "nils"), "se.6.9", "SE")
    assert all(article.words in shown for article in words.articles)
    public = html.unescape(text(Client().get(reverse("law:provision", args=["en", "SE", "se.6.9"]))))
    assert words.articles[0].words not in public


def test_a_reviewer_sees_what_changed_since_the_last_review(cast: Cast) -> None:
    begin(cast)
    lawyer = person(cast, "nils", Role.LAWYER)
    item = reviews.look("XD", ITEM, now()).item
    step(person(cast, "oda", Role.LAWYER), ("XD", ITEM, item.digest), "checked", now())
    until = reviews.last_day(now().date())
    reviews.review(lawyer, "XD", ITEM, item.digest, now(), shown="Bar of XD", until=until)
    client = client_of(cast, "nils")
    assert "What changed since" not in _item(client)
    page = Page(drafter(cast))
    page.change("child_age_lt: 18", "child_age_lt: 16")
    page.press(draft=True)
    shown = _item(client)
    assert "What changed since the review of" in shown
    assert "under <del>18</del>" in shown
    assert "under <ins>16</ins>" in shown
    assert "What changed since" not in _item(client, "xd.l.1")


def test_a_provision_that_changes_while_two_review_it_is_told_to_both(cast: Cast) -> None:
    """Each has the form open; the wording changes; neither compares nor reviews what they did not see."""
    begin(cast)
    seen = reviews.look("XD", ITEM, now()).item.digest
    people = [client_of(cast, who) for who in ("oda", "nils") if person(cast, who, Role.LAWYER, Role.LEGAL_ADVOCATE)]
    url = reverse("justice:law_deed", args=["XD", ITEM, "check"])
    assert all(f'value="{seen}"' in text(one.get(url)) for one in people)
    page = Page(drafter(cast))
    page.change("max_penalty_years: 10", "max_penalty_years: 12")
    page.press(draft=True)
    for one in people:
        shown = text(one.post(url, {"digest": seen, "sure": "on", "note": "I read it twice."}))
        assert "The wording has changed since you opened this page. Look at it again." in shown
        assert "I read it twice." in shown
    assert not library.steps(now())
