"""Addresses of studies and linkage runs, below `/desk/research/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.research.desk import runs, studies, study_reviews

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
    path("studies/<uuid:study_id>/submit/", study_reviews.submit, name="study_submit"),
    path("studies/<uuid:study_id>/review/", study_reviews.review, name="study_review"),
    path("studies/<uuid:study_id>/correct/", study_reviews.correct, name="study_correct"),
    path("studies/<uuid:study_id>/assent/", study_reviews.assent, name="study_assent"),
    path("studies/<uuid:study_id>/publish/", study_reviews.publish, name="study_publish"),
    path("studies/<uuid:study_id>/sign-release/", study_reviews.sign_release, name="study_sign_release"),
    path("studies/<uuid:study_id>/stop/", studies.stop, name="study_stop"),
    path("runs/", runs.listed, name="runs"),
    path("runs/new/", runs.new, name="run_new"),
    path("runs/<uuid:run_id>/", runs.run, name="run"),
    path("runs/<uuid:run_id>/gate/", runs.gate, name="run_gate"),
    path("runs/<uuid:run_id>/join/", runs.join, name="run_join"),
    path("runs/<uuid:run_id>/key/", runs.key, name="run_key"),
    path("runs/<uuid:run_id>/declare/", runs.declare, name="run_declare"),
    path("runs/<uuid:run_id>/countersign/", runs.countersign, name="run_countersign"),
    path("runs/<uuid:run_id>/send/", runs.send, name="run_send"),
    path("runs/<uuid:run_id>/commit/", runs.commit, name="run_commit"),
    path("runs/<uuid:run_id>/reveal/", runs.reveal, name="run_reveal"),
    path("runs/<uuid:run_id>/count/", runs.count, name="run_count"),
    path("runs/<uuid:run_id>/deleted/", runs.deleted, name="run_deleted"),
    path("runs/<uuid:run_id>/stop/", runs.stop, name="run_stop"),
]
