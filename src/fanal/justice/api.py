"""The door of the law: what higher rooms may ask and hear. A child is never known here."""

from fanal.justice.law.library import LawGone, at_version, corpus, keep, load_shipped
from fanal.justice.law.places import provision_address
from fanal.justice.law.tasks import make_law_ready
from fanal.justice.matters.bridge import (
    NoConduct,
    erase_matter,
    facts_from,
    matter,
    open_matter,
    proceedings_of,
    question_for,
    questions_of,
)
from fanal.justice.proved import unproved
from fanal.justice.signals import reform_proposed

__all__ = [
    "LawGone",
    "NoConduct",
    "at_version",
    "corpus",
    "erase_matter",
    "facts_from",
    "keep",
    "load_shipped",
    "make_law_ready",
    "matter",
    "open_matter",
    "proceedings_of",
    "provision_address",
    "question_for",
    "questions_of",
    "reform_proposed",
    "unproved",
]
