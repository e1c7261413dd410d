"""A language that was brought is offered once a named native speaker reviewed all that the public can meet; a page says
nothing in it that no statement covers, whoever writes to the database or into the folder (DNH-52)."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext, ngettext, trans_real

from fanal.access.api import NotNow, languages, translations
from fanal.access.models import ReviewGiven
from fanal.clocks import notices
from fanal.concerns.public import place
from fanal.contacts.files import shipped
from fanal.engines.language import exchange
from fanal.network.contracts import Role
from fanal.site import added
from fanal.site.checks import State, every, upkeep
from fanal.site.languages import table
from tests.people import Cast, gains
from tests.rooms.concerns.reporter import publish
from tests.rooms.site.translator import PUBLIC, SIGNS, brought, folder_of, item, reviewed

pytestmark = pytest.mark.django_db(databases="__all__")
WORDS = "Leave this page"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MODE = "production"
    with folder_of(settings, tmp_path) as found:
        yield found


@pytest.fixture
def people(cast: Cast) -> Cast:
    """Tove of the secretariat speaks them all, Dalia of Aurora and Quim of Nordlys do so, too."""
    for name in ("tove", "dalia", "quim"):
        gains(cast[name].person, Role.LANGUAGE_REVIEWER)
    return cast


def key_of(english: str) -> str:
    return next(text.key for text in table.texts().values() if text.singular == english)


def says(language: str, english: str = WORDS) -> str:
    languages.look()
    with translation.override(language):
        return gettext(english)


@pytest.mark.parametrize("language", sorted(SIGNS))
def test_a_language_is_offered_once_all_that_the_public_meets_is_reviewed(people: Cast, language: str) -> None:
    publish(people, languages=["en", language])
    brought(language, *PUBLIC)
    assert Client().get(f"/{language}/xa/").headers["Content-Language"] == "en"
    reviewed(people, language, *PUBLIC[:3])
    assert language not in languages.offered()
    assert Client().get(f"/{language}/xa/").headers["Content-Language"] == "en"
    assert f'lang="{language}"' not in Client().get("/en/xa/").content.decode()
    reviewed(people, language, PUBLIC[3])
    assert languages.offered() == ["en", "fr", "es", language]
    page = Client().get(f"/{language}/xa/")
    html = page.content.decode()
    assert page.status_code == 200
    assert f"{SIGNS[language]}{WORDS}" in html
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert f'lang="{language}"' in Client().get("/en/").content.decode()
    place.forget()  # what a process knows of a form for a few seconds
    form = Client().get("/en/xa/").content.decode()
    assert (f'lang="{language}"' in form) == (language == "ar"), "the country's file says nothing in the others"


def test_what_is_worded_anew_waits_for_its_review(people: Cast) -> None:
    """What a native speaker said yes to is said until then: who brings a file takes nothing away from readers."""
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    assert says("pt") == f"Ã {WORDS}"
    brought("pt", *PUBLIC, **{f"k{key_of(WORDS)}": " agora"})
    assert says("pt") == f"Ã {WORDS}"
    assert says("pt", "Go on") == "Ã Go on"
    assert "pt" in languages.offered()
    reviewed(people, "pt", "form")
    assert says("pt") == f"Ã {WORDS} agora"


def test_plural_forms_are_those_of_the_language(people: Cast) -> None:
    text = next(text for text in table.texts().values() if text.plural and text.part in PUBLIC)
    brought("ar", *PUBLIC)
    reviewed(people, "ar", *PUBLIC)
    languages.look()
    assert text.plural
    with translation.override("ar"):
        assert {ngettext(text.singular, text.plural, n) for n in (1, 2, 7)} == {
            f"ع {text.singular}",
            f"ع {text.plural}",
        } or ngettext(text.singular, text.plural, 0).startswith("ع")


def test_a_draft_that_ships_is_not_mixed_in(people: Cast) -> None:
    """Arabic has drafts of pages of staff: what nobody reviewed of them is English once the language is offered."""
    desk = [one.singular for one in table.texts().values() if one.part == "desk"]
    draft = next(one for one in desk if says("ar", one) != one)
    brought("ar", *PUBLIC)
    reviewed(people, "ar", *PUBLIC)
    assert says("ar", draft) == draft


def test_a_part_in_which_something_is_missing_cannot_be_said_to_hold(people: Cast) -> None:
    brought("pt", "child", "law", "evidence")
    text = next(one for one in table.texts().values() if one.part == "form" and not one.plural)
    translations.put("pt", {text.key: exchange.of_text(text, ["Ã"])}, "import one")
    with pytest.raises(NotNow, match="Something is missing"):
        reviewed(people, "pt", "form")
    reviewed(people, "pt", "child", "law", "evidence")
    assert "pt" not in languages.offered()


def test_pages_of_staff_can_be_reviewed_bit_by_bit(people: Cast) -> None:
    brought("pt", *PUBLIC)
    text = next(one for one in table.texts().values() if one.part == "desk" and not one.plural)
    translations.put("pt", {text.key: exchange.of_text(text, ["Ã"])}, "import one")
    reviewed(people, "pt", *PUBLIC, "desk")
    assert says("pt", text.singular) == "Ã"


def test_a_no_ends_what_was_said_before(people: Cast) -> None:
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    brought("pt", *PUBLIC, **{f"k{key_of(WORDS)}": " agora"})
    reviewed(people, "pt", "form", yes=False, until=None, reasons="It blames the child.")
    assert "pt" not in languages.offered(), "also what was reviewed of another wording"
    reviewed(people, "pt", "form")
    assert "pt" in languages.offered()


def test_what_ships_reviewed_says_a_correction_once_it_is_reviewed(people: Cast) -> None:
    text = table.texts()[key_of(WORDS)]
    before = says("fr")
    translations.put("fr", {text.key: exchange.of_text(text, ["Partir d’ici"])}, "import one")
    languages.stale()
    assert says("fr") == before != "Partir d’ici"
    texts = [one for one in table.texts().values() if one.part == "form"]
    forms = {one.key: [one.english(form) for form in range(2 if one.plural else 1)] for one in texts}
    forms[text.key] = ["Partir"]
    entries = {one.key: exchange.of_text(one, forms[one.key]) for one in texts}
    translations.put("fr", entries, "import two")
    reviewed(people, "fr", "form")
    assert says("fr") == "Partir"


# ---- who writes past Fanal ----


def _row(people: Cast, language: str, part: str) -> ReviewGiven:
    one, now = item(language, part), datetime.now(UTC)
    return ReviewGiven(
        item=one.key, digest=one.digest, kind="native", yes=True, org_id=people.aurora, at=now,
        by_id=people["dalia"].person, reviewed_on=now.date(), until=now.date() + timedelta(days=300), reviewer="Nobody",
    )  # fmt: skip


def test_rows_that_nobody_signed_offer_nothing(people: Cast) -> None:
    brought("pt", *PUBLIC)
    for part in PUBLIC:
        one = item("pt", part)
        translations.keep_wording("pt", one.wording)
        _row(people, "pt", part).save(force_insert=True)
    languages.stale()
    assert "pt" not in languages.offered()
    assert Client().get("/pt/").headers["Content-Language"] == "en"


def test_a_statement_moved_to_other_words_covers_none(people: Cast) -> None:
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    assert "pt" in languages.offered()
    brought("pt", *PUBLIC, **{f"k{key_of(WORDS)}": " mal"})
    other = item("pt", "form")
    translations.keep_wording("pt", other.wording)
    ReviewGiven.objects.filter(item=other.key).update(digest=other.digest)
    languages.stale()
    assert "pt" not in languages.offered()
    assert says("pt") != f"Ã {WORDS} mal"


def test_a_no_that_is_taken_away_is_missed(people: Cast) -> None:
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    reviewed(people, "pt", "form", yes=False, until=None, reasons="No.")
    ReviewGiven.objects.filter(yes=False).delete()
    languages.stale()
    assert "pt" not in languages.offered()


def test_files_that_somebody_changed_say_nothing_new(people: Cast, folder: Path) -> None:
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    po = translations.path("pt").read_text("utf-8")
    translations.path("pt").write_text(po.replace(f"Ã {WORDS}", "Fica aqui"), "utf-8")
    languages.stale()
    assert says("pt") == f"Ã {WORDS}", "what was reviewed, and not what was written there"
    translations.path("pt").write_text(po, "utf-8")
    for file in (folder / "pt").glob("*.json"):
        content = json.loads(file.read_text("utf-8"))
        if content["part"] == "form":
            file.write_text(json.dumps(content).replace(json.dumps(f"Ã {WORDS}")[1:-1], "Mal"), "utf-8")
    languages.stale()
    assert says("pt") == WORDS
    assert "pt" not in languages.offered()
    assert upkeep.corpus().state is State.FAIL


@pytest.mark.parametrize("content", [b"", b'msgid "half', b"\xff\xfe", b'msgid ""\nmsgstr ""\n"Language: th\\n"\n'])
def test_a_broken_file_stops_no_page_and_the_check_says_it(people: Cast, content: bytes) -> None:
    publish(people, languages=["en", "pt"])
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    assert upkeep.corpus().state is State.OK
    translations.path("pt").write_bytes(content)
    languages.stale()
    assert Client().get("/en/xa/").status_code == 200
    page = Client().get("/pt/xa/")
    assert page.status_code == 200
    assert f"Ã {WORDS}" in page.content.decode(), "what is reviewed stands by itself"
    line = upkeep.corpus()
    assert line.state is State.FAIL
    assert "pt.po" in line.words


def test_without_a_folder_nothing_is_asked_of_the_database(django_assert_num_queries: Any) -> None:
    languages.look()
    languages.stale()
    with django_assert_num_queries(0):
        assert languages.offered() == ["en", "fr", "es"]


def test_a_look_is_taken_every_two_seconds_and_no_sooner(people: Cast, django_assert_num_queries: Any) -> None:
    brought("pt", *PUBLIC)
    languages.look()
    with django_assert_num_queries(0):
        for _ in range(100):
            languages.offered()
    languages._live.looked -= languages.EVERY
    with CaptureQueriesContext(connection) as asked:
        languages.offered()
    assert len(asked)


def test_threads_that_read_meanwhile_see_the_old_or_the_new(people: Cast) -> None:
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    languages.look()
    one = languages.reviewed("pt")
    other = languages.Reviewed({}, whole=True)
    seen: set[str] = set()
    done: list[int] = []

    def read() -> None:
        while not done:
            with translation.override("pt"):
                seen.add(f"{gettext(WORDS)} {gettext('Go on')}")

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    both = (f"Ã {WORDS} Ã Go on", f"{WORDS} Go on")
    for turn in range(12):
        made = languages._spoken("pt", (one, other)[turn % 2], is_offered=True)
        trans_real._translations["pt"] = made  # type: ignore[attr-defined]
        until = time.monotonic() + 10
        while both[turn % 2] not in seen and time.monotonic() < until:
            time.sleep(0.001)
    done.append(1)
    for thread in threads:
        thread.join()
    assert seen == {*both}


ASKS = """
import sys, time
import django
django.setup()
from django.db import connections
for name, place in zip(sys.argv[1::2], sys.argv[2::2]):
    connections.databases[name]["NAME"] = place
