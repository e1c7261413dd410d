"""DNH-13: no third-party request, no web font, no captcha."""

import re
from pathlib import Path

import fanal.web
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import every_page

__all__ = ["open_form"]
LOADS = re.compile(
    r'<(?:script|link|img|iframe|video|audio|source|object|embed|form|button)\b[^>]*?\s(?:src|href|action|formaction|data|poster)="([^"]*)"'
)


def test_pages_load_from_our_own_host_only(open_form: Cast) -> None:
    for lang, prefix in (("en", ""), ("ar", "/preview")):
        for name, page in every_page(lang, prefix).items():
            for target in LOADS.findall(page.html):
                assert target == "" or (target.startswith("/") and not target.startswith("//")), (name, target)
            policy = page.response["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'"), name
            assert not re.search(r"https?:|\*|unsafe", policy), name
            assert "captcha" not in page.html.lower()
            assert not re.search(r'\sstyle="|<style|<script>|\son[a-z]+="', page.html), name


def test_styles_and_script_name_no_other_host() -> None:
    folder = Path(fanal.web.__file__).parent / "static" / "web"
    for path in folder.iterdir():
        text = path.read_text()
        assert not re.search(r"https?://|@font-face|@import|url\(", text), path.name


def test_the_only_links_outward_are_the_hotline_and_the_way_out(open_form: Cast) -> None:
    for name, page in every_page().items():
        outward = {target for target in re.findall(r'<a\b[^>]*href="([^"]+)"', page.html) if target.startswith("http")}
        assert outward <= {"https://hotline-xa.example/report"}, name
