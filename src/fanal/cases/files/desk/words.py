"""Words for what a file holds: risk, ways to the child, people who can see it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.codes import Risk, SafeContact
from fanal.cases.model import words
from fanal.web import api as web
from fanal.web.api import Words

code = words.code
REASONS: dict[str, Words] = {
    "covering": lazy("I cover for the worker"),
    "asked": lazy("The worker asked me to help"),
    "duty": lazy("Something is due and nobody else is there"),
    "safety": lazy("A child may not be safe"),
}
TONES = {Risk.CRITICAL: "danger", Risk.HIGH: "late", Risk.MEDIUM: "soon", Risk.LOW: ""}


def risk(value: str) -> object:
    """A level as a tag; its word carries it, its shape and colour support it."""
    if not value:
        return web.tag(_("not set"), "late")
    return web.tag(code("risk_level", value), TONES[Risk(value)])


def unsafe(value: str) -> str:
    """What a list marks: that nobody may write or ring."""
    return code("safe_contact", value) if value in {SafeContact.NEVER, SafeContact.WORKER_ONLY} else ""