from django.conf import settings
settings.MODE = "production"
settings.LANGUAGES_FOLDER = sys.stdin.readline().strip()
from fanal.access.api import languages
from django.utils import translation
while True:
    languages.look()
    with translation.override("pt"):
        print(" ".join(languages.offered()), translation.gettext("Go on"), sep="|", flush=True)
    time.sleep(0.1)
"""


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_it_is_live_in_every_other_process_within_seconds(folder: Path) -> None:
    """A real process that runs already, as a second web process or the worker."""
    from tests.anew import cast_anew

    people = cast_anew()
    gains(people["tove"].person, Role.LANGUAGE_REVIEWER)
    brought("pt", *PUBLIC)
    names = [part for name, one in django_settings.DATABASES.items() for part in (name, str(one["NAME"]))]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "fanal.site.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", ASKS, *names], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(f"{folder}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "en fr es|Go on\n"
        reviewed(people, "pt", *PUBLIC)
        until = time.monotonic() + 20
        lines = iter(process.stdout.readline, "")
        assert next(line for line in lines if "pt" in line or time.monotonic() > until) == "en fr es pt|Ã Go on\n"
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    assert connection.is_usable()


def test_a_damaged_wording_is_put_right_by_a_new_review_and_by_hand(people: Cast, folder: Path) -> None:
    """What is back in the folder counts at the next look, in every process."""
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    assert "pt" in languages.offered()
    path = folder / "pt" / f"{item('pt', 'form').digest}.json"
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(whole[:100])
    languages.stale()
    assert "pt" not in languages.offered()
    assert upkeep.corpus().state is State.FAIL
    reviewed(people, "pt", "form")
    assert path.read_bytes() == whole
    languages.stale()
    assert "pt" in languages.offered()
    path.rename(path.with_suffix(".away"))
    languages.stale()
    assert "pt" not in languages.offered()
    path.with_suffix(".away").rename(path)
    languages.stale()
    assert "pt" in languages.offered()


def test_without_a_key_file_the_check_goes_on(people: Cast, folder: Path, settings: Any) -> None:
    """It is what people are sent to then."""
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    settings.KEYFILE = folder / "none.json"
    languages.stale()
    assert {"en", "fr", "es"} <= set(languages.offered())
    assert "keyfile" in {line.code for line in every(datetime.now(UTC))}


def test_what_cannot_be_read_of_the_corpus_stops_neither_pages_nor_backups(settings: Any, tmp_path: Path) -> None:
    """Here a folder that has the name of a file; whoever is not root meets the same in a file of somebody else."""
    settings.CORPUS = tmp_path
    (tmp_path / "contacts" / "KH.yaml").mkdir(parents=True)
    (tmp_path / "contacts" / "NO.yaml").write_bytes(b"\xff")
    assert shipped("KH", production=True) is None
    assert "KH.yaml: it cannot be opened" in upkeep.corpus().words
    assert list(json.loads(added.packed())) == ["contacts/NO.yaml"]
    packed = added.packed()
    settings.CORPUS = tmp_path / "new"
    assert added.place(packed) == []
    assert (tmp_path / "new/contacts/NO.yaml").read_bytes() == b"\xff"
    evil = json.dumps({"contacts/../../NO.yaml": "", "/etc/NO.yaml": "", "contacts/no.yaml": ""}).encode()
    assert added.place(evil) == []
    assert [path.name for path in (tmp_path / "new").rglob("*.*")] == ["NO.yaml"]


def test_a_folder_of_the_corpus_that_is_not_there_is_told(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """A disk that is not mounted: what was added would be missing in each backup."""
    settings.CORPUS = tmp_path / "unmounted"
    assert upkeep.corpus().state is State.OK
    monkeypatch.setenv("FANAL_CORPUS", str(settings.CORPUS))
    assert "neither shown nor backed up" in upkeep.corpus().words


def test_a_review_that_ended_brings_no_older_one_back(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    today = datetime.now(UTC).date()
    reviewed(people, "pt", "form", until=today + timedelta(days=10))
    languages.stale()
    assert "pt" in languages.offered()
    monkeypatch.setattr(languages, "_today", lambda: today + timedelta(days=11))
    languages.stale()
    assert "pt" not in languages.offered()


def test_a_notice_says_what_ships_whatever_was_reviewed(people: Cast) -> None:
    """Mail and messages go to all staff of the site: nobody puts a link of their own into them."""
    brought("pt", *PUBLIC, "desk")
    reviewed(people, "pt", *PUBLIC, "desk")
    languages.stale()
    assert says("pt", "My day") == "Ã My day"
    assert notices.words("pt") == ("A task is waiting", "A task is waiting. Please sign in.")


@pytest.mark.parametrize("rule", ["n/0", "n%0", "n/(n-n)"])
def test_a_rule_that_cannot_be_reckoned_stops_no_page(people: Cast, rule: str) -> None:
    brought("pt", *PUBLIC)
    reviewed(people, "pt", *PUBLIC)
    path = translations.path("pt")
    path.write_text(re.sub(r"plural=[^;]*;", f"plural={rule};", path.read_text(), count=1))
    languages.stale()
    assert "pt" in languages.offered(), "what was reviewed lies beside it"
    assert Client().get("/pt/").status_code == 200
    assert upkeep.corpus().state is State.FAIL
