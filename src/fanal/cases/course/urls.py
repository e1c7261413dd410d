"""Addresses of the six steps."""

from django.urls import URLPattern

from fanal.cases.course.desk import acts

patterns: list[URLPattern] = [*acts.FILES.paths("<uuid:case_id>/step/", "", acts.ACTS)]
