"""Any of enough shares bring the seed back; fewer, mistyped or strange ones do not."""

from itertools import combinations, permutations

import pytest

from fanal import vault
from fanal.vault import CannotOpen, Seed

SEED = Seed.new()
KIT = vault.make_kit(SEED, 2, 3)


def is_seed(opened: Seed) -> bool:
    return vault.same(opened.reveal(), SEED.reveal())


def test_a_kit_is_printed_as_33_words_a_share() -> None:
    assert [len(share.split()) for share in KIT] == [33] * 3
    assert len(set(KIT)) == 3


@pytest.mark.parametrize(("need", "of"), [(2, 3), (3, 5), (2, 2)])
def test_any_so_many_shares_bring_the_seed_back_and_fewer_do_not(need: int, of: int) -> None:
    kit = vault.make_kit(SEED, need, of)
    for chosen in combinations(kit, need):
        assert is_seed(vault.open_kit(chosen))
    for chosen in combinations(kit, need - 1):
        with pytest.raises(CannotOpen):
            vault.open_kit(chosen)


def test_order_case_spaces_doubles_and_spare_shares_are_forgiven() -> None:
    for two in permutations(KIT, 2):
        assert is_seed(vault.open_kit(two))
    assert is_seed(vault.open_kit(KIT))
    assert is_seed(vault.open_kit([KIT[0], KIT[0], KIT[1]]))
    assert is_seed(vault.open_kit([KIT[0].upper(), "  " + KIT[1].replace(" ", "\n ")]))


def test_a_mistyped_word_is_noticed_in_its_share() -> None:
    words = KIT[0].split()
    swapped = " ".join([words[1], words[0], *words[2:]]) if words[0] != words[1] else KIT[0] + " academic"
    for wrong in (swapped, " ".join(words[:-1]), KIT[0] + " academic", "lantern " * 33, "", "é"):
        assert not vault.share_is_good(wrong)
        with pytest.raises(CannotOpen):
            vault.open_kit([wrong, KIT[1]])
        with pytest.raises(CannotOpen):
            vault.open_kit([KIT[1], wrong])
    assert all(vault.share_is_good(share) for share in (*KIT, KIT[0].upper()))


def test_shares_of_two_kits_do_not_mix_even_of_the_same_seed() -> None:
    again = vault.make_kit(SEED, 2, 3)
    with pytest.raises(CannotOpen):
        vault.open_kit([KIT[0], again[1]])
    assert is_seed(vault.open_kit(again[:2]))


def test_no_shares_or_a_kit_of_something_else_cannot_be_opened() -> None:
    from shamir_mnemonic import generate_mnemonics

    with pytest.raises(CannotOpen):
        vault.open_kit([])
    with pytest.raises(CannotOpen):
        vault.open_kit(generate_mnemonics(1, [(2, 3)], bytes(16))[0][:2])


@pytest.mark.parametrize(("need", "of"), [(1, 1), (1, 3), (3, 2), (0, 2), (2, 17)])
def test_a_kit_that_one_person_could_open_or_nobody_is_refused(need: int, of: int) -> None:
    with pytest.raises(ValueError, match="2 to 16"):
        vault.make_kit(SEED, need, of)
