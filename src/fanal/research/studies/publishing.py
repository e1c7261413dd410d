"""A signed study through review and assent to a signed release, like tables: estimate, interval, assumptions, warnings,
picture and statistician, or that nothing can be said, which is published all the same.

Deeds are as those of plans (`reviewing`, `publishing`): a second person, the survivor adviser and the ethics reviewer,
then the organisation's identity. Every decision is about the exact bytes that the statistician signed.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, NotNow, ask, stated
from fanal.access.api import deciding as rule
from fanal.access.contracts import Line, LineState, Seat
from fanal.clocks import api as clocks
from fanal.engines.disclosure.contracts import (
    RELEASE,
    SIGNATURE,
    About,
    Coverage,
    Estimated,
    Files,
    Review,
    Signature,
    Statistician,
    attacks,
    bundles,
)
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, NetworkError, OrgKind
from fanal.research import deciding, duties, engine_words, turns, wording
from fanal.research.contracts import MAKER, REVIEWER, Stage, Verdict, release_id
from fanal.research.models import Release, Study
from fanal.research.policy import ASSENT_ROLES
from fanal.research.releases import duties as duties_releases
from fanal.research.releases import releases
from fanal.research.signals import releases_changed
from fanal.research.studies import duties as duties_studies
from fanal.research.studies import notes, signing, studies, texts
from fanal.research.studies.engine import ESTIMATE
from fanal.research.studies.policy import ASSENT, PUBLISH, REVIEW, SIGN_RELEASE, SUBMIT, acted_as, houses_of
from fanal.research.studies.registering import StudyState, study_of
from fanal.research.studies.texts import LANGUAGE
from fanal.vocabulary.results import Refused

POPULATION = "study"
AUDIENCE = "public"
FIRST = 90_001
"""Numbers of studies lie above those of plans, which are given when a plan is opened."""
_WAITING = frozenset({StudyState.IN_REVIEW, StudyState.APPROVED, StudyState.TO_SIGN})


# ---- who must agree ----


def standing(study: Study) -> list[Line]:
    """Who must agree before it is published: the second person, the survivor adviser, the ethics reviewer."""
    due = (study.signed_at + timedelta(days=duties.REVIEW_DAYS)).date() if study.signed_at else None
    seats = [Seat(Stage.REVIEW, REVIEWER, None, due), *deciding.advisers(Stage.ASSENT, due)]
    own = [study.made_by_id, study.statistician_id]
    return deciding.standing(study.pk, seats, about=texts.decided_about(study), own=own)


@transaction.atomic
def submit(actor: Actor, study_id: UUID, now: datetime) -> None:
    """Send a signed study to review. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = study_of(actor, study_id, lock=True)
    ask(actor, SUBMIT, study)
    if study.state != StudyState.SIGNED or not signing.is_signed(study):
        raise NotNow(_("Only a study that a statistician from outside signed goes to review."))
    texts.check_named(study, texts.words_of(study))
    _moved(study, StudyState.IN_REVIEW)
    duties.ask_to_agree(duties_studies.AGREE, study.pk, study.org_id, standing(study), now)
    turns.back(study, None, now)
    journal.write(study.pk, actor.signatory(), SUBMIT, at=now)


@transaction.atomic
def review(actor: Actor, study_id: UUID, verdict: str, reasons: str, now: datetime) -> None:
    """The second person approves, or returns it. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = _waiting(actor, study_id, REVIEW)
    if verdict not in {Verdict.APPROVED, Verdict.RETURNED}:
        raise NotNow(_("Approve it, or send it back."), "verdict")
    if verdict == Verdict.RETURNED and not reasons.strip():
        raise NotNow(_("Write what must change."), "reasons")
    about = texts.decided_about(study)
    said = deciding.decide(actor, study.pk, Stage.REVIEW, REVIEWER, verdict, reasons, about, now)
    journal.write(study.pk, actor.signatory(), REVIEW, at=now, items=[said])
    duties.answered(duties_studies.AGREE, study.pk, REVIEWER, actor.org, now)
    _settled(study, now, back=verdict == Verdict.RETURNED)


@transaction.atomic
def assent(actor: Actor, study_id: UUID, role: str, verdict: str, reasons: str, now: datetime) -> None:
    """Say yes, or stop it, in one's role; only the same role lifts a veto. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = _waiting(actor, study_id, ASSENT)
    if role not in {adviser.value for adviser in ASSENT_ROLES if actor.has(adviser)}:
        raise NotNow(_("Choose a role that you have."), "role")
    if acted_as(study, actor.person) - {role}:
        words = _("You acted in this study already. Somebody else does this.")
        raise NotAllowed(Refused("self", words, (ASSENT,)))
    if verdict not in {Verdict.ASSENT, Verdict.VETO}:
        raise NotNow(_("Say yes or no."), "verdict")
    if verdict == Verdict.VETO and not reasons.strip():
        raise NotNow(_("Write why."), "reasons")
    about = texts.decided_about(study)
    said = deciding.decide(actor, study.pk, Stage.ASSENT, role, verdict, reasons, about, now)
    journal.write(study.pk, actor.signatory(), ASSENT, at=now, items=[said])
    duties.answered(duties_studies.AGREE, study.pk, role, actor.org, now)
    _settled(study, now, back=False)


