"""The pages for what cannot be shown: plain words, no blame, no hint of what is there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400"""
    return render(request, "shell/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the person knows that the thing exists."""
    return render(request, "shell/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: absent and forbidden look the same."""
    return render(request, "shell/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: must not touch the database."""
    return render(request, "shell/errors/500.html", status=500)
