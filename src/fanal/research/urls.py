"""Addresses of research, below `/desk/research/`."""

from __future__ import annotations

from django.urls import path

from fanal.research import urls_releases, urls_requests, urls_studies
from fanal.research.desk import root

app_name = "research"
urlpatterns = [
    path("", root.root, name="root"),
    *urls_releases.patterns,
    *urls_studies.patterns,
    *urls_requests.patterns,
]
