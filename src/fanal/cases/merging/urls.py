"""Addresses of joining two files of one child."""

from django.urls import URLPattern

from fanal.cases.merging.desk import acts

patterns: list[URLPattern] = [*acts.FILES.paths("<uuid:case_id>/one-child/", "", acts.ACTS)]
