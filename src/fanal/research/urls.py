"""Addresses of research, below `/desk/research/`."""

from __future__ import annotations

from fanal.research import urls_studies

app_name = "research"
urlpatterns = [
    *urls_studies.patterns,
]
