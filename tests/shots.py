"""Every screen of the demonstration as pictures: 320 and 1200 px, light and dark, en and ar, in `shots/` with an index.

`make shots`, or `python -m tests.shots queue form` for the screens whose names contain one of the words. Rooms add
their screens to `SCREENS`. The demonstration lives in `.data/shots`; `--reset` makes it anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, Page
from rich.progress import track

from tests.browser import LOOKS, Server, chromium, free_port, serving_command

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
    who: str = ""
    act: Callable[[Page], None] | None = None

    def address(self, language: str) -> str:
        return self.path.replace("{lang}", language if language == "en" else f"preview/{language}")


SCREENS: list[Screen] = [
    Screen("parts-public", "/{lang}/dev/components"),
    Screen("parts-desk", "/dev/components"),
    Screen("no-such-page", "/{lang}/xx/nothing/here"),
    Screen("sign-in", "/desk/sign-in/"),
    Screen("signed-out", "/desk/signed-out/"),
    Screen("link-gone", "/desk/join/used/"),
    Screen("day", "/desk/day/", "amara"),
    Screen("day-empty", "/desk/day/", "celia"),
    Screen("account", "/desk/account/", "amara"),
    Screen("account-notices", "/desk/account/notices/", "amara"),
    Screen("second-steps", "/desk/sign-in/steps/", "amara"),
    Screen("people", "/desk/people/", "bao"),
    Screen("person", "/desk/people/", "bao", lambda page: open_row(page, -1)),
    Screen("people-invite", "/desk/people/invite/", "bao"),
    Screen("agreements", "/desk/agreements/", "bao"),
    Screen("agreement", "/desk/agreements/", "bao", lambda page: open_row(page, 0)),
    Screen("agreement-propose", "/desk/agreements/propose/", "bao"),
    Screen("keys", "/desk/keys/", "bao"),
    Screen("keys-rotate", "/desk/keys/intake/", "bao"),
    Screen("keys-drill", "/desk/keys/drill/", "bao"),
    Screen("journal", "/desk/journal/", "edo"),
    Screen("refused", "/desk/journal/", "femi"),
]


def open_row(page: Page, number: int) -> None:
    """Opens a row of the list on the page: the first is 0, the last -1."""
    page.locator("td.go a").nth(number).click()
    page.locator("table.cards").wait_for(state="detached")


def walk(server: Server, browser: Browser, screens: Iterable[Screen], folder: Path) -> Iterator[Path]:
    """Takes the pictures of `screens`, one visit for each person and language; yields each file that it wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    for who, theirs in groupby(sorted(screens, key=lambda screen: screen.who), key=lambda screen: screen.who):
        wanted = list(theirs)
        for language in LANGUAGES:
            page = server.page(browser, locale=language)
            if who:
                sign_in(page, who)
            speak(page, language)
            for screen in wanted:
                page.goto(screen.address(language))
                if screen.act:
                    screen.act(page)
                yield from _pictures(page, folder, f"{screen.name}-{language}")
            page.context.close()


def _pictures(page: Page, folder: Path, name: str) -> Iterator[Path]:
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        path = folder / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=path, full_page=True)
        yield path


def speak(page: Page, language: str) -> None:
    """Chooses the language of staff pages for this visit, as a person would; reporters' pages have it in the path."""
    page.goto("/dev/components")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(".menu summary").click()
        page.locator(f'.menu button[value="{language}"]').click()
        page.locator(f'html[lang="{language}"]').wait_for()


def sign_in(page: Page, who: str) -> None:
    """Signs a member of the cast in: password, then the second step. `fanal.site.demo` knows both."""
    password, code = import_module("fanal.site.demo").secrets(who)
    page.goto("/desk/sign-in/")
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill(password)
    page.locator("main form button").first.click()
    page.locator("[name=code]").fill(code)
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
    words = [word for word in arguments if not word.startswith("-")]
    wanted = [screen for screen in SCREENS if not words or any(word in screen.name for word in words)]
    folder, port = ROOT / "shots", free_port()
    env = {
        **os.environ,
        "FANAL_MODE": "demo",
        "FANAL_DATA": str(ROOT / ".data" / "shots"),
        "FANAL_BIND": f"127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "fanal", "demo", "--serve", *[word for word in arguments if word == "--reset"]]
    with serving_command(command, port, env) as server, chromium() as browser:
        total = len(wanted) * len(LANGUAGES) * len(LOOKS)
        paths = list(track(walk(server, browser, wanted, folder), "Taking pictures", total=total))
    sys.stdout.write(f"{index(folder, paths)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
