"""The address of conflicts of interest, below `/desk/concerns/`."""

from django.urls import URLPattern, path

from fanal.concerns.conflict import desk

patterns: list[URLPattern] = [path("<uuid:concern_id>/own-people/", desk.about_us, name="conflict")]
