"""Two asks of Casa Aurora in XA: public money for training, which was adopted and moved a place of the board; and the
published reform of law, which its parliament works on. All fictional."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from fanal.access.api import reviews
from fanal.justice import api as justice
from fanal.progress.asks import asks, fates, ledger, reviewing, starting
from fanal.progress.asks.starting import Start
from fanal.progress.models import Ask, AskFate
from fanal.site.demo import promises
from fanal.site.demo.stage import Play, Stage

MOVED: Final = "SA-5c"
"""The promise that is kept since."""
_DAY: Final = timedelta(days=1)
_MONEY: Final[Mapping[str, Any]] = {
    "kind": "budget", "addressee": "Ministry for Children of XA (fictional)", "addressee_kind": "ministry",
    "title": "Public money for training (fictional)",
    "text": "We ask for a budget line for the training of those who help children. Now each office pays for it.",
    "smallest": "One line in the budget of next year.", "commitments": [MOVED],
    "citations": ["Report of XA to the Committee (fictional) | p. 91"],
    "partners": "Union of social workers (fictional)", "consulted": True,
    "changed": "They asked that whoever trains was trained by survivors; it is in the text now.",
}  # fmt: skip
_REFORM: Final[Mapping[str, Any]] = {
    "kind": "law", "addressee": "Parliament of XA, committee on justice (fictional)", "addressee_kind": "parliament",
    "title": "Acts abroad (fictional)", "text": "We ask for the smallest change of the law that reaches acts abroad.",
    "commitments": ["SA-4d"], "citations": ["law:XA/xa.j.6"], "partners": "", "consulted": False, "changed": "",
}  # fmt: skip
_OURS: Final = "We wrote the line, and brought those who need it to the ministry."
_OTHERS: Final = "The union of social workers asked for it for years; the ministry found the money."


def plan(stage: Stage, play: Play) -> None:
    """The money first; the reform once it is published."""
    play.at(stage.ago(days=150), lambda when: _money(stage, play, when))
    play.at(stage.ago(days=55), lambda when: _reform(stage, play, when))


def _money(stage: Stage, play: Play, when: datetime) -> None:
    pk = _asked(stage, play, starting.by_hand("XA"), _MONEY, when)
    play.at(when + 25 * _DAY, partial(_noted, stage, pk, "acknowledged", "Letter of the ministry"))
    play.at(when + 80 * _DAY, partial(_noted, stage, pk, "adopted", "The budget of next year, line 12 (fictional)"))
    promises.looked_again(stage, play, "XA", {MOVED: "4"}, when + 90 * _DAY)
    play.at(when + 100 * _DAY, lambda later: _fate(stage, play, pk, later))


def _reform(stage: Stage, play: Play, when: datetime) -> None:
    (row,) = justice.published_reforms("XA")
    pk = _asked(stage, play, starting.of_reform("XA", row.id), {**_REFORM, "smallest": row.words}, when)
    play.at(when + 20 * _DAY, partial(_noted, stage, pk, "acknowledged", "Letter of the committee"))
    play.at(when + 45 * _DAY, partial(_noted, stage, pk, "in_process", "Minutes of the committee (fictional)"))


def _asked(stage: Stage, play: Play, start: Start, said: Mapping[str, Any], when: datetime) -> UUID:
    """Noor writes it, Bao reads it; so do a survivor adviser and, of law, a lawyer; then it is sent."""
    filled = {"seen": "", "lang": "en", "owners": [str(stage.person("noor"))], **said}
    held = asks.begin(stage.actor("noor"), start, filled, when)
    pk = held.row.pk
    play.at(when + _DAY, lambda later: asks.review(stage.actor("bao"), pk, str(held.wording.pk), later))
    play.at(when + 2 * _DAY, lambda later: _advised(stage, pk, later))
    play.at(
        when + 3 * _DAY, lambda later: asks.send(stage.actor("noor"), pk, later.date(), "Letter no. 12", False, later)
    )
    return pk


def _advised(stage: Stage, pk: UUID, when: datetime) -> None:
    held = ledger.of(Ask.objects.select_related("org").get(pk=pk))
    _said(stage, "yara", "survivor", "Survivors’ council", reviewing.item(held), when)
    if held.row.kind == "law":
        _said(stage, "lena", "lawyer", "Lena Voss, lawyer", reviewing.item(held, reviewing.LAW), when)


def _said(stage: Stage, who: str, kind: str, name: str, item: reviews.Item, when: datetime) -> None:
    until = when.date() + timedelta(days=300)
    said = reviews.Statement(kind, True, item.digest, when.date(), until, reviewer=name)
    reviews.review(stage.actor(who), item, said, when)


def _noted(stage: Stage, pk: UUID, to: str, source: str, when: datetime) -> None:
    asks.note(stage.actor("noor"), pk, to, when.date(), source, "", when)


def _fate(stage: Stage, play: Play, pk: UUID, when: datetime) -> None:
    """What moved, what we did, what others did; an adviser reads it before everybody does."""
    told = {"item": MOVED, "citations": ["Budget of XA (fictional) | p. 12"], "ours": _OURS, "others": _OTHERS}
    fates.tell(stage.actor("noor"), pk, told, when)

    def advised(later: datetime) -> None:
        held = ledger.of(Ask.objects.select_related("org").get(pk=pk))
        fate = AskFate.objects.get(ask=pk)
        _said(stage, "yara", "survivor", "Survivors’ council", reviewing.fate_item(held, fate), later)

    play.at(when + _DAY, advised)
