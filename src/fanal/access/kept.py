"""What ends a record, and what stops that: its day, a legal hold, two people (docs/keeping.md)."""

from datetime import date

from django.utils.translation import gettext as _

from fanal.vocabulary.results import Allowed, Answer, Refused


def may_erase(erase_on: date | None, today: date, *, held_until: date | None = None, people: int = 0) -> Answer:
    """Whether the record may be erased today. A legal hold stops even two people; before its day it takes two."""
    if held_until is not None and today <= held_until:
        return Refused("hold", _("A legal hold keeps this until its last day."))
    if erase_on is not None and today >= erase_on:
        return Allowed("expired")
    if people >= 2:
        return Allowed("two_people")
    return Refused("not_due", _("Erasing this early needs two people."))
