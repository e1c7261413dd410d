"""What an exchange says in words: why a column stays out, what stands in the note for the worker."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fanal.cases.model import words as model_words
from fanal.cases.model.declared import model

WHY: Final[Mapping[str, str]] = {
    "media": gettext_noop("Pictures, sound, video and documents never come in."),
    "coordinates": gettext_noop("Points on a map of a child or of a place never come in."),
    "ground": gettext_noop("A consent is never imported: ask the child anew."),
    "organisation": gettext_noop("Organisations are matched by a person, never created."),
    "person": gettext_noop("People are matched by a person, never created."),
    "suspected": gettext_noop("A person suspected is entered by the worker, in a part of its own."),
    "opt_in": gettext_noop("Only the child says this, and only if it helps."),
    "not_held": gettext_noop("Fanal has no place for this."),
    "not_needed": gettext_noop("Nobody needs this."),
    "passing": gettext_noop("Who passed it on, and when, is known here from the passing on itself."),
    "plan": gettext_noop("A plan is made anew with the child."),
    "rows": gettext_noop("Tables inside a file are not taken in: the worker enters what is still true."),
    "system": gettext_noop("This is for the other system alone."),
    "twice": gettext_noop("The same stands in other columns."),
}
"""Why a column or a value is left out."""

NOTES: Final[Mapping[str, str]] = {
    "law": gettext_noop("The other system says that police or a court had to do with the child. Ask what happened."),
    "married": gettext_noop("The other system says that the child is or was married. Ask whether it was forced."),
    "parent": gettext_noop("The child has a child, who may need a file too."),
    "gbv": gettext_noop("The other system says that the child lived through violence at home or sexual violence."),
    "trafficked": gettext_noop("The other system says trafficking or smuggling, and not which of them."),
    "abused": gettext_noop("The other system says violence against the body or the mind, and not which of them."),
    "school": gettext_noop("The child was not at school. Ask what kept the child away."),
    "recruited": gettext_noop("Somebody may have tried to draw the child into an armed group."),
    "substances": gettext_noop("Alcohol or drugs play a part. Ask who gives them."),
    "fgm": gettext_noop("The other system says that the child was cut, or may be. See a doctor with the child."),
}
"""What a value of another system becomes: a sentence for the worker, never a status of the child (CM-67)."""

HEADINGS: Final[Mapping[str, str]] = {
    "area": gettext_noop("Where the child lives"),
    "comment": gettext_noop("Remark"),
    "goal": gettext_noop("A goal"),
    "help": gettext_noop("Help that was planned"),
    "circumstances": gettext_noop("What made the child vulnerable"),
    "closing": gettext_noop("Why the other file was closed"),
    "referral": gettext_noop("Why the child was referred"),
    "opened": gettext_noop("Begun there on"),
}
"""Above what stands in the note as the other system has it."""


def why(code: str) -> str:
    """Why something is left out."""
    return _(WHY[code])


def sentence(code: str) -> str:
    """What a value becomes for the worker."""
    return _(NOTES[code])


def heading(propose: str, key: str) -> str:
    """What a line of the note is about: a field of the model, a part of one, or a heading."""
    if propose in HEADINGS:
        return _(HEADINGS[propose])
    field = model().field(propose)
    return model_words.code(field.lists[0], key) if key else model_words.label(field)
