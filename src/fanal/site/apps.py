from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "fanal.site"
    label = "site"

    def ready(self) -> None:
        from fanal.access import api as access
        from fanal.network import api as network
        from fanal.site import (  # the import of tasks registers the jobs of the installation
            clearances,
            gate,
            keeping,
            lawful,
            published,
            reviews,
            tasks,  # noqa: F401
        )
        from fanal.site.desk import agreements, founding, grants, languages, people, policy, profile, rota, signin
        from fanal.site.desk import reviews as to_review
        from fanal.site.languages import reviewing
        from fanal.web import api as web

        policy.declare()
        languages.declare()
        reviewing.connect()
        signin.connect()
        gate.connect()
        lawful.connect()
        published.connect()
        clearances.open_doors()
        reviews.open_doors()
        keeping.open_doors()
        access.name_deeds(network.words.DEEDS)
        access.name_deeds({"site.restore": _("Put a backup in the place of the database")})
        access.name_deeds({"site.checkpoint": _("Seal the journal")})
        web.day.lead(rota.GAP, lambda team: reverse("desk:team", args=[team]), paper=True)
        web.day.section(access.granting.CONFIRM, grants.waiting)
        web.day.section(founding.SHARE, founding.waiting)
        web.day.section("network.sign_agreement", agreements.waiting)
        web.day.section(people.GIVE_ROLE, people.nobody_reads)
        web.day.section("desk.agreements", profile.leaving)
        web.day.section(access.reviews.REVIEW, to_review.waiting)
        _doors()


def _doors() -> None:
    """The places of the desk in the navigation."""
    from fanal.access import api as access
    from fanal.site.desk import founding, going, languages
    from fanal.web import api as web

    web.register(_("My day"), "desk:day", "desk.day", place=0)
    web.register(_("People"), "desk:people", "desk.people", place=80, part=web.Part.OFFICE)
    web.register(_("Agreements"), "desk:agreements", "desk.agreements", place=80, part=web.Part.OFFICE)
    web.register(_("Duties"), "desk:grants", access.granting.PROPOSE, place=80, part=web.Part.OFFICE)
    web.register(_("Clearances"), "desk:clearances", access.clearing.GIVE, place=80, part=web.Part.OFFICE)
    web.register(_("Reviews"), "desk:reviews", access.reviews.REVIEW, place=80, part=web.Part.OFFICE)
    web.register(_("Languages"), "desk:languages", languages.LIST, place=80, part=web.Part.OFFICE)
    web.register(_("Times of tasks"), "desk:clocks", "desk.clocks", place=80, part=web.Part.OFFICE)
    web.register(_("Times of keeping"), "desk:keeping", access.keeping.LIST, place=80, part=web.Part.OFFICE)
    web.register(_("What goes next"), "desk:going", going.SEE, place=80, part=web.Part.OFFICE)
    web.register(_("New organisations"), "desk:foundings", founding.LET_IN, place=80, part=web.Part.OFFICE)
    web.register(_("Keys"), "desk:keys", "desk.keys", place=80, part=web.Part.OFFICE)
    web.register(_("Work in numbers"), "desk:figures", "desk.figures", place=80, part=web.Part.OFFICE)
    web.register(_("Incident"), "desk:incident", access.incident.INCIDENT, place=85, part=web.Part.OFFICE)
    web.register(_("Journal"), "desk:journal", "journal.read", place=80, part=web.Part.OFFICE)
