"""Posts of each seed, worked out by hand from the text of its law: who, what they passed, the day on which one looks,
and what must come out: a day (met until, due by, overdue since), or why there is none."""

from datetime import date
from typing import Any

from fanal.tourism.duties.model import Completion, Kind, Lack, Post, Reason, Site

type Row = tuple[Post, tuple[Completion, ...], date, Kind, date | Reason | None, tuple[Lack, ...]]


def d(text: str) -> date:
    return date.fromisoformat(text)


def post(where: str, kind: str, role: str, start: str | None, **more: Any) -> Post:
    site = Site(where, kind, more.pop("rooms", None), more.pop("flags", {}))
    end = more.pop("end", None)
    return Post(site, role, d(start) if start else None, d(end) if end else None, more.pop("agency", False))


def done(
    on: str, course: str = "a", minutes: int | None = 30, live: bool | None = True, signed: bool | None = True
) -> Completion:
    return Completion(course, d(on), minutes, live, signed)


def row(who: Post, passed: list[Completion], on: str, kind: Kind, expected: str | Reason | None, *lacks: Lack) -> Row:
    what = d(expected) if isinstance(expected, str) and not isinstance(expected, Reason) else expected
    return who, tuple(passed), d(on), kind, what, lacks  # type: ignore[return-value]


MET, DUE, OVERDUE, UNKNOWN, OUT = Kind.MET, Kind.DUE, Kind.OVERDUE, Kind.UNKNOWN, Kind.NOT_APPLICABLE


def _fl(role: str = "housekeeping", start: str | None = "2026-01-10", kind: str = "hotel", **more: Any) -> Post:
    return post(more.pop("where", "US-FL"), kind, role, start, **more)


FLORIDA = [
    # 10 January and 60 days: 21 to the end of January, 28 of February, 11 of March.
    row(_fl(), [], "2026-02-01", DUE, "2026-03-11"),
    row(_fl(), [], "2026-03-11", DUE, "2026-03-11"),
    row(_fl(), [], "2026-03-12", OVERDUE, "2026-03-11"),
    row(_fl("front_desk"), [done("2026-02-20")], "2026-06-01", MET, "2027-02-20"),
    row(_fl("reception"), [done("2026-02-20")], "2027-02-20", MET, "2027-02-20"),
    row(_fl(), [done("2026-02-20")], "2027-02-21", OVERDUE, "2027-02-20"),
    # 29 February and twelve months: 2029 has none.
    row(_fl(start="2020-01-01"), [done("2028-02-29")], "2028-06-01", MET, "2029-02-28"),
    # 1 January of a leap year and 60 days: 30, 29, and one of March.
    row(_fl(start="2028-01-01"), [], "2028-02-01", DUE, "2028-03-01"),
    # Who was there before the law had until 1 January 2021.
    row(_fl(start="2019-05-01"), [], "2021-01-01", DUE, "2021-01-01"),
    row(_fl(start="2019-05-01"), [], "2020-12-31", OUT, Reason.NOT_IN_FORCE),
    row(_fl(), [done("2026-02-20", "b")], "2026-03-12", OVERDUE, "2026-03-11", Lack.NOT_APPROVED),
    row(_fl(), [done("2026-02-20", signed=False)], "2026-03-12", OVERDUE, "2026-03-11", Lack.NOT_ACKNOWLEDGED),
    row(_fl(), [done("2026-02-20", signed=None)], "2026-03-01", DUE, "2026-03-11", Lack.NOT_ACKNOWLEDGED),
    row(_fl("security"), [], "2026-03-12", OUT, Reason.OTHER_ROLE),
    row(_fl(agency=True), [], "2026-03-12", UNKNOWN, Reason.AGENCY_OPEN),
    row(_fl(start=None), [], "2026-03-12", UNKNOWN, Reason.START_NOT_SAID),
    row(_fl(where="US-GA"), [], "2026-03-12", OUT, Reason.ELSEWHERE),
    row(_fl(end="2026-02-01"), [], "2026-03-01", OUT, Reason.LEFT),
    row(_fl(kind="hostel"), [], "2026-03-01", UNKNOWN, Reason.PLACE_OPEN),
    row(_fl(kind="restaurant"), [], "2026-03-01", OUT, Reason.OTHER_PLACE),
]


def _ca(role: str = "reception", start: str | None = "2026-03-15", kind: str = "hotel", **more: Any) -> Post:
    return post("US-CA", kind, role, start, **more)


