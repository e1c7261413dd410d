"""What the gate asks of a small member besides: as many people as it may have, and the partners without whom three
people cannot be honest with each other (docs/small-member.md)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import gate as gates
from fanal.concerns.contracts import BASE
from fanal.network import api as network
from fanal.network.api import small
from fanal.network.contracts import AgreementPurpose, Role
from fanal.web.api import listed


def lines(org: UUID, people: int, day: date) -> Iterator[gates.Line]:
    """How each stands on a day."""
    misfits = small.misfits(org)
    bad = listed(misfits) if misfits else _("A small organisation has three to five people.")
    yield gates.Line.of(
        "small",
        not misfits and small.LEAST <= people <= small.MOST,
        _("Three to five people do everything, and nobody does what does not go together."),
        bad,
        _("Invite a colleague or give roles to another one, or say under People that you are not small any more."),
    )
    hear = small.partners(org, day, AgreementPurpose.CONFLICT_OF_INTEREST, BASE)
    yield gates.Line.of(
        "conflict_partner",
        bool(hear),
        _("What is about the safeguarding lead can be heard by: %(partners)s.") % {"partners": _names(hear)},
        _("Nobody outside can hear what is about the safeguarding lead."),
        _("Agree with a partner, under Agreements: hearing concerns about the other’s safeguarding lead."),
    )
    found = small.from_partners(org, day, BASE)
    yield _second(found)
    if hear and set(hear) == set(found[Role.SUPERVISOR]) and len(hear) == 1:
        words = _("%(name)s is your only partner for both. Of what is about their own people you could ask nobody: "
                  "agree with another member as well.")  # fmt: skip
        yield gates.Line("only_partner", True, words % {"name": _names(hear)}, watch=True)


def _second(found: Mapping[Role, Collection[UUID]]) -> gates.Line:
    missing = listed(str(network.words.FROM_PARTNERS[role]) for role, partners in found.items() if not partners)
    return gates.Line.of(
        "second_person",
        not missing,
        _("A partner is second person, data protection officer and auditor: %(partners)s.")
        % {"partners": _names({one for partners in found.values() for one in partners})},
        _("No partner does this for you: %(roles)s.") % {"roles": missing},
        _(
            "Agree with a partner that has a supervisor, a data protection officer and an auditor, under Agreements: "
            "being second person."
        ),
    )


def _names(orgs: Collection[UUID]) -> str:
    return listed(sorted(network.org(one).name for one in orgs))
