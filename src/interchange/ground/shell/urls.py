"""The doors of the shell."""

from django.urls import path

from interchange.ground.shell import views

urlpatterns = [path("style/", views.style, name="style")]
