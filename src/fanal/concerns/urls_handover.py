"""Addresses of handovers, of the public page's settings and of an incident, below `/desk/concerns/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.concerns.desk import handover, handover_lists, handover_new, incident, pages, triage

patterns: list[URLPattern] = [
    path("<uuid:concern_id>/hand-over/<uuid:recipient>/", handover_new.new, name="handover_new"),
    path("<uuid:concern_id>/hand-over/whom/", triage.whom, name="handover_whom"),
    path("<uuid:concern_id>/hand-over/", handover_new.partners, name="handover_conflict"),
    path("handovers/sent/", handover_lists.sent, name="handovers_sent"),
    path("handovers/received/", handover_lists.received, name="handovers_received"),
    path("handovers/unanswered/", handover_lists.unanswered, name="unanswered"),
    path("handovers/<uuid:handover_id>/", handover.handover, name="handover"),
    path("handovers/<uuid:handover_id>/opened/", handover.opened_by, name="handover_opened_by"),
    path("handovers/<uuid:handover_id>/<slug:name>/", handover.act, name="handover_act"),
    path("pages/", pages.pages, name="pages"),
    path("pages/<uuid:page_id>/", pages.page_, name="page"),
    path("pages/<uuid:page_id>/settings/", pages.settings_, name="page_settings"),
    path("pages/<uuid:page_id>/shield/", pages.shield, name="page_shield"),
    path("pages/<uuid:page_id>/practice/", pages.practice, name="page_practice"),
    path("pages/<uuid:page_id>/sign/<slug:item>/", pages.sign, name="page_sign"),
    path("pages/<uuid:page_id>/<slug:name>/", pages.open_close, name="page_open"),
    path("incident/", incident.incident, name="incident"),
]
