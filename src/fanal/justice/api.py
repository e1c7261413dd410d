"""The door of the law: what higher rooms may ask and hear. A child is never known here."""

from fanal.justice.gaps.onward import Way as ReformWay
from fanal.justice.gaps.onward import register as lead_on
from fanal.justice.gaps.reform_texts import proposed
from fanal.justice.gaps.reforms import Published as PublishedReform
from fanal.justice.gaps.reforms import published as published_reforms
from fanal.justice.gaps.shares import Share as GapShare
from fanal.justice.gaps.shares import shares as gap_shares
from fanal.justice.law.asked import Cited, Looked, Verdict, benchmark, cited, cited_as, is_new, looked, read_as
from fanal.justice.law.counted import barriers, counted_items
from fanal.justice.law.library import LawGone, at_version, corpus, keep, load_shipped
from fanal.justice.law.places import provision_address
from fanal.justice.law.replies import of_state as replies_of
from fanal.justice.law.tasks import make_law_ready
from fanal.justice.law.worded import Follows, Wording, does, provisions, wording
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
from fanal.justice.signals import provision_changed, reform_proposed

__all__ = [
    "Cited",
    "Follows",
    "GapShare",
    "LawGone",
    "Looked",
    "NoConduct",
    "PublishedReform",
    "ReformWay",
    "Verdict",
    "Wording",
    "at_version",
    "barriers",
    "benchmark",
    "cited",
    "cited_as",
    "corpus",
    "counted_items",
    "does",
    "erase_matter",
    "facts_from",
    "gap_shares",
    "is_new",
    "keep",
    "lead_on",
    "load_shipped",
    "looked",
    "make_law_ready",
    "matter",
    "open_matter",
    "proceedings_of",
    "proposed",
    "provision_address",
    "provision_changed",
    "provisions",
    "published_reforms",
    "question_for",
    "questions_of",
    "read_as",
    "reform_proposed",
    "replies_of",
    "unproved",
    "wording",
]
