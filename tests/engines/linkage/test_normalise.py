"""Names come out the same wherever they were written down: by script, by hand from the tables' standards."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.linkage.model import LinkageError
from fanal.engines.linkage.normalise import normalise, plain
from fanal.engines.linkage.people import SCRIPTS as FICTIONAL
from fanal.engines.linkage.people import pool_of
from fanal.engines.linkage.scripts import SCRIPTS, by_code, read_table

pytestmark = pytest.mark.once

BLOCKS = {
    "Latn": (0x41, 0x24F), "Arab": (0x600, 0x6FF), "Cyrl": (0x400, 0x52F), "Deva": (0x900, 0x97F),
    "Thai": (0xE01, 0xE5B), "Khmr": (0x1780, 0x17F9), "Laoo": (0xE81, 0xEDF), "Mymr": (0x1000, 0x109F),
    "other": (0x21, 0x33FF),
}  # fmt: skip


class TestScripts:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("José María O’Connor", ["jose", "maria", "oconnor"]),
            ("JEAN-PIERRE Lefèvre", ["jean", "pierre", "lefevre"]),
            ("Đặng Thị Ngọc", ["dang", "thi", "ngoc"]),
            ("Çağla Işık Öztürk", ["cagla", "isik", "ozturk"]),
            ("Æsa Þórdís Øster", ["aesa", "thordis", "oster"]),
            ("Straße", ["strasse"]),
            ("محمد سعيد", ["mhmd", "said"]),
            ("وليد محمود", ["wlid", "mhmud"]),
            ("زهرا پورچگنی", ["zhra", "purchgni"]),
            ("Надежда Щукина", ["nadezhda", "shchukina"]),
            ("Олена Їжак", ["olena", "izhak"]),
            ("राम सिता", ["ram", "sita"]),
            ("कृष्ण चन्द्र", ["krishna", "chandra"]),
            ("ज्ञान क्षेत्री", ["gyan", "kshetri"]),
            ("มาลี แก้วใส", ["mali", "kaewsai"]),
            ("ชัยวัฒน์ จันทร์", ["chaywath", "chanth"]),
            ("สำเนา", ["samnao"]),
            ("សុខា ដារ៉ា", ["sokha", "dara"]),
            ("ស្រីមុំ", ["srimom"]),
            ("ດາວ ບຸນມີ", ["dav", "bounmi"]),
            ("ຫຼ້າ ໄຊ", ["la", "sai"]),
            ("အောင်ဆန်း", ["aungsan"]),
            ("နန္ဒာ", ["nanda"]),
            ("ဖြူ", ["phyu"]),
        ],
    )
    def test_by_hand(self, name: str, words: list[str]) -> None:
        assert list(normalise(name)) == words

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Zoë", "ZOE\N{COMBINING DIAERESIS}"),
            ("Ｍａｙａ", "maya"),
            ("أحمد", "احمد"),
            ("فاطمة", "فاطمه"),
            ("علي", "على"),
            ("الحسن", "حسن"),
            ("محمّد", "محمد"),
            ("محـمد", "محمد"),
            ("کریم", "كريم"),
            ("Алёна", "Алена"),
            ("Наталья", "Наталя"),
            ("ज़ाकिर", "जाकिर"),
            ("เพ็ชร", "เพชร"),
            ("ទេវី", "ទេ\N{ZERO WIDTH SPACE}វី"),
            ("រ៉ា", "រា"),
            ("ພຣະ", "ພຣະ\N{ZERO WIDTH NO-BREAK SPACE}"),
            ("အောင် ဆန်း", "အောင်ဆန်း"),
            ("လှ", "လှ\N{MYANMAR SIGN DOT BELOW}"),
        ],
    )
    def test_ways_to_write_the_same_name(self, one: str, other: str) -> None:
        assert normalise(one) == normalise(other) != ()

    @pytest.mark.parametrize(
        ("own", "latin"),
        [("राम", "Ram"), ("लक्ष्मी", "Lakshmi"), ("សុខា", "Sokha"), ("វណ្ណា", "Vanna"), ("ຄຳ", "Kham"), ("Елена", "Elena")],
    )
    def test_as_a_passport_writes_it(self, own: str, latin: str) -> None:
        assert normalise(own) == normalise(latin)

    @pytest.mark.parametrize("name", ["山田", "김민수", "გიორგი", "שרה", "Νίκη", "রহিম"])
    def test_a_script_without_a_table_stays(self, name: str) -> None:
        (word,) = normalise(name)
        assert not word.isascii()
        assert normalise(unicodedata.normalize("NFD", name)) == (word,)

    def test_an_accent_falls_in_every_script(self) -> None:
        assert normalise("Νίκη") == normalise("Νικη")

    def test_a_word_of_two_scripts_is_read_piece_by_piece(self) -> None:
        assert normalise("annaанна") == ("annaanna",)

    def test_a_language_reads_some_letters_in_its_own_way(self) -> None:
        assert normalise("Григорій") == ("grigoriy",)
        assert normalise("Григорій", "Cyrl-uk") == ("hryhoriy",)
        assert normalise("Anna", "Cyrl-uk") == ("anna",)

    def test_a_script_without_a_table_cannot_be_asked_for(self) -> None:
        with pytest.raises(LinkageError, match="no table of names for the script 'Hebr'"):
            normalise("x", "Hebr")


class TestTitles:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Dr. Ana de Souza", ("ana", "souza")),
            ("Mme Claire", ("claire",)),
            ("Yusuf bin Omar al-Farsi", ("yusuf", "omar", "farsi")),
            ("السيد كريم بن سالم", ("krim", "salm")),
            ("श्री राम", ("ram",)),
            ("เด็กหญิงมาลี", ("mali",)),
            ("ด.ช. สมชาย", ("smchay",)),
            ("ທ້າວ ຄຳ", ("kham",)),
            ("មុំ កញ្ញា", ("mom",)),
            ("မောင် ထွန်း", ("htwan",)),
        ],
    )
    def test_titles_and_particles_fall(self, name: str, words: tuple[str, ...]) -> None:
        assert normalise(name) == words

    def test_a_syllable_like_a_title_stays_within_a_name(self) -> None:
        assert normalise("ရီ ကို") == normalise("ရီကို") == ("yiko",)

    def test_a_name_that_is_nothing_but_titles_stays(self) -> None:
        assert normalise("De") == ("de",)
        assert normalise("Miss Des") == ("miss", "des")

    @pytest.mark.parametrize(
        "name", ["", "  ", "?", "-", "N/A", "unknown", "Mr Unknown", "غير معروف", "неизвестно", "123"]
    )
    def test_what_says_that_no_name_is_known_is_no_name(self, name: str) -> None:
        assert normalise(name) == ()


class TestPlain:
    def test_a_place_keeps_its_digits(self) -> None:
        assert plain("KH-12") == plain("kh 12") == "kh12"
        assert plain("ភ្នំពេញ ១២") == "phnampenh12"
        assert plain(" ") == plain("–") == ""


class TestProperties:
    @settings(max_examples=400, deadline=None)
    @given(st.data())
    def test_what_comes_out_goes_in_unchanged(self, data: st.DataObject) -> None:
        first, last = BLOCKS[data.draw(st.sampled_from(sorted(BLOCKS)))]
        sign = st.one_of(st.characters(min_codepoint=first, max_codepoint=last), st.sampled_from(" -'.\u200b\u200d"))
        name = data.draw(st.text(sign, max_size=12))
        words = normalise(name)
        assert normalise(" ".join(words)) == words

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=12))
    def test_so_it_is_with_any_text(self, name: str) -> None:
        words = normalise(name)
        assert normalise(" ".join(words)) == words
        assert all(word and not any(sign.isspace() for sign in word) for word in words)

    @settings(max_examples=100, deadline=None)
    @given(st.text(st.sampled_from("aéßłñçøğıİ ’-"), max_size=12))
    def test_latin_letters_come_out_plain(self, name: str) -> None:
        assert all(word.isascii() and word.isalpha() and word.islower() for word in normalise(name))

    @pytest.mark.parametrize("script", FICTIONAL)
    def test_every_fictional_name_comes_out_in_latin_letters(self, script: str) -> None:
        pool = pool_of(script)
        for name in [*pool.given["f"], *pool.given["m"], *pool.family]:
            (word,) = normalise("".join(name))
            assert word.isascii(), script
            assert word.isalpha(), script


class TestTables:
    @pytest.mark.parametrize("name", SCRIPTS)
    def test_a_table_says_where_it_is_from_and_who_has_read_it(self, name: str) -> None:
        table = read_table(name)
        assert table["origin"].strip()
        assert table["review"].strip()

    @pytest.mark.parametrize("name", SCRIPTS)
    def test_its_letters_are_of_its_script_and_come_out_in_latin(self, name: str) -> None:
        script = by_code(read_table(name)["script"])
        for part in (script.consonants, script.medials, script.vowels, script.letters, script.first):
            for letter, said in part.items():
                assert all(unicodedata.name(sign).startswith(script.unicode) for sign in letter), letter
                assert said == "" or (said.isascii() and said.isalpha() and said.islower()), letter
