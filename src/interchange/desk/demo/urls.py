"""The doors of the demo world; there are none outside demo mode."""

from django.conf import settings
from django.urls import URLPattern, path

from interchange.desk.demo import views

urlpatterns: list[URLPattern] = (
    [path("demo/", views.demo, name="demo"), path("demo/sign-in/", views.sign_in, name="demo_sign_in")] if settings.DEMO else []
)
