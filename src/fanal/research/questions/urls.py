"""Addresses of classes of children, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.questions import desk

patterns: list[URLPattern] = [
    path("classes/", desk.listed, name="classes"),
    path("classes/<slug:name>/", desk.class_set, name="class_set"),
    *desk.CLASSES.paths("classes/<slug:name>/", "class_", desk.ACTS),
]
