"""Every screen of the demonstration as pictures: 320 and 1200 px, light and dark, en and ar, in `shots/` with an index.

`make shots`, or `python -m tests.shots queue form` for the screens whose names contain one of the words. Rooms add
their screens to `SCREENS`. The demonstration lives in `.data/shots`; `--reset` makes it anew.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from importlib import import_module
from itertools import groupby
from pathlib import Path

from django.utils import translation
from playwright.sync_api import Browser, Error, Page
from rich.progress import track

from fanal.site.console import start_django
from tests.browser import LOOKS, WIDTHS, Server, chromium, free_port, serving_command

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "ar")


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: a name for its files, its path, who looks at it, and what to do there before the picture.

    `{lang}` in the path becomes the language of a reporter's page (`preview/ar` for Arabic). `who` is a user name of
    the demonstration's cast; empty for the public.
    """

    name: str
    path: str
    act: Callable[[Page], None] | None = None
    who: str = ""

    def address(self, language: str) -> str:
        return self.path.replace("{lang}", language if language == "en" else f"preview/{language}")


# ---- what is done before a picture ----


def go_on(page: Page) -> None:
    """Presses the first button of the form."""
    with page.expect_navigation():
        page.locator("#f button").first.click()


def tell(page: Page, upto: int, *, danger: str = "not_sure") -> None:
    """Answers the public form up to a page."""
    page.locator(f"[name=danger][value={danger}]").check()
    go_on(page)
    if upto > 2:
        page.locator("[name=what]").nth(2).check()
        page.locator("[name=words]").fill("A driver offers visitors to meet children. He says it openly.")
    for _ in range(upto - 2):
        go_on(page)


def send(page: Page) -> None:
    """Sends a short one; the receipt follows."""
    tell(page, 7)
    page.locator("#f button[value=send]").click()
    page.locator(".receipt").first.wait_for()


def come_back(page: Page) -> None:
    """Opens the answers with the code that the demonstration knows."""
    page.locator("[name=code]").fill(import_module("fanal.site.demo").CODE.digits)
    go_on(page)


def wrong_rows(page: Page) -> None:
    """Brings in a table of assessments of which two rows cannot be taken."""
    head = "item,found,as_of,rationale,citations,confidence"
    good = "2026-11-01,The plan covers five of 25 provinces.,National plan | p. 12,high"
    page.locator("[name=text]").fill(f"{head}\nSA-2a,2,{good}\nSA-2b,mostly,{good}\nSA-2c,4,2030-01-01,,,\n")
    with page.expect_navigation():
        page.locator("main form button").first.click()


def with_card(page: Page, then: str = "", part: str = "", *, choose: bool = False) -> None:
    """Signs in with the card that the demonstration knows, goes to a page of hers, and follows a link there."""
    cast = import_module("fanal.site.demo.cast")
    page.locator("#id_card").fill(cast.LEARNER_CARD)
    page.locator("#id_pin").fill(cast.LEARNER_PIN)
    with page.expect_navigation():
        page.locator("main button").click()
    if then:
        page.goto(then)
    if part:
        follow(page, part)
    if choose:
        with page.expect_navigation():
            page.locator("main form button, main a.button").last.click()


def open_row(page: Page, number: int) -> None:
    """Opens a row of the list on the page: the first is 0, the last -1."""
    with page.expect_navigation():
        page.locator("td.go a").nth(number).click()


def open_stated(page: Page, state: str) -> None:
    """Opens the first row of the list that has these words, such as a state, in the language of the page."""
    with translation.override(page.locator("html").get_attribute("lang") or "en"):
        words = translation.gettext(state)
    page.locator("tbody tr").filter(has_text=words).locator("td.go a").first.click()
    page.locator("table.cards").wait_for(state="detached")


def open_talk(page: Page) -> None:
    """Opens the concern with a new message, by whose reason it stands in the queue."""
    open_stated(page, "new message")


def unfold(page: Page, number: int) -> None:
    """Opens a row and everything that is folded in it."""
    open_row(page, number)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")


def of_row(page: Page, row: int, deed: str) -> None:
    """Opens a file of the list, and the page of one deed on it."""
    open_row(page, row)
    page.goto(f"{page.url.partition('?')[0]}{deed}/")


def at_step(page: Page, step: str, deed: str = "", part: str = "") -> None:
    """Opens the first file of the list at a step, a page of it, and there the first link whose address has these
    words."""
    with translation.override(page.locator("html").get_attribute("lang") or "en"):
        words = translation.gettext(step)
    with page.expect_navigation():
        page.locator("tbody tr").filter(has_text=words).locator("td.go a").first.click()
    if deed:
        page.goto(f"{page.url.partition('?')[0]}{deed}/")
    if part:
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
        follow(page, part)


def having(page: Page, part: str, then: str = "") -> None:
    """Opens the files of the list one after another until one has a link whose address has these words, and that;
    `then`: until there is one of these words there, too, and that."""
    links = page.locator("td.go a")
    for address in [links.nth(one).get_attribute("href") for one in range(links.count())]:
        page.goto(f"{page.url.partition('/desk/')[0]}{address}")
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
        if page.locator(f"main a[href*='{part}']").count():
            follow(page, part)
            if not then or page.locator(f"main a[href*='{then}']").count():
                if then:
                    follow(page, then)
                return
    raise LookupError(part)


def by_code(page: Page) -> None:
    """What a provider sees who was told a code a moment ago."""
    having(page, "/cases/referral/", "/page/")
    page.locator("[name=referral_spoken_to]").fill("the front desk")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    code, where = page.locator(".receipt").inner_text(), page.locator("main .num").inner_text()
    page.goto(f"http://{where}")
    page.locator("[name=code]").fill(code)
    go_on(page)


def within(page: Page, name: str) -> None:
    """Opens the first row, and a page that belongs to it."""
    unfold(page, 0)
    with page.expect_navigation():
        page.locator(f"main a[href$='/{name}/']").first.click()


def decide(page: Page, code: str) -> None:
    """Opens the third row and chooses a decision."""
    open_row(page, 2)
    page.locator(f"main input[value={code}]").check()
    with page.expect_navigation():
        page.locator("main form button.button").last.click()


def open_preview(page: Page) -> None:
    """Opens the first decided concern that can still be handed over, and the preview of that."""
    links = [str(link.get_attribute("href")) for link in page.locator("td.go a").all()[:10]]
    for link in links:
        page.goto(link)
        preview = page.locator("main a[href*='/hand-over/']").first
        if preview.count():
            preview.click()
            return


def open_settings(page: Page) -> None:
    """Opens the settings of the first public page."""
    open_row(page, 0)
    with page.expect_navigation():
        page.locator("main a[href$='/settings/']").first.click()


def first_step(page: Page, who: str) -> None:
    """Gives name and password, unless that is done and the second step is asked for."""
    if page.locator("[name=code]").count():
        return
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill(import_module("fanal.site.demo").secrets(who)[0])
    page.locator("main form button").first.click()
    page.locator("[name=code]").first.wait_for()


def law_change(page: Page) -> None:
    """Changes a provision and has it checked."""
    box = page.locator("textarea")
    box.fill(box.input_value().replace("attempt: true", "attempt: false"))
    with page.expect_navigation():
        page.locator("main form button").first.click()


def counted(page: Page) -> None:
    """Has the gaps of the country counted, and waits for the worker."""
    _worked(page, "#bounds")


def planned(page: Page) -> None:
    """Has plans of reforms looked for, and waits for the worker."""
    _worked(page, "#plans")


