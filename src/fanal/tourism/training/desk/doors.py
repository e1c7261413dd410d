"""Where a duty of training leads."""

from django.urls import reverse

from fanal.tourism.training import duties
from fanal.tourism.training.policy import READ
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.day.lead(duties.TRAIN, lambda _company: reverse("training:people"), paper=True, deed=READ)
