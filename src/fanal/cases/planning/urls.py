"""Addresses of the plan of a file, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.planning.desk import acts, help, plan

_HELP = "<uuid:case_id>/plan/help/"
patterns: list[URLPattern] = [
    path("<uuid:case_id>/plan/", plan.plan, name="plan"),
    path("<uuid:case_id>/plan/<int:number>/", plan.earlier, name="plan_earlier"),
    path("<uuid:case_id>/plan/paper/", plan.paper, name="plan_paper"),
    path(_HELP, help.add, name="help"),
    path(f"{_HELP}<uuid:help_id>/", help.change, name="help_change"),
    *acts.CASES.paths("<uuid:case_id>/plan/", "plan_", acts.CASE_ACTS),
    *acts.GOALS.paths("<uuid:case_id>/plan/goal/<uuid:goal_id>/", "", acts.GOAL_ACTS),
    *acts.HELPS.paths(f"{_HELP}<uuid:help_id>/", "", acts.HELP_ACTS),
    *acts.PUSHES.paths("<uuid:case_id>/plan/push/<uuid:push_id>/", "", acts.PUSH_ACTS),
]