def _worked(page: Page, result: str) -> None:
    """Presses what asks for work or looks again, until the result is there; or there is nothing to press (limit)."""
    for _ in range(300):
        again = page.locator("main form button, main p > a.button").first
        if page.locator(result).count() or not again.count():
            return
        again.click()
        page.wait_for_timeout(1000)


def gap(page: Page) -> None:
    """Opens the first gap with its steps."""
    counted(page)
    page.goto("/desk/law/gaps/XA/boxes/1/")
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")


def matter(page: Page, path: str = "") -> None:
    """Opens the newest matter, and what of it has an address with these words."""
    open_row(page, 0)
    if path:
        with page.expect_navigation():
            page.locator(f"main a[href*='{path}']").first.click()


def side_by_side(page: Page) -> None:
    """Two countries of an answer in one table."""
    matter(page, "/questions/")
    fold = page.locator("details", has=page.locator("input[name=beside]"))
    fold.locator("summary").click()
    for number in (0, 1):
        fold.locator("input[name=beside]").nth(number).check()
    with page.expect_navigation():
        fold.locator("button").last.click()


def follow(page: Page, part: str) -> None:
    """Opens the first link of the page whose address has these words."""
    with page.expect_navigation():
        page.locator(f"main a[href*='{part}']").first.click()


def along(page: Page, *parts: str) -> None:
    """Follows one link after another: on each page the first whose address has these words."""
    for part in parts:
        follow(page, part)


def of_company(page: Page, name: str, *parts: str) -> None:
    """Opens a company of the list of all, and goes on from there."""
    page.goto(str(page.locator("tr").filter(has_text=name).locator("td.go a").last.get_attribute("href")))
    along(page, *parts)


def certificate(page: Page, *, checked: bool = False) -> None:
    """Shows a certificate of the card that the demonstration knows, or what everybody reads of it."""
    with_card(page, "/learn/en/courses/tourism-core/")
    follow(page, "/certificate/")
    page.locator("#id_name").fill("Ana")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    if checked:
        page.goto(page.locator("article p[dir=ltr]").last.inner_text())


def of_first(page: Page) -> None:
    """Opens the skills of the first of those who learn together."""
    open_row(page, 0)
    follow(page, "/skills/")


def older(page: Page, part: str) -> None:
    """Opens a release of the list, and its first version."""
    follow(page, part)
    follow(page, "/v1/")


def codebook(page: Page) -> None:
    """Opens a release of the list, and what its columns mean."""
    follow(page, "/XA-'][href*='-0001/")
    follow(page, "/codebook/")


def synthetic_rows(page: Page) -> None:
    """Opens the first release with synthetic rows, and their first lines."""
    follow(page, "#rows")
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")


def row(page: Page, number: int) -> None:
    """Opens a row of the list, whose page may have a list of its own."""
    with page.expect_navigation():
        page.locator("td.go a").nth(number).click()


def row_then(page: Page, number: int, part: str) -> None:
    """Opens a row of the list, and the page of it whose address has these words."""
    row(page, number)
    follow(page, part)


def plan_gate(page: Page) -> None:
    """Opens the first plan to be changed, and goes on to its last page."""
    plan_words(page)
    with page.expect_navigation():
        page.locator("main form button.button[value=protocol]").click()


def plan_words(page: Page) -> None:
    """Opens the first plan to be changed, and goes on to its second page."""
    row_then(page, 0, "/change/")
    with page.expect_navigation():
        page.locator("main form button.button[value=words]").click()


def plan_own_table(page: Page) -> None:
    """Opens the first plan to be changed, and asks for a table of one's own."""
    row_then(page, 0, "/change/")
    with page.expect_navigation():
        page.locator("main form button.button[value=more]").click()


def read_in(page: Page) -> None:
    """Reads a small file in that has a row too many for its format, as far as what it came to."""
    row_then(page, 0, "/read/")
    rows = "yearOfRegistration,gender,ageBroad,place\n2019,Female,9--17,a\n2019,Nobody,9--17,b\n2019,Male,30--38,c\n"
    page.locator("[name=text]").fill(rows)
    for _ in range(2):
        with page.expect_navigation():
            page.locator("main form button.button").last.click()


def then(page: Page, first: Callable[[], None], part: str) -> None:
    """Does something first, opens all that is folded then, and follows a link."""
    first()
    page.locator("main").evaluate("main => main.querySelectorAll('details').forEach(one => { one.open = true })")
    follow(page, part)


def last_ask(page: Page) -> None:
    """Opens the last ask of the public list."""
    with page.expect_navigation():
        page.locator("main h2 a").last.click()


def told(page: Page) -> None:
    """Writes down that an office was told; or looks again at the link, which waits until it is kept."""
    there = page.url
    page.goto("/desk/once/")
    if not page.locator("[data-keep]").count():
        page.goto(there)
        page.locator("[name=reached][value=yes]").check()
        page.locator("[name=office]").fill("Directorate for Families of XB (fictional)")
        page.locator("[name=how]").fill("Letter no. 9, and a call")
        page.locator("[name=told_on]").fill(datetime.now(UTC).date().isoformat())
        with page.expect_navigation():
            page.locator("main form button.button").first.click()


def as_office(page: Page) -> None:
    """The page of the link that was shown."""
    told(page)
    language = page.locator("html").get_attribute("lang")
    link = page.locator("[data-keep]").first.inner_text()
    page.goto(re.sub(r"/(en|ar)/progress/", f"/{language}/progress/", link))


