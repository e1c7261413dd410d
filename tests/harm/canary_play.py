"""Everything that people can type, through the real pages, on an installation of its own.

Each flow ends well or badly; what it planted is looked for by `test_dnh_33_canaries.py`, which starts this
process (`python -m tests.harm.canary_play`).
Prints one JSON object: what was planted, which of it opened records show, and the status of each flow.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tests.harm.canaries import Canaries
from tests.harm.canary_files import cares
from tests.harm.canary_stage import broken, day_id, keep_log, shown_in_opened_records, version_of

URLENCODED = "application/x-www-form-urlencoded"
MEDIA = " data:image/png;base64," + "A" * 300


@dataclass
class Play:
    """The cast, what was planted, and how each flow ended. `told`: the fields that opened records must show."""

    cast: Any
    seeds: Canaries
    now: datetime
    told: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    def kept(self, where: str) -> str:
        """Plant what will be stored."""
        self.told.append(where)
        return self.seeds.plant(where)

    def lost(self, where: str) -> str:
        """Plant what is refused, mistaken, or part of an error."""
        return self.seeds.plant(where)

    # ---- reporters ----

    def reporter(self) -> Any:
        from tests.rooms.concerns.reporter import Reporter

        marker = self.seeds.markers[0]
        made = Reporter(HTTP_USER_AGENT=f"Browser {marker}aa", HTTP_REFERER=f"https://{marker}ab.example/")
        self.watch(made.client)
        return made

    def watch(self, client: Any) -> None:
        """Note the name of every field into which a canary is sent."""
        client.raise_request_exception, send = False, client.post

        def post(where: str, data: Any = None, *more: Any, **how: Any) -> Any:
            pairs = parse_qsl(data) if isinstance(data, str) else (data or {}).items()
            self.fields |= {name for name, value in pairs if self.seeds.markers[0] in str(value)}
            return send(where, data, *more, **how)

        client.post = post

    def tells(self) -> str:
        """Every page of the form; returns the code."""
        told, reporter = self.kept, self.reporter().get("/en/xa/")
        reporter.press("Continue", danger="not_sure")
        reporter.press("Continue", what=["goes_with_adult"], words=told("words"), how_known="saw", ongoing="yes")
        reporter.press("Continue", place=told("place"), when="today", when_words=told("when_words"))
        reporter.press("Continue", children="one", child_words=told("child_words"))
        reporter.press(
            "Continue",
            countries=["XB", "", ""],
            basis="they_said",
            travel=told("travel"),
            adult_words=told("adult_words"),
        )
        reporter.press(
            "Continue", reply="also_by", reply_contact=told("reply_contact"), reply_times=told("reply_times"),
            exposure="yes", exposure_words=told("exposure_words"),
        )  # fmt: skip
        reporter.press("Send now")
        self.statuses["tell"], code = reporter.status, str(reporter.code)
        reporter.press("Finish", last=self.lost("the last four signs"))
        self.statuses["kept"] = reporter.status
        return code

    def child_tells(self) -> None:
        reporter = self.reporter().get("/en/xa/you/2")
        reporter.press(
            "Send", happening=self.kept("happening"), answer_how="safe_time", answer_words=self.kept("answer_words"),
            more=self.kept("more"),
        )  # fmt: skip
        self.statuses["child door"] = reporter.status

    def comes_back(self, code: str) -> None:
        reporter = self.reporter().get("/en/code")
        reporter.press("Open", code=code)
        reporter.press("Stay longer", text=self.lost("a reply that is not sent"))
        reporter.press("Send", text=self.kept("reply"))
        self.statuses["reply"] = reporter.status
        reporter.press("Send", text=self.lost("a reply with a picture") + MEDIA)
        self.statuses["picture in a reply"] = reporter.status
        wrong = {"code": self.lost("a wrong code"), "text": self.lost("a draft beside a wrong code")}
        self.statuses["wrong code"] = self.reporter().post("/en/code", wrong).status

    def what_goes_wrong(self) -> None:
        """Refused, changed, too large, of another site, of another kind, in addresses, and when we break."""
        from tests.rooms.concerns.reporter import filled

        lost = self.lost
        asked = {"page": "what", "go": "send", "what": "goes_with_adult"}
        state = filled(answers={"danger": "no"})

        def send(name: str, words: str, where: str = "/en/xa/sent", **more: Any) -> None:
            headers = more.pop("headers", {})
            self.statuses[name] = (
                self.reporter().post(where, asked | {"state": state, "words": words} | more, **headers).status
            )

        send("picture", lost("a picture") + MEDIA)
        send("too long", lost("too long") * 100)
        send("too large", lost("too large") * 20_000)
        send("changed state", lost("a changed state"), state=state[:-9] + "AAAAAAAAA")
        send("state of nobody", lost("no state"), state=lost("as state"))
        send("expired", lost("expired"), state=filled(lived=9000, answers={"words": lost("inside an expired state")}))
        send(
            "other site",
            lost("another site"),
            headers={"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://x.example"},
        )
        send("no such page", lost("no such page"), page=lost("as a page"))
        send("unasked field", lost("beside an unasked field"), **{lost("as the name of a field"): lost("as its value")})
        files = {"words": lost("multipart"), "state": state}
        self.statuses["multipart"] = self.reporter().client.post("/en/xa/sent", files).status_code
        for where in ("/en/xa/{}/", "/{}/", "/en/xa/?q={}", "/en/?country={}", "/desk/{}/"):
            self.statuses[where] = self.reporter().client.get(where.format(lost(f"in {where}"))).status_code
        host = self.reporter().client.get("/en/", HTTP_HOST=f"{self.seeds.markers[0]}ac.example")
        self.statuses["wrong host"] = host.status_code
        with broken("fanal.concerns.public.walk.receive", RuntimeError):
            send("broken", lost("a broken page"))
        from django.db import DataError

        with broken("fanal.concerns.public.walk.receive", DataError):
            send("database refuses", lost("a database that refuses"))

    # ---- people who read ----

    def desk(self, username: str) -> Any:
        from tests.desk import client_of

        client = client_of(self.cast, username)
        self.watch(client)
        return client

    def post(self, name: str, client: Any, where: str, data: dict[str, Any]) -> Any:
        response = client.post(where, data)
        self.statuses[name] = response.status_code
        return response

    def enters(self) -> None:
        """A call is written down; once badly, once well."""
        kept = self.kept
        texts: tuple[str, ...] = (
            "words",
            "place",
            "when_words",
            "child_words",
            "travel",
            "adult_words",
            "reply_contact",
            "reply_times",
        )
        texts += ("exposure_words", "caller_name", "worker_words")
        data = {"danger": "no", "what": "goes_with_adult", "country": "XA", "reply": "also_by", "pass_on": "no"}
        data |= {"channel": "phone", "spoken": "en", "code": "no", "key": str(day_id(self.now))}
        client = self.desk("amara")
        bad = {name: self.lost(f"entered badly: {name}") for name in texts}
        self.post("enter, wrong channel", client, "/desk/concerns/enter/", data | bad | {"channel": "post"})
        self.post(
            "enter, picture", client, "/desk/concerns/enter/", data | bad | {"worker_words": bad["words"] + MEDIA}
        )
        good = {name: kept(f"entered: {name}") for name in texts}
        self.post("enter", client, "/desk/concerns/enter/", data | good)

    def works(self, concern: UUID) -> None:
        """A message, a call, a colleague who was faster, a handover with an addition, and every kind of decision."""
        amara, here, kept, lost = self.desk("amara"), f"/desk/concerns/{concern}/", self.kept, self.lost
        self.statuses["open"] = amara.get(here).status_code
        message = {"text": kept("message"), "question": "on", "key": str(uuid4())}
        self.post("write", amara, f"{here}write/", message)
        self.post(
            "write a picture", amara, f"{here}write/", {"text": lost("staff picture") + MEDIA, "key": str(uuid4())}
        )
        self._without_token(amara, f"{here}write/")
        from fanal.network.models import Organisation

        zone = ZoneInfo(Organisation.objects.get(pk=self.cast.aurora).time_zone)
        called_at = f"{self.now.astimezone(zone):%Y-%m-%dT%H:%M}"
        call = {"called": kept("called"), "called_at": called_at, "they_said": kept("they_said")}
        self.post("urgent", amara, f"{here}decide/urgent_response/", call | {"version": version_of(concern)})
        late = {"text": lost("a colleague was faster"), "version": "0"}
        self.post("overtaken", amara, f"{here}decide/information_only/", late)
        incomplete = {
            "text": lost("incomplete"),
            "evidence": lost("incomplete evidence"),
            "version": version_of(concern),
        }
        self.post("incomplete", amara, f"{here}decide/closed_no_case/", incomplete)
        with broken("fanal.concerns.triage.decisions.recorded", RuntimeError):
            self.post(
                "broken desk",
                amara,
                f"{here}decide/information_only/",
                {"text": lost("broken desk"), "version": version_of(concern)},
            )
        self.hands_over(amara, concern)
        elsewhere = {"text": kept("routed"), "version": version_of(concern)}
        self.post("routed", amara, f"{here}decide/route_elsewhere/", elsewhere)

    def _without_token(self, client: Any, where: str) -> None:
        client.handler.enforce_csrf_checks = True
        self.post("no token", client, where, {"text": self.lost("without a token")})
        client.handler.enforce_csrf_checks = False

    def hands_over(self, amara: Any, concern: UUID) -> None:
        from fanal.concerns.content import PersonCountry
        from fanal.concerns.handovers import kept as handovers_kept
        from fanal.concerns.handovers import received
        from fanal.concerns.models import Handover
        from fanal.concerns.triage import adults

        adults.confirm(self.cast["amara"], concern, PersonCountry("XB", "lives_in", "they_said"), self.now)
        where = f"/desk/concerns/{concern}/hand-over/{self.cast.nordlys}/"
        reason = {"why_child_words": self.kept("reason of an addition")}
        page = self.post("preview", amara, where, {"act": "preview", "request_key": str(uuid4()), **reason})
        shown = page.content.decode()
        seen = shown.partition('name="seen" value="')[2].partition('"')[0]
        self.post("send", amara, where, {"act": "send", "request_key": str(uuid4()), "seen": seen, **reason})
        row = Handover.objects.get()
        received.accept(self.cast["nils"], row.pk, self.now)
        handovers_kept.release(self.cast["amara"], row.pk, self.now)
        nils, about = self.desk("nils"), f"/desk/concerns/handovers/{row.pk}/"
        for who, words in ((nils, "asked back"), (amara, "answered the partner")):
            self.post(words, who, f"{about}write/", {"text": self.kept(words), "key": str(uuid4())})
        self.post("outcome", nils, f"{about}outcome/", {"reason": "open", "words": self.kept("word with the outcome")})
        self.statuses["received"] = self.desk("nils").get(f"/desk/concerns/handovers/{row.pk}/").status_code

    def decides(self, concerns: list[UUID]) -> None:
        """The decisions that one concern cannot have together, with holds and early erasure."""
        amara, kept = self.desk("amara"), self.kept
        bad_faith, case, scope, information = concerns
        close = {"finding": "bad_faith", "text": kept("closed"), "evidence": kept("evidence"), "version": "1"}
        self.post("bad faith", amara, f"/desk/concerns/{bad_faith}/decide/closed_no_case/", close)
        self._second(bad_faith, {"agree": "no", "text": kept("not agreed")})
        worker = str(self.cast["marek"].person)
        lead = str(self.cast["bao"].person)
        opened = {
            "worker": worker,
            "supervisor": lead,
            "safe_contact": kept("safe contact"),
            "text": kept("case note"),
            "version": "1",
        }
        self.post("case", amara, f"/desk/concerns/{case}/decide/open_case/", opened)
        wrong = {"case": self.lost("number of a file"), "text": self.lost("beside a number"), "version": "1"}
        self.post("no such file", amara, f"/desk/concerns/{scope}/decide/link_to_case/", wrong)
        told = {"text": kept("not for us"), "tell": kept("where to turn"), "version": "1"}
        self.post("not for us", amara, f"/desk/concerns/{scope}/decide/out_of_scope/", told)
        self.post(
            "information",
            amara,
            f"/desk/concerns/{information}/decide/information_only/",
            {"text": kept("information"), "version": "1"},
        )
        until = self.now + timedelta(days=9)
        hold = {
            "reason": kept("reason of a hold"),
            "until_0": until.day,
            "until_1": until.month,
            "until_2": until.year,
        }
        hold |= {"until": until.date().isoformat()}
        self.post("hold", amara, f"/desk/concerns/{scope}/keeping/hold/", hold)
        self.post(
            "early",
            amara,
            f"/desk/concerns/{information}/keeping/early/",
            {"reason_early": kept("reason to erase")},
        )

    def _second(self, concern: UUID, data: dict[str, str]) -> None:
        from fanal.concerns.models import Decision

        decision = Decision.objects.get(concern=concern, needs_second=True)
        self.post("second", self.desk("femi"), f"/desk/concerns/decision/{decision.pk}/second/", data)

    # ---- what lawyers write ----

    def goes_to_law(self) -> None:
        """A matter, a question that is refused and one that breaks, a proceeding, what is between lawyer and child."""
        from fanal.justice.models import Matter, Proceeding

        lena, kept, lost = self.desk("lena"), self.kept, self.lost
        begun = {"label": kept("label of a matter"), "note": kept("note of a matter"), "version": "1"}
        self.post("matter", lena, "/desk/law/matters/new/", begun)
        matter = Matter.objects.get()
        ask = f"/desk/law/matters/{matter.pk}/ask/"
        asked = {"page": "check", "go": "ask", "conduct": "grooming", "places_0_in": "XB"}
        wrong = {"from": lost("as a day"), "child_low": lost("as an age"), "role": lost("as a code")}
        self.post("question, refused", lena, ask, asked | wrong)
        with broken("fanal.justice.matters.asking.evaluate", RuntimeError):
            self.post("question, broken", lena, ask, asked | {"unasked": lost("beside a question")})
        self.post("question", lena, ask, asked)
        form = {"version": "0", "kind": "criminal", "state": "DE", "child_role": "victim", "interviews": "0"}
        form |= {"child_punished_for_being_exploited": "no"}
        new = f"/desk/law/matters/{matter.pk}/proceedings/new/"
        self.post("proceeding, wrong", lena, new, form | {"kind": "", "authority": lost("authority, wrongly")})
        self.post("proceeding", lena, new, form | {"authority": kept("authority")})
        lawyers = f"/desk/law/matters/proceedings/{Proceeding.objects.get().pk}/lawyers/"
        secret = {"reference_number": lost("number, too late"), "privileged_notes": lost("notes, too late")}
        self.post("privileged, overtaken", lena, lawyers, secret | {"version": "7"})
        secret = {"reference_number": kept("reference number"), "privileged_notes": kept("privileged notes")}
        self.post("privileged", lena, lawyers, secret | {"version": "1"})
        self.statuses["lawyers read"] = lena.get(lawyers).status_code

    # ---- what the installation does by itself ----

    def runs(self) -> None:
        """Clocks, jobs, mail, erasure, checkpoint, backup: all without a key."""
        from fanal.clocks import api as clocks
        from fanal.clocks import notices, schedule
        from fanal.clocks.worker import drain, work_once
        from fanal.concerns.keeping import keeping
        from fanal.concerns.models import Concern
        from fanal.site import backups, checkpoints
        from tests.decided import decided_as

        schedule.ensure(self.now)
        for _ in range(20):
            work_once("play")
        for days in (1, 3, 9):
            clocks.sweep(self.now + timedelta(days=days))
            notices.send_due(self.now + timedelta(days=days))
        drain()
        for row in Concern.objects.filter(triage="information_only"):
            decided_as(row, erase_on=self.now.date())
        keeping.erase_due(self.now + timedelta(days=1))
        checkpoints.write(self.now)
        backups.make(self.now)


def setting(seeds: Canaries) -> Play:
    """The cast in a new database, the form open, an agreement that allows everything that may be added."""
    from fanal.network.models import Person
    from fanal.vocabulary.codes import DataCategory as Cat
    from tests.people import gather
    from tests.rooms.concerns.passing import agree
    from tests.rooms.concerns.reporter import publish

    cast, now = gather(), datetime.now(UTC)
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"{person.username}@mail.example")
    publish(cast, "XA", outside_address=f"control {seeds.markers[0]}zz")
    publish(cast, "XB")
    agree(cast, (Cat.EXISTENCE, Cat.LOCATION, Cat.STORY, Cat.IDENTITY), now=now)
    return Play(cast, seeds, now)


def play(seeds: Canaries) -> dict[str, Any]:
    """All flows, one after another."""
    from fanal.concerns.models import Concern
    from fanal.concerns.public.guard import guard
    from tests.rooms.concerns.told import tell

    made = setting(seeds)
    code = made.tells()
    first = Concern.objects.get()
    flows: list[Callable[[], None]] = [
        lambda: made.comes_back(code),
        made.child_tells,
        made.what_goes_wrong,
        made.enters,
        lambda: made.works(first.pk),
        lambda: made.decides([tell(made.cast, made.now, words=f"number {n}").id for n in range(4)]),
        made.goes_to_law,
    ]
    for flow in flows:
        guard.forget()
        flow()
    files = cares(made)
    opened = shown_in_opened_records(made.cast)
    keep_log()
    made.runs()
    missing = [where for where in made.told if seeds.planted[where] not in opened]
    said = {"planted": len(seeds.planted), "missing": missing, "statuses": made.statuses, "fields": sorted(made.fields)}
    return said | {"files": files}


def main() -> None:
    import django
    from django.conf import settings
    from django.test import override_settings

    django.setup()
    from fanal.site.mail import mailer

    mail = {"default": mailer("", folder=settings.DATA / "mail")}
    seeds = Canaries(tuple(json.loads(os.environ["CANARIES"])))
    with override_settings(MAILERS=mail):
        done = play(seeds)
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal.site.settings")
    main()
