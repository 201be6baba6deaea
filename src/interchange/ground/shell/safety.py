"""Header fields that every answer carries beside those of Django and django-csp."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing here films, listens, locates or pays (Permissions Policy, W3C working draft).
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip


class SafetyMiddleware:
    """Pages are nobody else's to frame, embed or read across origins (Fetch, 3.7: Cross-Origin-Resource-Policy); files and feeds may be used elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
