"""A reporter without JavaScript: reads pages as a browser does, fills in forms, presses buttons. Keeps no cookie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from fanal import columns
from fanal.access.api import Opened, RecordRef, seal_into, stated
from fanal.concerns.content import MessageContent
from fanal.concerns.models import Concern, Message, ReportingPage
from fanal.concerns.public import state as states
from fanal.journal import api as journal
from fanal.network import vouched
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.network.models import Organisation, Person
from fanal.vocabulary.ids import day_id
from tests.people import NOW, Cast

FORM = "application/x-www-form-urlencoded"
ALWAYS = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def publish(_cast: Cast | None = None, country: str = "XA", **more: Any) -> ReportingPage:
    """The public form of Aurora in XA, or of Nordlys in another country, open day and night."""
    org = Organisation.objects.get(name="Aurora" if country == "XA" else "Nordlys")
    found: dict[str, Any] = {
        "org_id": org.pk,
        "languages": ["en", "fr", "es"],
        "hours": ALWAYS,
        "published": True,
        "alerts_outside_hours": True,
    }
    if country == "XA":
        found["duty_person"], found["deputy"] = (Person.objects.get(username=name) for name in ("amara", "femi"))
    page = ReportingPage.objects.create(country=country, **{**found, **more})
    vouched.seal(page)
    return page


@dataclass
class Field:
    kind: str
    name: str
    value: str
    checked: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class Button:
    words: str
    name: str
    value: str
    action: str


class Form(HTMLParser):
    """The form with id "f" of a page, and the words of the page."""

    def __init__(self, html: str, url: str) -> None:
        super().__init__()
        self.html, self.url, self.action = html, url, url
        self.fields: list[Field] = []
        self.buttons: list[Button] = []
        self.links: dict[str, str] = {}
        self.order: list[str] = []
        self._inside = False
        self._button: dict[str, str | None] | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self._link: str | None = None
        self._text: list[str] = []
        self._words: list[str] = []
        self._skip = False
        self.feed(html)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.order.append(tag)
        if tag in {"script", "style", "svg"}:
            self._skip = True
        if tag == "form":
            self._inside = found.get("id") == "f"
            if self._inside:
                self.action = found.get("action") or self.url
        if tag == "a":
            self._link, self._text = found.get("href"), []
        if tag == "button" and (self._inside or found.get("form") == "f"):
            self._button, self._text = found, []
        if self._inside:
            self._field(tag, found)

    def _field(self, tag: str, found: dict[str, str | None]) -> None:
        name = found.get("name") or ""
        if tag == "input" and name:
            self.fields.append(Field(found.get("type") or "text", name, found.get("value") or "", "checked" in found))
        if tag == "textarea":
            self._area = Field("textarea", name, "")
            self.fields.append(self._area)
        if tag == "select":
            self._select = Field("select", name, "")
            self.fields.append(self._select)
        if tag == "option" and self._select is not None:
            self._select.options.append(found.get("value") or "")
            if "selected" in found:
                self._select.value = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag in {"script", "style", "svg"}:
            self._skip = False
        if tag == "a" and self._link is not None:
            self.links.setdefault(" ".join("".join(self._text).split()), self._link)
            self._link = None
        if tag == "button" and self._button is not None:
            found = self._button
            self.buttons.append(
                Button(
                    " ".join("".join(self._text).split()),
                    found.get("name") or "",
                    found.get("value") or "",
                    found.get("formaction") or self.action,
                )
            )
            self._button = None
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        if self._area is not None:
            self._area.value += data.removeprefix("\n") if not self._area.value else data
            return
        self._text.append(data)
        self._words.append(data)

    def sent(self, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What a browser sends: ticked choices and filled boxes, with `answers` in place of what stands there."""
        made: list[tuple[str, str]] = []
        names = dict.fromkeys(one.name for one in self.fields)
        unknown = set(answers) - set(names)
        assert not unknown, f"this page does not ask for {unknown}"
        for name in names:
            if name in answers:
                given = answers[name]
                made += [(name, value) for value in ([given] if isinstance(given, str) else given)]
                continue
            for one in self.fields:
                if one.name == name and (one.kind not in {"radio", "checkbox"} or one.checked):
                    made.append((name, one.value))
        return made


