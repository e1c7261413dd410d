"""Addresses of plans, below `/desk/research/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.research.plans.desk import acts, plans

patterns: list[URLPattern] = [
    path("plans/", plans.listed, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/new/<uuid:population_id>/<slug:question>/", plans.what, name="plan_what"),
    path("plans/<uuid:plan_id>/", plans.plan, name="plan"),
    path("plans/<uuid:plan_id>/change/", plans.change, name="plan_change"),
    path("plans/<uuid:plan_id>/gate/", acts.gate, name="plan_answer"),
    path("plans/<uuid:plan_id>/tables/", acts.work, name="plan_work"),
    path("plans/<uuid:plan_id>/agree/", acts.agree, name="plan_agree"),
    path("plans/<uuid:plan_id>/share/", acts.send_share, name="plan_share"),
    path("plans/<uuid:plan_id>/sum/", acts.add_up, name="plan_sum"),
    path("plans/<uuid:plan_id>/again/", acts.begin_again, name="plan_again"),
    path("plans/<uuid:plan_id>/narrow/<int:place>/", acts.narrow, name="plan_narrow"),
    path("plans/<uuid:plan_id>/submit/", acts.submit, name="plan_submit"),
    path("plans/<uuid:plan_id>/review/", acts.review, name="plan_review"),
    path("plans/<uuid:plan_id>/assent/", acts.assent, name="plan_assent"),
    path("plans/<uuid:plan_id>/object/", acts.objection, name="plan_object"),
    path("plans/<uuid:plan_id>/publish/", acts.publish, name="plan_publish"),
    path("plans/<uuid:plan_id>/sign/", acts.sign, name="plan_sign"),
    path("plans/<uuid:plan_id>/stop/", acts.stop, name="plan_stop"),
]
