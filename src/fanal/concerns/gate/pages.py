"""Deeds on the public page of a member: begin, settings, open and close through the gate."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, visible
from fanal.access.api import gate as gates
from fanal.clocks import api as clocks
from fanal.concerns.gate import duties, spoken
from fanal.concerns.gate.gate import look
from fanal.concerns.models import ReportingPage
from fanal.contacts.api import country_info
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor, Profile, RingKind
from fanal.vocabulary.hours import Hours
from fanal.web.api import listed

MAKE, SET, STATE = "concerns.make_page", "concerns.set_page", "concerns.state_gate"
PUBLISH, UNPUBLISH, CLOSE = "concerns.publish", "concerns.unpublish", "concerns.close_page"


class NotReady(NotNow):
    """The gate is not passed; `lines` are those that do not hold, each with what to do."""

    def __init__(self, lines: list[gates.Line]) -> None:
        super().__init__(_("Not open yet. Each line below says what to do."))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Settings:
    """What a manager sets: opening hours by day (`Hours.parse`), languages, who is on duty, where to write outside, and
    which named intake team reads (None: the main one)."""

    hours: Mapping[str, list[str]]
    languages: tuple[str, ...]
    duty_person: UUID | None
    deputy: UUID | None
    alerts_outside_hours: bool = False
    outside_address: str = ""
    team: UUID | None = None


def page_of(actor: Actor, page_id: UUID) -> ReportingPage:
    """A page of the actor's organisation. Raises `NotHere`."""
    found = visible(actor, ReportingPage.objects.all()).filter(pk=page_id).first()
    if found is None:
        raise NotHere
    return found


@contextmanager
def changing(actor: Actor, page_id: UUID, deed: str) -> Iterator[ReportingPage]:
    """A deed on a page of the actor's organisation, which is vouched for anew at its end. Raises `NotHere`,
    `NotAllowed`, and `NetworkError` where somebody changed the page past Fanal."""
    ask(actor, deed, page_of(actor, page_id))
    with network.vouched.changing(ReportingPage, page_id) as page:
        yield page


def pages_of(actor: Actor) -> list[ReportingPage]:
    """The pages of the actor's organisation, by country."""
    return list(visible(actor, ReportingPage.objects.order_by("country")))


def free_countries(actor: Actor) -> list[str]:
    """The countries of the member's mandate that have no page yet."""
    taken = set(ReportingPage.objects.values_list("country", flat=True))
    return sorted(network.org(actor.org).mandates - taken)


def make(actor: Actor, country: str, now: datetime) -> ReportingPage:
    """Begin the page of a country, closed. Raises `NotNow` where the country is not theirs or has a page."""
    with transaction.atomic():
        ask(actor, MAKE, None)
        if country not in network.org(actor.org).mandates:
            raise NotNow(_("Your organisation does not work in this country."))
        if ReportingPage.objects.filter(country=country).exists():
            raise NotNow(_("This country has a page already."))
        page = ReportingPage.objects.create(org_id=actor.org, country=country)
        network.vouched.seal(page)
        journal.write(page.pk, actor.signatory(), MAKE, at=now)
    return page


def change(actor: Actor, page_id: UUID, wanted: Settings, now: datetime) -> list[gates.Line]:
    """Change the settings. If an open page no longer passes the gate, it is closed at once; returns what lapsed.

    Raises `NotNow` with the sentence for the person.
    """
    with changing(actor, page_id, SET) as page:
        _check(actor, wanted)
        _check_languages(page, wanted.languages)
        page.hours, page.languages = dict(wanted.hours), list(wanted.languages)
        page.duty_person_id, page.deputy_id = wanted.duty_person, wanted.deputy
        page.team_id = wanted.team
        page.alerts_outside_hours, page.outside_address = wanted.alerts_outside_hours, wanted.outside_address
        page.save()
        network.vouched.seal(page)  # the gate asks for it
        journal.write(page.pk, actor.signatory(), SET, at=now)
        lapsed = _lapsed(page, now) if page.published else []
        if lapsed:
            _close(page, now)
        _tell_of_languages(page, now)
    return lapsed


def _check_languages(page: ReportingPage, wanted: Collection[str]) -> None:
    """Nobody adds a language to an open form that it cannot speak. What fell out of it may stay chosen."""
    added = [code for code in wanted if code not in page.languages] if page.published else []
    out = spoken.unspoken(added, country_info(page.country))
    if silent := [f"{spoken.name(code)}: {why}" for code, why in out.items()]:
        words = _("The open form cannot have this language yet. %(languages)s. Mend that first; nothing was changed.")
        raise NotNow(words % {"languages": listed(silent)}, "languages")


