"""Catalogues: what is extracted is what Django asks for, nothing translated is lost, nothing incomplete passes."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fanal.engines.language import catalogues, command, rules, templates
from fanal.engines.language.catalogues import CatalogueError, Found

# (template, context, what Django must render in a language where every message is given between « and »)
RENDERED = [
    ('{% translate "Send now" %}', {}, "«Send now»"),
    ("{% trans 'Send now' %}", {}, "«Send now»"),
    ('{% translate "It\'s yours" %}', {}, "«It's yours»"),
    (r'{% translate "Say \"no\"" %}', {}, '«Say "no"»'),
    (r'{% translate "back\\slash" %}', {}, r"«back\slash»"),
    ('{% translate "50 % of it" %}', {}, "«50 % of it»"),
    ('{% translate "May" context "month" %}', {}, "«May»"),
    ("{% translate 'May' context 'verb' as word %}[{{ word }}]", {}, "[«May»]"),
    ('{% translate "lower"|upper %}', {}, "«LOWER»"),
    ('{% translate "kept" noop as word %}{{ word }} {% translate word %}', {}, "kept «kept»"),
    ('{{ _("Marked") }}', {}, "«Marked»"),
    ('{{ missing|default:_("Not given") }}', {}, "«Not given»"),
    ('{% if x == _("A b") %}same{% else %}other{% endif %}{{ _("A b") }}', {"x": "«A b»"}, "same«A b»"),
    ("{% blocktranslate %}Write in any language.{% endblocktranslate %}", {}, "«Write in any language.»"),
    ("{% blocktrans %}Old name{% endblocktrans %}", {}, "«Old name»"),
    ("{% blocktranslate %}Ask {{ member }}.{% endblocktranslate %}", {"member": "Amal"}, "«Ask Amal.»"),
    ("{% blocktranslate with who=member|upper %}Ask {{ who }}{% endblocktranslate %}", {"member": "a"}, "«Ask A»"),
    ("{% blocktranslate with a='1' b=_('two') %}{{ a }}{{ b }}{% endblocktranslate %}", {}, "«1«two»»"),
    ("{% blocktranslate %}100 % sure{% endblocktranslate %}", {}, "«100 % sure»"),
    ("{% blocktranslate %}100 % of {{ n }}{% endblocktranslate %}", {"n": 3}, "«100 % of 3»"),
    ("{% blocktranslate trimmed %}\n   Two\n   lines  {{ a }}\n{% endblocktranslate %}", {"a": 1}, "«Two lines  1»"),
    ("{% blocktranslate %}\nkept {{ a }}\n{% endblocktranslate %}", {"a": 1}, "«\nkept 1\n»"),
    ('{% blocktranslate context "door" trimmed %}\nClose\n{% endblocktranslate %}', {}, "«Close»"),
    ("{% blocktranslate asvar t %}In a variable{% endblocktranslate %}[{{ t }}]", {}, "[«In a variable»]"),
    (
        "{% blocktranslate count n=n trimmed %}\n{{ n }} word{% plural %}\n{{ n }} words\n{% endblocktranslate %}",
        {"n": 1},
        "«1 word»",
    ),
    (
        "{% blocktranslate count n=n %}{{ n }} child{% plural %}{{ n }} children{% endblocktranslate %}",
        {"n": 5},
        "«5 children»",
    ),
    (
        "{% blocktranslate count n=n context 'x' %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
        {"n": 2},
        "«2 days»",
    ),
    ("{# {% translate 'not this' %} #}{% translate 'but this' %}", {}, "«but this»"),
    ("{% comment %}{% translate 'nor this' %}{% endcomment %}{% translate 'and this' %}", {}, "«and this»"),
    ("{% verbatim %}{% translate 'raw' %}{% endverbatim %}", {}, "{% translate 'raw' %}"),
    ("{% verbatim x %}{% endverbatim %}{{ _('r') }}{% endverbatim x %}", {}, "{% endverbatim %}{{ _('r') }}"),
]

DJANGO = """
import json, sys
import django
from django.conf import settings
settings.configure(LANGUAGE_CODE="en", LANGUAGES=[("en", "en"), ("fr", "fr")], LOCALE_PATHS=[sys.argv[1]], TEMPLATES=[
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"autoescape": False}}])
django.setup()
from django.template import Context, Engine
from django.utils import translation
engine = Engine(autoescape=False, builtins=["django.templatetags.i18n"])
with translation.override("fr"):
    print(json.dumps([engine.from_string(t).render(Context(c, autoescape=False)) for t, c in json.load(sys.stdin)]))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package with two rooms that share a message."""
    room = tmp_path / "product" / "concerns"
    (room / "templates" / "concerns").mkdir(parents=True)
    (room / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        "# Translators: a button\n"
        "SEND = _('Send now')\n"
        "def words(n):\n"
        "    return ngettext('%(n)s day', '%(n)s days', n) % {'n': n}, pgettext('month', 'May')\n"
    )
    (room / "templates" / "concerns" / "start.html").write_text('<h1>{% translate "Tell us" %}</h1>')
    (tmp_path / "product" / "web").mkdir()
    (tmp_path / "product" / "web" / "parts.py").write_text("from x import gettext_lazy\nA = gettext_lazy('Send now')\n")
    return tmp_path / "product"


def translate(package: Path, room: str, language: str, texts: dict[str, str | tuple[str, ...]]) -> None:
    """Puts translations into a catalogue as a translator would."""
    catalog = command.read_catalogue(package, room, language)
    for message in catalog:
        singular = message.id if isinstance(message.id, str) else message.id[0]
        if singular in texts:
            message.string = texts[singular]
    path = package / room / "locale" / language / "LC_MESSAGES" / "django.po"
    path.write_bytes(catalogues.written(catalog, language, room))


def fanal_language(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_django_finds_every_extracted_message(tmp_path: Path) -> None:
    """Real Django, with a compiled catalogue in which every message stands between marks, shows only marked text."""
    found = [m for source, _, _ in RENDERED for m in catalogues.extract_template(source, "t.html")]
    catalog = catalogues.updated(found, catalogues.empty("fr"), {}, "fr")
    for message in catalog:
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else list(message.id)
            marked = tuple(f"«{form}»" for form in forms)
            message.string = marked if message.pluralizable else marked[0]
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(catalogues.compiled(catalog))
    asked = json.dumps([[source, context] for source, context, _ in RENDERED])
    # A process of its own, so that the settings of the product play no part.
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", DJANGO, str(tmp_path)],
        input=asked,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == [expected for _, _, expected in RENDERED]


def test_a_template_in_comments_or_verbatim_gives_no_message() -> None:
    """What Django never looks up burdens no translator."""
    source = (
        "{# {% translate 'a' %} #}{% comment %}{{ _('b') }}{% endcomment %}{% verbatim %}{{ _('c') }}{% endverbatim %}"
    )
    assert catalogues.extract_template(source, "t.html") == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("\n{% blocktranslate %}{% if x %}a{% endif %}{% endblocktranslate %}", "line 2"),
        ("{% blocktranslate %}never closed", "not closed"),
        ("{% blocktranslate %}{# note #}a{% endblocktranslate %}", "inside blocktranslate"),
        ("{% blocktranslate %}a{% endblocktrans %}", "inside blocktranslate"),
        ("{% translate 'a' context variable %}", "literal"),
        ("{% translate 'a' context %}", "literal"),
    ],
)
def test_a_message_that_cannot_be_looked_up_is_an_error_with_its_place(source: str, words: str) -> None:
    """Silence would leave a text in English for ever."""
    with pytest.raises(CatalogueError, match=words) as caught:
        catalogues.extract_template(source, "room/page.html")
    assert "room/page.html" in str(caught.value)


def test_notes_to_translators_come_along_only_with_their_message() -> None:
    """A note stands on the line of its message or on the line before it."""
    source = "{# Translators: a button #}\n{% translate 'Send' %}\n{% translate 'Stop' %}"
    assert [m.notes for m in templates.messages(source)] == [("Translators: a button",), ()]


def test_python_messages_of_every_kind() -> None:
    """The whole family of gettext, lazy and marked only; variables and f-strings give nothing."""
    source = "\n".join(
        [
            "_('a'); gettext('b'); gettext_lazy('c'); gettext_noop('d')",
            "ngettext('e', 'es', n); ngettext_lazy('f', 'fs', 'n')",
            "pgettext('ctx', 'g'); pgettext_lazy('ctx', 'h'); npgettext('ctx', 'i', 'is', n)",
            "npgettext_lazy('ctx', 'j', 'js')",
            "gettext('two '\n  'parts'); gettext(variable); gettext(f'{x}'); gettext('')",
            "def gettext(text): pass",
        ]
    )
    found = [(m.singular, m.plural, m.context) for m in catalogues.extract_python(source, "m.py")]
    assert found == [
        *[(letter, None, None) for letter in "abcd"],
        ("e", "es", None),
        ("f", "fs", None),
        ("g", None, "ctx"),
        ("h", None, "ctx"),
        ("i", "is", "ctx"),
        ("j", "js", "ctx"),
        ("two parts", None, None),
    ]


def test_extract_writes_one_catalogue_a_room_and_language(package: Path) -> None:
    """English needs none, a draft holds what is translated; no dates, no places, no name of a tool."""
    assert fanal_language("extract", "--package", str(package)) == 0
    paths = sorted(path.relative_to(package).as_posix() for path in package.rglob("*.po"))
    assert paths == sorted(
        f"{room}/locale/{language}/LC_MESSAGES/django.po"
        for room in ("concerns", "web")
        for language in ("fr", "es", "ar", "km")
    )
    text = (package / "concerns/locale/fr/LC_MESSAGES/django.po").read_text()
    assert '#. Translators: a button\nmsgid "Send now"\nmsgstr ""\n' in text
    assert "Send now" not in (package / "concerns/locale/km/LC_MESSAGES/django.po").read_text()
    assert "Date" not in text
    assert "Babel" not in text
    assert "views.py" not in text


def test_who_translates_a_draft_gets_blanks_to_fill_in(package: Path) -> None:
    """They go again with the next extraction; what was filled in stays."""
    extract = ("extract", "--package", str(package))
    assert fanal_language(*extract, "--blanks", "km") == 0
    assert command.read_catalogue(package, "web", "ar").get("Send now") is None
    assert command.read_catalogue(package, "web", "km").get("Send now").string == ""
    translate(package, "concerns", "km", {"Tell us": "ប្រាប់យើង"})
    assert fanal_language(*extract) == 0
    left = [message.id for message in command.read_catalogue(package, "concerns", "km") if message.id]
    assert left == ["Tell us"]


def test_a_room_has_its_words_of_the_corpus(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts below the keys that the room names, once each; a file that is not there is an error."""
    corpus = package.parent / "corpus"
    (corpus / "talks").mkdir(parents=True)
    (corpus / "talks" / "a.yaml").write_text(
        "id: x\ntitle: Listen first\nparts:\n  - {title: Listen first, codes: {a: One, b: [Two, 3, '4']}, id: y}\n"
    )
    monkeypatch.setattr(rules, "CORPUS", corpus)
    monkeypatch.setattr(rules, "load", lambda: rules.Rules({}, {}, frozenset()))
    listed = package / "web" / "locale" / "corpus.yaml"
    listed.parent.mkdir()
    listed.write_text("talks/*.yaml: [title, codes]\n")
    found = command.found_by_room(package)["web"]
    assert [(one.singular, one.file) for one in found[-3:]] == [
        ("Listen first", "corpus/talks/a.yaml"),
        ("One", "corpus/talks/a.yaml"),
        ("Two", "corpus/talks/a.yaml"),
    ]
    listed.write_text("talk/*.yaml: [title]\n")
    with pytest.raises(CatalogueError, match="no file of the corpus"):
        command.found_by_room(package)


