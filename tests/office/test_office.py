"""An office of three, from a bare Debian to a release later: by the lines of the guide, the pages, and nothing else.

One story on two machines; each step needs the one before. What no test of one part can see: that they fit together.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Server
from tests.journeys.member import (
    confirm_country,
    decide,
    give_roles,
    invite,
    let_in,
    make_link,
    read_again,
    set_page,
    tell,
    type_country,
)
from tests.journeys.scene import (
    founder_links,
    get_ready,
    heading,
    keep_share,
    sign_in_again,
    sign_in_first,
    type_share_back,
)
from tests.office.machine import SECRET, Office, browsing, office, secretariat
from tests.people import PASSWORD
from tests.rooms.site.guide import lines_of
from tests.rooms.site.releasing import list_of, packed, released, sign, tree, with_a_table

pytestmark = [pytest.mark.office, pytest.mark.long, pytest.mark.once]
# A country in which nobody lives: what the story says of its law is of no real one.
COUNTRY, OUTSIDE = "BV", "https://weather.invalid/"


@dataclass
class Story:
    """How long each step took, and what the next ones need: what each person's app holds, shares, the public page,
    where the concern stands."""

    capsys: pytest.CaptureFixture[str]
    took: list[tuple[str, float]] = field(default_factory=list)
    apps: dict[str, str] = field(default_factory=dict)
    shares: list[str] = field(default_factory=list)
    public: str = ""
    concern: str = ""

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """One step, told on the terminal as it begins and ends."""
        begun = monotonic()
        self.say(f"  {words} …")
        yield
        self.took.append((words, monotonic() - begun))
        self.say(f"  {words}: {self.took[-1][1] / 60:.1f} minutes")

    def say(self, words: str) -> None:
        with self.capsys.disabled():
            sys.stdout.write(f"{words}\n")
            sys.stdout.flush()

    def report(self) -> None:
        lines = [f"{words:<60}{seconds / 60:>6.1f}" for words, seconds in self.took]
        total = sum(seconds for _words, seconds in self.took)
        self.say("\n".join(["", f"{'An office of three':<60}minutes", *lines, f"{'in all':<60}{total / 60:>6.1f}", ""]))


@pytest.fixture
def story(capsys: pytest.CaptureFixture[str]) -> Iterator[Story]:
    told = Story(capsys)
    yield told
    told.report()


def visit(server: Server, browser: Browser) -> Page:
    """Somebody's own browser: it shares nothing with others."""
    return server.page(browser, ignore_https_errors=True)


def test_an_office_from_a_bare_machine_to_the_next_release(story: Story, maintainers: Path, tmp_path: Path) -> None:
    with office(tmp_path / "one") as first:
        with story.step("install, with the first run cut off; first page"):
            first.install(secretariat(f"{PASSWORD} amara", f"{PASSWORD} bao"), cut=True)
            first.first_page()
        with browsing(first, tmp_path / "front-one") as (server, browser):
            people = _found(story, server, browser)
            _work(story, server, browser, people)
        with story.step("backup"):
            first.fanal("backup")
            first.machine.run("systemctl stop fanal")
        with office(tmp_path / "two") as second:
            with story.step("restore on a second machine, with a wrong share typed"):
                _restore(first, second, story.shares)
            with browsing(second, tmp_path / "front-two") as (server, browser):
                uma = visit(server, browser)
                _read(story, uma)
                with story.step("move to PostgreSQL"):
                    _move(second)
                _read(story, uma)
                _go_on(story, second, (server, browser), uma, maintainers, tmp_path)


def _found(story: Story, server: Server, browser: Browser) -> dict[str, Page]:
    """The secretariat makes two links, and two founders in two browsers found a member; a third person joins."""
    people = {name: visit(server, browser) for name in ("amara", "rosa", "timo", "uma")}
    amara, rosa, timo, uma = people.values()
    with story.step("two founders found a member in two browsers"):
        amara.goto("/desk/day/")
        sign_in_first(amara, "amara")
        one, two = founder_links(amara, COUNTRY)
        get_ready(rosa, one, "Rosa")
        heading(rosa, "You are ready")
        get_ready(timo, two, "Timo")
        heading(timo, "Solano is founded")
        rosa.goto(one)
        for page, name in ((rosa, "rosa"), (timo, "timo")):
            page.get_by_role("link", name="Sign in").click()
            sign_in_first(page, name)
            words = keep_share(page)
            type_share_back(page, words)
            story.shares.append(" ".join(words))
        expect(timo.get_by_text("The recovery kit is proved.")).to_be_visible()
    with story.step("a third person joins"):
        give_roles(rosa, "Timo", "Supervisor")
        get_ready(uma, invite(rosa, "Uma", "Intake officer", "Duty person"), "Uma")
        story.apps["uma"] = sign_in_first(uma, "uma", then="A colleague must let you in")
        let_in(timo, "Uma")
    return people