def _tell_of_languages(page: ReportingPage, now: datetime) -> None:
    """The manager hears once that a language fell out of an open form, and no more when it is back or taken out."""
    if page.published and spoken.fallen(page):
        clocks.start(duties.LANGUAGE_OUT, page.org_id, page.pk, now=now)
    else:
        clocks.stop(page.pk, duties.LANGUAGE_OUT, now=now)


def _check(actor: Actor, wanted: Settings) -> None:
    try:
        Hours.parse(network.org(actor.org).time_zone, wanted.hours)
    except ValueError:
        raise NotNow(_("Write hours like 08:00-12:00, in order, with commas between.")) from None
    if set(wanted.languages) - {code for code, _name in settings.LANGUAGES}:
        raise NotNow(_("Choose languages from the list."))
    if wanted.team and wanted.team not in {one.id for one in network.teams.named(actor.org, RingKind.INTAKE)}:
        raise NotNow(_("There is no such team (any more)."), "team")
    if wanted.team:
        network.teams.held(actor.org, wanted.team)
    team = set(network.team_people(actor.org, wanted.team or RingKind.INTAKE))
    if {person for person in (wanted.duty_person, wanted.deputy) if person} - team:
        raise NotNow(_("Choose people of the intake team that reads: nobody else can open what comes."), "duty_person")
    if wanted.duty_person and wanted.duty_person == wanted.deputy:
        raise NotNow(_("The deputy is somebody else."), "deputy")


def publish(actor: Actor, page_id: UUID, now: datetime) -> None:
    """Open the form to the public. Raises `NotReady` with every line of the gate that does not hold."""
    with changing(actor, page_id, PUBLISH) as page:
        lapsed = _lapsed(page, now)
        if lapsed:
            raise NotReady(lapsed)
        page.published, page.checked_on = True, now.date()
        page.save(update_fields=["published", "checked_on"])
        clocks.stop(page.pk, duties.PAGE_CLOSED, now=now)
        _tell_of_languages(page, now)
        journal.write(page.pk, actor.signatory(), PUBLISH, at=now)


def unpublish(actor: Actor, page_id: UUID, now: datetime) -> None:
    """Close the form. Who has a code can still come back with it."""
    with changing(actor, page_id, UNPUBLISH) as page:
        if page.published:
            page.published = False
            page.save(update_fields=["published"])
            _tell_of_languages(page, now)
            journal.write(page.pk, actor.signatory(), UNPUBLISH, at=now)


def _lapsed(page: ReportingPage, now: datetime) -> list[gates.Line]:
    return [line for line in look(page.org_id, page.country, now.date()) if not line.ok]


def _close(page: ReportingPage, now: datetime) -> None:
    """Close a page that no longer passes; the manager hears of it. The caller vouches for it, or cannot."""
    page.published = False
    page.save(update_fields=["published"])
    journal.write(page.pk, keyfile.installation(page.org_id), CLOSE, at=now)
    clocks.start(duties.PAGE_CLOSED, page.org_id, page.pk, now=now)


def check_all(now: datetime, org: UUID | None = None) -> int:
    """Look at the gate of every open page, or of those of one organisation; close those that no longer pass. Returns
    how many. Key-less, daily.

    A page that somebody changed is closed, too, and still nobody vouches for it.
    """
    closed, those = 0, ReportingPage.objects.filter(published=True, **({"org_id": org} if org else {}))
    for pk in list(those.values_list("pk", flat=True)):
        with transaction.atomic():
            page = ReportingPage.objects.select_for_update().get(pk=pk)
            good, lapsed = network.vouched.is_whole(page), page.published and bool(_lapsed(page, now))
            page.checked_on = now.date()
            page.save(update_fields=["checked_on"])
            if lapsed:
                _close(page, now)
                closed += 1
            _tell_of_languages(page, now)
            if lapsed and good:
                network.vouched.seal(page)
    return closed


def on_left(sender: object, *, org: UUID, now: datetime, **_more: object) -> None:
    """Of a small member nobody stands in for whoever leaves: its form does not stay open until the night."""
    if network.org(org).profile is Profile.SMALL:
        check_all(now, org)


network.person_left.connect(on_left, dispatch_uid="concerns.gate")