SCREENS: list[Screen] = [
    Screen("parts-public", "/{lang}/dev/components"),
    Screen("parts-desk", "/dev/components"),
    Screen("no-such-page", "/{lang}/xx/nothing/here"),
    # what the public sees
    Screen("home", "/{lang}/"),
    Screen("home-no-country", "/{lang}/?country="),
    Screen("form-1-danger", "/{lang}/xa/"),
    Screen("form-1-error", "/{lang}/xa/", go_on),
    Screen("form-2-what", "/{lang}/xa/", lambda page: tell(page, 2)),
    Screen("form-3-where", "/{lang}/xa/", lambda page: tell(page, 3)),
    Screen("form-4-child", "/{lang}/xa/", lambda page: tell(page, 4)),
    Screen("form-5-adult", "/{lang}/xa/", lambda page: tell(page, 5)),
    Screen("form-6-you", "/{lang}/xa/", lambda page: tell(page, 6)),
    Screen("form-7-check", "/{lang}/xa/", lambda page: tell(page, 7)),
    Screen("form-phone", "/{lang}/xa/", lambda page: tell(page, 2, danger="yes")),
    Screen("form-8-receipt", "/{lang}/xa/", send),
    Screen("form-no-number", "/{lang}/xd/"),
    Screen("form-nobody-listens", "/{lang}/xe/"),
    Screen("child-door", "/{lang}/xa/you"),
    Screen("child-form", "/{lang}/xa/you/2"),
    Screen("code", "/{lang}/code"),
    Screen("code-answers", "/{lang}/code", come_back),
    # signing in
    Screen("sign-in", "/desk/sign-in/"),
    Screen("signed-out", "/desk/signed-out/"),
    Screen("link-gone", "/desk/join/used/"),
    Screen("second-step", "/desk/sign-in/", lambda page: first_step(page, "femi")),
    # one's own pages
    Screen("day", "/desk/day/", who="amara"),
    Screen("day-lead", "/desk/day/", who="bao"),
    Screen("day-empty", "/desk/day/", who="celia"),
    Screen("account", "/desk/account/", who="amara"),
    Screen("account-notices", "/desk/account/notices/", who="amara"),
    Screen("second-steps", "/desk/sign-in/steps/", who="amara"),
    # concerns
    Screen("queue", "/desk/concerns/", who="amara"),
    Screen("queue-empty", "/desk/concerns/", who="jun"),
    Screen("queue-custodian", "/desk/concerns/who-told/", who="celia"),
    Screen("unverified", "/desk/concerns/unverified/", who="amara"),
    Screen("decided", "/desk/concerns/decided/", who="amara"),
    Screen("to-open", "/desk/concerns/to-open/", who="amara"),
    Screen("own-people", "/desk/concerns/own-people/", who="dalia"),
    Screen("own-people-concern", "/desk/concerns/own-people/", lambda page: open_row(page, 0), who="dalia"),
    Screen("concern", "/desk/concerns/", lambda page: open_row(page, 0), who="amara"),
    Screen("concern-thread", "/desk/concerns/", open_talk, who="amara"),
    Screen("concern-words", "/desk/concerns/", lambda page: unfold(page, 0), who="amara"),
    Screen("concern-opened-by", "/desk/concerns/", lambda page: within(page, "opened-by"), who="amara"),
    Screen("concern-countries", "/desk/concerns/", lambda page: within(page, "countries"), who="amara"),
    Screen("concern-write", "/desk/concerns/", lambda page: within(page, "write"), who="amara"),
    Screen("concern-same", "/desk/concerns/", lambda page: within(page, "same"), who="amara"),
    Screen("concern-sort", "/desk/concerns/", lambda page: within(page, "sort"), who="amara"),
    Screen("concern-conflict", "/desk/concerns/", lambda page: within(page, "own-people"), who="amara"),
    Screen("concern-keeping", "/desk/concerns/decided/", lambda page: within(page, "keeping"), who="amara"),
    Screen("concern-decided", "/desk/concerns/decided/", lambda page: open_row(page, 3), who="amara"),
    Screen("concern-decide", "/desk/concerns/", lambda page: decide(page, "closed_no_case"), who="amara"),
    Screen("concern-urgent", "/desk/concerns/", lambda page: decide(page, "urgent_response"), who="amara"),
    Screen("practice", "/desk/concerns/practice/", who="amara"),
    Screen("practice-concern", "/desk/concerns/practice/", lambda page: open_row(page, 0), who="amara"),
    # courses and learners
    Screen("learn-catalogue", "/{lang}/learn/"),
    Screen("learn-poster", "/{lang}/learn/poster/XA/"),
    Screen("learn-course-public", "/{lang}/learn/tourism-core/"),
    Screen("travel-scores", "/{lang}/travel/scores/"),
    Screen("travel-laws", "/{lang}/travel/laws/"),
    Screen("learn-in", "/learn/en/in/"),
    Screen("travel-programmes", "/{lang}/travel/"),
    Screen("travel-programme", "/{lang}/travel/programmes/the-code/"),
    Screen("travel-register", "/{lang}/travel/register/"),
    Screen("travel-entry", "/{lang}/travel/register/?q=marea", lambda page: page.locator("h3 a").first.click()),
    Screen("travel-apply", "/desk/apply/the-code/"),
    Screen("travel-apply-company", "/desk/apply/the-code/company/"),
    Screen("travel-entry-small", "/{lang}/travel/register/?q=alba", lambda page: page.locator("h3 a").first.click()),
    Screen("travel-entry-unknown", "/r/0000000000"),
    Screen(
        "travel-report-public",
        "/{lang}/travel/register/?q=alba",
        lambda page: (page.locator("h3 a").first.click(), follow(page, "/travel/reports/")),
    ),
    Screen("travel-company", "/desk/travel/", who="rosa"),
    Screen("travel-deletion", "/desk/travel/deletion/", who="rosa"),
    Screen("travel-membership", "/desk/travel/", lambda page: along(page, "/memberships/"), who="rosa"),
    Screen("travel-agreement", "/desk/travel/", lambda page: along(page, "/memberships/", "/agreement/"), who="rosa"),
    Screen("travel-plan", "/desk/travel/", lambda page: along(page, "/memberships/", "/plan/"), who="rosa"),
    Screen(
        "travel-criterion", "/desk/travel/", lambda page: along(page, "/memberships/", "/plan/", "/plan/1/"), who="rosa"
    ),
    Screen(
        "travel-action-say",
        "/desk/travel/",
        lambda page: along(page, "/memberships/", "/plan/", "/plan/1/", "/how-far/"),
        who="rosa",
    ),
    Screen(
        "travel-action-new",
        "/desk/travel/",
        lambda page: along(page, "/memberships/", "/plan/", "/plan/1/", "/plan/asked/"),
        who="rosa",
    ),
    Screen(
        "travel-plan-send", "/desk/travel/", lambda page: along(page, "/memberships/", "/plan/", "/send/"), who="rosa"
    ),
    Screen(
        "travel-plan-version",
        "/desk/travel/",
        lambda page: along(page, "/memberships/", "/plan/", "/versions/"),
        who="rosa",
    ),
    Screen("travel-score", "/desk/travel/", lambda page: along(page, "/memberships/", "/score/"), who="rosa"),
    Screen("travel-documents", "/desk/travel/", lambda page: along(page, "/memberships/", "/evidence/"), who="rosa"),
    Screen(
        "travel-document",
        "/desk/travel/",
        lambda page: along(page, "/memberships/", "/evidence/", "/travel/evidence/"),
        who="rosa",
    ),
    Screen(
        "travel-document-new",
        "/desk/travel/",
        lambda page: along(page, "/memberships/", "/evidence/", "/evidence/add/"),
        who="rosa",
    ),
    Screen("travel-report", "/desk/travel/", lambda page: along(page, "/memberships/", "/report/"), who="rosa"),
    Screen(
        "travel-verification",
        "/desk/travel/",
        lambda page: along(page, "/memberships/", "/verifying/", "/travel/verifying/"),
        who="rosa",
    ),
    Screen(
        "travel-finding-answer",
        "/desk/travel/",
        lambda page: along(page, "/memberships/", "/verifying/", "/travel/verifying/", "/answer/"),
        who="rosa",
    ),
    Screen("travel-withdraw", "/desk/travel/", lambda page: along(page, "/memberships/", "/withdraw/"), who="rosa"),
    Screen("travel-notes", "/desk/travel/", lambda page: along(page, "/memberships/", "/notes/"), who="rosa"),
    Screen("travel-profile", "/desk/travel/company/profile/", who="rosa"),
    Screen("travel-places", "/desk/travel/places/", who="rosa"),
    Screen("travel-place", "/desk/travel/places/", lambda page: row(page, 0), who="rosa"),
    Screen("travel-place-new", "/desk/travel/places/add/", who="rosa"),
    Screen("travel-contact-new", "/desk/travel/people/contacts/add/", who="rosa"),
    Screen("travel-places-in", "/desk/travel/places/in/", who="rosa"),
    Screen("travel-training", "/desk/travel/training/", who="rosa"),
    Screen("travel-training-people", "/desk/travel/training/people/", who="rosa"),
    Screen("travel-training-place", "/desk/travel/training/", lambda page: row(page, 0), who="rosa"),
    Screen("travel-training-post", "/desk/travel/training/people/", lambda page: row(page, 0), who="rosa"),
    Screen("travel-cohort", "/desk/learners/", lambda page: row(page, 0), who="rosa"),
    Screen("travel-people", "/desk/travel/people/", who="rosa"),
    Screen("travel-invite", "/desk/travel/people/invite/", who="rosa"),
    Screen("travel-day", "/desk/day/", who="rosa"),
    Screen("travel-day-representative", "/desk/day/", who="mira"),
    Screen("travel-systems", "/desk/travel/systems/", who="rosa"),
    Screen("travel-system-new", "/desk/travel/systems/add/", who="rosa"),
    Screen("travel-badge", "/desk/travel/", lambda page: along(page, "/memberships/", "/badge/"), who="rosa"),
    Screen("day-company", "/desk/day/", who="rosa"),
    Screen(
        "travel-report-accepted", "/desk/travel/", lambda page: along(page, "/memberships/", "/report/"), who="olga"
    ),
    Screen("travel-returned", "/desk/travel/", who="nora"),
    Screen("travel-returned-membership", "/desk/travel/", lambda page: along(page, "/memberships/"), who="nora"),
    Screen("travel-question", "/desk/travel/", lambda page: along(page, "/memberships/", "/questions/"), who="nora"),
    Screen("travel-revenue", "/desk/travel/", lambda page: along(page, "/memberships/", "/revenue/"), who="nora"),
    Screen("travel-submit", "/desk/travel/", lambda page: along(page, "/memberships/", "/submit/"), who="nora"),
    Screen("travel-declined", "/desk/travel/", lambda page: along(page, "/memberships/"), who="selma"),
    Screen("travel-representative", "/desk/travel/", who="mira"),
    Screen("travel-review", "/desk/travel/", lambda page: of_company(page, "Marea"), who="mira"),
    Screen("travel-report-review", "/desk/travel/", lambda page: of_company(page, "Marea", "/report/"), who="mira"),
    Screen(
        "travel-report-accept",
        "/desk/travel/",
        lambda page: of_company(page, "Marea", "/report/", "/accept/"),
        who="mira",
    ),
    Screen(
        "travel-plan-comment",
        "/desk/travel/",
        lambda page: of_company(page, "Marea", "/plan/", "/plan/1/", "/comment/"),
        who="mira",
    ),
    Screen(
        "travel-document-review",
        "/desk/travel/",
        lambda page: of_company(page, "Marea", "/evidence/", "/travel/evidence/", "/review/"),
        who="mira",
    ),
    Screen("travel-notes-review", "/desk/travel/", lambda page: of_company(page, "Marea", "/notes/"), who="mira"),
    Screen("day-representative", "/desk/day/", who="mira"),
    Screen("travel-secretariat", "/desk/travel/", who="tove"),
    Screen("travel-sanction-new", "/desk/travel/", lambda page: of_company(page, "Marea", "suspend"), who="tove"),
    Screen(
        "travel-verification-new",
        "/desk/travel/",
        lambda page: of_company(page, "Marea", "/verifying/", "/ask/"),
        who="tove",
    ),
    Screen("travel-fees", "/desk/travel/fees/", who="tove"),
    Screen("travel-mandates", "/desk/travel/mandates/", who="tove"),
    Screen("travel-mandate-new", "/desk/travel/mandates/give/", who="tove"),
    Screen("travel-appeal", "/desk/travel/", lambda page: of_company(page, "Sandpiper"), who="otto"),
    Screen(
        "travel-appeal-second",
        "/desk/travel/",
        lambda page: of_company(page, "Sandpiper", "/appeal-second/"),
        who="otto",
    ),
    Screen("day-verifier", "/desk/day/", who="iris"),
    Screen(
        "travel-verifying",
        "/desk/travel/",
        lambda page: of_company(page, "Pension", "/verifying/", "/travel/verifying/"),
        who="iris",
    ),
    Screen(
        "travel-finding-new",
        "/desk/travel/",
        lambda page: of_company(page, "Pension", "/verifying/", "/travel/verifying/", "/find/"),
        who="iris",
    ),
    Screen("learn-mine", "/learn/en/in/", with_card),
    Screen("learn-course", "/learn/en/in/", lambda page: with_card(page, "/learn/en/courses/front-desk/")),
    Screen(
        "learn-lesson", "/learn/en/in/", lambda page: with_card(page, "/learn/en/courses/tourism-core/03/together/")
    ),
    Screen("learn-question", "/learn/en/in/", lambda page: with_card(page, "/learn/en/courses/tourism-core/03/look/")),
    Screen("learn-asked", "/learn/en/in/", lambda page: with_card(page, "/learn/en/courses/front-desk/", choose=True)),
    Screen("learn-result", "/learn/en/in/", lambda page: with_card(page, "/learn/en/", "/tries/")),
    Screen("learn-offline", "/learn/en/offline/"),
    Screen("learn-data", "/learn/en/in/", lambda page: with_card(page, "/learn/en/data/")),
    Screen("learn-certificate", "/learn/en/in/", certificate),
    Screen("learn-certificate-public", "/learn/en/in/", lambda page: certificate(page, checked=True)),
    Screen("learn-check", "/c/{lang}/page"),
    Screen("learn-check-code", "/c/{lang}/"),
    Screen("learn-check-unknown", "/c/{lang}/0000000000/"),
    Screen("certificates", "/desk/certificates/", who="edo"),
    Screen("courses", "/desk/courses/", who="bao"),
    Screen("course", "/desk/courses/tourism-core/", who="bao"),
    Screen("course-form", "/desk/courses/tourism-core/en/forms/B/", who="bao"),
    Screen("course-preview", "/desk/courses/tourism-core/en/03/look/", who="bao"),
    Screen("course-measures", "/desk/courses/tourism-core/measures/", who="otto"),
    Screen("course-texts", "/desk/courses/tourism-core/fr/", who="bao"),
    Screen("learners", "/desk/learners/", who="bao"),
    Screen("learners-cohort", "/desk/learners/", lambda page: open_row(page, 0), who="bao"),
    Screen("learners-add", "/desk/learners/add/", who="bao"),
    Screen("learners-people", "/desk/learners/", lambda page: row_then(page, 0, "/people/"), who="bao"),
    Screen("learners-card", "/desk/learners/", lambda page: row_then(page, 0, "/card/"), who="bao"),
    Screen("learners-completions-in", "/desk/learners/completions/in/", who="bao"),
    Screen("learners-skill-seen", "/desk/learners/", lambda page: (of_first(page), follow(page, "/see/")), who="bao"),
    Screen("learners-skills", "/desk/learners/", of_first, who="bao"),
    Screen("my-card", "/desk/learning/", who="amara"),
    Screen("link-card", "/desk/learning/link/", who="femi"),
    Screen("learn-supervision", "/learn/en/in/", lambda page: with_card(page, "/learn/en/supervision/")),
    Screen("learners-posts-in", "/desk/learners/posts/in/", who="bao"),
    Screen("sessions", "/desk/sessions/", who="bao"),
    Screen("session", "/desk/sessions/", lambda page: open_row(page, 0), who="bao"),
    Screen("session-new", "/desk/sessions/new/", who="bao"),
    Screen("session-show", "/desk/sessions/", lambda page: row_then(page, 0, "/show/"), who="bao"),
    Screen("session-card", "/desk/sessions/", lambda page: row_then(page, 0, "/card/"), who="bao"),
    Screen("session-list", "/desk/sessions/", lambda page: row_then(page, 0, "/list/"), who="bao"),
    Screen("session-names", "/desk/sessions/", lambda page: row_then(page, 0, "/names/"), who="bao"),
    Screen(
        "session-sheets", "/desk/sessions/", lambda page: (row(page, 0), page.goto(f"{page.url}sheets/")), who="bao"
    ),
    Screen("session-signing", "/desk/sessions/", lambda page: row_then(page, 0, "/signing/"), who="bao"),
    Screen("session-type", "/desk/sessions/", lambda page: row_then(page, 0, "/type/"), who="bao"),
    Screen("session-close", "/desk/sessions/", lambda page: row_then(page, 0, "/close/"), who="bao"),
    Screen("session-confirmed", "/desk/sessions/", lambda page: row(page, 1), who="bao"),
    # cases
    Screen("files-mine", "/desk/cases/", who="marek"),
    Screen("files-team", "/desk/cases/team/", who="bao"),
    Screen("files-to-open", "/desk/cases/to-open/", who="bao"),
    Screen("file", "/desk/cases/", lambda page: open_row(page, 0), who="marek"),
    Screen("file-of-supervisor", "/desk/cases/team/", lambda page: open_row(page, 0), who="bao"),
    Screen("file-reason", "/desk/cases/team/", lambda page: open_row(page, 0), who="dalia"),
    Screen("file-safety", "/desk/cases/", lambda page: of_row(page, 0, "safety"), who="marek"),
    Screen("file-note", "/desk/cases/", lambda page: of_row(page, 0, "note"), who="marek"),
    Screen("file-push", "/desk/cases/", lambda page: of_row(page, 0, "push"), who="marek"),
    Screen("file-risk", "/desk/cases/", lambda page: of_row(page, 0, "risk"), who="marek"),
    Screen("file-about", "/desk/cases/", lambda page: of_row(page, 0, "about"), who="marek"),
    Screen("file-open", "/desk/cases/to-open/", lambda page: open_row(page, 0), who="bao"),
    Screen("day-worker", "/desk/day/", who="marek"),
    Screen("care-closed", "/desk/cases/closed/", who="bao"),
    Screen("care-members", "/desk/cases/members/", who="oda"),
    Screen("care-member", "/desk/cases/members/", lambda page: open_row(page, 0), who="oda"),
    Screen("care-find", "/desk/cases/find/", who="marek"),
    Screen("care-file-first", "/desk/cases/team/", lambda page: at_step(page, "First contact"), who="bao"),
    Screen("care-file-planned", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan"), who="kiran"),
    Screen("care-file-ended", "/desk/cases/closed/", lambda page: at_step(page, "Closing"), who="bao"),
    Screen("care-file-lead", "/desk/cases/team/", lambda page: at_step(page, "Carrying out the plan"), who="bao"),
    Screen("care-history", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "history"), who="kiran"),
    Screen(
        "care-step", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "step/to-review"), who="kiran"
    ),
    Screen("care-reported", "/desk/cases/", lambda page: at_step(page, "Assessment", "step/reported"), who="pilar"),
    Screen("care-assess", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "assess"), who="kiran"),
    Screen(
        "care-assessment",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "", "/assessment/"),
        who="kiran",
    ),
    Screen("care-plan", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "plan"), who="kiran"),
    Screen(
        "care-plan-begin",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "plan/begin"),
        who="kiran",
    ),
    Screen(
        "care-plan-words",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "plan/words"),
        who="kiran",
    ),
    Screen(
        "care-plan-agreement",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "plan/agreement"),
        who="kiran",
    ),
    Screen(
        "care-plan-goal", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "plan/goal"), who="kiran"
    ),
    Screen(
        "care-plan-help", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "plan/help"), who="kiran"
    ),
    Screen(
        "care-plan-lacking",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "plan/lacking"),
        who="kiran",
    ),
    Screen(
        "care-plan-safe", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "plan/safe"), who="kiran"
    ),
    Screen(
        "care-plan-help-given",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "plan", "/given/"),
        who="kiran",
    ),
    Screen("care-grounds", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "grounds"), who="kiran"),
    Screen(
        "care-ground-give",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "grounds/referral/yes"),
        who="kiran",
    ),
    Screen(
        "care-ground-refuse",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "grounds/statistics/no"),
        who="kiran",
    ),
    Screen(
        "care-ground-renew",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "grounds", "/renew/"),
        who="kiran",
    ),
    Screen(
        "care-ground-narrow",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "grounds", "/narrow/"),
        who="kiran",
    ),
    Screen("care-reach", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "reach"), who="kiran"),
    Screen(
        "care-contact",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "reach/contact"),
        who="kiran",
    ),
    Screen(
        "care-follow-up",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "", "/follow-ups/"),
        who="kiran",
    ),
    Screen("care-act", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "acts/new"), who="kiran"),
    Screen(
        "care-act-change",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "", "/acts/"),
        who="kiran",
    ),
    Screen("care-act-law", "/desk/cases/", lambda page: having(page, "/law/"), who="kiran"),
    Screen("care-persons", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "persons"), who="kiran"),
    Screen(
        "care-person-new",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "persons/new"),
        who="kiran",
    ),
    Screen(
        "care-another-child",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "another-child"),
        who="kiran",
    ),
    Screen(
        "care-around", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "around/new"), who="kiran"
    ),
    Screen(
        "care-interests-begin",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "best-interests"),
        who="kiran",
    ),
    Screen("care-panel-seat", "/desk/day/", lambda page: follow(page, "/cases/panel/"), who="dalia"),
    Screen("care-conference-seat", "/desk/day/", lambda page: follow(page, "/cases/conference/"), who="dalia"),
    Screen(
        "care-conference-plan",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "conferences/new"),
        who="kiran",
    ),
    Screen("care-close", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "end/close"), who="kiran"),
    Screen("care-void", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "end/void"), who="kiran"),
    Screen("care-card", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "end/card"), who="kiran"),
    Screen("care-reopen", "/desk/cases/closed/", lambda page: at_step(page, "Closing", "end/reopen"), who="bao"),
    Screen(
        "care-keeping", "/desk/cases/team/", lambda page: at_step(page, "Carrying out the plan", "keeping"), who="bao"
    ),
    Screen(
        "care-keeping-hold",
        "/desk/cases/team/",
        lambda page: at_step(page, "Carrying out the plan", "keeping/hold"),
        who="bao",
    ),
    Screen(
        "care-restrict", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "restrict"), who="kiran"
    ),
    Screen("care-own-code", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "code"), who="kiran"),
    Screen(
        "care-ask-child", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "ask-child"), who="kiran"
    ),
    Screen(
        "care-request-new", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "request"), who="kiran"
    ),
    Screen(
        "care-take-out", "/desk/cases/", lambda page: at_step(page, "Carrying out the plan", "take-out"), who="kiran"
    ),
    Screen(
        "care-said-of", "/desk/cases/team/", lambda page: at_step(page, "Carrying out the plan", "feedback"), who="bao"
    ),
    Screen(
        "care-report-new",
        "/desk/cases/",
        lambda page: at_step(page, "Carrying out the plan", "report/?to=police_or_prosecutor&country=XA&at="),
        who="kiran",
    ),
    Screen("care-report", "/desk/cases/team/", lambda page: having(page, "/cases/report/"), who="bao"),
    Screen("care-referral", "/desk/cases/team/", lambda page: having(page, "/cases/referral/"), who="bao"),
    Screen("care-by-code", "/desk/cases/", by_code, who="kiran"),
    Screen("care-to-approve", "/desk/cases/approvals/", who="bao"),
    Screen("care-approval", "/desk/cases/approvals/", lambda page: follow(page, "/decide/"), who="bao"),
    Screen("care-said", "/desk/cases/feedback/", who="bao"),
    Screen("care-each-other", "/desk/cases/approvals/each-other/", who="bao"),
    Screen("care-requests", "/desk/cases/requests/", who="edo"),
    Screen("care-request", "/desk/cases/requests/", lambda page: follow(page, "/requests/"), who="edo"),
    Screen("care-readiness", "/desk/cases/readiness/", who="bao"),
    Screen("care-readiness-sign", "/desk/cases/readiness/sign/procedure/", who="bao"),
    Screen("care-directory", "/desk/cases/directory/", who="vera"),
    Screen("care-provider", "/desk/cases/directory/", lambda page: row(page, 0), who="vera"),
    Screen("care-provider-add", "/desk/cases/directory/add/", who="vera"),
    Screen("care-provider-change", "/desk/cases/directory/", lambda page: row_then(page, 0, "/change/"), who="vera"),
    Screen("care-find-help", "/desk/cases/directory/find/?service=psychosocial", who="marek"),
    Screen("care-takes", "/desk/cases/take/", who="bao"),
    Screen("care-take-new", "/desk/cases/take/new/", who="bao"),
    Screen("care-take-fields", "/desk/cases/take/fields/", who="bao"),
    Screen("care-outs", "/desk/cases/out/", who="bao"),
    Screen("care-out-new", "/desk/cases/out/new/", who="bao"),
    Screen("day-keeper", "/desk/day/", who="vera"),
    Screen("day-safeguarding", "/desk/day/", who="dalia"),
    Screen("enter-call", "/desk/concerns/enter/", who="amara"),
    Screen("reporter-open", "/desk/concerns/who-told/", lambda page: open_row(page, 0), who="celia"),
    # handovers and the public pages
    Screen("handovers-sent", "/desk/concerns/handovers/sent/", who="amara"),
    Screen("handovers-received", "/desk/concerns/handovers/received/", who="amara"),
    Screen("handover-draft", "/desk/concerns/handovers/sent/", lambda page: open_stated(page, "Draft"), who="amara"),
    Screen(
        "handover-sent",
        "/desk/concerns/handovers/sent/",
        lambda page: open_stated(page, "Sent, waiting for an answer"),
        who="amara",
    ),
    Screen("handover-received", "/desk/concerns/handovers/received/", lambda page: open_row(page, 0), who="nils"),
    Screen("handover-answered", "/desk/concerns/handovers/received/", lambda page: open_row(page, -1), who="nils"),
    Screen("handover-police", "/desk/concerns/handovers/received/", lambda page: open_row(page, 0), who="ula"),
    Screen("preview", "/desk/concerns/decided/", open_preview, who="amara"),
    Screen("unanswered", "/desk/concerns/handovers/unanswered/", who="sol"),
    Screen("pages", "/desk/concerns/pages/", who="bao"),
    Screen("page-gate", "/desk/concerns/pages/", lambda page: open_row(page, 0), who="bao"),
    Screen("page-settings", "/desk/concerns/pages/", open_settings, who="bao"),
    Screen("countries", "/desk/countries/", who="bao"),
    Screen("country-file", "/desk/countries/XA/", who="bao"),
    Screen("country-contact", "/desk/countries/XA/contacts/xa-helpline/change/", who="bao"),
    Screen("incident", "/desk/incident/", who="edo"),
    # the law, for everybody
    Screen("law-world", "/{lang}/law/"),
    Screen("law-item", "/{lang}/law/item/B3/"),
    Screen("law-state", "/{lang}/law/SE/"),
    Screen("law-state-drafted", "/{lang}/law/XA/"),
    Screen("law-state-none", "/{lang}/law/BR/"),
    Screen("law-provision", "/{lang}/law/DE/de.j.5.8.nat/"),
    Screen("law-treaties", "/{lang}/law/treaty/"),
    Screen("law-treaty", "/{lang}/law/treaty/LANZAROTE/"),
    # the law, for staff
    Screen("law", "/desk/law/", who="lena"),
    Screen("law-queue", "/desk/law/review/XA/", who="lena"),
    Screen("law-to-check", "/desk/law/review/XA/xa.215/", who="lena"),
    Screen("law-checked", "/desk/law/review/XA/xa.j.6/", who="lena"),
    Screen("law-reviewed", "/desk/law/review/XA/xa.214/", who="lena"),
    Screen("law-drafts", "/desk/law/drafts/", who="noor"),
    Screen("law-draft", "/desk/law/drafts/new/", who="noor"),
    Screen("law-draft-list", "/desk/law/drafts/law/SE/", who="noor"),
    Screen("law-draft-provision", "/desk/law/drafts/law/SE/se.6.9/", who="noor"),
    Screen("law-draft-change", "/desk/law/drafts/law/SE/se.6.9/", law_change, who="noor"),
    Screen("law-reply", "/desk/law/replies/new/", who="noor"),
    Screen("matters", "/desk/law/matters/", who="lena"),
    Screen("matter-new", "/desk/law/matters/new/", who="lena"),
    Screen("matter", "/desk/law/matters/", matter, who="lena"),
    Screen("matter-answer", "/desk/law/matters/", lambda page: matter(page, "/questions/"), who="lena"),
    Screen("matter-beside", "/desk/law/matters/", side_by_side, who="lena"),
    Screen("matter-ask", "/desk/law/matters/", lambda page: matter(page, "/ask/"), who="lena"),
    Screen("proceeding", "/desk/law/matters/", lambda page: matter(page, "/proceedings/0"), who="lena"),
    Screen("proceeding-new", "/desk/law/matters/", lambda page: matter(page, "/proceedings/new/"), who="lena"),
    Screen("exercises", "/desk/law/matters/exercises/", who="noor"),
    Screen("gaps", "/desk/law/gaps/XA/", counted, who="noor"),
    Screen("gaps-boxes", "/desk/law/gaps/XA/boxes/", who="noor"),
    Screen("gap", "/desk/law/gaps/XA/", gap, who="noor"),
    Screen("gaps-table", "/desk/law/gaps/XA/table/", who="noor"),
    Screen("gaps-tables", "/desk/law/gaps/tables/", who="noor"),
    Screen("reforms", "/desk/law/gaps/reforms/", who="noor"),
    Screen("reform-plans", "/desk/law/gaps/reforms/XA/", planned, who="noor"),
    Screen("reform-draft", "/desk/law/gaps/reforms/XA/1/", who="noor"),
    Screen("clearances", "/desk/clearances/", who="bao"),
    Screen("grants", "/desk/duties/", who="dalia"),
    Screen("grant-waits", "/desk/duties/", lambda page: open_row(page, 0), who="dalia"),
    Screen("grant-propose", "/desk/duties/propose/", who="bao"),
    # evidence, for everybody
    Screen("evidence", "/{lang}/evidence/"),
    Screen("evidence-release", "/{lang}/evidence/", lambda page: follow(page, "/XA-'][href*='-0001/")),
    Screen("evidence-codebook", "/{lang}/evidence/", codebook),
    Screen("evidence-corrected", "/{lang}/evidence/", lambda page: older(page, "/XA-'][href*='-0001/")),
    Screen("evidence-withdrawn", "/{lang}/evidence/", lambda page: follow(page, "/XB-'][href*='-0001/")),
    Screen("evidence-noise", "/{lang}/evidence/", lambda page: follow(page, "/XB-'][href*='-0002/")),
    Screen("evidence-synthetic", "/{lang}/evidence/", synthetic_rows),
    Screen("evidence-estimate", "/{lang}/evidence/", lambda page: follow(page, "-90001/")),
    Screen("evidence-not-estimable", "/{lang}/evidence/", lambda page: follow(page, "-90003/")),
    Screen("evidence-run", "/{lang}/evidence/", lambda page: follow(page, "-90002/")),
    Screen("evidence-countries", "/{lang}/evidence/country/"),
    Screen("evidence-country", "/{lang}/evidence/country/NL/"),
    Screen("evidence-country-none", "/{lang}/evidence/country/BR/"),
    Screen("evidence-catalogue", "/{lang}/evidence/catalogue/"),
    # research, for staff
    Screen("plans", "/desk/research/plans/", who="ines"),
    Screen("plan-at-gate", "/desk/research/plans/", lambda page: row(page, 0), who="ines"),
    Screen("plan-attacked", "/desk/research/plans/", lambda page: row(page, 1), who="ines"),
    Screen("plan-in-review", "/desk/research/plans/", lambda page: row(page, 2), who="ines"),
    Screen("plan-published", "/desk/research/plans/", lambda page: row(page, 3), who="ines"),
    Screen("plan-synthetic", "/desk/research/plans/", lambda page: row(page, 0), who="ylva"),
    Screen("plan-new", "/desk/research/plans/new/", who="ines"),
    Screen("plan-form-tables", "/desk/research/plans/", lambda page: row_then(page, 0, "/change/"), who="ines"),
    Screen("plan-form-own-table", "/desk/research/plans/", plan_own_table, who="ines"),
    Screen("plan-form-words", "/desk/research/plans/", plan_words, who="ines"),
    Screen("plan-form-gate", "/desk/research/plans/", plan_gate, who="ines"),
    Screen("plan-stop", "/desk/research/plans/", lambda page: row_then(page, 0, "/stop/"), who="ines"),
    Screen("plan-answer", "/desk/research/plans/", lambda page: row_then(page, 0, "/gate/"), who="yara"),
    Screen("plan-assent", "/desk/research/plans/", lambda page: row_then(page, 2, "/assent/"), who="yara"),
    Screen("plan-review", "/desk/research/plans/", lambda page: row_then(page, 2, "/review/"), who="dalia"),
    Screen("records", "/desk/research/records/", who="ylva"),
    Screen("record", "/desk/research/records/", lambda page: row(page, 0), who="ylva"),
    Screen("record-new", "/desk/research/records/new/", who="ylva"),
    Screen("record-read", "/desk/research/records/", lambda page: row_then(page, 0, "/read/"), who="ylva"),
    Screen("record-report", "/desk/research/records/", read_in, who="ylva"),
    Screen("reviews", "/desk/reviews/", who="wren"),
    Screen("review", "/desk/reviews/classes/concerns/", who="wren"),
    Screen("review-state", "/desk/reviews/classes/case/state/", who="wren"),
    Screen("releases", "/desk/research/releases/", who="ines"),
    Screen("release", "/desk/research/releases/", lambda page: row(page, 2), who="ines"),
    Screen("release-doi", "/desk/research/releases/", lambda page: row_then(page, 2, "/doi/"), who="ines"),
    Screen("release-correct", "/desk/research/releases/", lambda page: row_then(page, 2, "/correct/"), who="ines"),
    Screen("release-withdraw", "/desk/research/releases/", lambda page: row_then(page, 2, "/withdraw/"), who="ines"),
    Screen("studies", "/desk/research/studies/", who="ines"),
    Screen("study", "/desk/research/studies/", lambda page: row(page, -1), who="ines"),
    Screen("study-not-estimable", "/desk/research/studies/", lambda page: row(page, 2), who="ines"),
    Screen("study-of-run", "/desk/research/studies/", lambda page: row(page, 3), who="ines"),
    Screen("study-new", "/desk/research/studies/new/", who="ines"),
    Screen("study-to-sign", "/desk/research/studies/", lambda page: row(page, 0), who="zeno"),
    Screen("study-overlaps", "/desk/research/studies/", lambda page: row_then(page, 0, "/table/"), who="zeno"),
    Screen("study-sign", "/desk/research/studies/", lambda page: row_then(page, 0, "/sign/"), who="zeno"),
    Screen("runs", "/desk/research/runs/", who="ines"),
    Screen("run-open", "/desk/research/runs/", lambda page: row(page, 0), who="ines"),
    Screen("run-closed", "/desk/research/runs/", lambda page: row(page, 1), who="ines"),
    Screen("run-new", "/desk/research/runs/new/", who="ines"),
    Screen("run-to-join", "/desk/research/runs/", lambda page: row(page, 0), who="xenia"),
    Screen("run-stop", "/desk/research/runs/", lambda page: row_then(page, 0, "/stop/"), who="xenia"),
    Screen("day-unit", "/desk/day/", who="xenia"),
    Screen("day-ethics", "/desk/day/", who="wren"),
    Screen("day-statistician", "/desk/day/", who="zeno"),
    # progress: what everybody reads of promises, numbers, prevention
    Screen("progress-board", "/{lang}/progress/"),
    Screen("progress-item", "/{lang}/progress/item/SA-4d/"),
    Screen("progress-cell", "/{lang}/progress/XA/SA-5b/"),
    Screen("progress-cell-withdrawn", "/{lang}/progress/XB/SA-2b/"),
    Screen("progress-country", "/{lang}/country/XA/"),
    Screen("progress-country-nobody", "/{lang}/country/XD/"),
    Screen("progress-sheet", "/{lang}/country/XA/sheet/"),
    Screen("progress-corrections", "/{lang}/progress/corrections/"),
    Screen("progress-numbers-public", "/{lang}/numbers/"),
    Screen("progress-number-public", "/{lang}/numbers/R01/"),
    Screen("progress-prevention", "/{lang}/prevention/"),
    Screen("progress-prevention-one", "/{lang}/prevention/", lambda page: along(page, "/prevention/")),
    Screen("progress-practices-public", "/{lang}/practices/"),
    # progress: the desk
    Screen("progress-home", "/desk/progress/", who="noor"),
    Screen("progress-countries", "/desk/progress/countries/", who="noor"),
    Screen("progress-of-country", "/desk/progress/countries/XA/", who="noor"),
    Screen("progress-table-in", "/desk/progress/countries/XD/in/", who="noor"),
    Screen("progress-table-wrong", "/desk/progress/countries/XD/in/", wrong_rows, who="noor"),
    Screen("progress-place", "/desk/progress/countries/XA/SA-3l/", who="noor"),
    Screen("progress-assess", "/desk/progress/countries/XA/SA-4d/assess/", who="noor"),
    Screen("progress-read", "/desk/progress/countries/XB/SA-6b/read/", who="ines"),
    Screen("progress-numbers", "/desk/progress/numbers/", who="tove"),
    Screen("progress-release", "/desk/progress/numbers/", lambda page: along(page, "/series/"), who="tove"),
    Screen("progress-series-new", "/desk/progress/numbers/new/", who="tove"),
    Screen("progress-practices", "/desk/progress/practices/", who="noor"),
    Screen("progress-practice", "/desk/progress/practices/", lambda page: open_row(page, 0), who="noor"),
    Screen("progress-practice-new", "/desk/progress/practices/new/", who="noor"),
    Screen("progress-programmes", "/desk/progress/programmes/", who="pilar"),
    Screen("progress-programme", "/desk/progress/programmes/", lambda page: open_row(page, 0), who="pilar"),
    Screen("progress-programme-new", "/desk/progress/programmes/new/", who="pilar"),
    Screen("day-assessor", "/desk/day/", who="ylva"),
    # asks: what everybody reads, the ledger
    Screen("asks-public", "/{lang}/asks/"),
    Screen("asks-public-one", "/{lang}/asks/", last_ask),
    Screen("asks-ledger", "/desk/progress/asks/", who="noor"),
    Screen("asks-ask", "/desk/progress/asks/", lambda page: open_row(page, 0), who="noor"),
    Screen("asks-moved", "/desk/progress/asks/", lambda page: open_row(page, -1), who="noor"),
    Screen("asks-start", "/desk/progress/asks/start/?country=XA", who="noor"),
    # documents: the list, one that is written, one that left; from a reform
    Screen("documents", "/desk/progress/documents/", who="noor"),
    Screen("documents-written", "/desk/progress/documents/", lambda page: open_row(page, 0), who="noor"),
    Screen("documents-left", "/desk/progress/documents/", lambda page: open_row(page, -1), who="noor"),
    Screen(
        "documents-preview",
        "/desk/progress/documents/",
        lambda page: then(page, lambda: open_row(page, -1), "/preview/"),
        who="noor",
    ),
    Screen(
        "documents-add",
        "/desk/progress/documents/",
        lambda page: then(page, lambda: open_row(page, 0), "/number/"),
        who="noor",
    ),
    Screen("documents-reforms", "/desk/progress/documents/reforms/?country=XA", who="noor"),
    Screen("documents-statements", "/desk/progress/statements/", who="noor"),
    # the reply of an office: its letter, the link that is shown once, the page of the office
    Screen("reply-letter", "/desk/progress/countries/XA/SA-3l/reply-letter/", who="noor"),
    Screen("reply-told", "/desk/progress/countries/XB/SA-5e/tell/", told, who="ylva"),
    Screen("reply-number", "/desk/progress/countries/XB/SA-5e/number/", who="ines"),
    Screen("reply-office", "/desk/progress/countries/XB/SA-5e/tell/", as_office, who="ylva"),
    # the organisation
    Screen("people", "/desk/people/", who="bao"),
    Screen("person", "/desk/people/", lambda page: open_row(page, -1), who="bao"),
    Screen("people-invite", "/desk/people/invite/", who="bao"),
    Screen("teams", "/desk/people/teams/", who="bao"),
    Screen("team", "/desk/people/teams/", lambda page: open_row(page, 0), who="bao"),
    Screen("team-make", "/desk/people/teams/make/", who="bao"),
    Screen("agreements", "/desk/agreements/", who="bao"),
    Screen("agreement", "/desk/agreements/", lambda page: open_row(page, 0), who="bao"),
    Screen("agreement-propose", "/desk/agreements/propose/", who="bao"),
    Screen("agreement-to-sign", "/desk/agreements/", lambda page: open_row(page, 1), who="kaya"),
    Screen("keys", "/desk/keys/", who="bao"),
    Screen("keys-rotate", "/desk/keys/", lambda page: open_row(page, 0), who="bao"),
    Screen("keys-drill", "/desk/keys/drill/", who="bao"),
    Screen("figures", "/desk/figures/", who="bao"),
    Screen("clocks", "/desk/clocks/", who="bao"),
    Screen("keeping", "/desk/keeping/", who="bao"),
    Screen("going", "/desk/going/", who="dalia"),
    Screen("keeping-rule", "/desk/keeping/XA/concern_closed/", who="bao"),
    Screen("keeping-type", "/desk/keeping/XA/concern_closed/type/", who="bao"),
    Screen("journal", "/desk/journal/", who="edo"),
    Screen("refused", "/desk/journal/", who="femi"),
]


