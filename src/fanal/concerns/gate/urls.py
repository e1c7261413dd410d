"""Addresses of the public page of a member and its gate, below `/desk/concerns/`."""

from django.urls import URLPattern, path

from fanal.concerns.gate import desk

patterns: list[URLPattern] = [
    path("pages/", desk.pages, name="pages"),
    path("pages/<uuid:page_id>/", desk.page_, name="page"),
    *desk.PAGES.paths("pages/<uuid:page_id>/", "page_", desk.ACTS),
    path("pages/<uuid:page_id>/practice/", desk.practice, name="page_practice"),
    *desk.STATING.paths("pages/<uuid:page_id>/sign/", "page_", desk.SIGN),
]