# ---- publishing ----


def publish(actor: Actor, study_id: UUID, now: datetime) -> Release | None:
    """The maker publishes what everybody agreed to; None where it waits for a key keeper.

    The view asks for password and second step first. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    with transaction.atomic():
        study = study_of(actor, study_id, lock=True)
        ask(actor, PUBLISH, study)
        if study.state != StudyState.APPROVED:
            raise NotNow(_("This study is not approved. See who has still to answer."))
        _numbered(study, now)
        files = _final(study, now)
        about = sha256(bundles.packed(files)).hexdigest()
        deciding.decide(actor, study.pk, Stage.PUBLISH, MAKER, Verdict.SIGNS, "", about, now)
        signer = _identity(actor, study)
        if signer is not None:
            return _released(actor, study, files, signer, now)
        _moved(study, StudyState.TO_SIGN)
        clocks.start(duties_studies.TO_SIGN, study.org_id, study.pk, now=now)
        turns.back(study, None, now)
        journal.write(study.pk, actor.signatory(), PUBLISH, at=now, items=[bundles.packed(files)])
    return None


@transaction.atomic
def sign_release(actor: Actor, study_id: UUID, now: datetime) -> Release:
    """A key keeper signs the exact bytes that the maker published. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = study_of(actor, study_id, lock=True)
    ask(actor, SIGN_RELEASE, study)
    if study.state != StudyState.TO_SIGN:
        raise NotNow(_("Nothing of this study waits for a signature."))
    ways = (True, False)
    files = releases.bytes_to_sign(study.pk, PUBLISH, lambda at: (_final(study, at, beside=beside) for beside in ways))
    if files is None:
        raise NotNow(_("These are not the bytes that the maker published. Nothing is signed."))
    signer = _identity(actor, study)
    if signer is None:
        raise NotNow(_("This needs a key keeper. Ask one of your key keepers to do it."))
    return _released(actor, study, files, signer, now)


def bundle_parts(study: Study) -> Estimated:
    """What a release holds of a study: the exact JSON, its picture, and who signed it. Raises `NotNow` unsigned."""
    if not signing.is_signed(study) or study.statistician is None:
        raise NotNow(_("No statistician from outside stands for this estimate. It is not published."))
    who = Statistician(study.statistician.name, study.affiliation, signing.published_signature(study))
    return Estimated(study.estimate.encode(), studies.picture_of(study, ESTIMATE).encode(), who)


def _final(study: Study, now: datetime, *, beside: bool = True) -> Files:
    """The bytes to be signed, attacked (A9 on every word); `beside` as in `bundles.bundle`; without
    it as 0.1.0 made them. Raises `NotNow` where
    anything stands in the way."""
    lines = standing(study)
    if not rule.agreed(lines):
        raise NotNow(deciding.missing(study.pk) or _("Not everybody has agreed. Nothing is published before."))
    texts.check_named(study, texts.words_of(study))
    reviews = sorted({(line.role.removeprefix("research."), line.at.date()) for line in lines if line.at is not None})
    parts, seen = bundle_parts(study), [Review(role, day) for role, day in reviews]
    files = bundles.bundle(
        (), None, _coverage(study, asked=beside), seen, _about(study, now), estimated=parts, beside=beside
    )
    assert study.statistician_id is not None
    houses, outside = houses_of(study), network.person(study.statistician_id).org
    report = attacks.attack(
        bundles.read(files), lint=lambda text: wording.terms_to_avoid(text, LANGUAGE),
        names=wording.people_of(houses), organisations=wording.names_of({*houses, outside}),
    )  # fmt: skip
    if not report.passed:
        raise NotNow(engine_words.refused(report.refusals))
    return files


