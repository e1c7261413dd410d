"""Addresses of plans, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.plans.desk import acts, plans
from fanal.research.releases import desk as releases

patterns: list[URLPattern] = [
    path("plans/", plans.listed, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/new/<uuid:population_id>/<slug:question>/", plans.what, name="plan_what"),
    path("plans/<uuid:plan_id>/", plans.plan, name="plan"),
    path("plans/<uuid:plan_id>/change/", plans.change, name="plan_change"),
    *acts.PROPOSALS.paths("plans/<uuid:plan_id>/narrow/", "plan_", {"narrow": acts.NARROW}),
    *acts.PLANS.paths("plans/<uuid:plan_id>/", "plan_", acts.ACTS),
    *releases.RELEASES.paths("releases/<uuid:release_id>/", "release_", acts.OF_RELEASES),
]
