"""All addresses of a site. The only place that knows all rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("fanal.web.urls")),
]
