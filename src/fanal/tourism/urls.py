"""Addresses of companies and whoever works with them, below `/desk/travel/`."""

from django.urls import path

from fanal.tourism.desk import acts, fees, own, pages, plan, plan_acts, reporting, score
from fanal.tourism.evidence import desk as evidence
from fanal.tourism.verifying import desk as verifying

app_name = "travel"
_ONE = "memberships/<uuid:membership>/"
_PLAN = f"{_ONE}plan/"
urlpatterns = [
    path("", pages.home, name="home"),
    path("", pages.home, name="office"),
    path("apply/<slug:programme>/", pages.apply, name="apply"),
    path(_ONE, pages.membership, name="membership"),
    path(f"{_ONE}agreement/", pages.agreement, name="agreement"),
    *acts.QUESTIONS.paths(f"{_ONE}questions/<slug:question>/", "", acts.QUESTION_ACTS),
    *acts.MEMBERSHIPS.paths(_ONE, "", acts.ACTS),
    path(f"{_ONE}evidence/", evidence.documents, name="documents"),
    *acts.MEMBERSHIPS.paths(_ONE, "", evidence.NEW_ACTS),
    path("evidence/<uuid:pk>/", evidence.document, name="document"),
    *evidence.DOCUMENTS.paths("evidence/<uuid:pk>/", "", evidence.ACTS),
    path(f"{_ONE}score/", score.page, name="score"),
    path(_PLAN, plan.plan, name="plan"),
    path(f"{_PLAN}<int:number>/", plan.criterion, name="criterion"),
    path(f"{_PLAN}versions/<int:number>/", plan.version, name="plan_version"),
    *plan_acts.PLANS.paths(_PLAN, "", plan_acts.PLAN_ACTS),
    *plan_acts.CRITERIA.paths(f"{_PLAN}<int:number>/", "", plan_acts.CRITERION_ACTS),
    *plan_acts.REQUIREMENTS.paths(f"{_PLAN}asked/<str:requirement>/", "", plan_acts.REQUIREMENT_ACTS),
    *plan_acts.ACTIONS.paths(f"{_PLAN}actions/<uuid:action>/", "", plan_acts.ACTION_ACTS),
    *plan_acts.COMMENTS.paths(f"{_PLAN}comments/<uuid:comment>/", "", plan_acts.COMMENT_ACTS),
    path(f"{_ONE}verifying/", verifying.verifications, name="verifications"),
    *acts.MEMBERSHIPS.paths(_ONE, "", verifying.NEW_ACTS),
    path("verifying/<uuid:pk>/", verifying.verification, name="verification"),
    *verifying.VERIFICATIONS.paths("verifying/<uuid:pk>/", "", verifying.ACTS),
    *verifying.FINDINGS.paths("findings/<uuid:pk>/", "", verifying.FINDING_ACTS),
    path(f"{_ONE}notes/", verifying.notes, name="notes"),
    *verifying.NOTES.paths(_ONE, "", verifying.NOTE_ACTS),
    path(f"{_ONE}report/", reporting.page, name="report"),
    *reporting.REPORTS.paths(f"{_ONE}report/", "", reporting.ACTS),
    *reporting.PARTS.paths(f"{_ONE}report/<int:part>/", "", reporting.PART_ACTS),
    *own.OWN.paths("company/", "", own.OWN_ACTS),
    path("places/", pages.places, name="places"),
    *own.SITES_IN.paths("places/in/", "places_in"),
    *own.PLACES.paths("places/", "", own.PLACES_ACTS),
    *own.PLACE.paths("places/<uuid:place>/", "", own.PLACE_ACTS),
    path("people/", pages.people, name="people"),
    *own.PEOPLE.paths("people/", "", own.PEOPLE_ACTS),
    *own.ACCOUNT.paths("people/<uuid:person>/", "", own.ACCOUNT_ACTS),
    *own.CONTACT.paths("people/contacts/<uuid:contact>/", "", own.CONTACT_ACTS),
    path("fees/", fees.page, name="fees"),
    path("fees/take/", fees.take, name="take_fees"),
    path("mandates/", own.mandates_page, name="mandates"),
    *own.MANDATE.paths("mandates/", "", own.MANDATE_NEW),
    *own.ONE_MANDATE.paths("mandates/<uuid:mandate>/", "", own.MANDATE_ACTS),
]
