"""Addresses of the care of children, below `/desk/cases/`."""

from django.urls import URLPattern

from fanal.cases.acts import urls as acts
from fanal.cases.alarms import urls as alarms
from fanal.cases.approvals import urls as approvals
from fanal.cases.assessing import urls as assessing
from fanal.cases.breaking import urls as breaking
from fanal.cases.child_side import urls as child_side
from fanal.cases.closing import urls as closing
from fanal.cases.conferences import urls as conferences
from fanal.cases.continuity import urls as continuity
from fanal.cases.course import urls as course
from fanal.cases.directory import urls as directory
from fanal.cases.exchange import urls as exchange
from fanal.cases.files import urls as files
from fanal.cases.follow_ups import urls as follow_ups
from fanal.cases.gate import urls as gate
from fanal.cases.grounds import urls as grounds
from fanal.cases.interests import urls as interests
from fanal.cases.keeping import urls as keeping
from fanal.cases.members import urls as members
from fanal.cases.merging import urls as merging
from fanal.cases.naming import urls as naming
from fanal.cases.opening import urls as opening
from fanal.cases.passing_on import urls as passing_on
from fanal.cases.people import urls as people
from fanal.cases.planning import urls as planning
from fanal.cases.referring import urls as referring
from fanal.cases.reporting import urls as reporting
from fanal.cases.rights import urls as rights
from fanal.cases.search import urls as search
from fanal.cases.supervision import urls as supervision

app_name = "cases"
urlpatterns: list[URLPattern] = [
    *opening.patterns,
    *child_side.patterns,
    *rights.patterns,
    *approvals.patterns,
    *files.patterns,
    *acts.patterns,
    *grounds.patterns,
    *course.patterns,
    *gate.patterns,
    *keeping.patterns,
    *merging.patterns,
    *naming.patterns,
    *breaking.patterns,
    *alarms.patterns,
    *supervision.patterns,
    *assessing.patterns,
    *follow_ups.patterns,
    *interests.patterns,
    *conferences.patterns,
    *closing.patterns,
    *exchange.patterns,
    *search.patterns,
    *continuity.patterns,
    *people.patterns,
    *directory.patterns,
    *planning.patterns,
    *passing_on.patterns,
    *referring.patterns,
    *reporting.patterns,
    *members.patterns,
]
