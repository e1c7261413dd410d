"""The linter on files: it reads what people read, keeps line numbers, and honours leave that is given with a reason."""

import argparse
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.engines.language import command, readers
from fanal.engines.language.api import check_path, reading_age

BAD = "child pornography"


def terms(path: Path) -> list[tuple[int, str]]:
    return [(finding.line, finding.term) for finding in check_path(path)]


def fanal_language(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        # Plain text
        ("a.txt", f"One\n{BAD}", [(2, "T36")]),
        # Markdown: code, quotations, targets and comments are not the writer's words
        ("a.md", f"# Title\n\nThe {BAD} law", [(3, "T36")]),
        ("a.md", f"`{BAD}` and ``{BAD}``", []),
        ("a.md", f"```text\n{BAD}\n```\n{BAD}", [(4, "T36")]),
        ("a.md", f"> {BAD}\n\n{BAD}", [(3, "T36")]),
        ("a.md", f"<cite>{BAD}</cite> <q>{BAD}</q>\n<blockquote>\n{BAD}\n</blockquote>\n{BAD}", [(5, "T36")]),
        ("a.md", "See [the law](https://example.org/child pornography) or <https://example.org/minors>.", []),
        ("a.md", "the **child** *pornography* law and child __pornography__", [(1, "T36")]),
        ("a.md", "the child\npornography law", [(1, "T36")]),
        ("a.md", "- child\n- pornography", []),
        ("a.md", "| child | pornography |", []),
        ("a.md", "child\n\npornography", []),
        ("a.md", f"<!-- {BAD} -->", []),
        # Templates: text, translated literals and spoken attributes; not code, comments, scripts or variables
        ("a.html", f"<p>\n{BAD}</p>", [(2, "T36")]),
        ("a.html", f'<h1>{{% translate "{BAD}" %}}</h1>', [(1, "T36")]),
        ("a.html", f"<p>{{% blocktranslate with a=b %}}\nA {BAD}{{% endblocktranslate %}}</p>", [(2, "T36")]),
        ("a.html", f'{{{{ x|default:_("{BAD}") }}}}', [(1, "T36")]),
        ("a.html", f'<img alt="{BAD}">', [(1, "T36")]),
        ("a.html", f'<input aria-label="{{% translate "{BAD}" %}}">', [(1, "T36")]),
        ("a.html", f'<a class="{BAD}" href="{BAD}">go</a>', []),
        ("a.html", f'{{% include "{BAD}" %}}{{% if x == "{BAD}" %}}{{% endif %}}', []),
        ("a.html", f"{{# {BAD} #}}{{% comment %}}{BAD}{{% endcomment %}}<!-- {BAD} -->", []),
        ("a.html", f"<script>\n'{BAD}'</script><style>/* {BAD} */</style><code>{BAD}</code>", []),
        ("a.html", f"<blockquote>\n{BAD}</blockquote><cite>{BAD}</cite><q>{BAD}</q>", []),
        ("a.html", "<p>child <strong>pornography</strong></p>", [(1, "T36")]),
        ("a.html", "<li>child</li><li>pornography</li>", []),
        ("a.html", "child {{ x }} pornography", []),
        ("a.html", "<p>le syst&egrave;me p&eacute;dophile</p>", []),
        # Python: strings and docstrings, joined as Python joins them; not names or comments
        ("a.py", f'"""Doc.\n\nA {BAD}.\n"""\n', [(3, "T36")]),
        ("a.py", f"x = 1  # {BAD}\nminor = child_pornography = 1\n", []),
        ("a.py", 'text = (\n    "child "\n    "pornography"\n)\n', [(2, "T36")]),
        ("a.py", 'texts = ["child", "pornography"]\n', []),
        ("a.py", 'f"child {x} pornography"\n', []),
        ("a.py", f'f"a {{x}} {BAD}"\n', [(1, "T36")]),
        # YAML: values by language, not keys, not quotations
        ("a.yaml", f"a: 1\nb: {BAD}\n", [(2, "T36")]),
        ("a.yaml", f"{BAD}: fine\n# {BAD}\n", []),
        ("a.yaml", f"a: |\n  one\n  {BAD}\n", [(3, "T36")]),
        ("a.yaml", "en: pédophile\nfr: pédophile\ntext_es: [pedófilo]\n", [(2, "T25"), (3, "T25")]),
        ("a.yaml", f"quotation: {BAD}\nlegal_title: [{BAD}]\n", []),
        # CSV: cells by the language of their column
        ("a.csv", f"id,text\n1,fine\n2,{BAD}\n", [(3, "T36")]),
        ("a.csv", "en,fr\npédophile,pédophile\n", [(2, "T25")]),
        ("a.csv", f'id,quotation,text\n1,{BAD},"two\nlines"\n2,x,{BAD}\n', [(4, "T36")]),
        # The language of a file stands in its name or folder
        ("a.fr.md", "Un pédophile.", [(1, "T25")]),
        ("a.md", "Un pédophile.", []),
    ],
)
def test_what_is_read(tmp_path: Path, name: str, text: str, found: list[tuple[int, str]]) -> None:
    """Each kind of file gives the words that people will read, with their lines, and nothing else."""
    path = tmp_path / name
    path.write_text(text)
    assert terms(path) == found