CALIFORNIA = [
    # Six months after the last of August: February has no 31st.
    row(_ca(start="2026-08-31"), [], "2026-12-01", DUE, "2027-02-28"),
    row(_ca(start="2027-08-31"), [], "2027-12-01", DUE, "2028-02-29"),
    row(_ca(), [], "2026-09-15", DUE, "2026-09-15"),
    row(_ca(), [], "2026-09-16", OVERDUE, "2026-09-15"),
    row(_ca(), [done("2026-05-01", minutes=20)], "2028-05-01", MET, "2028-05-01"),
    row(_ca(), [done("2026-05-01")], "2028-05-02", OVERDUE, "2028-05-01"),
    row(_ca(), [done("2026-05-01", minutes=19)], "2026-10-01", OVERDUE, "2026-09-15", Lack.TOO_SHORT),
    row(_ca(), [done("2026-05-01", minutes=None)], "2026-10-01", OVERDUE, "2026-09-15", Lack.TOO_SHORT),
    row(_ca(), [done("2026-05-01", live=False)], "2026-10-01", OVERDUE, "2026-09-15", Lack.NOT_INTERACTIVE),
    row(_ca(kind="bed_and_breakfast"), [], "2026-10-01", OUT, Reason.OTHER_PLACE),
    row(_ca("food_drinks"), [], "2026-10-01", UNKNOWN, Reason.ROLE_OPEN),
    row(_ca("human_resources"), [], "2026-10-01", OUT, Reason.OTHER_ROLE),
    row(_ca("driver", "2015-01-01", "motel"), [], "2019-06-01", DUE, "2020-01-01"),
    # Trained elsewhere before the start: two years from that day.
    row(_ca(start="2026-08-01"), [done("2026-02-01")], "2026-12-01", MET, "2028-02-01"),
    # That training has run out: six months from the start.
    row(_ca(start="2026-01-05"), [done("2024-01-10")], "2026-02-01", DUE, "2026-07-05"),
]


def _ia(role: str = "housekeeping", start: str | None = "2026-01-10", kind: str = "hotel", **more: Any) -> Post:
    more.setdefault("flags", {"public_funds": True})
    return post(more.pop("where", "US-IA"), kind, role, start, **more)


IOWA = [
    row(_ia(flags={}), [], "2026-06-01", OUT, Reason.CONDITION_NOT_SAID),
    row(_ia(flags={"public_funds": False}), [], "2026-06-01", OUT, Reason.CONDITION_NOT_MET),
    row(_ia(), [], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW),
    row(_ia(), [done("2026-02-01")], "2026-06-01", UNKNOWN, Reason.REPEAT_NOT_READ),
    row(_ia(), [done("2026-02-01", "b")], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW, Lack.NOT_APPROVED),
    row(_ia(agency=True), [], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW),
    row(_ia(agency=None), [], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW),
    row(_ia(start=None), [], "2026-06-01", UNKNOWN, Reason.START_NOT_SAID),
    row(_ia("manager", kind="vacation_rental"), [done("2022-01-01")], "2022-01-01", UNKNOWN, Reason.REPEAT_NOT_READ),
    row(_ia(kind="restaurant"), [], "2026-06-01", OUT, Reason.OTHER_PLACE),
    row(_ia(), [], "2021-12-31", OUT, Reason.NOT_IN_FORCE),
    row(_ia(where="US-NE"), [], "2026-06-01", OUT, Reason.ELSEWHERE),
    row(_ia(end="2026-05-31"), [], "2026-06-01", OUT, Reason.LEFT),
]


def _tx(role: str = "housekeeping", start: str | None = "2026-01-10", kind: str = "hotel", **more: Any) -> Post:
    more.setdefault("rooms", 40)
    return post("US-TX", kind, role, start, **more)


TEXAS = [
    # 10 January and 90 days: 21, 28, 31, and ten of April.
    row(_tx(), [], "2026-03-01", DUE, "2026-04-10"),
    row(_tx("food_drinks"), [], "2026-04-11", OVERDUE, "2026-04-10"),
    row(_tx(), [done("2026-03-31", minutes=20)], "2026-05-01", MET, "2027-03-31"),
    row(_tx(), [done("2026-03-31")], "2027-04-01", OVERDUE, "2027-03-31"),
    row(_tx(rooms=10), [], "2026-05-01", OUT, Reason.TOO_SMALL),
    row(_tx(rooms=11), [], "2026-03-01", DUE, "2026-04-10"),
    row(_tx(rooms=None), [], "2026-03-01", UNKNOWN, Reason.ROOMS_NOT_SAID),
    row(_tx(agency=True), [], "2026-05-01", OUT, Reason.AGENCY),
    row(_tx(agency=None), [], "2026-05-01", UNKNOWN, Reason.AGENCY_NOT_SAID),
    row(_tx(), [done("2026-03-31", minutes=15)], "2026-05-01", OVERDUE, "2026-04-10", Lack.TOO_SHORT),
    row(_tx(), [done("2026-03-31", "b", 15)], "2026-05-01", OVERDUE, "2026-04-10", Lack.NOT_APPROVED, Lack.TOO_SHORT),
    row(_tx(kind="bed_and_breakfast", rooms=12), [], "2026-05-01", UNKNOWN, Reason.PLACE_OPEN),
    # 1 January of a leap year and 90 days: 30, 29, 31.
    row(_tx(start="2028-01-01"), [], "2028-02-01", DUE, "2028-03-31"),
    row(_tx(start="2023-01-01"), [done("2024-02-29")], "2025-03-01", OVERDUE, "2025-02-28"),
]


def _air(role: str = "cabin_crew", start: str | None = "2026-01-10", kind: str = "airline", **more: Any) -> Post:
    return post(more.pop("where", "US"), kind, role, start, **more)


