"""Whoever is shown a certificate points a camera at it: checked on the telephone, also without a network. In Chromium,
at 320 px, by a page that came from the site and by one that was kept as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from fanal import vault
from fanal.learning.certificates import issuing, jws, keys, statement
from fanal.learning.certificates.policy import GRANT
from fanal.learning.courses import library
from fanal.learning.models import Certificate, Learner
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.vocabulary import short_codes
from tests.browser import check, check_all
from tests.camera import read_picture
from tests.journeys.scene import World, heading, press
from tests.journeys.test_learning import _sign_in
from tests.people import FOUNDED
from tests.rooms.learning import reviewed, seated
from tests.rooms.learning.passed import passed

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))]
CODE = "tourism-core"
NAME = "Ana Sok"


@dataclass(frozen=True)
class Shown:
    """A certificate that somebody holds; `card`: with which they sign in."""

    row: Certificate
    card: str

    def statement(self, name: str = NAME) -> str:
        """What stands in its code for a camera."""
        return issuing.stated(issuing.checked(self.row, timezone.now().date()), name)


@pytest.fixture
def shown(world: World) -> Iterator[Shown]:
    reviewed.all_say(world.cast, CODE, "fr")
    kept = keyfile.keyfile()
    keys.add()
    learner, card, _of = seated.card(world.cast)
    yield Shown(_issued(learner), card)
    keyfile.write(kept)


def _issued(learner: Learner) -> Certificate:
    course, now = library.shipped()[CODE], timezone.now()
    return issuing.issue(learner, course, passed(learner, course, now), NAME, now)


def _phone(world: World, **look: object) -> Page:
    return world.server.page(world.browser, width=320, **look)  # type: ignore[arg-type]


def _take_back(world: World, row: Certificate) -> None:
    for who in ("bao", "dalia"):
        network.grants.hold(world.cast[who].person, GRANT, FOUNDED.date(), FOUNDED.date() + timedelta(days=3650))
    issuing.ask_to_revoke(world.cast["bao"], row, "error", timezone.now())
    issuing.revoke(world.cast["dalia"], row, timezone.now())


def _kept(page: Page, folder: Path) -> str:
    """The page as somebody keeps it on a stick: the address of the file."""
    page.get_by_text("Use this page without a network").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Keep this page").click()
    to = folder / taken.value.suggested_filename
    taken.value.save_as(to)
    return to.as_uri()


def _answers(page: Page, address: str, answer: str, about: str) -> None:
    page.goto("about:blank")
    page.goto(address)
    heading(page, answer)
    expect(page.locator("#about")).to_contain_text(about)


def test_from_paper_to_an_answer_on_a_telephone(world: World, shown: Shown) -> None:
    holder = _phone(world)
    _sign_in(holder, shown.card)
    holder.goto(reverse("learner:certificate", args=["en", shown.row.attempt]))
    holder.locator("#id_name").fill(NAME)
    press(holder, "Show it")
    heading(holder, NAME)
    [said] = read_picture(holder.locator(".paper .qr").screenshot())
    assert said == f"{world.server.url}/c#{said.partition('#')[2]}"
    phone = _phone(world)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    _answers(phone, said, "Valid", "As far as known on")
    assert asked == [f"{world.server.url}/c", f"{world.server.url}/c/status/1"], "the same for everybody"
    check_all(phone)
    expect(phone.locator("[data-fact=course]")).to_contain_text(library.shipped()[CODE].texts["title"])
    expect(phone.locator("[data-fact=code]")).to_have_text(short_codes.grouped(shown.row.code))
    phone.get_by_label("Is it this person").fill("Somebody Else")
    press(phone, "Compare")
    expect(phone.get_by_text("not given to this name")).to_be_visible()
    phone.get_by_label("Is it this person").fill("  ana SOK ")
    press(phone, "Compare")
    expect(phone.get_by_text("to somebody of this name")).to_be_visible()
    assert len(asked) == 2, "the name stays on the device"
    for language, word in (("fr", "Valable"), ("ar", None)):
        phone.locator(f"[data-language][lang={language}]").click()
        expect(phone.locator("html")).to_have_attribute("lang", language)
        expect(phone.locator("#one")).to_be_visible()
        if word:
            heading(phone, word)
        check_all(phone)


def test_the_six_answers_with_the_network_off(world: World, shown: Shown, tmp_path: Path) -> None:
    """From a file; with a telephone that had the page from the site it is the same page."""
    token = shown.statement()
    phone = _phone(world)
    phone.goto("/c/en/page")
    file = _kept(phone, tmp_path)
    phone.context.set_offline(True)
    _answers(phone, f"{file}#{token}", "Valid", "As far as known on")
    check_all(phone)
    head, body, mark = token.split(".")
    said = jws.opened(token, keys.public_keys())[1]
    forged = jws.encoded(jws.compact({**said, "e": said["e"] + 900}))
    for false in (f"{head}.{forged}.{mark}", f"{head}.{body}.{mark[:-6]}AAAAAA", "hello", f"{head}.{body}", "a.b.c"):
        _answers(phone, f"{file}#{false}", "Not genuine", "the signature does not fit")
    _answers(phone, f"{file}#{issuing.status_list(1, timezone.now()).token}", "Not genuine", "")
    _answers(phone, f"{file}#{shown.row.token}", "Not genuine", "")
    stranger = vault.Seed.new().signer()
    header = {"alg": "EdDSA", "kid": keys.kid_of(stranger.public)}
    foreign = jws.signed(header, jws.compact(said), stranger.sign_jws)
    _answers(phone, f"{file}#{foreign}", "Issuer not known to this page", "ask whoever gave it")
    check(phone)
    mine = {"alg": "EdDSA", "kid": keys.kid_of(keys.signer().public)}
    _answers(phone, f"{file}#{jws.signed(mine, jws.compact(said), stranger.sign_jws)}", "Not genuine", "")
    for days, answer, about in (
        (6, "Valid", "As far as known on"),
        (8, "Signature fits, state not checked", "was last known on"),
        (-800, "Valid", "As far as known on"),  # a clock that is two years late
        (31 * library.shipped()[CODE].valid_months, "Expired", "It held until"),
    ):
        phone.clock.set_fixed_time(timezone.now() + timedelta(days=days))
        _answers(phone, f"{file}#{token}", answer, about)
        check(phone)
    phone.clock.set_fixed_time(timezone.now())
    _take_back(world, shown.row)
    _answers(phone, f"{file}#{token}", "Valid", "As far as known on")  # as of the day of the file, which it says
    phone.context.set_offline(False)
    _answers(phone, f"{file}#{token}", "Taken back", "by two people")
    check(phone)
    phone.context.set_offline(True)
    _answers(phone, f"{file}#{token}", "Taken back", "by two people")  # the newest list that this telephone has


def test_a_key_that_others_know_on_a_telephone(world: World, shown: Shown, tmp_path: Path) -> None:
    """The site tells it with the page; to a page that was kept before, with the keys that it asks for."""
    token, stolen, said = shown.statement(), keys.signer(), jws.opened(shown.statement(), keys.public_keys())[1]
    header = {"alg": "EdDSA", "kid": keys.kid_of(stolen.public)}
    earlier = jws.signed(header, jws.compact({**said, "i": said["i"] - 9}), stolen.sign_jws)
    tomorrow = jws.signed(header, jws.compact({**said, "i": said["i"] + 1}), stolen.sign_jws)
    phone = _phone(world)
    phone.goto("/c/en/page")
    file = _kept(phone, tmp_path)
    phone.context.set_offline(True)
    _answers(phone, f"{file}#{token}", "Valid", "As far as known on")  # as of the day of the file
    keys.compromise(header["kid"], timezone.now())
    issuing.sign_all(timezone.now())
    phone.context.set_offline(False)
    asks = "Others know the key by which it was signed. Type the short code"
    for page in (file, f"{world.server.url}/c"):
        _answers(phone, f"{page}#{earlier}", "Signature fits, state not checked", asks)
        _answers(phone, f"{page}#{token}", "Signature fits, state not checked", asks)
        check(phone)
        _answers(phone, f"{page}#{tomorrow}", "Not genuine", "Others know the key")
    _answers(phone, f"{file}#{shown.statement()}", "Valid", "As far as known on")  # printed anew


def test_a_telephone_that_had_the_page_opens_it_without_a_network(world: World, shown: Shown) -> None:
    phone = _phone(world)
    phone.goto("/c")
    phone.context.set_offline(True)
    _answers(phone, f"{world.server.url}/c#{shown.statement()}", "Valid", "As far as known on")


def test_a_browser_without_ed25519_says_the_same(world: World, shown: Shown, tmp_path: Path) -> None:
    token = shown.statement()
    phone = _phone(world)
    phone.goto("/c/en/page")
    file = _kept(phone, tmp_path)
    old = _phone(world)
    old.add_init_script(
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));"
    )
    old.context.set_offline(True)
    _answers(old, f"{file}#{token}", "Valid", "As far as known on")
    head, body, mark = token.split(".")
    _answers(old, f"{file}#{head}.{body}.{mark[:-6]}AAAAAA", "Not genuine", "")
    none = _phone(world)
    none.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined });")
    none.goto(f"{file}#{token}")
    expect(none.get_by_text("This browser cannot check signatures")).to_be_visible()


def test_a_newer_key_is_asked_for_and_a_pasted_code_is_read(world: World, shown: Shown, tmp_path: Path) -> None:
    phone = _phone(world)
    phone.goto("/c/en/page")
    file = _kept(phone, tmp_path)
    keys.add()
    token = shown.statement()
    phone.goto(file)
    phone.get_by_text("Use this page without a network").click()
    phone.get_by_label("What the code says").fill(f"{world.server.url}/c#{token}")
    press(phone, "Check")
    heading(phone, "Valid")


def test_without_javascript_it_leads_to_the_short_code(world: World, shown: Shown) -> None:
    page = _phone(world, javascript=False)
    page.goto(f"/c#{shown.statement()}")
    page.get_by_role("link", name="Type the short code").click()
    page.locator("#id_code").fill(shown.row.code)
    press(page, "Check")
    expect(page.get_by_text("Valid", exact=True)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_whoever_types_codes_without_end_waits(world: World, shown: Shown, *, javascript: bool) -> None:
    from fanal.learning.certificates import pages

    pages.TRIES.forget()
    page = _phone(world, javascript=javascript)
    page.goto("/c/en/")
    for _try in range(25):
        page.locator("#id_code").fill("1111111111")
        press(page, "Check")
        if page.get_by_text("Wait a minute").count():
            break
    else:
        pytest.fail("nobody had to wait")
    assert page.locator("#id_code").input_value() == "1111111111"
    pages.TRIES.forget()


def test_a_name_is_compared_as_the_server_compares_it(world: World, shown: Shown) -> None:
    """Case and width of letters of many scripts; each pair as Python has it."""
    pairs = [
        ("Straße Müller", "STRASSE  müller", True), ("ΟΔΥΣΣΕΥΣ", "οδυσσευς", True),
        ("İpek", "i̇pek", True), ("Yılmaz", "YıLMAZ", True),
        ("ស្រី ម៉ៅ", "ស្រី  ម៉ៅ", True), ("Ｍｉｎａ", "mina", True), ("María José", "MARI\u0301A JOSÉ", True),
        ("Mina", "Nina", False), ("Ana", "Ana Sok", False), ("Иван Ёлкин", "иван ёлкин", True),
    ]  # fmt: skip
    phone = _phone(world)
    for held, typed, same in pairs:
        assert (statement.name_mark(held, "x") == statement.name_mark(typed, "x")) is same
        _answers(phone, f"{world.server.url}/c#{shown.statement(held)}", "Valid", "")
        phone.get_by_label("Is it this person").fill(typed)
        press(phone, "Compare")
        expect(phone.locator("#fits")).to_have_class("good" if same else "bad")