def test_the_language_of_a_folder(tmp_path: Path) -> None:
    """``courses/es/a.md`` is Spanish."""
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "a.md").write_text("El turismo sexual.")
    assert terms(tmp_path / "es" / "a.md") == [(1, "T51")]


PO = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: fanal/web/parts.py
msgid "A child pornography law"
msgstr "La pédopornographie"

#, fuzzy
msgid "old"
msgstr "pédophile"

# language: allow T25 "quotes the clinic"
msgctxt "x"
msgid "word"
msgid_plural "words"
msgstr[0] "pédophile"
msgstr[1] "pédophiles"

#. language: audience child
msgid "Your case is read"
msgstr "Ton cas est lu"

#~ msgid "gone"
#~ msgstr "pédophile"
"""


def catalogue(folder: Path, language: str) -> Path:
    path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO.format(language=language))
    return path


def test_a_catalogue_is_read_in_its_language(tmp_path: Path) -> None:
    """Messages are read where they stand, in the sources; leave in comments holds; children are minded."""
    found = [(f.line, f.term, f.text) for f in check_path(catalogue(tmp_path, "fr"))]
    assert found == [(7, "T36", "pédopornographie"), (22, "T21", "Ton cas")]


WORDS = ["word ", '{% translate "a" %}', "&amp;", "*b*", "_c_"]
PIECES = [
    *WORDS,
    "\n",
    "\n\n",
    "{%",
    "\\",
    "<p>",
    "</p>",
    "<q>",
    "</q>",
    "{% if x %}",
    "{{ y }}",
    "{# z #}",
    "<!--",
    "-->",
    "```",
    "`",
    "> ",
    "- ",
    "|",
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "\n", "\n\n", "word ", '{% translate "a" %}', "&amp;", "*b*", "_c_", "{%", "\\"])
    )
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_lines_keep_their_numbers_whatever_stands_between(tmp_path: Path, name: str, pieces: list[str]) -> None:
    """However broken the markup: a term on the last line is found there, or nowhere (open code or quotation)."""
    path = tmp_path / name
    source = "".join(pieces)
    path.write_text(f"{source}\n\n{BAD}\n")
    assert {line for line, _ in terms(path)} <= {source.count("\n") + 3}
    (passage,) = readers.read(path).passages
    assert passage.text.count("\n") == source.count("\n") + 3


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.py", f'# language: allow T36 "a title"\nx = "{BAD}"\n', []),
        ("a.py", f'x = "{BAD}"  # language: allow T36 "a title"\n', []),
        ("a.py", f'# language: allow T36 "a title"\nx = """\n\n{BAD}"""\n', []),
        ("a.py", f'# language: allow T36 "a title"\n\n\nx = "{BAD}"\n', [(4, "T36")]),
        ("a.py", f'# language: allow T25 "another"\nx = "{BAD}"\n', [(2, "T36")]),
        ("a.py", f'# language: allow T36, T25 "both"\nx = "{BAD} paedophile"\n', []),
        ("a.py", f'# language: allow T36\nx = "{BAD}"\n', [(1, "leave"), (2, "T36")]),
        ("a.py", f'# language: allow T36 " "\nx = "{BAD}"\n', [(1, "leave"), (2, "T36")]),
        ("a.py", '# language: allow "no term"\n', [(1, "leave")]),
        ("a.py", '# language: allow T07 "is recommended"\n', [(1, "leave")]),
        ("a.py", '# language: allow T99 "is none"\n', [(1, "leave")]),
        ("a.py", '# language: permit T36 "no such word"\n', [(1, "leave")]),
        ("a.html", f'{{# language: allow T36 "a title" #}}\n<p>{BAD}</p>\n<p>{BAD}</p>', [(3, "T36")]),
        ("a.html", f'<!-- language: allow T36 "a title" -->\n<p>{BAD}</p>', []),
        ("a.md", f'<!-- language: allow T36 "a title" -->\n{BAD}\n\n{BAD}', [(4, "T36")]),
        ("a.yaml", f'a: {BAD}  # language: allow T36 "a title"\nb: {BAD}\n', [(2, "T36")]),
        ("a.txt", f'# language: allow T36 "a title"\n{BAD}', []),
        (
            "a.md",
            f'<!-- language: quotation "policy document of 1996" -->\n{BAD}\n\n{BAD}\n<!-- language: end -->\n{BAD}',
            [(6, "T36")],
        ),
        ("a.md", f"<!-- language: quotation -->\n{BAD}", [(1, "leave"), (2, "T36")]),
        ("a.md", f'<!-- language: quotation "source" -->\n{BAD}', [(1, "leave")]),
        ("a.md", "<!-- language: end -->", [(1, "leave")]),
        (
            "a.md",
            'x\n<!-- language: quotation "a" -->\n<!-- language: quotation "b" -->\n<!-- language: end -->',
            [(3, "leave")],
        ),
        ("a.md", "<!-- language: audience child -->\nYour case is read.", [(2, "T21")]),
        ("a.md", "<!-- language: audience dog -->\nYour case is read.", [(1, "leave")]),
        ("child_door.md", "Your case is read.", [(1, "T21")]),
        ("staff.md", "Your case is read.", []),
    ],
)
def test_leave_is_given_in_comments_and_needs_a_reason(
    tmp_path: Path, name: str, text: str, found: list[tuple[int, str]]
) -> None:
    """Leave holds for its own line and the next, for the terms it names; without a reason it is itself a finding."""
    path = tmp_path / name
    path.write_text(text)
    assert terms(path) == found


def test_leave_at_the_source_goes_with_the_message_into_the_catalogue(tmp_path: Path) -> None:
    """One comment beside the message is enough for all languages."""
    room = tmp_path / "product" / "web"
    (room / "templates").mkdir(parents=True)
    (room / "parts.py").write_text('# language: allow T36 "title of a law"\nA = _("The child pornography title")\n')
    page = '{# language: allow T25 "quotes a clinic" #}\n<p>{% translate "The word paedophile" %}</p>\n'
    (room / "templates" / "page.html").write_text(page)
    assert fanal_language("extract", "--package", str(tmp_path / "product")) == 0
    for path in (tmp_path / "product").rglob("*"):
        if path.is_file():
            assert terms(path) == [], path


def test_what_only_children_read_is_minded_in_all_languages(tmp_path: Path) -> None:
    """The note goes with a message that stands nowhere but in files for children."""
    room = tmp_path / "product" / "web"
    (room / "templates" / "child").mkdir(parents=True)
    (room / "parts.py").write_text('A = _("Your case is here")\n')
    (room / "templates" / "child" / "page.html").write_text(
        '{% translate "Your case is here" %}{% translate "Your case is read" %}'
    )
    assert fanal_language("extract", "--package", str(tmp_path / "product")) == 0
    path = room / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    path.write_text(path.read_text().replace('read"\nmsgstr ""', 'read"\nmsgstr "Ton cas est lu"'))
    path.write_text(path.read_text().replace('here"\nmsgstr ""', 'here"\nmsgstr "Ton cas est ici"'))
    assert [(f.term, f.text) for f in check_path(path)] == [("T21", "Ton cas")]


def test_terms_at_home_in_a_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Research may speak of its typology, law of the sale of children; only folders inside the checkout count."""
    monkeypatch.chdir(tmp_path)
    for folder in ("research", "law", "web"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text("A situational offender. The sale of children.")
    assert terms(Path("web/a.md")) == [(1, "T28"), (1, "T54")]
    assert terms(Path("research/a.md")) == [(1, "T54")]
    assert terms(Path("law/a.md")) == [(1, "T28")]
    monkeypatch.chdir(tmp_path / "research")
    assert terms(Path("a.md")) == [(1, "T28"), (1, "T54")]


def test_check_prints_where_and_what_to_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a finding; 1 where something blocks."""
    (tmp_path / "a.md").write_text(f"fine\n{BAD}\n")
    assert fanal_language("check", str(tmp_path)) == 1
    expected = f"{tmp_path}/a.md:2: block T36 “child pornography”: say instead: child sexual abuse material (CSAM)\n"
    assert capsys.readouterr().out == expected


def test_a_warning_does_not_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words of caution are shown, and can be left out of the list."""
    (tmp_path / "a.md").write_text("Minors were asked.")
    assert fanal_language("check", str(tmp_path)) == 0
    assert "warn T06" in capsys.readouterr().out
    assert fanal_language("check", "--level", "block", str(tmp_path)) == 0
    assert capsys.readouterr().out == ""


def test_check_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For other programs: file, line, term, level, text, say, why."""
    (tmp_path / "a.md").write_text(BAD)
    assert fanal_language("check", "--json", str(tmp_path)) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["file"], row["line"], row["term"], row["level"]) == (f"{tmp_path}/a.md", 1, "T36", "block")
    assert row["why"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.py", b"x = ("),
        ("a.yaml", b"a: [1"),
        ("a.md", b"\xff\xfe\x00"),
        ("a.po", b'msgid "x'),
        ("a.bin", b"\x80\x81"),
    ],
)
def test_unusable_input_is_an_error_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    """Neither a pass nor a finding: exit code 2 and the name of the file."""
    (tmp_path / name).write_bytes(content)
    assert fanal_language("check", str(tmp_path / name)) == 2
    assert name in capsys.readouterr().err


def test_a_path_that_is_not_there_is_not_a_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A spelling mistake in CI must not turn the check off."""
    assert fanal_language("check", str(tmp_path / "no")) == 2
    assert "no such file" in capsys.readouterr().err
    assert fanal_language("check", "--corpus", str(tmp_path), str(tmp_path)) == 2


def test_hidden_folders_and_other_kinds_stay_out(tmp_path: Path) -> None:
    """A folder gives its texts; the environment, caches and pictures in it do not."""
    for name in (".venv/a.md", "__pycache__/a.py", "b.png", "c.mo", "d/e.md", "f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [path.relative_to(tmp_path).as_posix() for path in command.files_of([tmp_path])] == ["d/e.md", "f.txt"]


HARD = "International organisations communicate confidential information about extraterritorial investigations. " * 8
EASY = "Tell us what you saw. You did well. We read it now. You can stop. " * 5


def test_readability_of_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The age by file and language; over the limit it fails and shows the sentences to mend."""
    (tmp_path / "a.md").write_text(EASY)
    assert fanal_language("readability", "--max-age", "11", str(tmp_path)) == 0
    assert "a.md: en: reading age 5 (Flesch–Kincaid grade" in capsys.readouterr().out
    (tmp_path / "b.md").write_text(HARD + EASY)
    assert fanal_language("readability", "--max-age", "11", str(tmp_path)) == 1
    out = capsys.readouterr().out
    assert "too hard, the limit is 11" in out
    assert "25: International organisations communicate" in out
    assert fanal_language("readability", str(tmp_path)) == 0


def test_few_words_are_shown_and_never_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A heading of two long words is no reason to stop a release."""
    (tmp_path / "a.md").write_text("International organisations")
    assert fanal_language("readability", "--max-age", "11", str(tmp_path)) == 0
    assert "too few to judge by" in capsys.readouterr().out


def test_readability_reads_messages_of_python_and_catalogues_by_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Messages, not the strings of the program; a catalogue in its language."""
    (tmp_path / "a.py").write_text(f'x = _("Tell us what you saw.")\ny = """{HARD}"""\n')
    catalogue(tmp_path, "fr")
    assert fanal_language("readability", "--json", str(tmp_path)) == 0
    rows = {(Path(row["file"]).name, row["language"]): row for row in json.loads(capsys.readouterr().out)}
    assert set(rows) == {("a.py", "en"), ("django.po", "fr")}
    assert rows["a.py", "en"]["words"] == 5


def test_prose_keeps_blocks_apart(tmp_path: Path) -> None:
    """Headings and buttons have no full stop; each is a sentence of its own."""
    (tmp_path / "a.html").write_text("<h1>Tell us</h1><p>You may stop.</p><button>Send now</button>")
    text = readers.prose(tmp_path / "a.html")["en"]
    assert [part.strip() for part in text.split(readers.BREAK) if part.strip()] == [
        "Tell us",
        "You may stop.",
        "Send now",
    ]


def test_codes_and_placeholders_are_not_prose(tmp_path: Path) -> None:
    """A table of codes and a page of variables say nothing about how hard a text is."""
    (tmp_path / "a.yaml").write_text("code: triage\ntext: Tell us now.\n")
    assert readers.prose(tmp_path / "a.yaml") == {"en": "Tell us now."}
    (tmp_path / "a.html").write_text("<p>{{ one }}</p><p>{{ two }} {{ three }}</p>")
    assert reading_age(readers.prose(tmp_path / "a.html")["en"], "en").words == 0
