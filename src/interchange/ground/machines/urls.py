"""The door for people; programs come in by `config/api.py`."""

from django.urls import path

from interchange.ground.machines import views

urlpatterns = [path("account/tokens/", views.tokens, name="api_tokens")]
