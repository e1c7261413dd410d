"""A language goes out to a translator and comes back: what is wrong in it is told by number, and nothing is lost."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from fanal.access.api import translations
from fanal.engines import workbooks
from fanal.engines.language import catalogues, command, faults, rules
from fanal.engines.language.texts import Text
from fanal.site.commands import main
from fanal.site.languages import table, taking
from tests.rooms.site.translator import SIGNS, fill_book, fill_po, said, save

PART = "child"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.LANGUAGES_FOLDER = tmp_path / "languages"
    return tmp_path


def run(*words: object, expect: int = 0) -> None:
    assert main(["language", *map(str, words)]) == expect


def texts() -> list[Text]:
    return [text for text in table.texts().values() if text.part == PART]


def planted(language: str) -> dict[str, str]:
    """Twenty texts of the part, each with another thing that must not come in."""
    sign = SIGNS[language]
    plain = [
        t.singular for t in texts() if not t.plural and not re.search(r"[%{<]", t.singular) and len(t.singular) > 8
    ]
    held = [t.singular for t in texts() if not t.plural and catalogues.placeholders(t.singular)]
    long = [one for one in plain if len(one) > 60]
    few = iter(one for one in plain if one not in long)
    holder = iter(held)
    lost, renamed, added = next(holder), next(holder), next(few)
    wrong = {
        lost: sign + "x",
        renamed: re.sub(r"\w+(?=[)}])", "name", renamed),
        added: f"{added} %(day)s",
        next(few): f"{sign}<b>x</b>",
        next(few): f"{sign}<script src=x>",
        next(few): f"{sign}<a href='https://elsewhere.example'>x</a>",
        next(few): f"{sign}2 < 3",
        next(few): f"{sign}\u202ex",
        next(few): f"{sign}\u2067x\u2069",
        next(few): f"{sign}&#x202e;x",
        next(few): f"{sign}\ufeffx",
        next(few): f"{sign}\u00adx",
        next(few): "=1+1",
        next(few): "+x",
        next(few): "@x",
        next(few): "-x",
        next(few): f"{sign}child pornography",
        next(few): sign + "x" * 400,
        long[0]: sign,
        next(few): f"{sign}\u200ex" if language != "ar" else f"{sign}\u2060x",
    }
    assert len(wrong) == 20
    return wrong


@pytest.mark.parametrize("language", ["pt", "ar", "th"])
@pytest.mark.parametrize("ending", ["po", "xlsx"])
def test_twenty_faults_are_told_by_number(folder: Path, capsys: Any, language: str, ending: str) -> None:
    path = folder / f"back.{ending}"
    run("export", language, path, "--part", PART)
    wrong = planted(language)
    numbers = (fill_po if ending == "po" else fill_book)(path, said(language), wrong)
    capsys.readouterr()
    run("import", language, path, expect=1)
    out = capsys.readouterr().out
    told = {int(line.split(":")[1]) for line in out.splitlines() if line.startswith(str(path))}
    assert told == {numbers[one] for one in wrong}, out
    assert all(f"English: {' '.join(one[:200].split())}" in out for one in wrong), "in other programs it is found by it"
    held = translations.read(language)
    assert {one.singular for one in held.values()} == {one.singular for one in texts()} - wrong.keys()
    assert not any(value in out for value in wrong.values()), "what stands in a row is not repeated"


def test_what_comes_back_as_it_left_changes_nothing(folder: Path, capsys: Any) -> None:
    """Draft, note and state go round: PO out, workbook out, both in again."""
    first = folder / "first.po"
    run("export", "ar", first, "--part", "form")
    run("import", "ar", first)
    before = translations.path("ar").read_bytes()
    assert len(translations.read("ar")) > 100, "what ships of a draft goes out, too"
    for name in ("again.po", "again.xlsx"):
        run("export", "ar", folder / name, "--part", "form")
        run("import", "ar", folder / name)
    assert translations.path("ar").read_bytes() == before
    assert "Translations as they were" in capsys.readouterr().out


def test_the_console_lists_languages_by_their_names(capsys: Any, transactional_db: None) -> None:
    run("list")
    out = capsys.readouterr().out
    assert "km  Khmer (ខ្មែរ): a draft ships" in out
    assert "fr  French (Français): offered" in out
    assert "pt  Portuguese (Português): nobody began" in out
    assert "en  " not in out
    assert main(["language", "export", "xx", "x.po"]) == 1
    assert "th (Thai)" in capsys.readouterr().err


def test_a_note_comes_back(folder: Path) -> None:
    path = folder / "back.po"
    run("export", "pt", path, "--part", PART)
    fill_po(path, said("pt"))
    text = texts()[0].singular
    po = path.read_text("utf-8")
    at = po.index(f'msgid "{text}"')
    at = po.rindex("\n\n", 0, at) + 2
    path.write_text(f"{po[:at]}# asked the club\n{po[at:]}", "utf-8")
    run("import", "pt", path)
    assert [one.note for one in translations.read("pt").values() if one.note] == ["asked the club"]


def test_forty_broken_rows_are_all_told_and_the_rest_is_taken(folder: Path, capsys: Any) -> None:
    path = folder / "back.xlsx"
    run("export", "pt", path, "--part", PART)
    broken = {text.singular: "=HYPERLINK(1)" for text in texts() if not text.plural}
    broken = dict(list(broken.items())[:40])
    fill_book(path, said("pt"), broken)
    capsys.readouterr()
    run("import", "pt", path, expect=1)
    out = capsys.readouterr().out
    assert out.count("It begins as a formula does") == 40
    assert "40 of them are left out" in out
    assert len(translations.read("pt")) == len(texts()) - 40


def test_a_cell_that_is_a_formula_comes_in_as_one_and_is_refused(folder: Path, capsys: Any) -> None:
    text = next(one for one in texts() if not one.plural)
    book = Workbook(str(folder / "f.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["key", "English", "translation pt"])
    sheet.write_row(1, 0, [text.key, text.singular])
    sheet.write_formula(1, 2, '="Bom"&" dia"', value="Bom dia")
    book.close()
    run("import", "pt", folder / "f.xlsx", expect=1)
    assert f"{folder / 'f.xlsx'}:2: It begins as a formula does" in capsys.readouterr().out


def test_a_file_of_an_older_version_says_which_texts_are_others_now(folder: Path, capsys: Any) -> None:
    path = folder / "old.po"
    run("export", "pt", path, "--part", PART)
    fill_po(path, said("pt"))
    text = next(one for one in texts() if not one.plural and one.singular.isascii() and len(one.singular) < 60)
    path.write_text(path.read_text("utf-8").replace(f'msgid "{text.singular}"', 'msgid "As it was worded"'), "utf-8")
    capsys.readouterr()
    run("import", "pt", path, expect=1)
    assert capsys.readouterr().out.count("The English is another in this version") == 1
    rows = [["key", "English", "translation pt"], [text.key, "As it was worded", "Ã"]]
    save(folder / "old.xlsx", rows)
    run("import", "pt", folder / "old.xlsx", expect=1)
    assert "The English was changed in this file" in capsys.readouterr().out


def _refused(capsys: Any, language: str, path: Path) -> str:
    capsys.readouterr()
    run("import", language, path, expect=2)
    err: str = capsys.readouterr().err
    assert err.count("\n") == 1
    return err


def test_what_is_no_file_of_the_language_is_told_in_one_sentence(folder: Path, capsys: Any) -> None:
    book, po = folder / "ar.xlsx", folder / "ar.po"
    run("export", "ar", book, "--part", PART)
    run("export", "ar", po, "--part", PART)
    for path in (book, po):
        assert "of another language (ar)" in _refused(capsys, "th", path)
    text = po.read_text("utf-8")
    po.write_text(text.replace('"Language: ar\\n"\n', ""), "utf-8")
    assert "does not say of which language" in _refused(capsys, "ar", po)
    po.write_text(re.sub("nplurals=6; plural=[^;]*;", "nplurals=2; plural=n != 1;", text), "utf-8")
    assert "plural forms" in _refused(capsys, "ar", po)
    po.write_text(text[: text.rindex("msgid") + 12], "utf-8")
    assert "perhaps it was cut" in _refused(capsys, "ar", po)
    for length in (10, 300, 5_000, len(book.read_bytes()) - 30):
        (folder / "cut.xlsx").write_bytes(book.read_bytes()[:length])
        assert "was cut" in _refused(capsys, "ar", folder / "cut.xlsx")
    (folder / "other.csv").write_bytes(b"a;b\n1;2\n")
    assert "does not have the columns" in _refused(capsys, "ar", folder / "other.csv")
    for encoding in ("latin-1", "utf-16"):
        (folder / "latin.csv").write_bytes("clé".encode(encoding))
        assert "It is not in UTF-8. Save it as CSV UTF-8" in _refused(capsys, "ar", folder / "latin.csv")
    assert main(["language", "import", "ar", str(folder / "gone.po")]) == 1
    assert f"There is no file {folder / 'gone.po'}." in capsys.readouterr().err
    assert main(["language", "export", "ar", str(folder / "no" / "ar.po")]) == 1
    assert f"There is no folder {folder / 'no'}." in capsys.readouterr().err
    assert not translations.brought()


def test_a_fault_in_one_form_of_a_number_says_in_which(folder: Path, capsys: Any) -> None:
    text = next(one for one in table.texts().values() if one.plural)
    rows = [["key", "form", "English", "translation ar"]]
    rows += [[text.key, str(at + 1), text.english(at), f"ع {text.english(at)}"] for at in range(6)]
    rows[4][3] = "<b>ع</b>"
    save(folder / "f.xlsx", rows)
    run("import", "ar", folder / "f.xlsx", expect=1)
    assert f"{folder / 'f.xlsx'}:2: Form 4: The tags, in angle brackets" in capsys.readouterr().out


def test_a_column_that_is_called_as_a_language_is_no_other_language(folder: Path, capsys: Any) -> None:
    text = next(one for one in texts() if not one.plural)
    save(folder / "b.xlsx", [["id", "key", "English", "Tradução"], ["7", text.key, text.singular, "Bom dia"]])
    assert "This table has no column “translation pt”" in _refused(capsys, "pt", folder / "b.xlsx")
    save(folder / "b.xlsx", [["id", "key", "English", "translation pt"], ["7", text.key, text.singular, "Bom dia"]])
    run("import", "pt", folder / "b.xlsx")


def test_what_came_in_last_can_be_taken_back_and_only_that(folder: Path, capsys: Any) -> None:
    path = folder / "back.po"
    run("export", "th", path, "--part", PART)
    fill_po(path, said("th"))
    run("import", "th", path, "--check")
    assert not translations.brought(), "looking takes nothing in"
    run("import", "th", path)
    first = translations.path("th").read_bytes()
    fill_po(path, lambda english: f"ข {english}")
    run("import", "th", path)
    assert translations.path("th").read_bytes() != first
    run("import", "th", "--undo")
    assert translations.path("th").read_bytes() == first
    run("import", "th", "--undo", expect=1)
    assert translations.path("th").read_bytes() == first


def test_a_file_that_is_there_is_never_written_over(folder: Path) -> None:
    path = folder / "mine.po"
    path.write_text("mine")
    run("export", "pt", path, expect=1)
    assert path.read_text() == "mine"
    run("export", "pt", folder / "x.doc", expect=1)
    run("export", "en", folder / "x.po", expect=1)
    run("export", "pt", folder / "x.po", "--part", "moon", expect=1)


class Piped:
    """Standard input or output that the shell opened."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = BytesIO(content)

    def isatty(self) -> bool:
        return False

    def write(self, _text: str) -> None:
        raise AssertionError("what is told goes beside the file")


