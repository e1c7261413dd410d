"""Addresses of the search for files."""

from django.urls import URLPattern, path

from fanal.cases.search.desk import search

patterns: list[URLPattern] = [path("find/", search.find_, name="find")]
