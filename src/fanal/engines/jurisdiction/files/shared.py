"""What all laws share, compiled: parties to treaties, reservations, groups of states, profiles, costs."""

from collections.abc import Iterable, Mapping
from typing import Any

from fanal.engines.jurisdiction.files.compiling import edges, review, start_edge
from fanal.engines.jurisdiction.files.reading import Document
from fanal.engines.jurisdiction.model import Edge, Profile, Reservation, TreatyStatus

type Membership = tuple[Edge | None, Edge | None]


def treaty_rows(document: Document) -> list[TreatyStatus]:
    """The rows of a `fanal.ratifications/1` document."""
    return [
        TreatyStatus(
            row["state"],
            row["treaty"],
            row["status"],
            start_edge(row["in_force"]) if "in_force" in row else None,
            row["source"],
            row.get("year_only", False),
            review(row.get("review")),
            row.get("note", ""),
            row.get("reservations_read", False),
        )
        for row in document.value["rows"]
    ]


def reservation_rows(document: Document) -> list[Reservation]:
    """The rows of a `fanal.reservations/1` document."""
    return [
        Reservation(
            row["state"],
            row["treaty"],
            row["article"],
            row["text"],
            row["source"],
            review(row.get("review")),
            row.get("partial", False),
        )
        for row in document.value["rows"]
    ]


def of_law(document: Document) -> tuple[list[TreatyStatus], list[Reservation]]:
    """The treaties that the file of a law names for its own state."""
    state = document.value["jurisdiction"].partition("-")[0]
    rows, reservations = list[TreatyStatus](), list[Reservation]()
    for row in document.value.get("treaties", ()):
        treaty, source, seen = row["treaty"], row["source"], review(row.get("review"))
        start = start_edge(row["in_force_from"]) if "in_force_from" in row else None
        read = "reservations" in row  # an empty list says: looked, and there are none
        rows.append(
            TreatyStatus(
                state,
                treaty,
                row["status"],
                start,
                source,
                row.get("year_only", False),
                seen,
                row.get("note", ""),
                read,
            )
        )
        reservations += (
            Reservation(state, treaty, clause["art"], clause["text"], source, seen, clause.get("partial", False))
            for clause in row.get("reservations", ())
        )
    return rows, reservations


def over[T: TreatyStatus | Reservation](rows: Iterable[T], own: Iterable[T]) -> tuple[T, ...]:
    """The rows of all, where those that a state's own law file holds take the place of the others of that treaty."""
    kept = tuple(own)
    taken = frozenset((row.state, row.treaty) for row in kept)
    found = [*(row for row in rows if (row.state, row.treaty) not in taken), *kept]
    return tuple(sorted(found, key=lambda row: (row.state, row.treaty, repr(row))))


def groups(documents: Iterable[Document]) -> dict[str, Mapping[str, Membership]]:
    """Members of each group with the changes of law at which each came and went."""
    return {
        name: {member["state"]: edges(member) for member in members}
        for document in documents
        for name, members in document.value["groups"].items()
    }


def profiles(documents: Iterable[Document]) -> tuple[Profile, ...]:
    """In the order in which they are written."""
    rows = (row for document in documents for row in document.value["profiles"])
    return tuple(Profile(row["id"], row["conduct"], _act(row["act"]), row.get("note", "")) for row in rows)


def reform_costs(documents: Iterable[Document]) -> dict[str, int]:
    return {row["atom"]: row["cost"] for document in documents for row in document.value["costs"]}


def _act(value: Mapping[str, Any]) -> dict[str, object]:
    return {name: tuple(inside) if isinstance(inside, list) else inside for name, inside in value.items()}
