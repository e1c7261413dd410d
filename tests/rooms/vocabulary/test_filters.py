"""Filters before sealing (DNH-01, DNH-02): what is taken out, what is refused, and what stays as it was written."""

import base64
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fanal.vocabulary.filters import (
    MARKER,
    Filtered,
    MediaRefused,
    ReceiptInText,
    filter_text,
    seen,
    tidy,
    without_media,
)

ADDRESSES = [
    "https://example.com/watch?v=1",
    "http://example.com",
    "HTTPS://EXAMPLE.COM/A",
    "hxxp://example.com/x",
    "hxxps://example[.]com/x",
    "h**p://example.com",
    "http[:]//example[.]com",
    "http[://]example.com",
    "ftp://files.example.org",
    "sftp://10.1.2.3/a",
    "tg://resolve?domain=example",
    "example.com",
    "example.com:8080/path",
    "www.example.co.uk",
    "www dot example dot com",
    "sub.domain.example.ru",
    "example[.]com",
    "example (dot) com",
    "example{.}org/a",
    "example [dot] net",
    "example dot com",
    "exemple point com",
    "ejemplo punto com",
    "пример точка com",
    "example . com",
    "exa\u200bmple.com",
    "exam\u00adple.com",
    "ｅｘａｍｐｌｅ．ｃｏｍ",
    "example。com",
    "example.xyz",
    "пример.рф",
    "münchen.de/x",
    "xn--e1afmkfd.xn--p1ai",
    "example.it/abc",
    "abcdefghij234567.onion",
    "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion/room",
    "abcdefghij234567[.]onion",
    "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&dn=x",
    "urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a",
    "c12fe1c06bba254a9dc9f519b335aa7c1367a88a",
    "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG",
    "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
    "192.168.10.20",
    "192.168.10.20:8080/x",
    "http://192.168.1.1",
    "192[.]168[.]1[.]1",
    "١٩٢.١٦٨.١.١",
    "https : / / example . com",
    "t[.]me/somechannel",
    "2001:db8::8a2e:370:7334",
    "[2001:0db8:0000:0000:0000:8a2e:0370:7334]:443",
    "bit.ly/3xYz",
    "t.me/somechannel",
    "t.co/abc",
    "is.gd/abc",
    "youtu.be/abc",
    "discord.gg/abc",
    "user@example.com/private",
    "例子.com/a",
]
ORDINARY = [
    # en
    "He said, e.g. at Mr.Smith's place, room No.5, that it costs 3.50.",
    "I saw them at 10.30 p.m. on 25.11.2026, i.e. last night.",
    "She was at home.It was late.He came in.",
    "she went home.it was late",
    "They left the bar.in the morning they came back",
    "Dr.No, Mrs.Jones, St.Mary, U.S.A., Ph.D., etc.The end",
    "the price was $1.500,00 or 20.000 riel, plate AB.12.CD or 2AB-1234",
    "He drives a Toyota, plate 1A.2345, flight TG.584, bus no.7, tel.no 012 345 678",
    "Write to me: jo.doe@example.com or +855 12.345.678",
    "wait... then he left...so I called",
    "the red dot in the picture on the wall",
    "Ratio 3:1, time 12:30:45, room 4::5, at 12::30, MAC 00:1a:2b:3c:4d:5e",
    "A.B.C. Hotel and Co.Ltd., B.Com. student",
    "IMG_1234 and/or the blue bag; 50/50; he/she",
    "Call 06.12.34.56.78 please",
    # fr
    "M.Dupont est parti à 18.45 h, env. 50 m plus loin, cf. p.12.",
    "Il habite au no.5 de la rue.Il est grand.",
    "de ce point de vue, le point est clair ; etc.",
    "elle est sortie de la maison.il est revenu plus tard",
    "le prix : 1.200,50 € le 03.04.2026",
    # es
    "El Sr.García salió a las 20.15 del hotel.La niña lloraba.",
    "desde mi punto de vista el punto es otro; p.ej. la playa",
    "salió de la casa.de repente volvió",
    "pág.3, núm.7, EE.UU., 3.000 pesos",
    # ar
    "رأيته في الفندق.كان الوقت متأخرا. الساعة ١٠.٣٠ مساء",
    "الغرفة رقم ٥. السعر ٣٫٥٠ دولار",
    # km
    "ខ្ញុំបានឃើញនៅម៉ោង ១០.៣០ យប់។ តម្លៃ ២០.០០០ រៀល",
    "នៅ\u200bសណ្ឋាគារ\u200bលេខ.៥",
    # th
    "ผมเห็นเมื่อเวลา 22.30 น. วันที่ 25 พ.ย. 2569 ที่โรงแรม",
    "ราคา 1,500.50 บาท ห้องเลขที่.5 ทะเบียน กข.1234",
    # ru
    "Я видел его на ул.Ленина, д.5, кв.12, т.е. рядом с домом.",
    "г.Москва, 25.11.2026, 18.30. Он уехал.Потом вернулся.",
]
IN_SENTENCES = [
    ("look at example.com.", f"look at {MARKER}."),
    ("(see https://example.com/a?b=c)", f"(see {MARKER})"),
    ("the site is example.it and more", f"the site is {MARKER} and more"),
    ("ดูที่example.comนะครับ", f"ดูที่{MARKER}นะครับ"),
    ("សូម\u200bមើល example.com ។", f"សូម\u200bមើល {MARKER} ។"),
    ("two: example.com, example.org", f"two: {MARKER}"),
    ("انظر https://example.com/ا الآن", f"انظر {MARKER} الآن"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_taken_out_and_nothing_of_it_stays(address: str) -> None:
    found = filter_text(f"I was sent {address} , look", lines=True)
    assert found == Filtered(f"I was sent {MARKER} , look", 1)
    assert filter_text(address, lines=False).text == MARKER


@pytest.mark.parametrize("sentence", ORDINARY)
def test_an_ordinary_sentence_stays_as_it_was_written(sentence: str) -> None:
    assert filter_text(sentence, lines=True) == Filtered(unicodedata.normalize("NFC", sentence), 0)


@pytest.mark.parametrize(("text", "expected"), IN_SENTENCES)
def test_the_sentence_around_an_address_stays(text: str, expected: str) -> None:
    assert filter_text(text, lines=True).text == expected


def test_addresses_are_counted_though_neighbours_share_a_marker() -> None:
    assert filter_text("example.com example.org, and bit.ly/x", lines=True) == Filtered(f"{MARKER}, and {MARKER}", 3)


def test_filtering_twice_changes_nothing() -> None:
    once = filter_text("at example.com and 10.0.0.1", lines=True).text
    assert filter_text(once, lines=True) == Filtered(once, 0)


PICTURE = base64.b64encode(bytes(range(256)) * 2).decode()
DISGUISED = [
    "data:image/png;base64,iVBORw0KGgo=",
    "see data:image/svg+xml,%3Csvg%3E",
    "DATA : image/jpeg ; base64 , abc",
    "da\u200bta:video/mp4;base64,AAAA",
    "ｄａｔａ：image/gif;base64,R0lGOD",
    "data:application/octet-stream,abc",
    "x;base64,abc",
    "A" * 200,
    PICTURE[:200],
    PICTURE,
    f"my words {PICTURE} more words",
    "\n".join(PICTURE[at : at + 76] for at in range(0, len(PICTURE), 76)),
    " ".join(PICTURE[at : at + 40] for at in range(0, len(PICTURE), 40)),
    base64.urlsafe_b64encode(bytes(range(255, 0, -1))).decode(),
    "\u200b".join(PICTURE),
    bytes(range(256)).hex(),
    bytes(range(80)).hex(" "),
    bytes(range(80)).hex(":"),
    quote(PICTURE, safe=""),
    base64.b85encode(bytes(range(200))).decode(),
    base64.a85encode(bytes(range(200))).decode(),
    ", ".join(f"0x{byte:02x}" for byte in range(70)) + ", ",
]


@pytest.mark.parametrize("payload", DISGUISED)
@pytest.mark.parametrize("lines", [True, False])
def test_a_file_in_disguise_is_refused_without_repeating_it(payload: str, lines: bool) -> None:
    with pytest.raises(MediaRefused) as refused:
        filter_text(payload, lines=lines)
    assert str(refused.value) == "a file in disguise"


@pytest.mark.parametrize(
    "text",
    [
        PICTURE[:199],
        "the data: images were on his phone, he said",
        "a " * 900,
        "Donaudampfschifffahrtsgesellschaftskapitän " * 20,
        "= " * 300,
        "-" * 300,
        "____ ____ " * 40,
    ],
)
def test_long_words_and_lines_are_no_files(text: str) -> None:
    assert filter_text(text, lines=True).text == tidy(text, lines=True)


RECEIPT = "7KQ2M9XDTR4H0WVBE6NC"
DIGITS = "041882530172946655108837261940"


@pytest.mark.parametrize(
    "text",
    [
        f"my code is {RECEIPT}",
        "7KQ2-M9XD-TR4H-0WVB-E6NC",
        "7kq2 m9xd tr4h 0wvb e6nc thanks",
        "(7KQ2–M9XD–TR4H–0WVB–E6NC)",
        "7KQ2\nM9XD\nTR4H\n0WVB\nE6NC",
        "รหัส7KQ2-M9XD-TR4H-0WVB-E6NCนะ",
        "７KQ2-M9XD-TR4H-0WVB-E6NC",
        "041882 530172 946655 108837 261940",
        "code: 04188-25301-72946-65510-88372-61940.",
        "០៤១៨៨ ២៥៣០១ ៧២៩៤៦ ៦៥៥១០ ៨៨៣៧២ ៦១៩៤០",
    ],
)
def test_the_own_code_in_a_text_is_refused(text: str) -> None:
    def own(candidate: str) -> bool:
        digits = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in candidate)
        return digits.upper() in {RECEIPT, DIGITS}

    with pytest.raises(ReceiptInText) as refused:
        filter_text(text, lines=True, is_receipt=own)
    assert RECEIPT not in str(refused.value)


def test_a_code_that_is_not_this_reporters_stays() -> None:
    assert filter_text("booking 7KQ2-M9XD-TR4H-0WVB-E6NC", lines=True, is_receipt=lambda _: False).removed == 0


def test_few_stretches_of_an_ordinary_text_are_asked_about() -> None:
    """The question costs time: a long text may not ask it thousands of times."""
    asked: list[str] = []
    filter_text(
        "Yesterday a man came to the hotel with a girl. " * 40,
        lines=True,
        is_receipt=lambda found: bool(asked.append(found)),
    )
    assert len(asked) < 400
    assert all(len(candidate) in {20, 30} for candidate in asked)


def test_control_direction_and_hidden_characters_go_and_word_breaks_stay() -> None:
    hidden = "a\x00b\x07c\x1b[31md\x85\u202ee\u2066f\ufeffg\U000e0041h\ud800i\ue000j"
    assert tidy(hidden, lines=True) == "abc[31mdefghij"
    kept = "\u179f\u17bd\u200b\u179f\u17d2\u178f\u17b8 \u0645\u06cc\u200c\u0634\u0648\u062f \u0915\u094d\u200d\u0937"
    assert tidy(kept, lines=True) == kept
    assert tidy("cafe\u0301", lines=True) == "café"


def test_line_breaks_stay_where_they_may_and_become_spaces_elsewhere() -> None:
    assert tidy(" one \r\n\r\n\r\n\r\ntwo\t3\rfour\u2028five ", lines=True) == "one\n\ntwo 3\nfour\nfive"
    assert tidy(" one \r\n\r\ntwo\t3\r\n", lines=False) == "one two 3"


TEXTS = st.text(
    st.sampled_from("ab.:/@ \n[]()dotcmphx1290-_?=&\u200b។กكق") | st.characters(exclude_categories=["Cs"]), max_size=300
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("\ue000.com")
@example("ﷺ.com")
def test_any_text_comes_out_tidy_or_is_refused(text: str) -> None:
    try:
        found = filter_text(text, lines=True)
    except MediaRefused:
        return
    assert unicodedata.is_normalized("NFC", found.text)
    assert all(char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"} for char in found.text)
    assert (found.removed == 0) == (MARKER not in found.text or MARKER in tidy(text, lines=True))
    if not found.removed:
        assert found.text == tidy(text, lines=True)


WORDS = st.sampled_from(
    ["girl", "hotel", "Yesterday", "il", "la playa", "เขา", "الفندق", "ខ្ញុំ", "Он", "5", "10.30", ","]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=12), st.sampled_from(ADDRESSES), st.lists(WORDS, max_size=12))
def test_an_address_is_found_among_any_words(before: list[str], address: str, after: list[str]) -> None:
    found = filter_text(" ".join([*before, address, *after]), lines=True)
    assert found.removed == 1
    assert MARKER in found.text
    for word in (*before, *after):
        assert word in found.text


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=150, max_size=400))
def test_no_bytes_pass_as_base64(content: bytes) -> None:
    for encode in (base64.b64encode, base64.urlsafe_b64encode, base64.encodebytes):
        with pytest.raises(MediaRefused):
            filter_text("x " + encode(content).decode(), lines=True)


