"""Addresses of handovers, below `/desk/concerns/`."""

from django.urls import URLPattern, path

from fanal.concerns.handovers.desk import acts, handover, lists, new

patterns: list[URLPattern] = [
    path("<uuid:concern_id>/hand-over/<uuid:recipient>/", new.new, name="handover_new"),
    path("<uuid:concern_id>/hand-over/whom/", new.whom, name="handover_whom"),
    path("<uuid:concern_id>/hand-over/", new.partners, name="handover_conflict"),
    path("handovers/sent/", lists.sent, name="handovers_sent"),
    path("handovers/received/", lists.received, name="handovers_received"),
    path("handovers/unanswered/", lists.unanswered, name="unanswered"),
    path("handovers/<uuid:handover_id>/", handover.handover, name="handover"),
    path("handovers/<uuid:handover_id>/opened/", handover.opened_by, name="handover_opened_by"),
    *acts.HANDOVERS.paths("handovers/<uuid:handover_id>/", "handover_", acts.ACTS),
]
