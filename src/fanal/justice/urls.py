"""Addresses of the staff's screens of the law, below `/desk/law/`."""

from __future__ import annotations

from django.urls import path

from fanal.justice import urls_gaps, urls_matters
from fanal.justice.desk import review

app_name = "justice"
urlpatterns = [
    path("", review.law, name="law"),
    *urls_matters.patterns,
    *urls_gaps.patterns,
]
