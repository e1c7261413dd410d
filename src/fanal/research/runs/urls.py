"""Addresses of linkage runs, below `/desk/research/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.research.runs.desk import runs

patterns: list[URLPattern] = [
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
