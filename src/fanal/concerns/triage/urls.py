"""Addresses of lists of concerns, and of one concern, below `/desk/concerns/`."""

from django.urls import URLPattern, path

from fanal.concerns.triage.desk import acts, deciding, entering, practising, queue, triage

patterns: list[URLPattern] = [
    path("", queue.queue, name="queue"),
    path("unverified/", queue.unverified, name="unverified"),
    path("decided/", queue.decided, name="decided"),
    path("mine/", queue.mine, name="mine"),
    path("own-people/", queue.restricted, name="restricted"),
    path("who-told/", queue.reporters, name="reporters"),
    path("practice/", queue.practice, name="practice"),
    path("practice/<uuid:concern_id>/", practising.concern, name="practise"),
    path("practice/<uuid:concern_id>/decide/<slug:code>/", practising.decide, name="practise_decide"),
    path("enter/", entering.enter, name="enter"),
    *deciding.DECISIONS.paths("decision/<uuid:decision_id>/", "", {"second": deciding.SECOND}),
    path("<uuid:concern_id>/", triage.concern, name="concern"),
    path("<uuid:concern_id>/opened-by/", triage.opened_by, name="opened_by"),
    path("<uuid:concern_id>/choose/", triage.choose, name="choose"),
    path("<uuid:concern_id>/decide/<slug:code>/", deciding.decide, name="decide"),
    *acts.CONCERNS.paths("<uuid:concern_id>/", "", acts.ACTS),
    path("<uuid:concern_id>/countries/", acts.countries, name="countries"),
    path("<uuid:concern_id>/same/", acts.same, name="same"),
]
