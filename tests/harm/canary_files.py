"""Everything that people type into the file of a child: whoever works on it, and the child, go through every page that
they find, and put a canary into every box for words. What a form refuses is answered in another way, a few times."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from tests.harm.canaries import Canaries

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}")
LAST = re.compile(r"/(step|close|end|void|hide|hand|supervise|restrict|erase|take-back|withdraw|refuse|release)\b")
"""What ends something, or takes the file out of these hands, is done when all else was."""
NEVER = re.compile(r"/ask-child/|/readiness/|/directory/")
"""The child walks what gives the device away; what an organisation says of itself and of providers is read by all."""
CLEAR = re.compile(r"/(take-out|out/new)/")
"""Where `reason` is read by all who count exports: the page says to name nobody."""
SAID = {
    "child_birth_date": "2013",
    "child_safe_to_contact": "agreed_times",
    "consent_child_assented": "agreed",
    "consent_given_by": "legal_guardian",
    "consent_basis": "consent",
}
"""So that there is a ground to work on, and a child who may be reached."""
TRIES = 7


@dataclass
class Box:
    """An input of a form. `options`: what can be chosen; `kind`: of the input, or `text`, `select`."""

    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    invalid: bool = False
    longest: int = 10_000

    @property
    def takes_words(self) -> bool:
        return self.kind == "text" and self.longest > 40


class Page(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, dict[str, Box]]] = []
        self._select: Box | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href", "").startswith("/desk/cases/"):
            self.links.append(found["href"].partition("#")[0].partition("?")[0])
        if tag == "form":
            posted = found.get("method", "").lower() == "post"
            self.forms.append((found.get("action", "") if posted else "GET", {}))
        if tag == "option" and self._select is not None:
            self._select.options.append(found.get("value", ""))
        if self.forms and (name := found.get("name")):
            self._box(tag, name, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None

    def _box(self, tag: str, name: str, found: dict[str, str]) -> None:
        boxes, kind = self.forms[-1][1], found.get("type", "text") if tag == "input" else "text"
        if tag == "select":
            kind = "select"
        elif tag == "button":
            kind = "button"
        elif found.get("inputmode") == "numeric":
            kind = "number"
        box = boxes.setdefault(name, Box(kind))
        box.invalid |= "aria-invalid" in found
        box.longest = int(found.get("maxlength", box.longest))
        if kind in {"radio", "checkbox", "button"}:
            box.options.append(found.get("value", "on"))
        elif tag == "select":
            self._select = box
        else:
            box.value = found.get("value", "")


@dataclass
class Walker:
    """Somebody of the cast with a browser. `done`: the forms that were sent, by whomever; `refused`: those that were
    never taken in, with the boxes that were wrong; `read`: what pages showed."""

    client: Any
    seeds: Canaries
    now: datetime
    told: set[str]
    done: set[str]
    read: set[str]
    refused: dict[str, list[str]] = field(default_factory=dict)
    spent: set[str] = field(default_factory=set)
    """Pages with forms that lead nowhere: once is enough."""

    def walk(self, start: str, rounds: int) -> None:
        """Over the pages that can be reached, until there is no form that was not sent. What ends something, or takes
        it out of these hands, comes last."""
        for _round in range(rounds):
            before, ends = len(self.done), []
            for where, page in self._reached(start):
                if LAST.search(where):
                    ends.append(where)
                elif self._unsent(where, page):
                    self._sends(where)
            if len(self.done) == before:
                break
        for where in ends:
            self._sends(where)

    def _reached(self, start: str) -> Iterator[tuple[str, "Page"]]:
        """Each kind of page once: of rows that are alike the first."""
        seen, waits = {_kind(start)}, [start]
        while waits:
            where = waits.pop(0)
            if where in self.spent:
                continue
            page = self._get(where)
            new = [link for link in page.links if link.startswith(start) and not NEVER.search(link)]
            new = [link for link in new if _kind(link) not in seen]
            for link in new:
                if _kind(link) not in seen:
                    seen.add(_kind(link))
                    waits.append(link)
            yield where, page
            if page.forms and not new:
                self.spent.add(where)

    def _get(self, where: str) -> "Page":
        answer = self.client.get(where)
        return self._page(answer)

    def _page(self, answer: Any) -> "Page":
        drawn = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        html = answer.content.decode() if drawn else ""
        self.read |= set(re.findall(f"{self.seeds.markers[0]}\\w\\w", html))
        return Page(html)

    def _unsent(self, where: str, page: "Page") -> dict[str, tuple[str, dict[str, Box]]]:
        """The forms of a page that nobody sent: what they are, where they go, their boxes."""
        found = {}
        for action, boxes in page.forms:
            mark = f"{_kind(action or where)} {' '.join(sorted({_kind(one) for one in boxes}))}"
            if (action or where).startswith("/desk/cases/") and action != "GET" and mark not in self.done:
                found[mark] = (action or where, boxes)
        return found

    def _sends(self, where: str) -> None:
        for mark, (action, boxes) in self._unsent(where, self._get(where)).items():
            self.done.add(mark)
            self._send(mark, action, boxes)

    def _send(self, mark: str, where: str, boxes: dict[str, Box]) -> None:
        """Once as it seems right, then with other answers to what was wrong, or on with what the form asks next."""
        texts: dict[str, str] = {}
        tried: Counter[str] = Counter()
        for _try in range(TRIES):
            wrong: list[str] = []
            for name, box in boxes.items():
                if box.takes_words and name not in texts and not (name == "reason" and CLEAR.search(where)):
                    texts[name] = self.seeds.plant(f"{_kind(where)} {_kind(name)} {len(self.seeds.planted)}")
            data = dict(self._filled(boxes, texts, tried))
            answer = self.client.post(where, data)
            asks = Page(answer.content.decode()).forms if answer.status_code == 200 else []
            forms = [form for _action, form in asks if (form.keys() & boxes.keys()) - {"csrfmiddlewaretoken", "whose"}]
            if not forms:
                break
            tried.update(wrong := list(_wrong(boxes := forms[0])))
        if forms or answer.status_code not in {200, 302}:
            self.refused[mark] = [str(answer.status_code), *wrong]
        else:
            self.told |= {texts[name] for name in texts if data.get(name) == texts[name]}

    def _filled(self, boxes: dict[str, Box], texts: dict[str, str], tried: Counter[str]) -> Iterator[tuple[str, str]]:
        for name, box in boxes.items():
            nth = tried[name]
            if nth == 0 and name in SAID:
                yield name, SAID[name]
            elif name in texts:
                yield name, (texts[name], "", "2015", "1", "x")[nth % 5]
            elif box.kind == "button":
                given = ["", *box.options] if nth else [*box.options, ""]
                if pressed := given[nth % len(given)]:
                    yield name, pressed
            elif box.options:
                given = [one for one in box.options if one] or [""]
                yield name, given[nth % len(given)]
            elif box.kind in {"date", "datetime-local", "time"}:
                day = self.now + timedelta(days=(0, 20, -20, 1, -1)[nth % 5])
                yield name, {"date": f"{day:%Y-%m-%d}", "time": f"{day:%H:%M}"}.get(box.kind, f"{day:%Y-%m-%dT%H:%M}")
            elif box.kind == "number":
                yield name, ("1", "13", "0", "2026", "")[nth % 5]
            else:
                yield name, box.value or ("for the report" if box.kind == "text" else "")


def _kind(where: str) -> str:
    """An address or a name, whatever row it is of."""
    return re.sub(r"_\d+", "_N", _ID.sub("*", where))


def _wrong(boxes: dict[str, Box]) -> Iterator[str]:
    """What is answered in another way: what is wrong, who is named by a link that is not there; nothing: a button."""
    wrong = [name for name, box in boxes.items() if box.invalid]
    yield from wrong or (name for name, box in boxes.items() if box.kind == "button")
    yield from (one.removesuffix("_link") for one in wrong if one.endswith("_link"))


def cares(made: Any) -> dict[str, Any]:
    """The file of a child from its first page to its last: by its worker, a colleague, the supervisor, the safeguarding
    lead, and by the child. Returns how many forms were sent, which were taken in by nobody, which words no page showed.
    `made`: the play."""
    from fanal.cases.model.declared import model
    from fanal.cases.models import Case
    from fanal.network import api as network
    from fanal.network.contracts import Role
    from tests.people import are_cleared
    from tests.rooms.cases.directory.scenes import a_provider
    from tests.rooms.cases.referring.scenes import allowed

    cast, before = made.cast, set(made.seeds.planted)
    network.people.give_roles(cast["bao"], cast["noor"].person, [Role.CASEWORKER], made.now)
    are_cleared([cast["noor"].person])
    a_provider(cast, services=list(model().lists["service_type"].codes))  # whichever help is chosen first
    told, done, read, refused = set[str](), set[str](), set[str](), dict[str, list[str]]()
    for who, start, rounds in (
        ("marek", "/desk/cases/to-open/", 1),
        ("marek", "/desk/cases/", 3),
        ("noor", "/desk/cases/", 1),
        ("bao", "/desk/cases/", 1),
        ("dalia", "/desk/cases/", 1),
        ("edo", "/desk/cases/requests/", 1),
    ):
        if rounds == 3:  # it is open now
            case = Case.objects.get()
            allowed(cast, case)
            _child(made, case, told)
        Walker(made.desk(who), made.seeds, made.now, told, done, read, refused).walk(start, rounds)
    taken = {where: words for where, words in made.seeds.planted.items() if where not in before and words in told}
    unseen = sorted(where for where, words in taken.items() if words.split()[0] not in read)
    return {"sent": len(done), "refused": refused, "taken": len(taken), "unseen": unseen}


def _child(made: Any, case: Any, told: set[str]) -> None:
    """With a code of its own: what was agreed, how it is, a message, a question, coming back."""
    from fanal.cases.codes import SafeContact
    from fanal.cases.files import writing
    from tests.rooms.cases.child_side.own import Phone, coded
    from tests.rooms.cases.referring.scenes import WAY

    now = datetime.now(UTC)  # after the file was opened

    def plant(where: str) -> str:
        told.add(words := made.seeds.plant(f"child {where}"))
        return words

    writing.set_safety(made.cast["marek"], case.pk, SafeContact.AGREED_TIMES, WAY, now)
    letters = coded(made.cast, case, plant("agreed"), now)
    for page, more in (("feel", {}), ("write", {}), ("ask", {"wish": "see"}), ("other", {}), ("back", {})):
        phone = Phone()
        made.watch(phone.client)
        phone.code(letters)
        phone.press(page)
        for _question in range(4 if page == "feel" else 0):
            phone.press("skip")
        made.statuses[f"child: {page}"] = phone.status
        html = phone.press(f"{page}_send", **more | {"text": plant(page)})
        assert "Thank you" in html, html
