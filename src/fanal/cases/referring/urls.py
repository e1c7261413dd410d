"""Addresses of help by others, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.referring.desk import acts, pages

patterns: list[URLPattern] = [
    path("<uuid:case_id>/help/<uuid:help_id>/ask/", pages.ask, name="refer"),
    path("referral/<uuid:row_id>/", pages.referral, name="referral"),
    *acts.REFERRALS.paths("referral/<uuid:row_id>/", "", acts.ACTS),
]
