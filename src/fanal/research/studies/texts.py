"""What a study publishes in words: title, who is counted, where its table is from; as registered, and as corrected.

What is registered does not change: its hash stands in the journal, and everything rests on it. A correction lies beside
it (`correcting`). All of these texts are looked at before they are registered, and again before they are published.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal import vault
from fanal.access.api import NotNow, every
from fanal.engines.prevalence.contracts import CaptureTable
from fanal.research import wording
from fanal.research.models import Correction, Study
from fanal.research.studies.policy import houses_of

LANGUAGE = "en"
"""Of what is written about a study, which goes into its release."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a study that are published."""

    title: str
    counted: str
    source_words: str


LABELS: Mapping[str, Promise] = {
    "title": lazy("Title"),
    "counted": lazy("Who is counted, where and when?"),
    "source_words": lazy("Where it was published"),
}


def registered_words(study: Study) -> Words:
    """As they were registered."""
    return Words(study.title, study.protocol["counted"], study.source_words)


def corrections_of(study: Study) -> list[Correction]:
    """All corrections, oldest first."""
    return list(study.corrections.select_related("by").order_by("at", "pk"))


def words_of(study: Study) -> Words:
    """As they are published: the registered ones, with what was corrected since."""
    found = registered_words(study)
    for one in corrections_of(study):
        found = replace(found, **{one.field: one.words})
    return found


def said(correction: Correction, before: str) -> bytes:
    """What stands in the journal by its hash: which words took the place of which, and why."""
    return vault.canonical(
        {
            "schema": "fanal.correction/1",
            "study": str(correction.study_id),
            "field": correction.field,
            "before": before,
            "words": correction.words,
            "because": correction.because,
        }
    )


def decided_about(study: Study) -> str:
    """What a decision of reviewers is about: the exact estimate, and the exact words where any were corrected; so that
    words which are changed after somebody agreed to others are agreed to by nobody."""
    corrections = [[one.field, one.words, one.because] for one in corrections_of(study)]
    if not corrections:
        return study.estimate_sha256
    told = {"schema": "fanal.decided/1", "estimate": study.estimate_sha256, "corrections": corrections}
    return hashlib.sha256(vault.canonical(told)).hexdigest()


def check(study: Study, words: Words) -> None:
    """Raises `NotNow` for every text that must be said in another way, with the words that must go."""
    known = wording.known_to(study.org_id, houses_of(study))

    def judged(name: str) -> None:
        wording.check(name, getattr(words, name), LANGUAGE, known, reference=name == "source_words")

    every(*(partial(judged, one.name) for one in fields(words)))


def check_named(study: Study, words: Words) -> None:
    """The same where no form shows the texts: the text is named too."""
    try:
        check(study, words)
    except NotNow as why:
        told = {"field": LABELS[str(why.field)], "words": why.words}
        raise NotNow(_("%(field)s: %(words)s") % told) from None


def check_lists(study: Study, table: CaptureTable) -> None:
    """Names of lists are published with the estimate. Raises `NotNow`."""
    known = wording.known_to(study.org_id, houses_of(study))
    every(*(partial(wording.check, "table", name, LANGUAGE, known) for name in table.names))
