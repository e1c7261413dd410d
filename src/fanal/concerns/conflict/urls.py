"""The addresses of conflicts of interest, below `/desk/concerns/`."""

from django.urls import URLPattern

from fanal.concerns.conflict import desk
from fanal.concerns.triage.desk.acts import CONCERNS

patterns: list[URLPattern] = list(CONCERNS.paths("<uuid:concern_id>/", "", desk.ACTS))
