"""Words of the room that several pages share: states, sources, roles, verdicts, audiences, methods."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.contracts import Line, LineState
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.research.contracts import REVIEWER, PlanState, ReleaseState, Source
from fanal.web import api as web

SOURCES: Mapping[str, Promise] = {
    Source.CONCERNS: lazy("Concerns and handovers that ended here"),
    Source.IMPORT: lazy("A coded table that we read in"),
    Source.CASES: lazy("Case files"),
    Source.POOLED: lazy("Several members together"),
}
STATES: Mapping[str, Promise] = {
    PlanState.DRAFT: lazy("waits at the ethics gate"),
    PlanState.GATED: lazy("the gate agreed: make the tables"),
    PlanState.EXTRACTING: lazy("members send their shares"),
    PlanState.PROTECTED: lazy("an attack succeeded: show less"),
    PlanState.ATTACKED: lazy("withstood all attacks: send it to review"),
    PlanState.IN_REVIEW: lazy("in review"),
    PlanState.APPROVED: lazy("approved: publish it"),
    PlanState.TO_SIGN: lazy("a key keeper signs it for the organisation"),
    PlanState.PUBLISHED: lazy("published"),
    PlanState.SUPERSEDED: lazy("published; a newer version stands in its place"),
    PlanState.WITHDRAWN: lazy("withdrawn"),
    PlanState.STOPPED: lazy("stopped"),
}
TONES: Mapping[str, str] = {
    PlanState.PUBLISHED: "ok", PlanState.APPROVED: "info", PlanState.IN_REVIEW: "info", PlanState.PROTECTED: "late",
    PlanState.WITHDRAWN: "late", PlanState.STOPPED: "late", PlanState.TO_SIGN: "soon",
}  # fmt: skip
RELEASES: Mapping[str, Promise] = {
    ReleaseState.PUBLISHED: lazy("published"),
    ReleaseState.SUPERSEDED: lazy("a newer version stands in its place"),
    ReleaseState.WITHDRAWN: lazy("withdrawn"),
}
AUDIENCES: Mapping[str, Promise] = {
    "public": lazy("Everybody"),
    "members": lazy("Members of the network"),
    "named": lazy("One named reader, under contract"),
}
METHODS: Mapping[str, tuple[Promise, Promise]] = {
    "cellkey": (
        lazy("Noise that stays the same"),
        lazy("for one member, at most twelve tables on a year; each number moves by at most seven"),
    ),
    "dp": (
        lazy("Differential privacy"),
        lazy("for many tables, other classes or several members; it costs privacy loss that is never given back"),
    ),
    "suppress": (
        lazy("Exact numbers with holes"),
        lazy("for one named reader under contract, never for everybody"),
    ),
}
LINES: Mapping[str, tuple[Promise, str]] = {
    LineState.WAITING: (lazy("waits"), "soon"),
    LineState.PASSED: (lazy("yes"), "ok"),
    LineState.REFUSED: (lazy("no"), "late"),
}


def class_set(name: str) -> str:
    """What a class set is about."""
    known = {
        "concerns": _("Concerns and handovers"),
        "case": _("Children with a case file"),
        "ctdc": _("Children in the format of CTDC"),
    }
    return known.get(name, name)


def role(code: str) -> str:
    """A role or narrow duty in words."""
    if code == REVIEWER:
        return _("Release reviewer")
    return str(network.words.ROLES[Role(code)])


def signers(org: UUID) -> str:
    """Who can sign for an organisation, by name: "Bao or Sol"."""
    names = sorted(network.names(network.role_people(org, Role.KEY_KEEPER)).values())
    return format_list(names, style="or", locale=web.locale())


def waits_for_signature(org: UUID) -> str:
    """What follows where the maker keeps no key of the organisation."""
    return _("Now it waits for the signature of %(names)s.") % {"names": signers(org)}


def lines(found: list[Line] | tuple[Line, ...]) -> list[dict[str, object]]:
    """Who must agree and how each stands, as rows of a table: who, answer, why, day."""
    names = network.names(line.person for line in found if line.person)
    orgs = {line.org: network.org(line.org).name for line in found if line.org}
    return [{"cells": _line(line, names, orgs)} for line in found]


def _line(line: Line, names: Mapping[UUID, str], orgs: Mapping[UUID, str]) -> list[object]:
    words, kind = LINES[line.state]
    parts = role(line.role), orgs.get(line.org or _NOBODY, ""), names.get(line.person or _NOBODY, "")
    who = web.listed(part for part in parts if part)
    day: date | None = line.at.date() if line.at else line.due
    when = web.day_words(day) if day else ""
    if line.at is None and when:
        when = _("until %(day)s") % {"day": when}
    return [who, web.tag(words, kind), line.reasons, when]


_NOBODY = UUID(int=0)