def test_a_file_whose_last_line_looks_like_an_address_is_no_text() -> None:
    """56 letters look like a hidden service: with that line taken out, the others must not pass."""
    with pytest.raises(MediaRefused):
        filter_text(f"x {'A' * 76}\n{'A' * 70}CQAAAA\n{'A' * 56}\n", lines=True)


@pytest.mark.parametrize("unit", ["a.", "a.b", "http:", "[.]", "www.", "@a.", ":", "1.", "a- ", "dot ", "a:b::", "。"])
def test_a_hostile_text_takes_no_long_time(unit: str) -> None:
    """Two thousand characters built to make a pattern backtrack are done at once (the test would hang)."""
    filter_text((unit * 2000)[:2000], lines=True)


_FILE = base64.b64encode(bytes(range(256))).decode()


@pytest.mark.parametrize(
    ("text", "given_back"),
    [
        (f"He said ٤٢. data:image/png;base64,{_FILE} In room 9.", "He said ٤٢. […] In room 9."),
        (f"look: DATA : video/mp4 ; base64 , {_FILE}\nthen more", "look: […]\nthen more"),
        ("\n".join(("before", *(_FILE[at : at + 76] for at in range(0, 304, 76)), "after")), "before\n[…]\nafter"),
        (f"a {bytes(range(256)).hex()} z", "a […] z"),
        (f"ផ្ទះ {_FILE} ស", "ផ្ទះ […] ស"),
    ],
)
def test_a_refused_text_is_given_back_without_the_file(text: str, given_back: str) -> None:
    with pytest.raises(MediaRefused):
        filter_text(text, lines=True)
    assert without_media(text) == given_back
    assert filter_text(given_back, lines=True).text == given_back


