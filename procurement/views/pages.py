"""The pages anyone may read: what this is, why the code should be open, and how accessible it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from procurement.access import public


@public
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/start.html")


@public
def why(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/why.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")
