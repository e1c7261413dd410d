"""What can be done with a linkage run: the gate, joining, each step of members and unit, its end."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.research.contracts import Verdict
from fanal.research.desk.saying import Because, SaidAs
from fanal.research.models import LinkageRun
from fanal.research.policy import GATE_ROLES
from fanal.research.runs import policy, runs, steps, words
from fanal.research.runs.desk import view
from fanal.research.runs.desk.forms import ListPage, Most, Number, RunPage, Script, gate_words
from fanal.web.api import Act, Things, below, day_words, deeds, digits, plain, press


def _address(run: LinkageRun) -> str:
    return reverse("research:run", args=[run.pk])


LIST = below(lazy("Linkage runs"), "research:runs")
NEW = Act(
    deed=policy.OPEN,
    title=lazy("Open a linkage run"),
    lede=lazy(
        "Only children who agreed to it are linked, only to count, never any other persons. Each member needs a signed "
        "agreement with the office that computes."
    ),
    form=lambda request, _actor, _none: RunPage(network.orgs(), deeds.posted(request)),
    call=lambda actor, _none, data, now: runs.open_run(actor, data["asked"], now),
    leads=_address,
)
RUNS = Things(find=runs.run_of, url=_address, back=lambda run: run.title)


def _unit(_request: HttpRequest, _actor: Actor, _run: LinkageRun) -> dict[str, Any]:
    return {"sees": words.SEES, "sees_not": words.SEES_NOT}


def _join(request: HttpRequest, actor: Actor, run: LinkageRun) -> dict[str, Any]:
    if run.unit_id == actor.org:
        heading, button = _("Compute this run?"), _("Join")
        lede = _(
            "You get encoded lists, join them, and give back counts. You never get a key, and you delete everything."
        )
    else:
        heading, button = _("Take part with your list?"), ""
        lede = _("You encode your list here. Names never leave your organisation, and only totals come back.")
    return _unit(request, actor, run) | {"heading": heading, "lede": lede, "button": button}


def _gate(request: HttpRequest, actor: Actor, _run: LinkageRun) -> SaidAs:
    choices = {Verdict(code): label for code, label in gate_words().items()}
    return SaidAs([role for role in GATE_ROLES if actor.has(role)], choices, deeds.posted(request))


def _said(_request: HttpRequest, actor: Actor, run: LinkageRun) -> dict[str, Any]:
    said = run.steps.filter(org_id=actor.org, step="declared").select_related("by").first()
    if said is None:
        return {"said": None}
    named = {"name": said.by.name, "count": digits(said.rows)}
    return {"said": said, "lede": _("%(name)s says: %(count)s different children.") % named}


def _of_files(run: LinkageRun) -> str:
    """Which children are on it."""
    first, last = (day_words(date.fromisoformat(run.period[name])) for name in ("first", "last"))
    return _(
        "Children who were harmed, whose file was opened from %(first)s to %(last)s, and who agreed to be counted over "
        "several lists. Not on it: whose name is hidden, and whose file opens for named people only. Each file that is "
        "read says so in its history."
    ) % {"first": first, "last": last}


ACTS = {
    "gate": Act(
        deed=policy.GATE,
        title=lazy("Ethics gate"),
        heading=lazy("May this run begin?"),
        lede=lazy(
            "Could the answer harm children, families, a community, a member or staff? Did each child agree, and does "
            "the law of each country allow it?"
        ),
        facts=view.facts,
        form=_gate,
        template="research/runs/gate.html",
        more=_unit,
        call=lambda actor, run, data, now: runs.pass_gate(
            actor, run.pk, data["role"], data["verdict"], data["reasons"], now
        ),
    ),
    "join": Act(
        deed=policy.JOIN,
        title=lazy("Join a linkage run"),
        facts=view.facts,
        form=lambda request, actor, run: (deeds.Sure if run.unit_id == actor.org else Most)(deeds.posted(request)),
        template="research/runs/gate.html",
        more=_join,
        call=lambda actor, run, data, now: runs.join(actor, run.pk, data.get("most"), now),
    ),
    "key": press(policy.KEY, steps.draw_key),
    "declare": Act(
        deed=policy.DECLARE,
        title=lazy("Your list"),
        heading=lazy("How many children are on your list?"),
        lede=lambda run: run.population,
        form=Number,
        call=lambda actor, run, data, now: steps.declare(actor, run.pk, data["count"], data["script"], now),
    ),
    "declare_files": Act(
        deed=policy.DECLARE,
        title=lazy("Your list"),
        heading=lazy("Count the children of our files?"),
        lede=_of_files,
        form=Script,
        call=lambda actor, run, data, now: steps.declare(actor, run.pk, None, data["script"], now),
    ),
    "countersign": Act(
        deed=policy.COUNTERSIGN,
        title=lazy("Sign number and definition"),
        heading=lazy("Do number and definition hold?"),
        button=lazy("Sign it"),
        template="research/runs/countersign.html",
        more=_said,
        call=plain(steps.countersign),
    ),
    "send": Act(
        deed=policy.SEND,
        title=lazy("Enter the list"),
        lede=lazy("It is encoded in memory and then forgotten. A column about any other person is refused."),
        form=ListPage,
        template="research/runs/send.html",
        more=_unit,
        call=lambda actor, run, data, now: steps.send(actor, run.pk, data["rows"], now),
        done=lazy("Encoded and sent. Nothing of the list was kept here."),
        forgets=True,
    ),
    "send_files": Act(
        deed=policy.SEND,
        title=lazy("The list out of our files"),
        heading=lazy("Make the list out of our files?"),
        lede=_of_files,
        button=lazy("Encode it and send it to the unit"),
        template="research/runs/send.html",
        more=_unit,
        call=plain(steps.send_files),
        done=lazy("Encoded and sent. Nothing of the list was kept here."),
    ),
    "commit": press(policy.COMMIT, steps.commit),
    "reveal": press(policy.REVEAL, steps.reveal),
    "count": press(policy.COUNT, steps.count),
    "deleted": Act(
        deed=policy.DELETED,
        title=lazy("Confirm the deletion"),
        heading=lazy("Is nothing of this run left?"),
        lede=lazy(
            "What lies here is deleted now. You also confirm that your organisation keeps no copy of lists, keys, "
            "encodings or test rows anywhere."
        ),
        button=lazy("Nothing is left"),
        call=plain(steps.confirm_deletion),
    ),
    "stop": Act(
        deed=policy.STOP,
        title=lazy("Stop a linkage run"),
        heading=lazy("Stop this run?"),
        lede=lazy("All that was sent is deleted at once. Nobody learns anything from it."),
        form=Because,
        call=lambda actor, run, data, now: runs.stop(actor, run.pk, data["because"], now),
        done=lazy("Stopped. What was sent is deleted, and nothing was learnt."),
    ),
}