CABIN = [
    row(_air(), [], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW),
    row(_air(), [done("2026-06-30")], "2027-06-30", MET, "2027-06-30"),
    row(_air(), [done("2026-06-30")], "2027-07-01", OVERDUE, "2027-06-30"),
    row(_air(), [done("2028-02-29")], "2028-03-01", MET, "2029-02-28"),
    row(_air(where="US-FL"), [done("2026-06-30")], "2026-12-01", MET, "2027-06-30"),
    row(_air(agency=True), [done("2026-06-30")], "2026-12-01", MET, "2027-06-30"),
    row(_air(agency=None), [done("2026-06-30")], "2026-12-01", MET, "2027-06-30"),
    row(_air("front_desk"), [], "2026-06-01", OUT, Reason.OTHER_ROLE),
    row(_air(kind="hotel"), [], "2026-06-01", OUT, Reason.OTHER_PLACE),
    row(_air(start="2010-01-01"), [], "2016-07-14", OUT, Reason.NOT_IN_FORCE),
    row(_air(start=None), [], "2026-06-01", UNKNOWN, Reason.START_NOT_SAID),
    row(_air(start=None), [done("2026-06-30")], "2026-12-01", MET, "2027-06-30"),
    row(_air(), [done("2025-01-15"), done("2026-01-15")], "2026-12-01", MET, "2027-01-15"),
    row(_air(), [done("2026-06-30")], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW),
    row(_air(where="CA"), [], "2026-06-01", OUT, Reason.ELSEWHERE),
]

COUNTER = [
    row(_air("front_desk"), [], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW),
    row(_air("front_desk"), [done("2019-01-01")], "2026-12-01", MET, None),
    row(_air("ground_staff", where="US-TX"), [done("2019-01-01")], "2026-12-01", MET, None),
    row(_air("call_centre"), [], "2026-06-01", UNKNOWN, Reason.ROLE_OPEN),
    row(_air("cabin_crew"), [], "2026-06-01", OUT, Reason.OTHER_ROLE),
    row(_air("front_desk", agency=True), [], "2026-06-01", UNKNOWN, Reason.AGENCY_OPEN),
    row(_air("front_desk", agency=None), [], "2026-06-01", UNKNOWN, Reason.AGENCY_NOT_SAID),
    row(_air("ground_staff"), [], "2018-10-04", OUT, Reason.NOT_IN_FORCE),
    row(_air("front_desk", None), [], "2026-06-01", UNKNOWN, Reason.START_NOT_SAID),
    row(_air("front_desk", None), [done("2019-01-01")], "2026-06-01", MET, None),
    row(_air("ground_staff", kind="airport"), [], "2026-06-01", OUT, Reason.OTHER_PLACE),
    row(_air("front_desk", end="2026-05-31"), [], "2026-06-01", OUT, Reason.LEFT),
]


def _co(role: str = "manager", start: str | None = "2026-01-10", kind: str = "hourly_lodging", **more: Any) -> Post:
    return post(more.pop("where", "CO"), kind, role, start, **more)


COLOMBIA = [
    row(_co(), [], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW),
    row(_co(where="CO-DC"), [], "2026-06-01", UNKNOWN, Reason.NO_DAY_IN_LAW),
    row(_co(), [done("2026-02-01")], "2026-06-01", UNKNOWN, Reason.REPEAT_NOT_READ),
    row(_co(kind="motel"), [], "2026-06-01", UNKNOWN, Reason.PLACE_OPEN),
    row(_co(kind="hotel"), [], "2026-06-01", OUT, Reason.OTHER_PLACE),
    row(_co("reception"), [], "2026-06-01", OUT, Reason.OTHER_ROLE),
    row(_co(agency=True), [], "2026-06-01", UNKNOWN, Reason.AGENCY_OPEN),
    row(_co(agency=None), [], "2026-06-01", UNKNOWN, Reason.AGENCY_NOT_SAID),
    row(_co(start=None), [], "2026-06-01", UNKNOWN, Reason.START_NOT_SAID),
    row(_co(start="2024-01-01"), [], "2024-08-13", OUT, Reason.NOT_IN_FORCE),
    row(_co(where="PE"), [], "2026-06-01", OUT, Reason.ELSEWHERE),
    row(_co(end="2026-05-31"), [], "2026-06-01", OUT, Reason.LEFT),
]

_MX = [
    post("MX", kind, role, start)
    for kind in ("hotel", "tour_operator", "airline")
    for role in ("manager", "guide")
    for start in ("2026-01-10", None)
]
MEXICO = [row(who, [], "2026-06-01", OUT, Reason.LISTED) for who in _MX]

WORKED: dict[str, list[Row]] = {
    "US-FL.509.096.training": FLORIDA,
    "US-CA.12950.3.training": CALIFORNIA,
    "US-IA.80.45A.training": IOWA,
    "US-TX.114.0051.training": TEXAS,
    "US.49.44734.training": CABIN,
    "US.49.44738.training": COUNTER,
    "CO.45287.training": COLOMBIA,
    "MX.CCN.training": MEXICO,
}
