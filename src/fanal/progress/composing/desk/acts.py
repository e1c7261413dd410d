"""What can be done with a document, a block of it, a statement: one row a deed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import visible
from fanal.network.contracts import Actor
from fanal.progress.composing import checking, composing, documents, forms, voices
from fanal.progress.composing.kinds import Block
from fanal.progress.composing.policy import ADD_VOICE, BEGIN, END_VOICE, EXPORT, PROPOSE, RETURN, WRITE
from fanal.progress.composing.words import SPEAKERS
from fanal.progress.models import AskWording, Document, Voice
from fanal.vocabulary.countries import country_name, is_country
from fanal.web import api as web

_SENT = web.deeds.posted


def url_of(row: Document) -> str:
    """The page of a document."""
    return reverse("progress:document", args=[row.pk])


def asks_of(actor: Actor) -> list[tuple[str, str]]:
    """The asks of the organisation, to choose from: by the title of the newest wording."""
    named: dict[str, str] = {}
    rows = visible(actor, AskWording.objects.all()).order_by("at", "pk")
    for one in rows:
        texts = one.texts.get(one.lang, {})
        named[str(one.ask_id)] = str(texts.get("title", "")) or one.addressee
    return sorted(named.items(), key=lambda pair: pair[1])


def _begun(request: HttpRequest, actor: Actor, _row: None) -> forms.Begin:
    return forms.Begin(asks_of(actor), web.spoken(), _SENT(request))


BEGUN = web.below(lazy("Documents"), "progress:documents")
NEW_ACTS = {
    "begin_document": web.Act(
        deed=BEGIN,
        title=lazy("Begin a document"),
        lede=lazy("It is put together from what everybody may read. Each number in it leads to its source."),
        form=_begun,
        call=lambda actor, _row, data, now: documents.begin(actor, data, now),
        leads=url_of,
        done=lazy("Kept. Add now what it rests on."),
        slug="begin",
    ),
}


@dataclass(frozen=True, slots=True)
class Reform:
    """A published reform from which a brief is begun."""

    country: str
    id: str


def _reform(_actor: Actor, country: str, reform: UUID) -> Reform:
    return Reform(country if is_country(country) else "", str(reform))


REFORMS = web.Things(
    find=_reform,
    url=lambda one: f"{reverse('progress:document_reforms')}?country={one.country}",
    back=lazy("Published reforms"),
)
REFORM_ACTS = {
    "begin_brief": web.Act(
        deed=BEGIN,
        title=lazy("Start a bill brief"),
        lede=lazy("It begins with the reform, and with the provisions that it is about."),
        form=lambda request, _actor, _one: forms.Brief(web.spoken(), _SENT(request)),
        call=lambda actor, one, data, now: documents.begin_brief(actor, one.country, one.id, data["language"], now),
        leads=url_of,
        done=lazy("Kept. Write the problem in one sentence, and what is missing."),
        slug="brief",
    ),
}


def _about(request: HttpRequest, actor: Actor, row: Document) -> forms.About:
    return forms.About(row, asks_of(actor), _SENT(request))


def _own_text(request: HttpRequest, _actor: Actor, row: Document) -> forms.OwnText:
    return forms.OwnText(documents.skeleton(row), None, request.GET.get("section", ""), _SENT(request))


DOCUMENTS = web.Things(find=documents.document, url=url_of, back=lambda row: row.title, asks=True)
ACTS = {
    "describe_document": web.Act(
        deed=WRITE,
        title=lazy("Title and addressee"),
        form=_about,
        call=lambda actor, row, data, now: documents.describe(actor, row.pk, data, now),
        done=lazy("Kept."),
        slug="describe",
    ),
    "write_text": web.Act(
        deed=WRITE,
        title=lazy("Own text"),
        form=_own_text,
        template="progress/composing/text.html",
        more=lambda request, _actor, row: blocks_of(request, row),
        call=lambda actor, row, data, now: documents.write(actor, row.pk, data["section"], data["text"], now),
        done=lazy("Kept."),
        slug="write",
    ),
    "propose_document": web.Act(
        deed=PROPOSE,
        title=lazy("Propose that it leaves"),
        points=(
            lazy("Whoever must read it is asked: a lawyer where it speaks of law, a survivor adviser."),
            lazy("A second person lets it leave, or gives it back."),
        ),
        button=lazy("Propose it"),
        call=lambda actor, row, _data, now: documents.propose(actor, row.pk, now),
        done=lazy("Those who must read it, and a second person, read it now."),
        slug="propose",
    ),
    "return_document": web.Act(
        deed=RETURN,
        title=lazy("Make it a draft again"),
        lede=lazy("What left stays as it left. A next version is proposed anew."),
        button=lazy("Make it a draft again"),
        call=lambda actor, row, _data, now: documents.give_back(actor, row.pk, now),
        done=lazy("It is a draft again."),
        slug="return",
    ),
    "export_document": web.Act(
        deed=EXPORT,
        title=lazy("Let it leave"),
        lede=lazy("Its files are kept as they are now, for ever, and their hashes stand in the journal."),
        button=lazy("Let it leave"),
        call=lambda actor, row, _data, now: documents.export(actor, row.pk, now),
        done=lazy("It can be taken along now, from below."),
        slug="leave",
    ),
}


def blocks_of(request: HttpRequest, row: Document) -> dict[str, Any]:
    """The blocks that a text can name, for the page on which one writes."""
    made = composing.composed(row, web.deeds.at(request))
    return {"named": [(which, one.title, one.said) for which, one in made.pieces.items() if one], "row": row}


@dataclass(frozen=True, slots=True)
class At:
    """A block of a document."""

    row: Document
    block: Block

    @property
    def org_id(self) -> UUID:
        """Whose document it is."""
        return self.row.org_id


def _at(actor: Actor, pk: UUID, which: int) -> At:
    row = documents.document(actor, pk)
    return At(row, documents.block(row, which))


def _there(one: At) -> str:
    return f"{url_of(one.row)}#b{one.block.id}"


def _rewrite(request: HttpRequest, _actor: Actor, one: At) -> forms.OwnText:
    return forms.OwnText(documents.skeleton(one.row), one.block, "", _SENT(request))


BLOCKS = web.Things(find=_at, url=_there, back=lambda one: one.row.title, asks=True)
BLOCK_ACTS = {
    "rewrite_text": web.Act(
        deed=WRITE,
        title=lazy("Own text"),
        form=_rewrite,
        template="progress/composing/text.html",
        more=lambda request, _actor, one: {**blocks_of(request, one.row), "wrong": _wrong(request, one)},
        call=lambda actor, one, data, now: documents.rewrite(
            actor, one.row.pk, one.block.id, data["text"], data["seen"], now
        ),
        done=lazy("Kept."),
        slug="write",
    ),
    "block_up": web.Act(
        deed=WRITE, form=None, slug="up",
        call=lambda actor, one, _data, now: documents.move(actor, one.row.pk, one.block.id, up=True, now=now),
    ),
    "block_down": web.Act(
        deed=WRITE, form=None, slug="down",
        call=lambda actor, one, _data, now: documents.move(actor, one.row.pk, one.block.id, up=False, now=now),
    ),
    "block_out": web.Act(
        deed=WRITE, form=None, slug="out", done=lazy("Taken out."),
        call=lambda actor, one, _data, now: documents.take_out(actor, one.row.pk, one.block.id, now),
    ),
}  # fmt: skip


def _wrong(request: HttpRequest, one: At) -> list[str]:
    made = composing.composed(one.row, web.deeds.at(request))
    return [fault.words for fault in checking.faults(made) if fault.block == one.block.id]


def voice_titled(row: Voice) -> str:
    """Who said it, and of which country."""
    return web.dots(str(SPEAKERS[row.speaker]), country_name(row.country, web.spoken()))


VOICES_BEGUN = web.below(lazy("Statements of people"), "progress:voices")
VOICE_NEW_ACTS = {
    "add_voice": web.Act(
        deed=ADD_VOICE,
        title=lazy("Keep a statement"),
        lede=lazy(
            "What somebody said who lived through it, adult or young with support, and lets us use: where, and until "
            "when. They can take it back at any time."
        ),
        form=lambda request, _actor, _row: forms.NewVoice(_SENT(request)),
        call=lambda actor, _row, data, now: voices.add(actor, data, now),
        leads=lambda _made: reverse("progress:voices"),
        done=lazy("Kept. A survivor adviser and whoever answers for safety read it."),
        forgets=True,
        slug="add",
    ),
}
VOICES = web.Things(
    find=voices.voice, url=lambda _row: reverse("progress:voices"), back=lazy("Statements of people"), asks=True
)
VOICE_ACTS = {
    "end_voice": web.Act(
        deed=END_VOICE,
        title=lazy("Use it no more"),
        lede=lambda row: f"“{row.words}”",
        button=lazy("Use it no more"),
        call=lambda actor, row, _data, now: voices.end(actor, row.pk, now),
        done=lazy("It stands in no document that leaves from now on. Those that left are marked."),
        slug="end",
    ),
}