def test_extracting_twice_changes_nothing(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same sources give the same bytes, whatever the clock says; the second run writes no file."""
    fanal_language("extract", "--package", str(package))
    translate(package, "concerns", "fr", {"Send now": "Envoyer", "%(n)s day": ("%(n)s jour", "%(n)s jours")})
    fanal_language("extract", "--package", str(package))
    before = {path: path.read_bytes() for path in package.rglob("*.po")}
    capsys.readouterr()
    fanal_language("extract", "--package", str(package))
    assert {path: path.read_bytes() for path in package.rglob("*.po")} == before
    assert capsys.readouterr().out == ""


def test_a_translation_survives_its_message(package: Path) -> None:
    """Reworded: untranslated and the old one obsolete. Brought back: translated again. Comments stay."""
    fanal_language("extract", "--package", str(package))
    translate(package, "concerns", "fr", {"Tell us": "Dites-le-nous"})
    page = package / "concerns/templates/concerns/start.html"
    old = page.read_text()
    page.write_text(old.replace("Tell us", "Tell somebody"))
    fanal_language("extract", "--package", str(package))
    catalogue = package / "concerns/locale/fr/LC_MESSAGES/django.po"
    assert '#~ msgid "Tell us"\n#~ msgstr "Dites-le-nous"' in catalogue.read_text()
    assert command.read_catalogue(package, "concerns", "fr").get("Tell somebody").string == ""
    page.write_text(old)
    fanal_language("extract", "--package", str(package))
    assert command.read_catalogue(package, "concerns", "fr").get("Tell us").string == "Dites-le-nous"
    assert "#~" not in catalogue.read_text()


def test_a_room_takes_over_what_another_has_translated(package: Path) -> None:
    """The same words are translated once."""
    fanal_language("extract", "--package", str(package))
    translate(package, "web", "es", {"Send now": "Enviar ahora"})
    fanal_language("extract", "--package", str(package))
    assert command.read_catalogue(package, "concerns", "es").get("Send now").string == "Enviar ahora"


def test_rooms_may_not_translate_the_same_message_differently(package: Path) -> None:
    """They share one domain: which one a reader sees would depend on the order of rooms."""
    fanal_language("extract", "--package", str(package))
    translate(package, "web", "es", {"Send now": "Enviar ahora"})
    translate(package, "concerns", "es", {"Send now": "Mandar"})
    kinds = [(path.parts[-5], p.kind) for path, p in command.check_catalogues(package) if p.kind == "conflict"]
    assert kinds == [("web", "conflict")]


def test_a_word_with_and_without_plural_is_two_messages_for_two_rooms(package: Path) -> None:
    """Gettext keeps them apart, so neither takes over the other's translation nor contradicts it."""
    (package / "web" / "parts.py").write_text("A = ngettext('Send now', 'Send all now', n)\n")
    fanal_language("extract", "--package", str(package))
    translate(package, "concerns", "fr", {"Send now": "Envoyer"})
    translate(package, "web", "fr", {"Send now": ("Envoyer ceci", "Envoyer tout")})
    assert fanal_language("extract", "--package", str(package)) == 0
    assert command.read_catalogue(package, "concerns", "fr").get("Send now").string == "Envoyer"
    assert "conflict" not in {problem.kind for _, problem in command.check_catalogues(package)}


def test_a_room_may_say_a_word_with_and_without_plural(package: Path) -> None:
    """Both calls find the one message; nothing is reported as missing, and the second extraction changes nothing."""
    (package / "web" / "parts.py").write_text("A = gettext('day'), ngettext('day', 'days', n)\n")
    fanal_language("extract", "--package", str(package))
    translate(package, "web", "fr", {"day": ("jour", "jours")})
    before = (package / "web/locale/fr/LC_MESSAGES/django.po").read_bytes()
    fanal_language("extract", "--package", str(package))
    assert (package / "web/locale/fr/LC_MESSAGES/django.po").read_bytes() == before
    kinds = {p.kind for path, p in command.check_catalogues(package) if path.parts[-5:-2] == ("web", "locale", "fr")}
    assert kinds == set()


def test_catalogues_pass_only_when_french_and_spanish_are_whole(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Arabic and Khmer may lag behind, which is said; French and Spanish may not."""
    assert fanal_language("catalogues", "--package", str(package)) == 1
    assert "untranslated: 'Send now' run `fanal language extract`" in capsys.readouterr().out
    fanal_language("extract", "--package", str(package))
    assert fanal_language("catalogues", "--package", str(package)) == 1
    texts = {"Send now": "E", "Tell us": "D", "May": "M", "%(n)s day": ("%(n)s j", "%(n)s js")}
    for language in ("fr", "es"):
        translate(package, "concerns", language, texts)
        translate(package, "web", language, texts)
    capsys.readouterr()
    assert fanal_language("catalogues", "--package", str(package)) == 0
    assert "ar: warn: 5 messages are shown in English (concerns 4, web 1)" in capsys.readouterr().out


def test_a_message_that_left_the_sources_is_noticed(package: Path) -> None:
    """A catalogue that was not brought up to date does not pass."""
    fanal_language("extract", "--package", str(package))
    (package / "concerns/templates/concerns/start.html").write_text("")
    kinds = {(p.kind, p.message) for _, p in command.check_catalogues(package) if p.kind == "gone"}
    assert kinds == {("gone", "Tell us")}


@pytest.mark.parametrize(
    ("source", "translation", "kind"),
    [
        (("Ask {member}",), ("Demandez",), "placeholders"),
        (("Ask {member}",), ("Demandez à {membre}",), "placeholders"),
        (("Ask %(member)s",), ("Demandez à %(member)d",), "placeholders"),
        (("Until %s",), ("Jusque",), "placeholders"),
        (("%(n)s day", "%(n)s days"), ("un jour", "des jours"), "placeholders"),
        (("%(n)s %% of it",), ("%(n)s % du tout",), "percent"),
        (("50 %% of it",), ("50 % du tout",), "percent"),
        (("Say <strong>no</strong>",), ("Dites <em>non</em>",), "markup"),
        (("Say <strong>no</strong>",), ("Dites <strong>non",), "markup"),
        (("Tell us",), ("",), "untranslated"),
        (("%(n)s day", "%(n)s days"), ("%(n)s jour", ""), "untranslated"),
        (("Ask {member}",), ("Demandez à {member}",), None),
        (("Ask %(member)s about %(day)s",), ("Le %(day)s, demandez à %(member)s",), None),
        (("%(n)s day", "%(n)s days"), ("un jour", "%(n)s jours"), None),
        (("%(n)s %% of it",), ("%(n)s %% du tout",), None),
        (("Say <strong>no</strong>",), ("<strong>Non</strong>",), None),
    ],
)
def test_translations_keep_placeholders_percent_signs_and_tags(
    source: tuple[str, ...], translation: tuple[str, ...], kind: str | None
) -> None:
    """A lost placeholder hides a name or breaks the page; only the form for one may say its number as a word."""
    found = Found(source[0], source[1] if len(source) > 1 else None, None, "f.py")
    catalog = catalogues.updated([found], catalogues.empty("fr"), {}, "fr")
    message = next(m for m in catalog if m.id)
    message.string = translation if len(source) > 1 else translation[0]
    assert [p.kind for p in catalogues.problems(catalog, "fr")] == ([kind] if kind else [])


def test_a_fuzzy_translation_neither_passes_nor_is_shown() -> None:
    """A guess of a tool is no translation."""
    po = catalogues.written(catalogues.empty("fr"), "fr", "web") + b'\n#, fuzzy\nmsgid "Stop"\nmsgstr "Suivant"\n'
    catalog = catalogues.parsed(po, "fr")
    assert [(p.level, p.kind) for p in catalogues.problems(catalog, "fr")] == [("block", "fuzzy")]
    assert b"Suivant" not in catalogues.compiled(catalog)


def test_only_what_is_older_is_compiled(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command stands in every start, so a second run does nothing; a changed catalogue is compiled anew."""
    fanal_language("extract", "--package", str(package))
    capsys.readouterr()
    assert fanal_language("compile", "--package", str(package), "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["compiled"]) == 8
    fanal_language("compile", "--package", str(package), "--json")
    assert json.loads(capsys.readouterr().out) == {"compiled": []}
    catalogue = package / "web/locale/es/LC_MESSAGES/django.po"
    translate(package, "web", "es", {"Send now": "Enviar ahora"})
    newer = catalogue.with_suffix(".mo").stat().st_mtime_ns + 1_000_000
    os.utime(catalogue, ns=(newer, newer))
    assert command.compile_catalogues(package) == [catalogue.with_suffix(".mo")]
    assert b"Enviar ahora" in catalogue.with_suffix(".mo").read_bytes()
    assert not list(package.rglob("*.part"))


def test_a_broken_catalogue_or_source_is_named(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and the name of the file; nothing is overwritten."""
    fanal_language("extract", "--package", str(package))
    catalogue = package / "web/locale/es/LC_MESSAGES/django.po"
    for broken in ('msgid "unclosed\nmsgstr ""\n', "<<<<<<< HEAD\n", "msgid naked\n"):
        catalogue.write_text(broken)
        assert fanal_language("extract", "--package", str(package)) == 2
        assert str(catalogue) in capsys.readouterr().err
        assert catalogue.read_text() == broken
    catalogue.unlink()
    (package / "web" / "parts.py").write_text("_('unclosed")
    assert fanal_language("extract", "--package", str(package)) == 2
    assert "web/parts.py" in capsys.readouterr().err


def test_arabic_has_six_forms_and_khmer_one() -> None:
    """The plural rules are those of Unicode CLDR; every form must be there before it counts as translated."""
    for language, forms in (("ar", 6), ("km", 1), ("fr", 2)):
        catalog = catalogues.updated([Found("day", "days", None, "f.py")], catalogues.empty(language), {}, language)
        assert catalog.num_plurals == forms
        next(m for m in catalog if m.id).string = ("x",) * forms
        assert list(catalogues.problems(catalog, language)) == []


def test_a_language_without_a_rule_is_refused() -> None:
    """No catalogue with guessed plural forms."""
    with pytest.raises(CatalogueError, match="no plural rule"):
        catalogues.empty("xx")


def test_a_function_imported_under_another_name_is_known() -> None:
    """A room may call it as it likes: no message is lost."""
    source = 'from django.utils.translation import gettext_lazy as lazy\nX = lazy("Came by")\ny = other("Not this")\n'
    assert [found.singular for found in catalogues.extract_python(source, "x.py")] == ["Came by"]
