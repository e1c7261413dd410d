"""What is known of a country for somebody who tells a concern: emergency contacts, notes, duties. Fails closed.

Nothing is inherited from another country or from a default (DNH-06). A contact is shown only if somebody verified it
within twelve months before the day; a text only if it was reviewed.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fanal.vocabulary.codes import YesNoUnknown
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.hours import Hours
from fanal.vocabulary.words import gettext_noop

VERIFIED_MONTHS, REVIEWED_MONTHS, EXIT_MONTHS = 12, 24, 12
NO_NOTE = gettext_noop("There is no note on the authorities of this country. Ask your manager before anyone writes.")
"""Said where nobody reviewed one."""
OUR_ROLE = "ngo_worker"
"""As which the law of a country speaks of us: of the people who read what is told."""


class ContactKind(StrEnum):
    EMERGENCY_POLICE = "emergency_police"
    EMERGENCY_MEDICAL = "emergency_medical"
    CHILD_HELPLINE = "child_helpline"  # support to a child
    ILLEGAL_CONTENT_HOTLINE = "illegal_content_hotline"  # reports of material
    MEMBER_DUTY = "member_duty"


EMERGENCY = (ContactKind.EMERGENCY_POLICE, ContactKind.EMERGENCY_MEDICAL, ContactKind.CHILD_HELPLINE)


@dataclass(frozen=True, slots=True)
class Checked:
    """When something was verified or reviewed; None means the demonstration's "today"."""

    on: date | None

    def holds(self, day: date, months: int) -> bool:
        """Whether it was done by `day` and not longer than so many calendar months before. `day` may be the one before:
        where it was done, the day may have begun earlier."""
        return self.on is None or self.on - timedelta(days=1) <= day <= months_later(self.on, months)


@dataclass(frozen=True, slots=True)
class Local:
    """A text of the country in the languages in which somebody reviewed it."""

    texts: Mapping[str, str]

    def text_in(self, language: str) -> str:
        """Empty where it is not there in this language: it is not shown in another."""
        return self.texts.get(language, "")

    def for_staff(self, language: str) -> str:
        """Staff read what there is rather than nothing: a warning must not be lost to a missing translation."""
        return self.text_in(language) or self.text_in("en") or next(iter(self.texts.values()))


@dataclass(frozen=True, slots=True)
class Contact:
    """A number to call, or for a hotline the page of its own form. `hours` None: the whole day, every day."""

    id: str
    kind: ContactKind
    number: str
    url: str
    reachable_from: tuple[str, ...]
    cost: str
    languages: tuple[str, ...]
    hours: Hours | None
    verified: Checked
    verified_by: str

    @property
    def tel(self) -> str:
        """What stands in the link: `tel:` and the number without spaces."""
        return "tel:" + re.sub(r"[ -]", "", self.number).replace("#", "%23")

    def is_verified(self, day: date) -> bool:
        return self.verified.holds(day, VERIFIED_MONTHS)


@dataclass(frozen=True, slots=True)
class LegalText:
    """A reviewed text of law with its citation."""

    text: Local
    citation: str
    reviewed: Checked

    def is_reviewed(self, day: date) -> bool:
        return self.reviewed.holds(day, REVIEWED_MONTHS)


@dataclass(frozen=True, slots=True)
class AuthorityNote:
    """What is known of how authorities of the country treat children; read before any handover to them."""

    text: Local
    reviewed: Checked
    children_may_be_punished: YesNoUnknown
    complicity_reported: YesNoUnknown

    @property
    def careful(self) -> bool:
        """Whether the form says that we think before we talk to anyone."""
        return YesNoUnknown.YES in {self.children_may_be_punished, self.complicity_reported}

    def is_reviewed(self, day: date) -> bool:
        return self.reviewed.holds(day, REVIEWED_MONTHS)


@dataclass(frozen=True, slots=True, eq=False)
class CountryInfo:
    """All that is held for one country. `mandated` is by role; `exit_target` is where "Leave this page" goes. One that
    was read is itself and equal to no other, so that what is made from it can be kept by it."""

    country: str
    contacts: tuple[Contact, ...]
    exit_target: str
    exit_checked: Checked
    remove_trace: Local
    authority_note: AuthorityNote | None = None
    mandated: Mapping[str, LegalText] | None = None
    retaliation: LegalText | None = None

    def shown(self, day: date, kinds: Collection[ContactKind] = EMERGENCY) -> tuple[Contact, ...]:
        """The verified contacts of these kinds in the order of the kinds; empty: say that none is held."""
        found = [contact for contact in self.contacts if contact.kind in kinds and contact.is_verified(day)]
        return tuple(sorted(found, key=lambda contact: list(ContactKind).index(contact.kind)))

    def duty_to_report(self, role: str, day: date) -> LegalText | None:
        """The reviewed text for a role of ours; None blocks publishing (no text, no form)."""
        found = (self.mandated or {}).get(role)
        return found if found and found.is_reviewed(day) else None

    def reviewed_note(self, day: date) -> AuthorityNote | None:
        """The reviewed note on the authorities; None where there is none, which blocks whatever would go to them."""
        return self.authority_note if self.authority_note and self.authority_note.is_reviewed(day) else None

    @property
    def careful(self) -> bool:
        return self.authority_note is not None and self.authority_note.careful
