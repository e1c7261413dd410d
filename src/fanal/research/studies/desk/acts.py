"""What can be done with a study, each deed on a page of its own: registered, computed, signed from outside, reviewed,
published, or stopped."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.research import words
from fanal.research.contracts import Verdict
from fanal.research.desk.saying import PUBLISHED, SAID, Because, Said, assenting
from fanal.research.models import Study
from fanal.research.studies import (
    computing,
    correcting,
    declining,
    policy,
    publishing,
    registering,
    signing,
    studies,
)
from fanal.research.studies import words as study_words
from fanal.research.studies.desk import view
from fanal.research.studies.desk.forms import AsWho, StudyPage, Whom, WhyNot, WordsPage
from fanal.research.studies.registering import StudyState
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds, press

_WAITING = {StudyState.IN_REVIEW, StudyState.APPROVED, StudyState.TO_SIGN}
_FITTING: dict[str, tuple[str, set[StudyState]]] = {
    "change": (policy.REVISE, {StudyState.DRAFT}),
    "register": (policy.REGISTER, {StudyState.DRAFT}),
    "see_table": (policy.SEE_TABLE, set(StudyState)),
    "compute": (policy.COMPUTE, {StudyState.REGISTERED}),
    "ask": (policy.ASK_STATISTICIAN, {StudyState.COMPUTED}),
    "sign": (policy.SIGN, {StudyState.COMPUTED}),
    "decline": (policy.DECLINE, {StudyState.COMPUTED}),
    "stop": (policy.STOP, set(StudyState) - registering.ENDED),
    "submit": (policy.SUBMIT, {StudyState.SIGNED}),
    "review": (policy.REVIEW, _WAITING),
    "correct": (policy.CORRECT_WORDS, set(correcting.CORRECTABLE)),
    "assent": (policy.ASSENT, _WAITING),
    "publish": (policy.PUBLISH, {StudyState.APPROVED}),
    "sign_release": (policy.SIGN_RELEASE, {StudyState.TO_SIGN}),
}


def can(actor: Actor, study: Study) -> dict[str, bool]:
    """What the policy and the state of the study let this person do now."""
    found = {
        name: study.state in fitting and bool(access.may(actor, deed, study))
        for name, (deed, fitting) in _FITTING.items()
    }
    return found | {"see_table": found["see_table"] and studies.is_kept(study)}


def address(study: Study) -> str:
    """The page of the study."""
    return reverse("research:study", args=[study.pk])


STUDIES = Things(
    find=registering.study_of,
    url=address,
    back=lambda study: study.title,
    fits=lambda actor, study, name: can(actor, study)[name],
    gone=lazy("This step is done, or it is not its turn. Here is how the study stands."),
)


def _change(request: HttpRequest, actor: Actor, study: Study) -> StudyPage:
    runs = registering.runs_for(actor)
    if study.run is not None and study.run not in runs:
        runs.append(study.run)
    return StudyPage(runs, deeds.posted(request), study)


def _whom(request: HttpRequest, _actor: Actor, study: Study) -> Whom:
    places = {org.id: org.name for org in network.orgs()}
    people = signing.statisticians_for(study, deeds.at(request))
    return Whom([(person, places[person.org]) for person in people], deeds.posted(request))


def _review(request: HttpRequest, _actor: Actor, _study: Study) -> Said:
    choices = {
        Verdict.APPROVED: web.two_lines(_("Approve it"), _("it answers the question, and says how sure that is")),
        Verdict.RETURNED: web.two_lines(_("Send it back"), _("the maker reads why")),
    }
    return Said(choices, deeds.posted(request))


def _sentence(study: Study) -> str:
    found = studies.estimate_of(study)
    return study_words.sentence(found) if found else ""


def _result(_request: HttpRequest, _actor: Actor, study: Study) -> dict[str, Any]:
    return {"result": view.result(study)}


_REVIEW: dict[str, Any] = {
    "title": lazy("Review a study"),
    "heading": lazy("May this be published?"),
    "lede": lambda study: study.protocol["counted"],
    "note": lazy(
        "What follows is what everybody will read. Does it answer its question and nothing else? Could it harm "
        "children, families, a community or staff? An unwelcome result is no reason to stop it."
    ),
    "template": "research/studies/review.html",
    "more": _result,
    "done": SAID,
}
_PUBLISH: dict[str, Any] = {
    "title": lazy("Publish a study"),
    "lede": _sentence,
    "note": lazy(
        "Everybody can read it from then on. What is published never changes; it can be withdrawn, and that is seen, "
        "too. Its table is erased twelve months later."
    ),
    "fresh": True,
}
_PAGE: dict[str, Any] = {
    "lede": lazy("All of this is settled before the table is opened. Afterwards nothing of it changes."),
    "seal": lazy(
        "The table is sealed to your counting team. It holds numbers only: never a name, never a row of a child."
    ),
}

LIST = web.below(lazy("Studies"), "research:studies")
NEW = Act(
    deed=policy.OPEN,
    title=lazy("Begin a study"),
    form=lambda request, actor, _none: StudyPage(registering.runs_for(actor), deeds.posted(request)),
    call=lambda actor, _none, data, now: registering.open_study(actor, data["asked"], now),
    leads=address,
    **_PAGE,
)
ACTS: dict[str, Act] = {
    "change": Act(
        deed=policy.REVISE,
        title=lazy("Change a study"),
        form=_change,
        template="research/studies/form.html",
        call=lambda actor, study, data, now: registering.revise(actor, study.pk, data["version"], data["asked"], now),
        **_PAGE,
    ),
    "register": Act(
        deed=policy.REGISTER,
        title=lazy("Register a study"),
        heading=lazy("Register this study?"),
        lede=lazy(
            "Its hash goes into the journal. From then on nothing of it changes, and the result is published whatever "
            "it is."
        ),
        button=lazy("Register it"),
        facts=view.plan,
        call=web.plain(registering.register),
        done=lazy("Registered. Look at the overlaps first, then compute it."),
    ),
    "compute": press(policy.COMPUTE, computing.begin),
    "ask": Act(
        deed=policy.ASK_STATISTICIAN,
        title=lazy("Ask a statistician"),
        heading=lazy("Ask a statistician from outside"),
        lede=lazy(
            "They see the table and the result, may compute it again, and sign it under their own name. Nobody of an "
            "organisation that takes part can do this."
        ),
        form=_whom,
        template="research/studies/ask.html",
        call=lambda actor, study, data, now: signing.ask_statistician(actor, study.pk, UUID(data["person"]), now),
        done=lazy("Asked. The table opens for this person, too."),
        slug="statistician",
    ),
    "sign": Act(
        deed=policy.SIGN,
        title=lazy("Sign an estimate"),
        heading=lazy("Do you sign this estimate?"),
        lede=_sentence,
        note=lazy(
            "You sign the exact bytes, with interval, assumptions and warnings. A result that nothing can be said is "
            "signed, too."
        ),
        form=AsWho,
        template="research/studies/sign.html",
        more=_result,
        call=lambda actor, study, data, now: signing.sign(actor, study.pk, data["affiliation"], now),
        done=lazy("Signed. It goes to review now."),
    ),
    "decline": Act(
        deed=policy.DECLINE,
        title=lazy("Do not sign an estimate"),
        heading=lazy("Why do you not sign this estimate?"),
        lede=lazy(
            "Whoever asked you reads it, and so does every statistician who is asked after you. It stands in the "
            "journal with your name, and is not published."
        ),
        form=WhyNot,
        call=lambda actor, study, data, now: declining.decline(actor, study.pk, data["reasons"], now),
        done=lazy("You did not sign it. Whoever asked you reads why. It opens for you no more."),
        leads=lambda _made: reverse("research:studies"),
    ),
    "anew": press(policy.COMPUTE_ANEW, declining.begin_anew, lazy("It is registered as before. Compute it now.")),
    "submit": press(policy.SUBMIT, publishing.submit, lazy("It is in review.")),
    "review": Act(
        deed=policy.REVIEW,
        form=_review,
        call=lambda actor, study, data, now: publishing.review(actor, study.pk, data["verdict"], data["reasons"], now),
        **_REVIEW,
    ),
    "correct": Act(
        deed=policy.CORRECT_WORDS,
        title=lazy("Correct the words of a study"),
        heading=lazy("Correct the words of this study"),
        lede=lazy(
            "Method, table and figures stay as they were registered. The old words stay in the record, and the release "
            "says that words were corrected. Whoever agreed already is asked again."
        ),
        form=lambda request, _actor, study: WordsPage(study, deeds.posted(request)),
        fresh=True,
        call=lambda actor, study, data, now: correcting.correct(
            actor, study.pk, data["version"], data["asked"], data["because"], now
        ),
        done=lazy("Corrected. Whoever made the study sees it, and so does every reader."),
    ),
    "assent": Act(
        deed=policy.ASSENT,
        form=assenting,
        call=lambda actor, study, data, now: publishing.assent(
            actor, study.pk, data["role"], data["verdict"], data["reasons"], now
        ),
        **_REVIEW,
    ),
    "publish": Act(
        deed=policy.PUBLISH,
        heading=lambda study: _("Publish the study “%(title)s”?") % {"title": study.title},
        button=lazy("Publish it"),
        call=web.plain(publishing.publish),
        done=lambda study, made: PUBLISHED if made else words.waits_for_signature(study.org_id),
        **_PUBLISH,
    ),
    "sign_release": Act(
        deed=policy.SIGN_RELEASE,
        heading=lambda study: _("Sign the study “%(title)s” for your organisation?") % {"title": study.title},
        button=lazy("Sign and publish it"),
        call=web.plain(publishing.sign_release),
        done=PUBLISHED,
        **_PUBLISH,
    ),
    "stop": Act(
        deed=policy.STOP,
        title=lazy("Stop a study"),
        heading=lazy("Stop this study?"),
        lede=lazy(
            "What was registered and computed is kept and can be read. A result is no reason to stop: an unwelcome one "
            "is published all the same."
        ),
        form=Because,
        call=lambda actor, study, data, now: registering.stop(actor, study.pk, data["because"], now),
        done=lazy("Stopped. What was computed is kept; the table is erased tonight."),
    ),
}
