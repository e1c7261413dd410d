"""A signed study in review: a second person, the survivor adviser, the ethics reviewer; then maker and key keeper."""

from typing import Any

from fanal.access import api as access
from fanal.network.contracts import Actor
from fanal.research import words
from fanal.research.models import Study
from fanal.research.studies import publishing, texts
from fanal.research.studies.registering import StudyState
from fanal.web import api as web


def lines(study: Study) -> list[dict[str, Any]]:
    """Who must agree, and how each stands."""
    if study.state in {StudyState.DRAFT, StudyState.REGISTERED, StudyState.COMPUTED}:
        return []
    return words.lines(publishing.standing(study))


def said(actor: Actor, study: Study) -> set[str]:
    """The steps to which this person has said yes already: they are done, and can only be said anew."""
    return access.deciding.said_yes(actor.person, publishing.standing(study)) if lines(study) else set()


def corrections(study: Study) -> list[dict[str, Any]]:
    """What was corrected after registration: which text, the words that stand now, why, by whom, when."""
    return [
        {"cells": [texts.LABELS[one.field], one.words, one.because, one.by.name, web.day_words(one.at)]}
        for one in texts.corrections_of(study)
    ]