@pytest.mark.parametrize("ending", ["po", "xlsx"])
def test_the_shell_may_open_the_file(folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """A command that runs as the user of the service writes into no folder of whoever calls it."""
    out = Piped()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout", out)
        run("export", "pt", "-", "--part", PART, *(["--po"] if ending == "po" else []))
    assert "-: 162 texts".replace("162", str(len(texts()))) in capsys.readouterr().err
    path = folder / f"b.{ending}"
    path.write_bytes(out.buffer.getvalue())
    (fill_po if ending == "po" else fill_book)(path, said("pt"))
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdin", Piped(path.read_bytes()))
        run("import", "pt", "-")
    assert len(translations.read("pt")) == len(texts())


def test_a_file_that_cannot_be_opened_is_told_in_one_sentence(folder: Path, capsys: Any) -> None:
    """Also to root, who may open every file: here there is a folder, and nothing."""
    (folder / "pt.xlsx").mkdir()
    for name, path, way in (
        ("export", folder / "no" / "pt.po", "- --po > pt.po"),
        ("import", folder / "pt.xlsx", "- < pt.xlsx"),
        ("import", folder / "none.po", "- < none.po"),
    ):
        capsys.readouterr()
        run(name, "pt", path, expect=1)
        err = capsys.readouterr().err
        assert err.count("\n") == 1
        assert f"Let the shell open it: fanal language {name} pt {way}" in err


def test_a_broken_file_in_the_folder_is_kept_as_it_is(folder: Path, capsys: Any) -> None:
    path = folder / "back.po"
    run("export", "pt", path, "--part", PART)
    fill_po(path, said("pt"))
    translations.folder().mkdir()
    translations.path("pt").write_text('msgid "half')
    run("import", "pt", path, expect=1)
    assert translations.path("pt").read_text() == 'msgid "half'
    assert list(translations.defects())


def test_nothing_that_ships_would_be_refused() -> None:
    """The control of the checks: every twelfth translation of every language that ships."""
    known = rules.load()
    for language in catalogues.TRANSLATED:
        entries = list(taking.shipped(language).values())[::12]
        assert entries
        for one in entries:
            text = table.texts()[one.key]
            assert not list(faults.faults(text, one.strings, language, known)), one


@pytest.mark.parametrize("language", sorted(catalogues.PLURALS | catalogues.MORE))
def test_plural_rules_are_those_of_unicode(language: str) -> None:
    from gettext import c2py

    from babel import Locale

    rule = c2py(catalogues.plural_rule(language).partition("plural=")[2].rstrip(";"))
    forms: dict[str, int] = {}
    assert all(forms.setdefault(Locale(language).plural_form(n), rule(n)) == rule(n) for n in range(1000))
    assert len(set(forms.values())) == len(forms)


def test_a_workbook_is_read_as_its_cells_stand(tmp_path: Path) -> None:
    """Texts of runs, blank rows, gaps between cells, numbers; and none that was cut or made to be too large."""
    path = tmp_path / "b.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_rich_string("A1", "one ", book.add_format({"bold": True}), "two", " three")
        sheet.write_row("C3", ["in\r\nhere", 1])
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}

    def with_part(name: str, content: str) -> bytes:
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as file:
            for one, whole in (parts | {name: content}).items():
                file.writestr(one, whole)
        return made.getvalue()

    assert workbooks.rows(path.read_bytes()) == [["one two three", "", "", ""], [], ["", "", "in\nhere", "1"]]
    strings, cells = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE sst [<!ENTITY a0 "lanterns">{bomb}]><sst><si><t>&a9;</t></si></sst>'
    for bad in ("<sst", "<sst/>", bomb):
        with pytest.raises(workbooks.NoWorkbook):
            workbooks.rows(with_part(strings, bad))
    with pytest.raises(workbooks.NoWorkbook):
        workbooks.rows(with_part(cells, parts[cells].replace('r="3"', 'r="999999999"')))


def test_texts_are_found_anew_once_a_source_is_another(tmp_path: Path) -> None:
    """What was found is kept beside the code; a text seen in two places stands once, with the first of their parts."""
    package = tmp_path / "small"
    (package / "room" / "locale").mkdir(parents=True)
    (package / "room" / "locale" / "parts.yaml").write_text("form: ['small/room/a.py']\n")
    (package / "room" / "b.py").write_text('_("Two")\nngettext("One", "Many", 2)\n')
    (package / "room" / "a.py").write_text('_("One")\n')
    found = command.texts_of(package)
    assert [(one.singular, one.plural, one.part) for one in found] == [("One", "Many", "form"), ("Two", None, "desk")]
    assert command.texts_of(package) == found
    (package / "room" / "a.py").write_text('_("Won")\n')
    assert [one.singular for one in command.texts_of(package)] == ["Won", "Two", "One"]
    (package / "texts.json").write_text("half")
    assert [one.part for one in command.texts_of(package)] == ["form", "desk", "desk"]
