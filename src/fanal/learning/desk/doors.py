"""Where courses show themselves."""

from django.utils.translation import gettext_lazy as _

from fanal.learning.certificates.policy import READ as CERTIFICATES
from fanal.learning.people.desk.practice import about, address
from fanal.learning.people.policy import READ as PEOPLE
from fanal.learning.policy import READ
from fanal.learning.skills import duties
from fanal.learning.skills.policy import OBSERVE
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Courses"), "learning:courses", READ, place=64, part=web.Part.OFFICE)
    web.register(_("Those who learn"), "learners:cohorts", PEOPLE, place=65, part=web.Part.OFFICE)
    web.register(_("Certificates"), "certificates:find", CERTIFICATES, place=66, part=web.Part.OFFICE)
    web.day.lead(duties.USE, address, about=about, paper=True, deed=OBSERVE)
    web.register_open(_("Courses"), "learn:catalogue", place=40)