def walk(server: Server, browser: Browser, screens: Iterable[Screen], folder: Path) -> Iterator[Path]:
    """Takes the pictures of `screens`, one visit for each person; yields each file that it wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    for who, theirs in groupby(sorted(screens, key=lambda screen: screen.who), key=lambda screen: screen.who):
        wanted = list(theirs)
        page = server.page(browser)
        if who:
            sign_in(page, who)  # once: a code of the second step works once
        for language in LANGUAGES:
            speak(page, language)
            for screen in wanted:
                page.set_viewport_size({"width": WIDTHS[-1], "height": 800})
                try:
                    page.goto(screen.address(language))
                    if screen.act:
                        screen.act(page)
                except Error as why:  # the others are taken
                    sys.stderr.write(f"No picture of {screen.name}-{language}: {why.message}\n")
                else:
                    yield from _pictures(page, folder, f"{screen.name}-{language}")
        page.context.close()


def _pictures(page: Page, folder: Path, name: str) -> Iterator[Path]:
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("scrollTo(0, 0)")
        path = folder / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=path, full_page=True)
        yield path


def speak(page: Page, language: str) -> None:
    """Chooses the language of staff pages for this visit, as a person would; reporters' pages have it in the path."""
    page.goto("/dev/components")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(".bar .wrap > .menu > summary").click()
        page.locator(f'.menu button[value="{language}"]').click()
        page.locator(f'html[lang="{language}"]').wait_for()


