"""Addresses of research, below `/desk/research/`."""

from __future__ import annotations

from fanal.research import urls_releases, urls_requests, urls_studies

app_name = "research"
urlpatterns = [
    *urls_releases.patterns,
    *urls_studies.patterns,
    *urls_requests.patterns,
]
