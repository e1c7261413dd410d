"""What an authority would be told of an open file now, what allows it, and whose signature it needs (CM-37, CM-44)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.cases import ground
from fanal.cases.codes import Basis, ConsentPurpose
from fanal.cases.files import ledger
from fanal.cases.files.files import File
from fanal.cases.ground import Recipient, Use
from fanal.cases.grounds import asked as whom
from fanal.cases.models import Report
from fanal.cases.packed import PackContent, PackItem
from fanal.cases.passing_on import pack, preview
from fanal.cases.passing_on.pack import PackKind
from fanal.cases.passing_on.preview import Asked
from fanal.contacts.api import country_info
from fanal.contacts.contracts import NO_NOTE, AuthorityNote
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, OrgKind, OrgRef
from fanal.passing.api import Addition, Preview
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from fanal.vocabulary.results import Allowed, Answer, Refused

TO: Final = whom.TO[ConsentPurpose.REPORT_TO_AUTHORITY]
"""The kinds of authorities that the ledger knows."""
ON_PAPER: Final = ("asked", "account", "our_contact")
"""What is written for this very recipient, and stands on the paper."""
STATUS: Final = f"{pack.PERSON}.status"


class Second(StrEnum):
    """Whether a second person signs, and when."""

    NO = "no"  # the child agreed to all of it
    AFTER = "after"  # danger to life: within a day (CM-77)
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Seen:
    """`ground`: whether the ledger allows all that would leave."""

    to: Recipient
    made: Preview[PackContent]
    ground: Answer
    second: Second
    note: AuthorityNote | None

    @property
    def why_not(self) -> list[str]:
        """What must be there first."""
        return [*([] if self.note else [_(NO_NOTE)]), *([_(self.ground.words)] if _is_no(self.ground) else [])]

    @property
    def missing(self) -> list[DataCategory]:
        """The kinds of facts for which there is no ground."""
        return list(map(DataCategory, self.ground.detail)) if isinstance(self.ground, Refused) else []

    @property
    def of_child(self) -> tuple[PackItem, ...]:
        """What is told of the child and of what happened."""
        return tuple(one for one in self.made.leaves if not pack.is_person(one.field))

    @property
    def of_person(self) -> tuple[PackItem, ...]:
        """What was chosen of people suspected."""
        return tuple(one for one in self.made.leaves if pack.is_person(one.field))

    @property
    def categories(self) -> frozenset[DataCategory]:
        """The kinds of facts that leave."""
        return frozenset(pack.category_of(one.field) for one in self.made.leaves)


def _is_no(answer: Answer) -> bool:
    return isinstance(answer, Refused)


def seen(found: File, said: Mapping[str, Any], additions: Iterable[Addition], now: datetime) -> Seen:
    """What would leave of an open file. `said`: recipient, country, and what was written for them. Raises
    `NotAddable`."""
    to = Recipient(RecipientCategory(said["recipient"]))
    written = tuple(PackItem(f"report.{name}", text=said[name]) for name in ON_PAPER if said.get(name))
    asks = Asked("", False, tuple(_with_status(additions)), written)
    made = preview.leaves(found, PackKind.REPORT, to, None, now, asks).pack
    rows = ledger.read(found.of_child, found.case.child)
    kinds = frozenset(pack.category_of(one.field) for one in made.leaves)
    allowed = ground.allows(rows, Use.REPORT, to, kinds, now)
    note = note_of(said["country"], found, now)
    return Seen(to, made, allowed, _second(rows, to, kinds, now), note)


def _with_status(additions: Iterable[Addition]) -> Iterator[Addition]:
    """How far the law is with a person goes along with whatever is told of them: nobody is called more than is known
    (DNH-24)."""
    added = {one.field: one for one in additions}
    yield from added.values()
    of: dict[str, Addition] = {}
    for one in added.values():
        if pack.is_person(one.field):
            of.setdefault(pack.of_row(STATUS, pack.row_of(one.field)), one)
    yield from (Addition(path, one.reason) for path, one in of.items() if path not in added)


def _second(rows: tuple[ground.Row, ...], to: Recipient, kinds: Iterable[DataCategory], now: datetime) -> Second:
    need = ground.NEEDS[Use.REPORT]
    found = (ground.effective(rows, need.purpose, to, one, now) for one in need.always | frozenset(kinds))
    bases = {one.row.basis for one in found if one is not None} - {Basis.CONSENT}
    if not bases:
        return Second.NO
    return Second.AFTER if bases == {Basis.VITAL_INTERESTS} else Second.BEFORE


def note_of(country: str, found: File, now: datetime) -> AuthorityNote | None:
    """The reviewed note on the authorities of a country; without one nothing is told to them (DNH-30)."""
    info = country_info(country)
    return info.reviewed_note(network.day_at(found.case.org_id, now)) if info else None


def note_words(note: AuthorityNote) -> str:
    """The note, in the language of the reader or in another rather than not."""
    return note.text.for_staff(get_language() or "en")


def unit(found: File, country: str, now: datetime) -> OrgRef | None:
    """The authority of a country that an agreement in force names for reports."""
    own = found.case.org_id
    day, purpose = network.day_at(own, now), AgreementPurpose.REPORT_TO_AUTHORITY
    of_country = (one for one in network.orgs(OrgKind.AUTHORITY, also_changed=True) if one.country == country)
    named = (one for one in of_country if isinstance(network.agreements.check(own, one.id, purpose, (), day), Allowed))
    return next(named, None)


# ---- one that was prepared ----


def again(found: File, row: Report, said: Mapping[str, Any], now: datetime) -> Seen:
    """What would leave now of a report that was prepared. Raises `NotNow` where something is not as it was."""
    reasons = {one.field: one.reason for one in items(said) if one.reason}
    try:
        additions = [Addition(path, reason) for path, reason in reasons.items()]
        return seen(found, {**said, "recipient": row.recipient}, additions, now)
    except ValueError:  # `NotAddable`: what was added may not go any more
        raise NotNow(changed()) from None


def changed() -> str:
    """What people read where what would leave is not what they saw."""
    return _("What may be told is not what you saw any more. Take the report back, and begin anew.")


def items(said: Mapping[str, Any]) -> tuple[PackItem, ...]:
    """What was prepared, as far as the person reads it."""
    return tuple(one for name in ("pack", "person") if said[name] for one in PackContent.from_json(said[name]).items)
