"""The public forms of four members: settings, signed statements, publishing through the gate, practice."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from fanal.access.api import gate, keeping
from fanal.cases import readiness
from fanal.cases.gate import switching
from fanal.cases.gate.gate import PROVIDERS
from fanal.cases.gate.statements import STATEMENTS
from fanal.concerns.gate import pages
from fanal.concerns.retention import ROOM
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.site.demo import helpers
from fanal.site.demo.cast import MEMBERS
from fanal.site.demo.stage import Play, Stage
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.hours import DAYS, Hours

OPENED = 368
"""Days ago."""
_QUARTER = timedelta(days=80)
_EVERY_DAY = {day: ["08:00-20:00"] for day in DAYS}
OFFICE_HOURS: Mapping[str, list[str]] = {day: ["09:00-17:00"] for day in DAYS[:5]}

# country: hours, languages, duty person, deputy, whether alerts go at night
_PAGES: Mapping[str, tuple[Mapping[str, list[str]], tuple[str, ...], str, str, bool]] = {
    "XA": (_EVERY_DAY, ("en", "fr", "es"), "amara", "femi", True),
    "XB": (OFFICE_HOURS, ("en", "fr", "es"), "nils", "quim", True),
    "XC": ({day: ["08:00-18:00"] for day in DAYS}, ("fr", "en"), "hana", "idris", False),
    "XD": ({day: ["09:00-18:00"] for day in DAYS[:6]}, ("es", "en"), "jun", "kaya", False),
}
_MANAGERS = {"XA": "bao", "XB": "oda", "XC": "idris", "XD": "kaya"}
_LEADS = {"XA": "dalia", "XB": "pia", "XC": "hana", "XD": "jun"}
_OFFICERS = {"XA": "edo", "XB": "pia", "XC": "idris", "XD": "kaya"}
_SERVERS = {"XA": "edo", "XB": "quim", "XC": "idris", "XD": "kaya"}


def open_pages(stage: Stage, play: Play) -> None:
    """Make, sign and publish the page of each member, and sign again what lapses."""
    when = stage.ago(days=OPENED)
    for country in _PAGES:
        _open(stage, play, country, when)


def _open(stage: Stage, play: Play, country: str, when: datetime) -> None:
    manager = stage.actor(_MANAGERS[country])
    page = pages.make(manager, country, when).pk
    hours, languages, duty, deputy, at_night = _PAGES[country]
    wanted = pages.Settings(
        hours, languages, stage.person(duty), stage.person(deputy), at_night, f"trust@{MEMBERS[country].key}.example"
    )
    pages.change(manager, page, wanted, when)
    stage.hours[country] = Hours.parse(MEMBERS[country].time_zone, hours)
    _rule(stage, country, when)
    _sign_yearly(stage, country, when)
    _sign_quarterly(stage, country, when)
    pages.publish(manager, page, when + timedelta(hours=1))
    _care(stage, country, when + timedelta(hours=2))
    play.at(stage.ago(days=12), lambda at: _sign_yearly(stage, country, at))
    play.at(stage.ago(days=12), lambda at: _sign_care(stage, country, at))
    again = when + _QUARTER
    while play.at(again, lambda at: _sign_quarterly(stage, country, at)):
        again += _QUARTER


def _sign_yearly(stage: Stage, country: str, when: datetime) -> None:
    for who, item, rests_on in (
        (_OFFICERS[country], "dpia", "Folder of the board, fictional"),
        (_LEADS[country], "safeguarding", ""),
    ):
        gate.sign(stage.actor(who), ROOM, country, item, rests_on, when)


def _care(stage: Stage, country: str, when: datetime) -> None:
    """Files of children are switched on where somebody works with children."""
    manager = stage.actor(_MANAGERS[country])
    if not network.team_people(manager.org, RingKind.CASEWORK):
        return
    switching.begin(manager, when)
    _sign_care(stage, country, when)
    switching.switch_on(manager, when)


def _sign_care(stage: Stage, country: str, when: datetime) -> None:
    """Everything; that there is no provider is signed where nobody keeps a directory, and in the first days."""
    manager = stage.actor(_MANAGERS[country])
    if readiness.row_of(manager.org) is None:
        return
    keeps = country in helpers.KEEPERS and when > stage.ago(days=helpers.SINCE)
    for item, known in STATEMENTS.items():
        if keeps and item.removeprefix("no_") in PROVIDERS:
            continue
        who = _LEADS[country] if manager.roles.isdisjoint(known.roles) else _MANAGERS[country]
        gate.sign(stage.actor(who), readiness.ROOM, "", item, "Folder of the board, fictional", when)


def _rule(stage: Stage, country: str, when: datetime) -> None:
    """Each time of keeping, compared with the law two months before, and due to be compared again in half a year."""
    manager, lead = stage.actor(_MANAGERS[country]), stage.actor(_LEADS[country])
    compared = when.date() - _QUARTER
    for code, kind in keeping.record_classes().items():
        wanted = keeping.Wanted(
            kind.period,
            f"Fictional Records Act of {country}, section {len(code)}",
            "A fictional lawyer",
            keeping.Reviewer.LAWYER,
            compared,
            months_later(compared, keeping.REVIEW_MONTHS),
        )
        row = keeping.type_rule(manager, country, code, wanted, 0, when)
        keeping.confirm(lead, row.pk, when)


def _sign_quarterly(stage: Stage, country: str, when: datetime) -> None:
    for item in ("proxy_log", "restore_drill"):
        gate.sign(stage.actor(_SERVERS[country]), ROOM, country, item, "", when)


def drill(stage: Stage, play: Play) -> None:
    """The members try their recovery kits once more; the police have yet to."""

    def deed(when: datetime) -> None:
        for house in MEMBERS.values():
            made = stage.founded[house.key]
            network.kit.drill(made.org, made.shares[1:], when)

    play.at(stage.ago(days=45), deed)
