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
from fanal.vocabulary.results import Refused
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
        _with_lacks(
            _("Nobody outside can hear what is about the safeguarding lead."),
            lacks(org, day, AgreementPurpose.CONFLICT_OF_INTEREST),
        ),
        _("Agree with a partner, under Agreements: hearing concerns about the other’s safeguarding lead."),
    )
    found = small.from_partners(org, day, BASE)
    yield _second(found, lacks(org, day, AgreementPurpose.SECOND_PERSON))
    if hear and set(hear) == set(found[Role.SUPERVISOR]) and len(hear) == 1:
        words = _("%(name)s is your only partner for both. Of what is about their own people you could ask nobody: "
                  "agree with another member as well.")  # fmt: skip
        yield gates.Line("only_partner", True, words % {"name": _names(hear)}, watch=True)


def lacks(org: UUID, day: date, purpose: AgreementPurpose) -> list[str]:
    """Agreements for a purpose under which the partner may see too little, by name of what each lacks."""
    found = []
    for partner in small.partners(org, day, purpose):
        answer = network.agreements.check(org, partner, purpose, BASE, day)
        if isinstance(answer, Refused) and answer.reason_code == "categories":
            missing = [str(words) for code, words in network.words.CATEGORIES.items() if code in answer.detail]
            words = _("The agreement with %(name)s lacks: %(categories)s. Agree on it anew with these.")
            found.append(words % {"name": network.org(partner).name, "categories": listed(missing)})
    return found


def _with_lacks(words: str, lacking: Collection[str]) -> str:
    return " ".join([words, *lacking])


def _second(found: Mapping[Role, Collection[UUID]], lacking: Collection[str]) -> gates.Line:
    missing = listed(str(network.words.FROM_PARTNERS[role]) for role, partners in found.items() if not partners)
    return gates.Line.of(
        "second_person",
        not missing,
        _("A partner is second person, data protection officer and auditor: %(partners)s.")
        % {"partners": _names({one for partners in found.values() for one in partners})},
        _with_lacks(_("No partner does this for you: %(roles)s.") % {"roles": missing}, lacking),
        _(
            "Agree with a partner that has a supervisor, a data protection officer and an auditor, under Agreements: "
            "being second person."
        ),
    )


def _names(orgs: Collection[UUID]) -> str:
    return listed(sorted(network.org(one).name for one in orgs))
