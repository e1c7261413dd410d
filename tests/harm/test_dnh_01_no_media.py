"""DNH-01: no files, images, audio, video, base64 or data URIs reach the report zone, a disk or a log."""

import base64
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fanal.concerns.models import Concern, Message
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, filled, tell

__all__ = ["open_form"]
CANARY = "CANARYpicture"
_RAW = (CANARY * 30).encode()
_B64 = base64.b64encode(_RAW).decode()
_KINDS = (
    "image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "video/mp4", "video/webm", "audio/mpeg",
    "audio/ogg", "application/pdf", "application/zip", "application/octet-stream", "text/html", "font/woff2",
)  # fmt: skip
TEXTS = [
    *(f"data:{kind};base64,{_B64}" for kind in _KINDS),
    *(f"look: DATA : {kind} ; base64 , {_B64}" for kind in _KINDS[:4]),
    _B64, _B64.rstrip("="), base64.urlsafe_b64encode(_RAW).decode(),
    "\n".join(_B64[at : at + 76] for at in range(0, len(_B64), 76)),
    f"<img src='data:image/png;base64,{_B64}'>", f"![x](data:image/png;base64,{_B64})", f"before {_B64} after",
    f"-----BEGIN FILE-----\n{_B64}", _RAW.hex(), " ".join(f"{byte:02x}" for byte in _RAW[:100]),
]  # fmt: skip
FILES = [
    (f"a.{end}", kind)
    for end, kind in zip(("png", "jpg", "gif", "mp4", "mp3", "pdf", "zip", "txt"), _KINDS, strict=False)
]


def _disk() -> set[Path]:
    return {
        path
        for path in Path(settings.DATA).rglob("*")
        if path.suffix not in {".sqlite3", ".sqlite3-wal", ".sqlite3-shm"}
    }


def test_there_are_forty_payloads() -> None:
    assert len(TEXTS) + len(FILES) + 4 >= 40


@pytest.mark.parametrize("text", TEXTS)
def test_a_file_in_disguise_is_refused_and_nothing_is_kept(open_form: Cast, text: str, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    page = Reporter().post(
        "/en/xa/sent", {"state": filled(answers={"danger": "no"}), "page": "what", "words": text, "go": "send"}
    )
    assert page.status == 422
    assert "We cannot receive pictures, videos or files" in page.words
    assert text[:40] not in page.html
    assert Concern.objects.count() == 0
    assert CANARY not in caplog.text
    assert _B64[:20] not in caplog.text
    child = Reporter().post(
        "/en/xa/sent", {"state": filled(door=True), "page": "tell", "happening": text, "go": "send"}
    )
    assert child.status == 422


def test_the_reply_box_refuses_them_too(open_form: Cast) -> None:
    page = Reporter().post("/en/code", {"code": tell().code})
    for text in TEXTS[::5]:
        address, body = page.sending("Send", text=text)
        assert Reporter().post(address, body).status == 422
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["/en/xa/", "/en/xa/2", "/en/xa/sent", "/en/xa/you/2", "/en/xa/danger", "/en/code", "/en/"]
)
def test_an_upload_is_refused_before_it_is_read(open_form: Cast, address: str, caplog: Any, capfd: Any) -> None:
    before = _disk()
    for name, kind in FILES:
        file = SimpleUploadedFile(name, _RAW, kind)
        response = Client().post(address, {"state": filled(), "page": "what", "file": file})
        assert response.status_code == 415
        raw = Client().post(address, _RAW, content_type=kind)
        assert raw.status_code == 415
    assert _disk() == before
    assert Concern.objects.count() == 0
    assert CANARY not in caplog.text
    assert CANARY not in "".join(capfd.readouterr())
    temporary = Path(os.environ.get("TMPDIR", "/tmp"))
    assert not [path for path in temporary.glob("*.upload*") if path.is_file()]
