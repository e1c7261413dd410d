"""What people of the demonstration write about research: plans, the form of the gate, reasons. All fictional."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.research.contracts import HARMED, PlanForm, Protocol, RowsAsked
from fanal.vocabulary.dates import months_later

type Form = Callable[[UUID, date], PlanForm]
"""A plan for a population, opened on a day."""

AURORA_COUNTS = "Concerns and handovers that ended at Casa Aurora (fictional)"
NORDLYS_COUNTS = "Concerns and handovers that ended at Nordlys (fictional)"
AURORA_FILES = "Children with whom Casa Aurora worked, by the year in which the file was opened (fictional)"
FILE_COUNTS = "Children in files that partners of Nordlys keep in the shape of CTDC (fictional)"
WRONG = "The title did not say that handovers are counted, too."
COUNTED_TWICE = "Telephone calls of one spring were counted twice."
CITED = "Answer to the parliament of XA on hotlines (fictional)"
_SMALL = "Little: no child, no place and no firm is shown, and no number below ten."


def newest(day: date) -> int:
    """The newest year that ended six full months before a day."""
    year = day.year - 1
    return year if months_later(date(year + 1, 1, 1), 6) <= day else year - 1


def answered(year: int) -> Form:
    return _form(
        "network-in-time", f"Concerns answered in time, {year}",
        "Most people who told Casa Aurora of a concern were answered in time.",
        (_table(year, "channel", "in_time"), _table(year, "ended")),
    )  # fmt: skip


def answered_better(year: int) -> Form:
    return _form(
        "network-in-time", f"Concerns and handovers answered in time, {year}",
        "Most people and partners who told Casa Aurora of a concern were answered in time.",
        (_table(year, "channel", "in_time"), _table(year, "ended")),
    )  # fmt: skip


def results(year: int) -> Form:
    return _form(
        "network-results", f"What came of concerns, {year}",
        "Most concerns led to help or to a first check.",
        (_table(year, "result"), _table(year, "age")),
    )  # fmt: skip


def abroad(year: int) -> Form:
    return _form(
        "network-abroad", f"Where the persons suspected are from, {year}",
        "Most persons suspected are from the place itself, not from abroad.",
        (_table(year, "mobility"), _table(year, "country")),
    )  # fmt: skip


def helped(year: int) -> Form:
    return _form(
        "helps-work", f"How soon children had a plan, {year}",
        "Some children had a plan within a week of the day on which their file was opened; others waited longer.",
        (_table(year, "plan_in_time"),),
    )  # fmt: skip


def eased(year: int) -> Form:
    return _form(
        "helps-push", f"What pushed children towards exploitation, and whether it has eased, {year}",
        "Money and school were named most, and for most children some of it has eased after a year.",
        (_table(year, "push_poverty"), _table(year, "push_out_of_school"), _table(year, "push_family_violence"),
         _table(year, "eased_month_3"), _table(year, "eased_month_12")),
    )  # fmt: skip


def places(year: int) -> Form:
    return _form(
        "network-results", f"In what kind of place, {year}",
        "Harm is told of homes as often as of streets.",
        (_table(year, "place"),),
    )  # fmt: skip


def funder(year: int) -> Form:
    """Exact numbers with holes, for one reader; the second table leaves out what is not known."""
    known = TableSpec(("channel",), where={"in_time": ("yes", "no")}, cohorts=(year,))
    return _form(
        "network-in-time", f"Ways of telling, for our funder, {year}",
        "The funder learns through which ways people tell.",
        (_table(year, "channel"), known), Policy(method="suppress", audience="named"),
    )  # fmt: skip


def files(year: int) -> Form:
    return _form(
        "files-exploitation", f"How children are exploited and controlled, in files of partners, {year}",
        "About half of the children were held by false promises or pressure.",
        (
            _table(year, "sex", "age"),
            _table(year, "purpose_sexual_exploitation", "sex"),
            _table(year, "control_deception_or_pressure"),
            _table(year, "recruiter_family", "sex"),
        ),
        Policy(method="dp", rho=Fraction(1, 10)),
        RowsAsked(("age", "sex", "purpose_forced_marriage", "purpose_forced_begging"), Fraction(1, 10)),
    )  # fmt: skip


def _table(year: int, rows: str, columns: str = "") -> TableSpec:
    return TableSpec((rows,), (columns,) if columns else (), cohorts=(year,))


def _form(
    question: str, title: str, sentence: str, tables: tuple[TableSpec, ...], policy: Policy | None = None,
    synthetic: RowsAsked | None = None,
) -> Form:  # fmt: skip
    def form(population: UUID, day: date) -> PlanForm:
        year = tables[0].cohorts
        return PlanForm(
            question, population, title, sentence, year, tables, policy or Policy(), protocol(day),
            synthetic=synthetic,
        )  # fmt: skip

    return form


def protocol(day: date) -> Protocol:
    """The form of the gate, as a careful person fills it in."""
    return Protocol(
        use="To put people and money where children wait too long.",
        harms=dict.fromkeys(HARMED, _SMALL)
        | {"member": "A low share could be read as blame. The text says that recorded concerns measure recording."},
        classes="Fewer classes would hide what differs; finer ones would point at somebody.",
        heard="The youth council of the member. It reads the page before it is public, and gets it read aloud.",
        consent="The public form says that answers are counted without names, and how to say no.",
        law="The data protection law of the country allows counts without names (fictional).",
        unwelcome=True,
        ends_on=day + timedelta(days=200),
    )