def _work(story: Story, server: Server, browser: Browser, people: dict[str, Page]) -> None:
    """The file of the country by two people, the public page, and the first concern of practice, which Uma decides."""
    _amara, rosa, timo, uma = people.values()
    with story.step("the file of the country, typed by one and confirmed by another"):
        type_country(rosa, OUTSIDE)
        confirm_country(timo)
    with story.step("the public page, and a concern of practice decided"):
        set_page(rosa)
        story.public = make_link(rosa)
        tell(visit(server, browser), story.public)
        story.concern = decide(uma)


def _restore(first: Office, second: Office, shares: list[str]) -> None:
    """The guide's "On a new machine", its lines as they stand: installed without keys, archive and ledger copied, two
    shares typed."""
    second.install()
    backups = sorted(first.machine.at("/var/backups/fanal").iterdir())
    for each in backups:
        shutil.copy(each, second.machine.at(f"/var/backups/fanal/{each.name}"))
    (archive,) = (each.name for each in backups if each.suffix == ".tar")
    words = shares[0].split()
    wrong = " ".join([words[1], words[0], *words[2:]])
    lines = lines_of("Restore")
    for line in lines[next(at for at, one in enumerate(lines) if one.startswith("chown")) :]:
        is_restore = line.startswith("fanal restore")
        answers = (wrong, *shares, "yes") if is_restore else ()
        said = second.machine.run(line.replace("fanal-20261125T023000Z.tar", archive), *answers)
        if is_restore:
            assert "This share has a mistake. Type it again." in said
            assert "Restored." in said
    second.first_page()
    second.check()


def _move(here: Office) -> None:
    """The guide's "Move to another database"; its `fanal move` asks for the password."""
    here.postgresql()
    here.machine.run("systemctl stop fanal")
    here.fanal("backup")
    here.fanal("move postgresql://fanal@localhost/fanal", SECRET)
    here.set("FANAL_DATABASE_URL", f"postgresql://fanal:{SECRET.replace(' ', '%20')}@localhost/fanal")
    here.machine.run("systemctl start fanal")
    here.first_page()
    here.fanal("backup")
    here.fanal("move --done", "yes")
    here.check()


def _read(story: Story, uma: Page) -> None:
    """Uma signs in anew and opens what was told."""
    with story.step("its intake officer reads the concern again"):
        sign_in_again(uma, "uma", story.apps["uma"])
        read_again(uma, story.concern)


def _go_on(
    story: Story, here: Office, front: tuple[Server, Browser], uma: Page, maintainers: Path, folder: Path
) -> None:
    """Two releases further, the second with a change of the database, and back from that; nobody signs in anew."""
    here.trust(maintainers)
    one, two = (folder / f"made/fanal-0.99.{number}" for number in (0, 1))
    alone = tree(one, "0.99.0")
    list_of(alone)
    sign(alone, maintainers / "ada")
    with story.step("an archive that one maintainer signed is refused"):
        said, _met = here.upgrade(packed(alone), expect=1)
        assert "ada alone signed it, and two maintainers must" in said
    with story.step("upgrade to the next release"):
        _said, plain = here.upgrade(released(one, maintainers))
        read_again(uma, story.concern)
    with story.step("upgrade to one that changes the database"):
        _said, changed = here.upgrade(released(with_a_table(tree(two, "0.99.1")), maintainers))
        read_again(uma, story.concern)
    with story.step("and back"):
        assert "Fanal 0.99.0 runs again" in here.fanal("upgrade --back")
        assert "0.99.0" in here.fanal("--version")
        here.check()
        read_again(uma, story.concern)
    with story.step("there, on the database of the next one, a concern is told, read and decided"):
        tell(visit(*front), story.public)
        read_again(uma, decide(uma, story.concern))
    assert plain["refused"] == changed["refused"] == 0
    story.say(f"  a visitor waited {plain['longest']:.1f} s, with a change of the database {changed['longest']:.1f} s")
