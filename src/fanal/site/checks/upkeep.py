"""What must be done again and again: mail, backups, drills, checkpoints, jobs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import mailers
from django.db import Error

from fanal.access import api as access
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.contacts import api as contacts
from fanal.engines import extra
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network import unbelieved
from fanal.network.contracts import LIGHT
from fanal.network.models import Organisation
from fanal.research import api as research
from fanal.site import backups, checkpoints, elsewhere, fitting, proof, serving, starting
from fanal.site import environment as env
from fanal.site.checks.contracts import Line, State, fail, not_reached, ok, some, unknown, warn
from fanal.site.console import Stop
from fanal.site.unproved import unproved

_BACKUP_WARN, _BACKUP_FAIL = timedelta(hours=26), timedelta(days=7)
_DRILL, _KIT = timedelta(days=90), timedelta(days=365)


def mail() -> Line:
    """The mail server answers and lets us in."""
    if not env.read("FANAL_MAIL_URL"):
        words = "No mail server is set: nobody hears that a task is waiting. Notices become files."
        return warn("mail", words, "Set FANAL_MAIL_URL.")
    connection = mailers["default"]
    try:
        connection.open()
        connection.close()
    except OSError as error:
        return fail(
            "mail",
            not_reached("mail server", error),
            "Check FANAL_MAIL_URL, the password, and that the server can be reached.",
        )
    return ok("mail", "The mail server lets us in.")


def messages() -> Line:
    """The file of the gateway of messages is right, and the gateway answers; none is needed."""
    if not clocks.gateway.is_set_up():
        return ok("messages", "Notices go by mail alone: FANAL_NOTICE_HOOK names no gateway of messages.")
    if wrong := clocks.gateway.defects():
        words = f"The file of FANAL_NOTICE_HOOK cannot be used. {some(wrong)}."
        return fail("messages", words, "Mend it: see `Notices by message` in docs/operating.md.")
    try:
        clocks.gateway.reach()
    except (OSError, UnicodeError) as error:
        return fail(
            "messages",
            not_reached("gateway of messages", error),
            "See that it runs and can be reached, and check FANAL_NOTICE_HOOK.",
        )
    return ok("messages", "The file of the gateway of messages is right, and the gateway can be reached.")


def evidence() -> Line:
    """What counts and estimates is there, where evidence is kept."""
    if not extra.left_out():
        return ok("evidence", "The programs that count and estimate are installed.")
    words = "The programs that count and estimate were left out"
    if not research.keeps_evidence():
        return ok("evidence", f"{words}, and nothing here asks for them.")
    todo = f"Run `{extra.INSTALL}` in the folder of the code, then start the site again."
    return warn("evidence", f"{words}, and records, studies or linkage runs are kept here.", todo)


def backup(now: datetime) -> Line:
    """There is a backup of today."""
    newest = backups.newest(now)
    if newest is None:
        return fail("backup", "No backup is of this site.", "Run `fanal backup` every day: see docs/operating.md.")
    age = now - newest.made
    words = f"The newest backup is of {newest.made:%Y-%m-%d %H:%M} UTC."
    if age > _BACKUP_FAIL:
        return fail("backup", words, "See why the daily backup no longer runs.")
    if age > _BACKUP_WARN:
        return warn("backup", words, "See why the daily backup did not run.")
    return ok("backup", words)


def backup_of_the_future(now: datetime) -> Iterator[Line]:
    """No backup says that it was made at a time that is still to come: it would stand before all others, for years."""
    if found := backups.of_the_future(now):
        words = f"A backup says that it is of {found.made:%Y-%m-%d %H:%M} UTC, which is still to come."
        todo = f"A clock was wrong, or is: set it, run `fanal backup`, and move {found.path.name} away."
        yield warn("backup-time", words, todo)


def restore_drill(today: date) -> Line:
    """A restore was tried within 90 days."""
    last = backups.last_drill()
    if last is None:
        return warn("restore-drill", "No restore was ever tried here.", "Run `fanal restore --drill`.")
    if today - last > _DRILL:
        return warn("restore-drill", f"The last restore was tried on {last}.", "Run `fanal restore --drill`.")
    return ok("restore-drill", f"A restore was tried on {last}.")


def keys_held() -> Iterator[Line]:
    """Every public key is one that the key file, or its organisation, vouches for; recovery keys are proved."""
    unsigned = list(unproved("keys"))
    if unsigned:
        todo = "Nothing is sealed to it. See `Keys that nobody signed` in docs/operating.md."
        if at := elsewhere.not_taken_up():
            todo = f"A backup was put back on {at:%Y-%m-%d} by another machine. Known? `fanal restore --elsewhere`."
        yield fail("keys", f"A key in the database is nobody's. {some(unsigned)}.", todo)
    else:
        yield ok("keys", "Every key in the database is held by the key file, or signed by its organisation.")
    if waiting := unbelieved.as_found():
        words = f"Recovery keys are believed as they were found at the upgrade: {', '.join(waiting)}."
        yield warn("recovery-key", words, "Let a key keeper test the recovery kit on the page Keys.")


def kit_drills(today: date) -> Iterator[Line]:
    """Every organisation has proved its recovery kit within a year."""
    late = [
        org.name
        for org in Organisation.objects.exclude(kind__in=LIGHT).order_by("name")
        if org.kit_drilled_on is None or today - org.kit_drilled_on > _KIT
    ]
    if late:
        yield fail(
            "kit", f"The recovery kit is not proved: {', '.join(late)}.", "Run `fanal kit drill` with two holders."
        )
    else:
        yield ok("kit", "Every organisation has proved its recovery kit within a year.")


def checkpoint(today: date) -> Line:
    """The journal was sealed yesterday or today."""
    last = checkpoints.last_day()
    if last is None:
        words = "The journal was never sealed into a checkpoint."
        return warn("checkpoint", words, "Let `fanal serve` run, or run `fanal journal checkpoint`.")
    if today - last > timedelta(days=1):
        return fail("checkpoint", f"The newest checkpoint is of {last}.", "See why the daily job does not run.")
    return ok("checkpoint", f"The newest checkpoint is of {last}.")


def proof_whole() -> Line:
    """Checkpoints, erasure ledger and the tail of the journal hold together, and lack nothing that a backup holds; no
    entry was planted, or damaged so that it counts no more."""
    found = list(proof.defects())
    found += [f"record {record}: this installation did not write entry {seq}" for record, seq in journal.foreign()]
    if found:
        return fail(
            "proof",
            f"{some(found, most=1)}.",
            "Run `fanal journal verify`. Something was cut or changed: see docs/journal.md.",
        )
    return ok("proof", "Checkpoints and erasure ledger are whole, and hold what every backup holds.")


def records_there() -> Line:
    """Every record, text and decision that the journal names is there, as it was written last."""
    if found := list(unproved("records")):
        todo = "Somebody changed or deleted this in the database: see docs/journal.md. Look into a backup."
        return fail("records", f"{some(found)}.", todo)
    return ok("records", "What the journal names is there, as it was written last.")


def law() -> Line:
    """What was drafted and reviewed of law here is what people signed."""
    if found := list(unproved("law")):
        todo = "It is not in use. Run `fanal journal verify`, and let somebody draft or review it anew."
        return fail("law", f"{some(found, most=1)}.", todo)
    return ok("law", "Law drafted here, its reviews and the replies of states are as people signed them.")


def clearances(today: date) -> Line:
    """Of each organisation and kind how many people have it until which day, and how many lack what they need."""
    told, is_due = [], False
    for org in network.orgs(also_changed=True):
        standing, people = access.clearing.held_in(org.id), network.persons(org.id)
        for code in access.clearance_kinds():
            rows = [held[code] for held in standing.values() if code in held]
            lack = sum(code in access.clearing.asked_of(one) and code not in standing.get(one.id, {}) for one in people)
            if rows or lack:
                told.append(f"{org.name}, {code}: {', '.join([*_ends(rows), *([f'{lack} without'] if lack else [])])}")
            is_due |= bool(lack) or any(row.until <= today + access.clearing.SOON for row in rows)
    words = f"{some(told, most=len(told))}." if told else "Nobody has or needs a clearance."
    if is_due:
        return warn("clearances", words, "Let a manager or the safeguarding lead renew it on the page Clearances.")
    return ok("clearances", words)


def keeping(today: date) -> Line:
    """Of each time of keeping until which day it holds."""
    late: list[str] = []
    next_: list[str] = []
    is_due = False
    for row in sorted(
        filter(access.keeping.is_confirmed, access.keeping.standing_rows()), key=lambda one: one.stale_on
    ):
        words = f"{row.org.name}, {row.country} {row.record_class} ({row.stale_on})"
        (late if row.stale_on < today else next_).append(words)
        is_due |= row.stale_on <= today + access.keeping.SOON
    told = [f"These have ended, and the time of the house holds: {some(late, most=len(late))}."] if late else []
    told += [f"Until when times of keeping hold: {some(next_, most=len(next_))}."] if next_ else []
    words = " ".join(told) or "No organisation has confirmed a time of keeping."
    if is_due:
        return warn("keeping", words, "Have them compared with the law anew, on the page Times of keeping.")
    return ok("keeping", words)


def _ends(rows: Sequence[access.ClearanceGiven]) -> list[str]:
    ends = Counter((row.until, " by the upgrade" if row.given_by_id is None else "") for row in rows)
    return [f"{count} until {day}{how}" for (day, how), count in sorted(ends.items())]


def reviews(today: date) -> Line:
    """Of each organisation which review of content it stated holds until which day."""
    found = [(org.name, end) for org in network.orgs(also_changed=True) for end in access.renewing.ends(org.id)]
    if not found:
        return ok("reviews", "Nobody here stated a review of content.")
    told = [
        f"{org}, {end.item.key}, {end.kind}: {'of another wording' if end.changed else f'until {end.until}'}"
        for org, end in sorted(found, key=lambda one: (one[1].until, one[0], one[1].item.key, one[1].kind))
    ]
    words = f"{some(told, most=len(told))}."
    if any(end.is_due(today) for _org, end in found):
        return warn("reviews", words, "Let whoever has that role review it anew, on the page Reviews.")
    return ok("reviews", words)


def statements(today: date) -> Line:
    """Of each statement on which a gate rests, when it ends; and what nobody signed any more."""
    told, is_due = [], False
    for org in network.orgs(also_changed=True):
        for room, country in access.gate.places(org.id):
            gate = access.gate.of(room)
            # What nobody may sign any more rests on something else, which has a line of its own.
            may_sign = {item for item, known in gate.items.items() if known.roles}
            lines = [one for one in gate.look(org.id, country, today) if one.item in may_sign]
            ends = [f"{one.item} {f'until {one.until}' if one.until else 'not signed'}" for one in lines]
            told.append(f"{org.name}, {' '.join([room, country]).strip()}: {', '.join(ends) or 'nothing to sign'}")
            is_due |= any(one.until is None or one.until <= today + access.gate.SOON for one in lines)
    words = f"{some(told, most=len(told))}." if told else "Nobody has signed a statement for a gate."
    if is_due:
        return warn("statements", words, "Let somebody sign it anew: the page of the gate says who may.")
    return ok("statements", words)


def jobs(now: datetime) -> Iterator[Line]:
    """Schedule, abandoned tasks, notices that cannot be sent."""
    found = clocks.problems(now)
    for problem in found:
        yield Line(f"jobs-{problem.code}", State.FAIL, f"{problem.words} ({problem.count})")
    if not found:
        yield ok("jobs", "Jobs run, and nothing waits that should not.")


def volume() -> Line:
    """A flood has not filled what it may."""
    full = concerns.fullest_of_unverified()
    if full < concerns.MANY_UNVERIFIED:
        return ok("volume", "There is room for more concerns.")
    words = f"What unverified concerns may fill is full to {full:.0%}. At the end long and fast ones are asked to wait."
    return warn("volume", words, "Free space on the disk of FANAL_DATA. Ask the leads to look at the unverified list.")


def countries(today: date) -> Line:
    """What is held of countries in which members work was checked within its time."""
    late, following = contacts.ends_told(today)
    if late:
        words = f"Of files of countries this was not checked within its time: {some(late)}."
        return warn("countries", words, "Whoever keeps the country checks it again, on the page Files of countries.")
    more = f" Next to end: {some(following)}." if following else ""
    return ok("countries", f"What is held of countries was checked within its time.{more}")


def corpus() -> Line:
    """Contacts and questions of countries, and translations, can be read: a file with a defect shows no number, asks
    nothing and says nothing."""
    wrong = [_of_country(*one) for one in contacts.unusable().items()]
    wrong += map(str, concerns.question_defects())
    brought = list(access.translations.defects())
    if env.read("FANAL_CORPUS") and not settings.CORPUS.is_dir():
        words = "The folder of FANAL_CORPUS is not there: what this site added is neither shown nor backed up."
        return fail("corpus", words, f"Let {settings.CORPUS} be there and be read by the service.")
    if brought:
        todo = f"Mend what is named, in {access.translations.folder()}. What was reviewed and is whole is still shown."
        return fail("corpus", "Not in use: " + " · ".join([*brought, *wrong]), todo)
    if not wrong:
        return ok("corpus", "Contacts and questions of all countries, and translations, can be read.")
    return fail("corpus", "Not in use: " + " · ".join(wrong), f"Mend what is named, in {settings.CORPUS}.")


def _of_country(name: str, said: Sequence[str]) -> str:
    """A file of a country that says nothing: what is wrong, or where that stands if it is much."""
    if len(said) == 1:
        return f"{name}: {said[0].removeprefix(f'{name}: ').rstrip('.')}"
    todo = f"`fanal country {name.partition('.')[0]} --check` says each"
    return f"{name}: {len(said)} lines are missing or wrong, {todo}"


def mode() -> Line:
    """What kind of site this is."""
    if settings.PRODUCTION:
        return ok("mode", "This is a production site.")
    return unknown("mode", f"This is a {settings.MODE} site: not for real people.", "Nothing, for trying out.")


def demonstration() -> Iterator[Line]:
    """No demonstration data beside real people."""
    if settings.PRODUCTION and starting.has_demonstration_data():
        yield fail("demonstration", "The database holds the demonstration network.", "Use an empty database.")


def starts() -> Line:
    """Whether `fanal serve` would start: what it refuses is said here in the same words."""
    reasons = list[str]()
    try:
        address = serving.Address.parse(env.read("FANAL_BIND")).host
    except Stop as refused:
        reasons, address = [str(refused)], ""
    with suppress(Error):  # that the database does not answer has a line of its own
        reasons.extend(starting.refusals(bind=address))
    if reasons:
        return fail("start", "This site does not start.", "\n  ".join(reasons))
    return ok("start", "Nothing keeps this site from starting.")


def organisations() -> Line:
    """Key file and database know the same organisations."""
    found = list(fitting.misfits())
    if found:
        words, _, todo = found[0].partition(". ")
        return fail("organisations", f"{words}.", todo)
    return ok("organisations", "Key file and database know the same organisations.")


def restore_finished() -> Line:
    """A restore replayed its erasure ledger."""
    if todo := starting.not_restored():
        return fail("restore", "A restore was not finished: erased records may be back.", todo)
    return ok("restore", "No restore is unfinished.")
