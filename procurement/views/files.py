"""Files that come in and go out: taken from a form, listed under whom they are for, and sent as a download."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from procurement.domain.media_types import MEDIA_TYPES
from procurement.intake.limits import DEFAULT, Limits, Unreadable

# Text is always UTF-8.
TYPES = {
    ending: f"{type}; charset=utf-8" if ending in ("html", "md", "csv", "json", "yaml") else type
    for ending, type in MEDIA_TYPES.items()
}
# What the worker makes, as a link to it says.
FORMATS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}

# Whom the papers are for, and what is said of those that are not for tenderers.
FOR_TENDERERS, FOR_PARTNERS, FOR_BUYER = "Till anbudsgivarna", "För er som delar kostnaden", "Bara för er"
WHOSE = {
    FOR_TENDERERS: "",
    FOR_PARTNERS: "Lämnas inte till anbudsgivare.",
    FOR_BUYER: "Lämnas inte till anbudsgivare och visas inte för den som är inne med en länk.",
}


def handed_in(request: HttpRequest, field: str = "file", limits: Limits = DEFAULT) -> tuple[str, bytes]:
    """The name and the content of the file in the form. Raises Unreadable when there is none, or too much of it."""
    file: UploadedFile | None = request.FILES.get(field)
    if file is None:
        raise Unreadable("missing")
    # Asked before it is read into memory.
    if (file.size or 0) > limits.size:
        raise Unreadable("too_large")
    return file.name or "", file.read()


def download(name: str, content: bytes | str, type: str) -> HttpResponse:
    """A file to be saved under the name, and taken for nothing but what it is said to be."""
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=type, headers=headers)


def grouped(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The papers under whom they are for; what few may see is said once, and not of each."""
    groups = [
        {"title": title, "text": text, "documents": [one for one in papers if one["for_whom"] == title]}
        for title, text in WHOSE.items()
    ]
    return [group for group in groups if group["documents"]]
