"""Carrying out the list, or printing it: each step is told with how it stands, and what is left is told at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fanal.site.console import say
from fanal.site.installing.acts import CODE, Placed, State
from fanal.site.installing.answers import SETTINGS, Answers, settings
from fanal.site.installing.machine import Elsewhere, Failed, Machine
from fanal.site.installing.plan import (
    AWAY,
    CADDY,
    CADDY_BESIDE,
    CERTIFICATE,
    DATA,
    OWN,
    SERVICES,
    Facts,
    Step,
    first,
    look,
    then,
)
from fanal.site.installing.record import Record
from fanal.vocabulary.room import is_full


@dataclass
class Outcome:
    """What came of a run: codes of steps that were done and of those that stand, and why the others do not."""

    done: list[str] = field(default_factory=list)
    right: set[str] = field(default_factory=set)
    theirs: list[Step] = field(default_factory=list)
    later: list[tuple[Step, str]] = field(default_factory=list)
    failed: list[tuple[Step, str]] = field(default_factory=list)


def words_of(error: OSError) -> str:
    """What the system refused, for the person at the console."""
    if is_full(error):
        return (
            "No room is left on the disk. What was placed so far is whole. Free space, and run this again: it goes on "
            "where it stopped."
        )
    return f"{error.filename or 'This machine'}: {error.strerror}."


def show(plan: Sequence[Step], machine: Machine, record: Record) -> None:
    """Print the list, and change nothing."""
    words = {State.RIGHT: "is there", State.LACKING: "to do", State.THEIRS: "is yours, and left alone"}
    for number, step in enumerate(plan, start=1):
        say(f"{number}. {step.what}: {words[_state(step, machine, record)]}\n   {step.why}")
        for line in step.act.lines():
            say(f"     {line}")


def _state(step: Step, machine: Machine, record: Record) -> State:
    try:
        return step.act.state(machine, record)
    except PermissionError:  # a printed list of somebody who is not root
        return State.LACKING


def carry_out(answers: Answers, machine: Machine, record: Record) -> Outcome:
    """Do what is lacking. Raises OSError where the disk is full."""
    outcome = Outcome()
    once(first(answers, look(machine)), machine, record, outcome)
    once(then(answers, look(machine)), machine, record, outcome)
    return outcome


def once(plan: Sequence[Step], machine: Machine, record: Record, outcome: Outcome) -> None:
    """Each step of a list, once. Raises OSError where the disk is full."""
    for step in plan:
        try:
            _one(step, machine, record, outcome)
        except Elsewhere as why:
            outcome.later.append((step, str(why)))
        except Failed as why:
            outcome.failed.append((step, str(why)))
            say(f"not done: {step.what}. {why}")
        except OSError as error:
            if is_full(error):
                raise
            outcome.failed.append((step, words_of(error)))
            say(f"not done: {step.what}. {words_of(error)}")


def _one(step: Step, machine: Machine, record: Record, outcome: Outcome) -> None:
    state = step.act.state(machine, record)
    if state is State.LACKING:
        if step.needs and step.needs not in outcome.right:
            raise Elsewhere("after what it needs")
        step.act.do(machine, record)
        outcome.done.append(step.code)
        say(f"done: {step.what}")
        state = step.act.state(machine, record)
    if state is State.THEIRS:
        outcome.theirs.append(step)
    elif isinstance(step.act, Placed):
        record.placed(step.act.path, step.act.text())
    outcome.right.add(step.code)


def left(answers: Answers, machine: Machine, outcome: Outcome) -> Iterator[str]:
    """What a person still does, in its order; empty once everything stands."""
    facts, found = look(machine), settings(machine.text(SETTINGS))
    if machine.is_image:
        rest = "".join(f"\n     {step.what}" for step, _why in outcome.later)
        yield f"Put the code into {CODE} of the machine, and run `fanal install` there. It does the rest:{rest}"
    else:
        for step, why in outcome.later:
            lines = "".join(f"\n     {line}" for line in step.act.lines())
            yield f"{step.what}, {why}:{lines}"
    if outcome.failed:
        yield "What was not done is said above. Mend it, and run `fanal install` again: it goes on where it stopped."
    if "NUMBER" in machine.text(AWAY):
        yield f"Put the emergency numbers of your countries into {AWAY}, where it says NUMBER."
    yield from _names(answers, facts, found)
    yield from _proxy(answers, machine)
    if not found.get("FANAL_MAIL_URL"):
        yield f"Set FANAL_MAIL_URL in {SETTINGS}: until then notices are no mails, but files in {DATA}/mail."
    if answers.database and not facts.has_keys:
        yield f"Make the database, unless it is there: run {CODE}/docs/operating/postgresql.sql as its superuser."
    if not machine.is_image:
        yield from _founding(facts, outcome)


def _names(answers: Answers, facts: Facts, found: dict[str, str]) -> Iterator[str]:
    if facts.onion and facts.onion not in found.get("FANAL_HOSTS", ""):
        yield f"Add the onion address to FANAL_HOSTS in {SETTINGS}, and to the names of the proxy's site: {facts.onion}"
    if not answers.host.startswith("xn--") and answers.host not in found.get("FANAL_HOSTS", ""):
        yield f"FANAL_HOSTS in {SETTINGS} does not hold {answers.host}."


def _proxy(answers: Answers, machine: Machine) -> Iterator[str]:
    if answers.proxy == "none":
        yield f"Let a proxy of yours pass on to Fanal as docs/operating.md says; name its file in {SETTINGS}."
    elif answers.proxy == "caddy" and machine.at(CADDY_BESIDE).exists():
        yield (
            f"{CADDY} is yours and was left alone. Copy the first block of {CADDY_BESIDE} to its beginning and the "
            f"site to its end, set FANAL_PROXY_CONFIG={CADDY} in {SETTINGS}, and run `systemctl reload caddy`."
        )
    place = machine.at(CERTIFICATE)
    if answers.proxy == "nginx" and place.is_symlink() and str(place.readlink()) == OWN:
        yield (
            f"Browsers warn of the certificate, which is the machine's own. Once {answers.host} leads to this machine "
            f"and port 80 is open: `fanal install --email ADDRESS`. Or put a folder {CERTIFICATE} in place of the "
            "link, with fullchain.pem and privkey.pem."
        )


def _founding(facts: Facts, outcome: Outcome) -> Iterator[str]:
    if not facts.has_keys:
        yield (
            "Found the first organisation: `fanal kit setup`, with two of its people beside you. Or put back what was: "
            "`fanal restore`."
        )
        yield f"Start the site: systemctl enable --now {' '.join(SERVICES)}"
    elif set(outcome.done) & {"fanal.service", "fanal-backup.service", "compiled"}:
        yield "Let the site take up what is new: systemctl restart fanal"
    yield "Look whether all stands well: `fanal check`."


def close(outcome: Outcome, answers: Answers, machine: Machine) -> None:
    """Say what was done, what was left alone, and what is left."""
    if not outcome.done:
        say("Nothing was changed.")
    for step in outcome.theirs:
        say(f"left as you have it: {step.act.lines()[0].rpartition(' ')[2]}")
    onion = look(machine).onion
    if onion:
        say(f"The onion address of the site: http://{onion}")
    words = list(left(answers, machine, outcome))
    if not machine.is_ours:
        words.append("You are not root, so all files belong to you: the run on the machine gives them away.")
    say("What is left:" if words else "Nothing is left.")
    for number, one in enumerate(words, start=1):
        say(f"  {number}. {one}")
