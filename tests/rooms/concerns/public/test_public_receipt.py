"""The receipt page, the proof and the child door."""

import pytest

from fanal import vault
from fanal.clocks.models import Duty
from fanal.concerns.models import Concern
from fanal.concerns.public import proof
from fanal.journal.models import Entry
from fanal.web import qr
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, filled, opened, publish, tell

# ---- the code ----


def test_letters_and_digits_are_the_same_code(here: Cast) -> None:
    page = tell()
    digits = page.html.split('<p class="code" dir="ltr" translate="no">')[1].split("</p>")[0]
    assert vault.parse_receipt(digits).letters == page.code
    assert "Write it down: we cannot send it again." in page.words


@pytest.mark.parametrize("how", ["letters", "small", "digits", "arabic", "tick"])
def test_finishing_asks_whether_the_code_was_kept(here: Cast, how: str) -> None:
    page = tell()
    digits = vault.parse_receipt(page.code).digits
    answers = {
        "letters": {"last": page.code[-4:]},
        "small": {"last": f" {page.code[-4:].lower()} "},
        "digits": {"last": digits[-4:]},
        "arabic": {"last": "".join(chr(0x660 + int(sign)) for sign in digits[-4:])},
        "tick": {"kept": "on"},
    }[how]
    page.press("Finish", **answers)
    assert "You can close this page" in page.words
    assert '<p class="receipt"' not in page.html


@pytest.mark.parametrize("last", ["", "0", "abcd", "1234567890"])
def test_a_wrong_end_shows_the_same_page_again(here: Cast, last: str) -> None:
    page = tell()
    code = page.code
    page.press("Finish", last=last)
    assert page.code == code
    wrong = "These are not the last four." if last else "Type the last four characters of your code"
    assert wrong in page.words


def test_the_picture_holds_the_code_as_letters() -> None:
    """Read back by the rules of the code itself: the same matrix that the library makes for that text."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    drawn = qr.svg("7KQ2-M9XD-TR4H-0WVB-E6NC", "label")
    wanted = QRCode(error_correction=ERROR_CORRECT_M, border=4, mask_pattern=2)
    wanted.add_data("7KQ2-M9XD-TR4H-0WVB-E6NC")
    wanted.make(fit=True)
    dark = set()
    for run in drawn.split('fill="#000" d="')[1].split('"')[0].split("M")[1:]:
        place, width = run.split("h")[0], run.split("h")[1].split("v")[0]
        x, y = map(int, place.split())
        dark |= {(x + step, y) for step in range(int(width))}
    assert dark == {(x, y) for y, row in enumerate(wanted.get_matrix()) for x, full in enumerate(row) if full}
    assert "style" not in drawn


# ---- the proof ----


def test_the_proof_can_be_checked_and_says_nothing_of_what_was_told(here: Cast) -> None:
    page = tell("A secret sentence")
    text = page.html.split("<pre")[1].split(">", 1)[1].split("</pre>")[0]
    found = proof.check(text, proof.installation_key())
    concern = Concern.objects.get()
    entry = Entry.objects.get(record=concern.pk, seq=1)
    assert (found.org, found.day, found.entry) == (here.aurora, concern.received_on, bytes(entry.hash))
    items = [vault.item_hash(bytes(getattr(concern, name))).hex() for name in ("personal", "content", "offender")]
    assert set(items) <= {item[:64] for item in entry.items}
    assert str(concern.pk) not in text
    assert page.code not in text


def test_the_proof_comes_as_a_file_with_a_neutral_name(here: Cast) -> None:
    page = tell()
    text = page.html.split("<pre")[1].split(">", 1)[1].split("</pre>")[0]
    page.press("proof")
    assert page.response["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert page.response.content.decode().strip() == text


def test_a_changed_proof_is_refused(here: Cast) -> None:
    page = tell()
    text = page.html.split("<pre")[1].split(">", 1)[1].split("</pre>")[0]
    key = proof.installation_key()
    for bad in (text.replace("-1", "-2", 1), "", "Proof 1", text + "\nmore", text.replace("Proof 1", "Proof 2")):
        if bad != text:
            with pytest.raises(proof.BadProof):
                proof.check(bad, key)
    with pytest.raises(proof.BadProof):
        proof.check(text, vault.Seed.new().signer().public)


# ---- the child door ----


def test_people_stand_before_what_happens_and_both_before_any_form(here: Cast) -> None:
    page = Reporter().get("/en/xa/you")
    assert (
        page.html.index("Child helpline") < page.html.index("What happens if I tell?") < page.html.index("Write to us")
    )
    assert "<form" not in page.html.split("<main")[1]
    form = page.get(page.form.links["Write to us"])
    asked = dict.fromkeys(one.name for one in form.form.fields if one.kind != "hidden" and one.name != "web")
    assert list(asked) == ["happening", "safe_now", "answer_how", "answer_words", "more"]


def test_what_a_child_writes_has_the_clock_of_danger(here: Cast) -> None:
    page = Reporter().get("/en/xa/you/2").press("Send", happening="He comes to my room", safe_now="yes", more="please")
    concern = Concern.objects.get()
    assert (concern.child_door, concern.danger) == (True, "no")
    assert [duty.kind for duty in Duty.objects.all()] == ["concern_decide_urgent"]
    content = opened(here["amara"], concern)["content"]
    assert (content.reporter_type, content.happening, content.more) == ("child", "He comes to my room", "please")
    assert page.code


def test_everything_is_optional_for_a_child(here: Cast) -> None:
    assert Reporter().get("/en/xa/you/2").press("Send").press("Send").code  # asked once whether to send it empty
    assert opened(here["amara"], Concern.objects.get())["content"].happening == ""


def test_every_page_of_the_door_says_that_one_may_stop(here: Cast) -> None:
    for address in ("/en/xa/you", "/en/xa/you/2"):
        page = Reporter().get(address)
        for line in ("You may stop at any time.", "We keep nothing until you press send.", "You did nothing wrong."):
            assert line in page.words


def test_without_anybody_to_call_there_is_no_form_for_a_child(here: Cast) -> None:
    """No verified helpline and no duty line of the member: only the emergency block and what happens."""
    from fanal.concerns.public import child
    from fanal.concerns.public.around import Around

    nobody = Around((), (), (), "", "law", False, "", "")
    assert not child.may_write(nobody)
    publish(here, "XD", org_id=here.nordlys)
    page = Reporter().get("/en/xd/you")
    assert "Write to us" in page.form.links  # a verified helpline of XD is held


# ---- who comes back to the form ----


@pytest.mark.parametrize("button", ["next", "back", "stay", "page:danger", "called", ""])
def test_a_form_that_was_sent_leads_to_its_code_and_to_no_answer(here: Cast, button: str) -> None:
    """Whoever finds the pages of it reads nothing of what was told; who wrote something since keeps those words."""
    state = filled(answers={"danger": "no", "words": "the girl with the red bag", "place": "Old harbour"})
    code = Reporter().post("/en/xa/sent", {"state": state, "page": "check", "go": "send"}).code
    for page_id in ("check", "phone", "danger", "what", "where", "you"):
        page = Reporter().post("/en/xa/3", {"state": state, "page": page_id, "go": button})
        assert page.code == code
        assert not {"red bag", "Old harbour"} & {word for word in ("red bag", "Old harbour") if word in page.html}
        assert "You sent this before" not in page.words
    page = Reporter().post("/en/xa/3", {"state": state, "page": "what", "go": button, "words": "and a blue car"})
    assert "You sent this before, and we keep what you sent first." in page.words
    assert "\nand a blue car</textarea>" in page.html
    assert Concern.objects.count() == 1
