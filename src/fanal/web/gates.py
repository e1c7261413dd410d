"""How the gate of a room is shown (`access.gate`): its lines, each with what to do, and the page on which people sign a
statement. The lines are drawn by `web/parts/gate.html`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.access.api import NotHere, gate, may
from fanal.network.api import words as network_words
from fanal.network.contracts import Actor
from fanal.web.acts import Act, Said, Things
from fanal.web.dates import day_words, listed
from fanal.web.deeds import posted
from fanal.web.forms import Button, Page, Words


def words(line: gate.Line) -> str:
    """How a line stands, with who signed it."""
    if line.until is None:
        return line.words
    signed = _("%(what)s Signed by %(name)s, until %(day)s.")
    return signed % {"what": line.words, "name": line.by, "day": day_words(line.until)}


def shown(
    actor: Actor,
    room: str,
    thing: object,
    lines: Iterable[gate.Line],
    sign: Callable[[str], str],
    elsewhere: Mapping[str, tuple[str, Words]] | None = None,
) -> dict[str, list[dict[str, object]]]:
    """What `web/parts/gate.html` draws. `sign`: the address at which an item is signed; `elsewhere`: where a line is
    answered, by its code, and the words of that link."""
    one = gate.of(room)
    signs = bool(may(actor, one.deed, thing))
    found: dict[str, list[dict[str, object]]] = {"lapsed": [], "watch": [], "good": []}
    for line in lines:
        item = one.items.get(line.item) if not line.ok else None
        open_ = not line.ok or line.watch
        found["lapsed" if not line.ok else "watch" if line.watch else "good"].append({
            "title": one.titles[line.code],
            "words": words(line),
            "each": line.each,
            "todo": line.todo,
            "sign": sign(line.item) if item and signs and actor.has(*item.roles) else "",
            "who": listed(str(network_words.ROLES[role]) for role in item.roles) if item else "",
            "link": (elsewhere or {}).get(line.code) if open_ else None,
        })  # fmt: skip
    return found


class SignForm(Page):
    """What a statement rests on, and the signature."""

    words = forms.CharField(max_length=300, required=False)
    sure = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick this if it is so. If it is not, do it first.")}
    )
    buttons: ClassVar[tuple[Button, ...]] = (Button(gettext_lazy("Sign this")),)

    def __init__(self, item: gate.Item, data: Any = None) -> None:
        super().__init__(data)
        self.fields["sure"].label = str(item.words)
        if item.source:
            self.fields["words"].label = str(item.source)
            self.fields["words"].required = True
        else:
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        if "words" in self.fields and not str(found.get("words", "")).strip():
            raise ValidationError(_("Write what it rests on."))
        return found


@dataclass(frozen=True, slots=True)
class Signing:
    """A statement that somebody is about to sign, at the thing of the room."""

    thing: Any
    name: str
    item: gate.Item
    until: date


def signing(
    room: str,
    deed: str,
    *,
    title: Words,
    find: Callable[..., Any],
    country: Callable[[Any], str] = lambda _thing: "",
    url: Callable[[Any], str],
    back: Callable[[Any], str],
) -> tuple[Things, Mapping[str, Act]]:
    """The page on which a statement of a room's gate is signed, below its thing. `find` takes the person and what the
    address names before the item."""

    def statement(actor: Actor, *named: Any) -> Signing:
        *where, name, now = named
        thing, item = find(actor, *where), gate.of(room).items.get(name)
        if item is None:
            raise NotHere
        return Signing(thing, name, item, item.until(now.date()))

    def call(actor: Actor, it: Signing, data: dict[str, Any], now: datetime) -> object:
        return gate.sign(actor, room, country(it.thing), it.name, data.get("words", ""), now)

    things = Things(find=statement, dated=True, url=lambda it: url(it.thing), back=_of(back))
    act = Act(
        deed=deed,
        title=title,
        heading=gettext_lazy("Sign a statement"),
        lede=lambda it: it.item.todo,
        note=lambda it: _("Your name stands under it. It holds until %(day)s.") % {"day": day_words(it.until)},
        form=lambda request, _actor, it: SignForm(it.item, posted(request)),
        call=call,
        done=gettext_lazy("Signed."),
        slug="<slug:item>",
    )
    return things, {"sign": act}


def _of(back: Callable[[Any], str]) -> Said:
    return lambda it: back(it.thing)
