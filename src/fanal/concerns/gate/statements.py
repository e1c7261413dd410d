"""What people sign for the public form of a member, and how the lines of its gate are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from fanal.access.api import gate as gates
from fanal.network.contracts import Role

_OFFICE = (Role.MANAGER, Role.DATA_PROTECTION_OFFICER)
_SERVER = (Role.SYSADMIN, Role.MANAGER)
STATEMENTS: Mapping[str, gates.Item] = {
    "no_contact": gates.Item(
        gettext_lazy("No emergency number of this country can be verified."),
        gettext_lazy(
            "Add a verified one to the country’s file, or sign that none can be verified. Your own telephone is none."
        ),
        (Role.MANAGER, Role.SAFEGUARDING_LEAD),
        12,
        gettext_lazy("Whom you asked, and what they said"),
    ),
    "dpia": gates.Item(
        gettext_lazy("The data protection impact assessment is accepted."),
        gettext_lazy("Write the impact assessment, have it accepted, and sign that it is."),
        _OFFICE,
        12,
        gettext_lazy("Where it lies, and its date"),
    ),
    "retention": gates.Item(
        gettext_lazy("The times of keeping are confirmed with the national law."),
        gettext_lazy("Type each with its law, and let a second person confirm it, under Times of keeping."),
        (),  # signed until 0.2.0; rules say it now
        24,
        gettext_lazy("The law, with its sections"),
    ),
    "safeguarding": gates.Item(
        gettext_lazy("The safeguarding self-assessment is done."),
        gettext_lazy("Do the self-assessment, and let the safeguarding lead sign it."),
        (Role.SAFEGUARDING_LEAD,),
        12,
    ),
    "proxy_log": gates.Item(
        gettext_lazy("The web server writes no log of what reporters visit."),
        gettext_lazy(
            "Turn the access log off for reporters’ pages as docs/operating.md shows, then run “fanal check”."
        ),
        _SERVER,
        3,
        machine=True,
    ),
    "restore_drill": gates.Item(
        gettext_lazy("A backup was made and restored for practice."),
        gettext_lazy("Restore a backup for practice (“fanal restore --drill”), and sign that it worked."),
        _SERVER,
        3,
        machine=True,
    ),
}
TITLES: Mapping[str, Promise] = {
    "page": gettext_lazy("Page"),
    "whole": gettext_lazy("Nothing changed past Fanal"),
    "small": gettext_lazy("A small organisation"),
    "conflict_partner": gettext_lazy("Partner for conflicts of interest"),
    "second_person": gettext_lazy("Partner as second person"),
    "only_partner": gettext_lazy("The only partner"),
    "illness": gettext_lazy("If somebody is ill"),
    "contact": gettext_lazy("Emergency contact"),
    "hours": gettext_lazy("Hours"),
    "duty_person": gettext_lazy("Person on duty"),
    "deputy": gettext_lazy("Deputy"),
    "rota": gettext_lazy("Rota"),
    "intake": gettext_lazy("Intake team"),
    "keepers": gettext_lazy("Key keepers"),
    "custodian": gettext_lazy("Custodian"),
    "safeguarding_lead": gettext_lazy("Safeguarding lead"),
    "trained": gettext_lazy("Training in triage"),
    "kit": gettext_lazy("Recovery kit"),
    "law": gettext_lazy("Duty to report"),
    "authority_note": gettext_lazy("Note on the authorities"),
    "agreements": gettext_lazy("Agreements"),
    "dpia": gettext_lazy("Impact assessment"),
    "retention": gettext_lazy("Times of keeping"),
    "safeguarding": gettext_lazy("Self-assessment"),
    "proxy_log": gettext_lazy("No log of visits"),
    "restore_drill": gettext_lazy("Backup and restore"),
    "language": gettext_lazy("Languages"),
    "language_out": gettext_lazy("Languages that fell out"),
    "exit_target": gettext_lazy("“Leave this page”"),
    "no_demo": gettext_lazy("No demonstration data"),
}