@given(st.text(max_size=400), st.binary(min_size=160, max_size=400), st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_what_is_given_back_can_be_sent(before: str, file: bytes, after: str) -> None:
    """Whatever was cut: nothing is left that would be refused again."""
    filter_text(without_media(f"{before} {base64.b64encode(file).decode()} {after}"), lines=True)


UNSEEN = ["", " \n", "\u200b", "\u200c\u200d", "\u2060\u200b", "\u00ad", "\u202e", "\ufeff", "\u3164", "\uffa0",
          "\u2800 \u2800", "\u115f\u1160", "\u17b4", "\u0301", "\ufe0f", "\u180e", "\u00a0\u3000"]  # fmt: skip


@pytest.mark.parametrize("text", UNSEEN)
def test_a_text_of_which_nothing_is_seen_is_none(text: str) -> None:
    assert seen(text) == ""
    assert tidy(text, lines=True) == tidy(text, lines=False) == ""


@pytest.mark.parametrize(
    "text",
    ["a", "\u0645\u06cc\u200c\u0634\u0648\u062f", "?", "7", "\U0001f600", "\u3164a", "\u2801", " \u0915\u094d\u200d "],
)
def test_a_text_that_is_seen_stays_as_it_is(text: str) -> None:
    assert seen(text) == text
