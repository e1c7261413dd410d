"""Names of people in a text that others read."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from fanal.engines.disclosure.contracts import Finding, a9
from fanal.network import api as network

_NAMES = frozenset({"a known name", "what looks like a name"})


def findings(text: str, own: UUID, houses: Iterable[str] = ()) -> Iterator[Finding]:
    """What points at somebody in a text of somebody of an organisation, with its words (`attacks.text`): its people by
    name, and what looks like a name. `houses`: names of organisations that may stand there; its own always may."""
    yield from a9.of_people(text, [one.name for one in network.persons(own)])
    yield from a9.findings(text, a9.words_of([network.org(own).name, "fanal", *houses]))


def people_in(text: str, own: UUID, houses: Collection[str] = ()) -> list[str]:
    """The names of people in such a text, each once."""
    return list(dict.fromkeys(one.words for one in findings(text, own, houses) if one.kind in _NAMES))
