"""A receipt reads the same from letters and digits of any script, and nothing of it can be guessed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal import vault
from fanal.vault import BadReceipt, Pepper, Receipt
from tests.vault.people import ORG, RECORD, fixed, ring, uid

PEPPER, OTHER_PEPPER = Pepper(1, fixed("pepper")), Pepper(2, fixed("other pepper"))
# Arabic-Indic, Persian, Devanagari, Bengali, Gujarati, Tamil, Thai, Lao, Burmese, Khmer, Tibetan, full width.
ZEROS = "٠۰०০૦௦๐໐၀០༠０"
values = st.integers(min_value=0, max_value=10**30 - 1)


def value_of(receipt: Receipt) -> int:
    return int.from_bytes(receipt.raw())


@given(value=values)
def test_both_renderings_give_the_same_receipt(value: int) -> None:
    receipt = Receipt(value)
    assert value_of(vault.parse_receipt(receipt.letters)) == value
    assert value_of(vault.parse_receipt(receipt.digits)) == value
    is_ours, is_others = receipt.reader(), Receipt((value + 1) % 10**30).reader()
    assert all(map(is_ours, (receipt.letters, receipt.digits, receipt.letters.lower())))
    assert not any(map(is_others, (receipt.letters, receipt.digits)))


def test_the_renderings_are_as_long_and_grouped_as_the_design_says() -> None:
    for receipt in (vault.new_receipt(), Receipt(0), Receipt(10**30 - 1)):
        assert [len(group) for group in receipt.letters.split("-")] == [4] * 5
        assert [len(group) for group in receipt.digits.split("-")] == [5] * 6
    assert Receipt(0).letters == "0000-0000-0000-0000-0000"
    assert Receipt(31 * 32 + 10).letters == "0000-0000-0000-0000-00ZA"
    assert Receipt(12345).digits == "00000-00000-00000-00000-00000-12345"


@pytest.mark.parametrize("zero", ZEROS, ids=[unicodedata.name(zero) for zero in ZEROS])
def test_digits_of_any_script_are_read(zero: str) -> None:
    receipt = vault.new_receipt()
    table = str.maketrans({str(digit): chr(ord(zero) + digit) for digit in range(10)})
    assert value_of(vault.parse_receipt(receipt.digits.translate(table))) == value_of(receipt)
    assert value_of(vault.parse_receipt(receipt.letters.translate(table))) == value_of(receipt)


@pytest.mark.parametrize(
    "text",
    [
        "ABCD-EFGH-1K10-2222-0ZYX",
        "abcd efgh 1k10 2222 0zyx",
        "ABCDEFGHIKLO2222OZYX",
        "abcdefghiklo2222ozyx",
        "  ABCD.EFGH\t1K10\n2222/0ZYX ",
        "ＡＢＣＤ－ＥＦＧＨ－１Ｋ１０－２２２２－０ＺＹＸ",
        "ABCD—EFGH\u00a01K10\u200b\u200f2222·0ZYX",
    ],
)
def test_look_alikes_case_and_separators_are_forgiven(text: str) -> None:
    receipt = vault.parse_receipt(text)
    assert receipt.letters == "ABCD-EFGH-1K10-2222-0ZYX"
    assert receipt.reader()(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ABCD",
        "ABCD-EFGH-1K10-2222-0ZY",
        "ABCD-EFGH-1K10-2222-0ZYXX",
        "ABCD-EFGH-1K10-2222-0ZYU",
        "ABCD-EFGH-1K10-2222-0ZYß",
        "ABCD-EFGH-1K10-2222-0ZY+",
        "ABCD-EFGH-1K10-2222-0ZYЖ",
        "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ",
        "1" * 29,
        "1" * 31,
        "1" * 29 + "A",
        "1" * 29 + "²" + "1",
        "½" * 30,
        "é" * 20,
        "\x00" * 30,
        "\ud800" * 20,
        "1" * 5000,
    ],
)
def test_other_texts_are_no_receipts(text: str) -> None:
    with pytest.raises(BadReceipt):
        vault.parse_receipt(text)


@given(text=st.text(max_size=40))
def test_any_text_is_a_receipt_or_a_bad_one(text: str) -> None:
    try:
        receipt = vault.parse_receipt(text)
    except BadReceipt:
        return
    assert 0 <= value_of(receipt) < 10**30


def test_the_largest_number_is_just_below_ten_to_the_thirty() -> None:
    assert Receipt(10**30 - 1).digits.replace("-", "") == "9" * 30
    for value in (-1, 10**30):
        with pytest.raises(BadReceipt):
            Receipt(value)
    # The letters could write larger numbers; those are refused, so that no receipt has two digit forms.
    assert value_of(vault.parse_receipt(Receipt(10**30 - 1).letters)) == 10**30 - 1
    with pytest.raises(BadReceipt):
        vault.parse_receipt(vault._codes.written(10**30, 20))


def test_a_million_receipts_are_all_different_and_use_the_whole_range() -> None:
    drawn = [value_of(vault.new_receipt()) for _ in range(1_000_000)]
    assert len(set(drawn)) == len(drawn)
    tenths = [0] * 10
    for value in drawn:
        tenths[value // 10**29] += 1
    assert all(98_000 < tenth < 102_000 for tenth in tenths)  # 6.7 standard deviations


def test_locator_and_seed_are_the_same_again_and_differ_by_receipt_and_pepper() -> None:
    receipt = vault.new_receipt()
    locator, seed = vault.receipt_keys(receipt, PEPPER)
    again, same_seed = vault.receipt_keys(vault.parse_receipt(receipt.digits), PEPPER)
    assert locator == again
    assert vault.same(seed.reveal(), same_seed.reveal())
    assert (len(locator), len(seed.reveal())) == (16, 32)
    assert locator not in seed.reveal()
    other = [vault.receipt_keys(receipt, OTHER_PEPPER), vault.receipt_keys(vault.new_receipt(), PEPPER)]
    assert len({locator, *(one[0] for one in other)}) == 3
    assert len({seed.reveal(), *(one[1].reveal() for one in other)}) == 3


def test_a_found_receipt_opens_the_dialogue_and_nothing_of_the_report() -> None:
    _, seed = vault.receipt_keys(vault.new_receipt(), PEPPER)
    public = seed.kem().public
    reporter = vault.Principal("reporter", public.id, 1, public)
    keys = vault.new_record(ORG, RECORD, ["content", "identity", "offender", "reporter", "dialogue"])
    found = [
        vault.grant(keys, ring("intake").principal, keys.compartments),
        vault.grant(keys, reporter, ["dialogue"]),
    ]
    opened = vault.open_bundles(found, vault.Keyring.of([(reporter, seed)]))
    assert opened.compartments == {"dialogue"}
    place = vault.Place(ORG, RECORD, "content", "concern", uid("row"), 1)
    with pytest.raises(vault.NotGranted):
        vault.open_item(opened, place, vault.seal(keys, place, b"told"))


def test_a_pin_is_known_again_however_it_is_typed_and_only_with_card_and_pepper() -> None:
    known = vault.pin_verifier("AB1D-E0FG-H2JK-M3NP", "123456", PEPPER)
    assert len(known) == 32
    assert known == vault.pin_verifier("abid eofg h2jk m3np", "١٢٣٤٥٦", PEPPER)
    others = {
        vault.pin_verifier("AB1D-E0FG-H2JK-M3NP", "123457", PEPPER),
        vault.pin_verifier("AB1D-E0FG-H2JK-M3NQ", "123456", PEPPER),
        vault.pin_verifier("AB1D-E0FG-H2JK-M3NP", "123456", OTHER_PEPPER),
        vault.pin_verifier("AB1D-E0FG-H2JK-M3NP1", "23456", PEPPER),
    }
    assert len(others | {known}) == 5