def _about(study: Study, now: datetime) -> About:
    words = texts.words_of(study)
    return About(
        id=release_id(study.number, 1),
        title=words.title,
        population=POPULATION,
        definition=words.counted,
        publisher=network.org(study.org_id).name,
        published_on=now.date(),
        question=study.question,
        notes=notes.of(study),
    )


def _coverage(study: Study, *, asked: bool) -> Coverage:
    """Of a published table nobody was asked, and of no run it is known who wished to be left out. `asked` not: as 0.1.0
    said it, which a key keeper may still have to sign."""
    found = studies.estimate_of(study)
    lists = len(found.lists) if found is not None else 0
    note = "Recorded are children on at least one list, not all children."
    if study.run is None:
        return Coverage(None, None, None, {}, note) if asked else Coverage(lists, lists, 0, {}, note)
    members = max(study.run.steps.filter(step="asked").count(), lists)
    return Coverage(members, lists, None if asked else 0, {}, note)


def _numbered(study: Study, now: datetime) -> None:
    """Give the study the number of its release, once: country or NET, year, count."""
    if study.number:
        return
    org = network.org(study.org_id)
    prefix = f"{'NET' if org.kind is OrgKind.SECRETARIAT else org.country}-{now.year}-"
    taken = Study.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True)
    last = taken.first()
    study.number = f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else FIRST}"
    study.save(update_fields=["number"])


def _identity(actor: Actor, study: Study) -> vault.Signer | None:
    try:
        return network.rings.identity_signer(study.org, actor.keyring)
    except NetworkError:
        return None


def _released(actor: Actor, study: Study, files: Files, signer: vault.Signer, now: datetime) -> Release:
    """Sign and store: one row, in the caller's transaction."""
    signature = Signature(network.org(study.org_id).name, signer.public, signer.sign(bundles.PURPOSE, files[RELEASE]))
    packed = bundles.packed({**files, SIGNATURE: bundles.signature_file(signature)})
    whole = bundles.read(files)
    country = study.protocol["country"]
    release = Release(
        number=study.number, org_id=study.org_id, study=study, question=study.question,
        kind=whole.kind, audience=AUDIENCE, title=texts.words_of(study).title,
        sentence=notes.sentence(study),
        countries=[country] if country else [], packed=packed, sha256=sha256(packed).hexdigest(),
        signature={"identity": signature.identity, "key": signature.key.hex(), "signature": signature.signature.hex()},
        published_by_id=study.made_by_id, published_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            release.save(force_insert=True)
    except IntegrityError:
        raise NotNow(_("A colleague was faster. Look at it again.")) from None
    studies.keep_until(study, now)
    study.save(update_fields=["erase_on"])
    _moved(study, StudyState.PUBLISHED)
    journal.write(release.pk, actor.signatory(), SIGN_RELEASE, at=now, items=[packed])
    journal.write(study.pk, actor.signatory(), PUBLISH, at=now, items=[stated.item(study)])
    clocks.stop(study.pk, now=now)
    clocks.start(duties_releases.STALE, study.org_id, release.pk, now=now)
    releases_changed.send(sender=Release, now=now)
    return release


# ---- small things ----


def _waiting(actor: Actor, study_id: UUID, deed: str) -> Study:
    study = study_of(actor, study_id, lock=True)
    ask(actor, deed, study)
    if study.state not in _WAITING or not signing.is_signed(study):
        raise NotNow(_("This study is not in review."))
    return study


def _settled(study: Study, now: datetime, *, back: bool) -> None:
    """Approved once everybody said yes; a return takes it back to the maker, a veto to review."""
    states = {line.state for line in standing(study)}
    state, waits = StudyState.IN_REVIEW, duties_studies.VETOED if LineState.REFUSED in states else None
    if back:
        state, waits = StudyState.SIGNED, duties_studies.RETURNED
    elif states == {LineState.PASSED}:
        state, waits = StudyState.APPROVED, duties_studies.APPROVED
    _moved(study, state)
    turns.back(study, waits, now)
    if back:
        duties.over(duties_studies.AGREE, study.pk, now)


def _moved(study: Study, state: StudyState) -> None:
    study.state = state.value
    study.version += 1
    study.save(update_fields=["state", "version"])
