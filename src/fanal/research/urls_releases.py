"""Addresses of records, classes, plans and releases, below `/desk/research/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.research.desk import classes, plan_acts, plans, records, releases

patterns: list[URLPattern] = [
    path("records/", records.listed, name="records"),
    path("records/new/", records.new, name="record_new"),
    path("records/<uuid:population_id>/", records.record, name="record"),
    path("records/<uuid:population_id>/read/", records.read_in, name="record_read"),
    path("records/<uuid:population_id>/read/<uuid:import_id>/erase/", records.erase, name="record_erase"),
    path("records/<uuid:population_id>/end/", records.close, name="record_close"),
    path("classes/", classes.listed, name="classes"),
    path("classes/<slug:name>/", classes.class_set, name="class_set"),
    path("classes/<slug:name>/review/", classes.review, name="class_review"),
    path("releases/", releases.listed, name="releases"),
    path("releases/<uuid:release_id>/", releases.release, name="release"),
    path("releases/<uuid:release_id>/cited/", releases.cited, name="release_cited"),
    path("releases/<uuid:release_id>/doi/", releases.doi, name="release_doi"),
    path("releases/<uuid:release_id>/correct/", releases.correct, name="release_correct"),
    path("releases/<uuid:release_id>/withdraw/", releases.withdraw, name="release_withdraw"),
    path("plans/", plans.listed, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/new/<uuid:population_id>/<slug:question>/", plans.what, name="plan_what"),
    path("plans/<uuid:plan_id>/", plans.plan, name="plan"),
    path("plans/<uuid:plan_id>/change/", plans.change, name="plan_change"),
    path("plans/<uuid:plan_id>/gate/", plan_acts.gate, name="plan_answer"),
    path("plans/<uuid:plan_id>/tables/", plan_acts.work, name="plan_work"),
    path("plans/<uuid:plan_id>/agree/", plan_acts.agree, name="plan_agree"),
    path("plans/<uuid:plan_id>/share/", plan_acts.send_share, name="plan_share"),
    path("plans/<uuid:plan_id>/sum/", plan_acts.add_up, name="plan_sum"),
    path("plans/<uuid:plan_id>/again/", plan_acts.begin_again, name="plan_again"),
    path("plans/<uuid:plan_id>/narrow/<int:place>/", plan_acts.narrow, name="plan_narrow"),
    path("plans/<uuid:plan_id>/submit/", plan_acts.submit, name="plan_submit"),
    path("plans/<uuid:plan_id>/review/", plan_acts.review, name="plan_review"),
    path("plans/<uuid:plan_id>/assent/", plan_acts.assent, name="plan_assent"),
    path("plans/<uuid:plan_id>/object/", plan_acts.objection, name="plan_object"),
    path("plans/<uuid:plan_id>/publish/", plan_acts.publish, name="plan_publish"),
    path("plans/<uuid:plan_id>/sign/", plan_acts.sign, name="plan_sign"),
    path("plans/<uuid:plan_id>/stop/", plan_acts.stop, name="plan_stop"),
]
