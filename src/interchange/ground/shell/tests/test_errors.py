"""The page for what went wrong on our side."""

import pytest
from django.test import Client, override_settings
from django.urls import path

from interchange.ground.policy.doors import public


@public
def broken(request):
    raise RuntimeError("a fault of our own")


urlpatterns = [path("broken/", broken)]
handler500 = "interchange.ground.shell.errors.server_error"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_a_fault_of_ours_is_told_without_its_inside_and_without_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client(raise_request_exception=False).get("/broken/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Nothing you saved is lost" in page
    assert "a fault of our own" not in page
    assert "RuntimeError" not in page
