"""The page on which a code is typed, whichever room it is of (`web.codes`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fanal import vault
from fanal.concerns.public.forms import CodeForm
from fanal.concerns.public.talking import PAGE, changed
from fanal.web import api as web
from fanal.web.api import codes


@web.reporter_page
def code(request: HttpRequest, lang: str) -> HttpResponse:
    """Asks for the code; then shows what it opens."""
    if request.method != "POST":
        return _ask(request, CodeForm())
    try:
        if "code" in request.POST:
            return codes.opened(request, request.POST["code"])
        answer = codes.gone_on(request, request.POST.get("page", PAGE))  # those of a concern name none
        if answer is None:
            raise codes.AskAgain(changed(), request.POST.get("text", ""), 400)
        return answer
    except codes.NotFound:
        return _not_found(request)
    except codes.AskAgain as why:
        return _ask(request, CodeForm(), draft=why.draft, notice=why.notice, status=why.status)


def _ask(request: HttpRequest, form: CodeForm, *, draft: str = "", notice: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "draft": draft, "notice": notice}
    return render(request, "concerns/public/code.html", context, status=status)


def _not_found(request: HttpRequest) -> HttpResponse:
    form = CodeForm({"code": request.POST.get("code", "")})
    if form.is_valid():
        missing = [_("Not found."), *([] if _is_code(form.cleaned_data["code"]) else [form.fields["code"].help_text])]
        form.add_error("code", " ".join(map(str, missing)))
    form.fields["code"].widget.attrs["autofocus"] = True
    return _ask(request, form, draft=request.POST.get("text", ""))


def _is_code(typed: str) -> bool:
    try:
        return bool(vault.parse_receipt(typed))
    except vault.BadReceipt:
        return False