def sign_in(page: Page, who: str) -> None:
    """Signs a member of the cast in: password, then the second step. `fanal.site.demo` knows both."""
    page.goto("/desk/sign-in/")
    first_step(page, who)
    page.locator("[name=code]").first.fill(import_module("fanal.site.demo").secrets(who)[1])
    page.locator("main form button").first.click()
    page.locator(".bar nav").wait_for()


def index(folder: Path, paths: Sequence[Path]) -> Path:
    """One page that shows every picture of the folder beside its other looks."""
    rows = []
    for name, same in groupby(sorted(path.name for path in paths), key=lambda file: file.rsplit("-", 2)[0]):
        pictures = "".join(
            f'<a href="{escape(file)}"><img src="{escape(file)}" alt="{escape(file)}" loading="lazy" height="480"></a>'
            for file in same
        )
        rows.append(f"<h2>{escape(name)}</h2><p>{pictures}</p>")
    target = folder / "index.html"
    target.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title>'
        "<style>body{font:1rem system-ui;background:#888}img{margin:0 .5rem}</style>"
        f"<h1>{len(paths)} pictures</h1>{''.join(rows)}</html>",
        "utf-8",
    )
    return target


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.shots", description="Pictures of screens, below shots/.")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only screens with one of these in their name")
    parser.add_argument("--reset", action="store_true", help="make the demonstration anew first")
    asked = parser.parse_args(arguments)
    wanted = [one for one in SCREENS if not asked.words or any(word in one.name for word in asked.words)]
    folder, port = ROOT / "shots", free_port()
    env = {
        **os.environ,
        "FANAL_MODE": "demo",
        "FANAL_DATA": str(ROOT / ".data" / "shots"),
        "FANAL_BIND": f"127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "fanal", "demo", "--serve", *(["--reset"] if asked.reset else [])]
    with serving_command(command, port, env) as server, chromium() as browser:
        os.environ.update(env)
        start_django()  # the demonstration is asked for passwords and codes
        total = len(wanted) * len(LANGUAGES) * len(LOOKS)
        paths = list(track(walk(server, browser, wanted, folder), "Taking pictures", total=total))
    sys.stdout.write(f"{index(folder, paths)}\n")
    return int(len(paths) < total)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