class Reporter:
    """`get` a page, `press` a button by its words or its value, read `words`, `status`, `form`."""

    def __init__(self, **extra: Any) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.extra = extra
        self.response: Any = None
        self.bytes = 0
        self.requests = 0

    def get(self, url: str) -> Reporter:
        return self._arrived(self.client.get(url, **self.extra), url)

    def post(self, url: str, data: list[tuple[str, str]] | dict[str, Any] | str, **more: Any) -> Reporter:
        body = data if isinstance(data, str) else urlencode(data, doseq=True)
        return self._arrived(self.client.post(url, body, content_type=FORM, **{**self.extra, **more}), url)

    def press(self, button: str, **answers: Any) -> Reporter:
        url, data = self.sending(button, **answers)
        return self.post(url, data)

    def sending(self, button: str, **answers: Any) -> tuple[str, list[tuple[str, str]]]:
        """Address and body of a button, without pressing it."""
        found = next(one for one in self.form.buttons if button in {one.words, one.value})
        data = self.form.sent(answers)
        if found.name:
            data.append((found.name, found.value))
        return found.action, data

    def _arrived(self, response: Any, url: str) -> Reporter:
        self.requests += 1
        while response.status_code in {301, 302, 303} and response["Location"].startswith("/"):
            url = response["Location"]
            response = self.client.get(url, **self.extra)
            self.requests += 1
        assert not self.client.cookies, "a reporter's page set a cookie"
        self.response, self.url = response, url
        self.form = Form(response.content.decode(), url) if "html" in response.get("Content-Type", "") else None
        return self

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def words(self) -> str:
        return self.form.words

    @property
    def html(self) -> str:
        return str(self.response.content.decode())

    @property
    def code(self) -> str:
        """The receipt that the page shows, in letters."""
        return self.html.split('<p class="receipt" translate="no">')[1].split("</p>")[0]


# ---- what lies behind a page ----


def filled(country: str = "XA", *, ago: float = 60, **state: Any) -> str:
    """A sealed state as the form would carry it, begun so many seconds ago. `lived`: how old the field itself is."""
    lived = float(state.pop("lived", 0))
    now = datetime.now(UTC)
    begun = states.begin("form", country, now - timedelta(seconds=ago))
    return states.wrap(replace(begun, **state), now - timedelta(seconds=lived))


def opened(actor: Actor, concern: Concern) -> dict[str, Any]:
    """Every compartment of a concern that this person's keys open, by its column."""
    held = records.open_held(concern.org_id, concern.pk, actor.keyring)
    door = Opened(RecordRef(concern.org_id, concern.pk, "concern"), actor.signatory(), "test", held)
    return {
        name: door.read(concern, name) for name, box in columns.sealed(concern).items() if door.has(box.compartment)
    }


def say(actor: Actor, concern: Concern, text: str, *, question: bool = True) -> None:
    """A message of the member, sealed as staff seal it."""
    keys = records.open_held(concern.org_id, concern.pk, actor.keyring).keys
    message = Message(
        id=day_id(NOW.date()), concern=concern, day=NOW.date(), position=concern.messages.count() + 1, side="staff",
        by_id=actor.person, question=question,
    )  # fmt: skip
    content = MessageContent(text=text, written_at=NOW)
    item = seal_into(keys, RecordRef(concern.org_id, concern.pk, "concern"), message, "body", content)
    message.save(force_insert=True)
    journal.write(concern.pk, actor.signatory(), "concerns.ask_reporter", at=NOW, items=[item, stated.item(message)])
    Concern.objects.filter(pk=concern.pk).update(status="question")


def tell(words: str = "A man and a girl at the blue hotel", *, ago: float = 60, **answers: Any) -> Reporter:
    """A reporter who has just sent the short path, slowly enough to be taken for a person."""
    state = filled(ago=ago, answers={"danger": "not_sure"})
    body = {"state": state, "page": "what", "go": "send", "what": ["goes_with_adult"], "words": words, **answers}
    return Reporter().post("/en/xa/sent", body)


def every_page(lang: str = "en", prefix: str = "") -> dict[str, Reporter]:
    """Every page that a reporter can meet in XA and where nobody listens, by name, in a language."""
    at = f"{prefix}/{lang}"
    answers = {"danger": "no", "words": "x y", "what": ("came_upon_images",)}

    def form(page: str, go: str = "next", **state: Any) -> Reporter:
        body = {"state": filled(**{"answers": answers, **state}), "page": page, "go": go}
        return Reporter().post(f"{at}/xa/2", body)

    sent = form("check", "send")
    talk = Reporter().post(f"{at}/code", {"code": sent.code})
    return {
        "home": Reporter().get(f"{at}/"),
        "entry": Reporter().get(f"{at}/xa/"),
        "nowhere": Reporter().get(f"{at}/xe/"),
        "phone": Reporter().get(f"{at}/xa/danger"),
        "called": form("phone", "called"),
        "cannot": form("phone", "cannot"),
        "what": form("where", "back"),
        "where": form("child", "back"),
        "child": form("adult", "back"),
        "adult": form("you", "back"),
        "you": form("check", "back"),
        "check": form("check", "show", removed=1),
        "door": Reporter().get(f"{at}/xa/you"),
        "tell": Reporter().get(f"{at}/xa/you/2"),
        "receipt": sent,
        "finished": Reporter().post(*sent.sending("finish", kept="on")),
        "code": Reporter().get(f"{at}/code"),
        "talk": talk,
        "changed": Reporter().post(f"{at}/xa/2", {"state": "x", "page": "danger"}),
        "missing": Reporter().get(f"{at}/xa/nothing"),
    }
