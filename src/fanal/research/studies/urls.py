"""Addresses of studies, below `/desk/research/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.research.studies.desk import reviews, studies

patterns: list[URLPattern] = [
    path("studies/", studies.listed, name="studies"),
    path("studies/new/", studies.new, name="study_new"),
    path("studies/<uuid:study_id>/", studies.study, name="study"),
    path("studies/<uuid:study_id>/change/", studies.change, name="study_change"),
    path("studies/<uuid:study_id>/register/", studies.register, name="study_register"),
    path("studies/<uuid:study_id>/table/", studies.table, name="study_table"),
    path("studies/<uuid:study_id>/compute/", studies.compute, name="study_compute"),
    path("studies/<uuid:study_id>/progress/", studies.progress, name="study_progress"),
    path("studies/<uuid:study_id>/statistician/", studies.ask, name="study_ask"),
    path("studies/<uuid:study_id>/sign/", studies.sign, name="study_sign"),
    path("studies/<uuid:study_id>/decline/", studies.decline, name="study_decline"),
    path("studies/<uuid:study_id>/anew/", studies.anew, name="study_anew"),
    path("studies/<uuid:study_id>/submit/", reviews.submit, name="study_submit"),
    path("studies/<uuid:study_id>/review/", reviews.review, name="study_review"),
    path("studies/<uuid:study_id>/correct/", reviews.correct, name="study_correct"),
    path("studies/<uuid:study_id>/assent/", reviews.assent, name="study_assent"),
    path("studies/<uuid:study_id>/publish/", reviews.publish, name="study_publish"),
    path("studies/<uuid:study_id>/sign-release/", reviews.sign_release, name="study_sign_release"),
    path("studies/<uuid:study_id>/stop/", studies.stop, name="study_stop"),
]
