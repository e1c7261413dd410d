"""What may be told to somebody outside, before anybody tells it: the card, the pack, and all that stays, with why."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from fanal.access import api as access
from fanal.cases.files import files
from fanal.cases.files.files import File, case_of
from fanal.cases.ground import NEEDS, Recipient
from fanal.cases.grounds import asked
from fanal.cases.grounds.desk.ledger import CATEGORIES
from fanal.cases.model import words
from fanal.cases.packed import PackItem
from fanal.cases.passing_on import pack, preview
from fanal.cases.passing_on.pack import PackKind
from fanal.cases.passing_on.policy import WHAT_LEAVES
from fanal.cases.passing_on.preview import USES, Leaves
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgRef
from fanal.passing.api import Stay
from fanal.vocabulary.codes import RecipientCategory
from fanal.vocabulary.results import Refused
from fanal.web import api as web

_KINDS: dict[PackKind, web.Words] = {
    PackKind.REFERRAL: lazy("Ask them for help"),
    PackKind.TRANSFER: lazy("Hand the work to them"),
    PackKind.REPORT: lazy("Tell an authority"),
}
_CARD: dict[str, web.Words] = {
    "age": lazy("Age"), "sex": lazy("Sex"), "country": lazy("Country"), "languages": lazy("Speaks"),
    "needs": lazy("Need"), "urgent": lazy("Urgent"),
}  # fmt: skip
_BANDS: dict[str, web.Words] = {
    "0_4": lazy("0 to 4"), "5_9": lazy("5 to 9"), "10_14": lazy("10 to 14"), "15_17": lazy("15 to 17"),
    "18_more": lazy("18 or more"),
}  # fmt: skip


class Whom(forms.Form):
    """For what, and to whom."""

    kind = forms.ChoiceField(label=lazy("What for?"), choices=[(one.value, said) for one, said in _KINDS.items()])
    to = forms.ChoiceField(label=lazy("To whom?"))

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        named = [one for kind in USES for one in asked.TO[NEEDS[USES[kind]].purpose]]
        categories = [(one.value, CATEGORIES[one.value]) for one in dict.fromkeys(named)]
        orgs = [(str(one.id), one.name) for one in _orgs(actor)]
        web.offer(self, "to", [*categories, *orgs])


def _orgs(actor: Actor) -> list[OrgRef]:
    return [one for one in network.orgs() if one.kind in asked.KINDS and one.id != actor.org]


@web.deeds.page(WHAT_LEAVES)
@require_safe
def what_leaves(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Nothing is sent from here. To look is an entry in the journal, as each look at a file is."""
    access.ask(actor, WHAT_LEAVES, case_of(actor, case_id))
    form = Whom(actor, request.GET or None)
    with files.looking(actor, case_id, web.deeds.at(request)) as found:
        context: dict[str, object] = {"case": found.case, "form": form}
        if form.is_valid():
            context |= _shown(request, actor, found, PackKind(form.cleaned_data["kind"]), form.cleaned_data["to"])
        return render(request, "cases/passing_on/what_leaves.html", context)


def _shown(request: HttpRequest, actor: Actor, found: File, kind: PackKind, to: str) -> dict[str, object]:
    org = next((one for one in _orgs(actor) if str(one.id) == to), None)
    recipient = Recipient(asked.KINDS[org.kind], str(org.id)) if org else Recipient(RecipientCategory(to))
    made = preview.leaves(found, kind, recipient, org, web.deeds.at(request))
    return shown(made) | {"to": org.name if org else CATEGORIES[to], "somebody": org is None}


def shown(made: Leaves) -> dict[str, object]:
    """What `cases/passing_on/what.html` shows, but for `to`, `allows` and `answers`."""
    return {
        "card": card_facts(made.card.items),
        "leaves": pack_facts(made.pack.leaves),
        "stays": stay_facts(made.pack.stays),
        "why_not": why_not(made),
    }


def ground_until(made: Leaves) -> list[str]:
    """Until when the child allows it, where it does."""
    said, until = _("What the child said, until %(day)s"), getattr(made.ground, "until", None)
    return [said % {"day": web.day_words(until)}] if until else []


def card_facts(items: Iterable[PackItem]) -> list[tuple[web.Words, str]]:
    """A card in words."""
    named = [(one.field.partition(".")[2], one) for one in items]
    return [(_CARD.get(name, name), _card(name, one)) for name, one in named]


def pack_facts(items: Iterable[PackItem]) -> list[tuple[str, str]]:
    """A pack in words."""
    items = list(items)
    rows = numbers(one.field for one in items)
    return [(label(one.field, rows), preview.told(one)) for one in items]


def stay_facts(stays: Iterable[Stay]) -> list[tuple[str, str]]:
    """What stays, with why."""
    stays = list(stays)
    rows = numbers(one.field for one in stays)
    return [(_named(one.field, rows), _(one.words)) for one in stays]


def why_not(made: Leaves) -> list[str]:
    """What must be there first."""
    return [_(one.words) for one in (made.ground, made.agreement) if isinstance(one, Refused)]


def _card(name: str, one: PackItem) -> str:
    say: dict[str, Any] = {
        "age": lambda code: str(_BANDS.get(code, code)),
        "sex": lambda code: words.code("sex", code),
        "country": words.country,
        "languages": words.language,
        "needs": lambda code: words.code("service_type", code),
        "urgent": lambda code: _("Yes") if code == "yes" else _("No"),
    }
    return web.listed(map(say.get(name, str), one.codes))


def numbers(paths: Iterable[str]) -> dict[str, int]:
    """Which of several rows each is, by row: the first act, the second. Where there is one, it has no number."""
    of: dict[str, dict[str, None]] = {}
    for path in paths:
        if row := pack.row_of(path):
            of.setdefault(path.partition(".")[0], {})[row] = None
    return {row: place for rows in of.values() if len(rows) > 1 for place, row in enumerate(rows, 1)}


def label(path: str, rows: dict[str, int]) -> str:
    """A field of a pack in words, with the number of its row where there are several; as it is called where this
    program does not know it: another member may have another version."""
    try:
        said = words.label(pack.field_at(path))
    except KeyError:
        said = path.partition(pack.ROW)[0]
    number = rows.get(pack.row_of(path))
    return f"{said} ({web.digits(number)})" if number else said


def _named(path: str, rows: dict[str, int]) -> str:
    return _("Who told us") if path == "reporter" else label(path, rows)
