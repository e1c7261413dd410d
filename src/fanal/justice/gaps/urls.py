"""Addresses of gaps and reforms, below `/desk/law/`."""

from django.urls import URLPattern, path

from fanal.justice.gaps.desk import exports, gaps, reforms
from fanal.web.api import converters  # noqa: F401  `state`

patterns: list[URLPattern] = [
    path("gaps/", gaps.index, name="gaps"),
    path("gaps/<state:state>/", gaps.country, name="gaps_of"),
    path("gaps/<state:state>/count/", gaps.count, name="gaps_count"),
    path("gaps/<state:state>/more/", gaps.more, name="gaps_more"),
    path("gaps/<state:state>/boxes/", gaps.boxes, name="gaps_boxes"),
    path("gaps/<state:state>/boxes/<int:number>/", gaps.box, name="gaps_box"),
    *exports.FOUND.paths("gaps/<state:state>/", "gaps_", {"export": exports.ASK}),
    path("gaps/tables/", exports.exports_, name="gaps_exports"),
    path("gaps/tables/<uuid:export_id>/", exports.export, name="gaps_taken"),
    *exports.EXPORTS.paths("gaps/tables/<uuid:export_id>/", "gaps_", exports.ACTS),
    path("gaps/tables/<uuid:export_id>/take/", exports.take, name="gaps_take"),
    path("gaps/reforms/", reforms.listed, name="reforms"),
    path("gaps/reforms/<state:state>/", reforms.plans, name="reforms_of"),
    path("gaps/reforms/<state:state>/search/", reforms.search, name="reforms_search"),
    *reforms.PLANS.paths("gaps/reforms/<state:state>/", "reform_", {"draft": reforms.DRAFT}),
    path("gaps/reforms/<uuid:reform_id>/", reforms.reform, name="reform"),
    *reforms.REFORMS.paths("gaps/reforms/<uuid:reform_id>/", "reform_", reforms.ACTS),
]
