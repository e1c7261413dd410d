"""What is believed of the row of a certificate: what the journal names. Each deed that writes one names it whole, with
the learner, the code and what was signed: whoever writes to the database gives no certificate to somebody else, and a
key that others know signs nothing new into it.

Entries of the first certificates named no row. There the columns must say what was signed; where others know the key
that signed, what was signed must be what the attempt behind it earned.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fanal.access.api import NotAllowed, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Told
from fanal.learning import published
from fanal.learning.attempts.attempts import FINAL
from fanal.learning.certificates import forms, status
from fanal.learning.certificates.policy import ISSUED, LEFT, REISSUE, REVOKE
from fanal.learning.courses.model import Course
from fanal.learning.models import Attempt, Certificate, Learner
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.results import Refused

_NAMING = {ISSUED, REISSUE, LEFT}


@dataclass(frozen=True, slots=True)
class Chain:
    """What the journal tells of a certificate: when it was given, if it was; whether it was taken back, and which place
    in the status lists the entry of that names; the entries that name its row."""

    given: datetime | None
    revoked: bool
    naming: Told
    place: tuple[int, int] | None = None

    @property
    def torn(self) -> bool:
        """Whether something is missing of it, or was changed."""
        return self.naming.torn

    @property
    def says_whose(self) -> bool:
        """Whether an entry names its row, as of all but the first ones."""
        return any(items for _line, items in self.naming.said)


type Chains = Mapping[UUID, Chain]


def chains(of: Collection[UUID]) -> Chains:
    """What the journal tells of these certificates: their own entries alone are looked at, all in one query."""
    told = journal.told_of(of, {REVOKE, *_NAMING}, network.trusted.Signers())
    return {pk: _chain(one) for pk, one in told.items()}


def _chain(told: Told) -> Chain:
    given = [line.at for line in told.lines if line.deed == ISSUED]
    naming = tuple(one for one in told.said if one[0].deed in _NAMING)
    back = [line.purpose for line in told.lines if line.deed == REVOKE]
    place = status.place_named(back[-1]) if back else None
    return Chain(given[0] if given else None, bool(back), Told(naming, told.torn), place)


def is_named(row: Certificate, chain: Chain) -> bool | None:
    """Whether a row is as the journal names it last; None where entries name no row, as the first ones."""
    return stated.is_last(row, chain.naming)


def is_certain(row: Certificate) -> bool:
    """Whether the journal names a row, with whose it is and under which code. Of the first ones it names neither: who
    writes to the database can give one to somebody else. They are shown as what was signed, and nothing is allowed by
    them."""
    return is_named(row, chains([row.pk])[row.pk]) is True


def has_held(learner: Learner, course: Course) -> bool:
    """Whether somebody was given a certificate of a course, in any version, that nobody took back."""
    rows = list(Certificate.objects.filter(learner=learner, course=course.code))
    told = chains([row.pk for row in rows])
    return any(is_named(row, told[row.pk]) and not told[row.pk].revoked for row in rows)


def named(row: Certificate) -> journal.Item:
    """What the entry of a deed must name of a row, as it stands now."""
    return stated.whole(row)


def need(row: Certificate) -> None:
    """Raises `NotAllowed` where a row is not as the journal names it last: nothing may rest on it."""
    if is_named(row, chains([row.pk])[row.pk]) is False:
        raise NotAllowed(Refused("changed", stated.words()))


def fits(row: Certificate, said: Mapping[str, Any], chain: Chain, *, others_sign: bool) -> bool:
    """Whether a row is what was given here. `others_sign`: whether others know the key that signed it."""
    if chain.given is None:
        return False
    as_named = is_named(row, chain)
    if as_named is None:
        return _is_earned(row, said, chain) if others_sign else _is_as_signed(row, said)
    return as_named


def let_go(learner: Learner, now: datetime) -> None:
    """Certificates of somebody whose learning goes stay as numbers: the journal names them without the learner. One
    that somebody changed it does not make good."""
    rows = list(Certificate.objects.filter(learner=learner))
    told = chains([row.pk for row in rows])
    by_org: dict[UUID, dict[UUID, list[journal.Item]]] = defaultdict(dict)
    for row in rows:
        if is_named(row, told[row.pk]):
            row.learner = None
            by_org[row.org_id][row.pk] = [named(row)]
    for org, items in by_org.items():
        journal.write_each(items, keyfile.installation(org), LEFT, at=now)


def _is_as_signed(row: Certificate, said: Mapping[str, Any]) -> bool:
    """Whether the columns of a row say what was signed. Of the learner and the code it says nothing."""
    return (
        said["credentialSubject"]["achievement"]["id"]
        == f"urn:uuid:{forms.achieved(row.course, row.version, row.language)}"
        and said["validFrom"] == status.stamp(row.issued_at)
        and status.day_of(said["validUntil"]) == row.expires_on
        and status.place_of(said["credentialStatus"]) == (row.list_number, row.list_index)
    )


def _is_earned(row: Certificate, said: Mapping[str, Any], chain: Chain) -> bool:
    """Whether the attempt behind it earned what was signed, on the day on which the journal says that it was given.
    Whose name was signed it cannot show."""
    course = published.course(row.course, row.version)
    if course is None or chain.given is None or row.learner_id is None or not _is_as_signed(row, said):
        return False
    passed = Attempt.objects.filter(
        pk=row.attempt, learner_id=row.learner_id, course=row.course, version=row.version, language=row.language,
        use=FINAL, passed=True, confirmed=True,
    ).values_list("finished_at", flat=True).first()  # fmt: skip
    if passed is None or said["validFrom"] != status.stamp(chain.given):
        return False
    terms = (months_later(day.date(), course.valid_months) for day in (passed, chain.given))
    return next(terms) <= row.expires_on <= next(terms)
