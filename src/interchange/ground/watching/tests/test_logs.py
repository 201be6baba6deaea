"""A line of the log holds no words of people, no addresses, no secrets of links: whoever wrote it and whatever went wrong."""

import errno
import json
import logging
import re

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import RequestFactory

from interchange.ground.watching import logs
from interchange.ground.watching.requests import WatchMiddleware

MARK = "QXlogsZQ"
ADDRESS = "ama.okafor@example.org"
LINES = logs.JsonLines()


def line(name, level, words, *given, failure=None) -> dict:
    info = (type(failure), failure, failure.__traceback__) if failure else None
    record = logging.LogRecord(name, level, __file__, 7, words, given, info, "here")
    text = LINES.format(record)
    assert "\n" not in text
    for secret in (MARK, ADDRESS, "okafor"):
        assert secret not in text
    return json.loads(text)


def thrown(failure: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise failure from cause
    except Exception as caught:
        return caught


def test_our_templates_are_filled_with_codes_and_numbers_only():
    said = line("interchange.x", logging.WARNING, "schedule %s failed for %s after %d s", "calls.lapse-drafts", f"{MARK} {ADDRESS}", 3)
    assert said["says"] == "schedule calls.lapse-drafts failed for … after 3 s"
    assert line("interchange.x", logging.ERROR, "got %d", ADDRESS)["says"] == "got %d"
    assert line("interchange.x", logging.INFO, "%(who)s and %(n)d", {"who": ADDRESS, "n": 2})["says"] == "… and 2"
    assert "place" in said


@pytest.mark.parametrize("words", [f"Not Found: /account/link/{MARK}/", f"sending to {ADDRESS}"])
def test_what_others_wrote_out_already_is_not_repeated(words):
    assert line("some.library", logging.WARNING, words)["says"] == logs.HIDDEN
    assert line("some.library", logging.WARNING, "gave %s to %s", words, ADDRESS)["says"] == "gave %s to %s", "their template alone"
    assert line("django.request", logging.WARNING, "%s: %s", "Not Found", f"/account/link/{MARK}/")["place"]


def test_an_error_is_told_by_class_code_and_way():
    said = line("interchange.x", logging.ERROR, "failed", failure=thrown(IntegrityError(f"Key (email)=({ADDRESS})"), ValueError(MARK)))
    assert (said["error"], said["because"]) == ("django.db.utils.IntegrityError", "ValueError")
    assert re.fullmatch(r".*test_logs\.py:\d+ thrown", said["way"][-1])
    full = line("interchange.x", logging.ERROR, "%s", thrown(OSError(errno.ENOSPC, MARK, ADDRESS)))
    assert full["says"] == "OSError [ENOSPC]"


def test_what_is_in_hand_stands_on_every_line():
    with logs.working_on(request="r-1"):
        with logs.working_on(schedule="post.deliver"):
            assert {"request": "r-1", "schedule": "post.deliver"}.items() <= line("interchange.x", 20, "on").items()
        assert "schedule" not in line("interchange.x", 20, "on")
    assert "request" not in line("interchange.x", 20, "on")


@pytest.fixture
def answered(caplog):
    """A request through the middleware: its answer, its line."""

    def ask(path="/", answer=None, **headers):
        caplog.clear()
        with caplog.at_level(logging.INFO, "interchange.ground.watching.requests"):
            response = WatchMiddleware(answer or (lambda request: HttpResponse("ok", status=404)))(
                RequestFactory().get(path, headers=headers)
            )
        return response, json.loads(LINES.format(caplog.records[-1]))

    return ask


def test_a_request_has_a_number_a_line_and_no_path_in_it(answered, settings):
    settings.BEHIND_PROXY = False
    response, said = answered(f"/account/link/{MARK}/?email={ADDRESS}", x_request_id="believed-by-nobody")
    assert MARK not in json.dumps(said)
    assert ADDRESS not in json.dumps(said)
    assert (said["route"], said["status"], said["method"]) == ("(nowhere)", 404, "GET")
    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"])


def test_the_number_of_a_trusted_proxy_is_taken_over_and_nothing_else(answered, settings):
    settings.BEHIND_PROXY = True
    assert answered(x_request_id="abc-12345678")[0]["X-Request-ID"] == "abc-12345678"
    for odd in (f"{ADDRESS} {MARK}", "x", "a" * 65, '"}{"level":"forged'):
        assert re.fullmatch(r"[0-9a-f]{32}", answered(x_request_id=odd)[0]["X-Request-ID"])


def test_lines_inside_a_request_carry_its_number(answered, settings):
    settings.BEHIND_PROXY = True
    inside = {}

    def view(request):
        inside.update(line("interchange.x", 30, "inside"))
        return HttpResponse("ok")

    answered(answer=view, x_request_id="abc-12345678")
    assert inside["request"] == "abc-12345678"


def test_production_writes_json_and_others_read_it(capsys):
    made = logs.configuration("json", "WARNING")
    assert made["handlers"]["console"]["formatter"] == "json"
    assert made["formatters"]["json"]["()"] == "interchange.ground.watching.logs.JsonLines"
    assert not made["loggers"]["django"]["handlers"], "Django's own handlers write paths and mail the words of errors"
    assert logs.configuration("line", "WARNING")["handlers"]["console"]["formatter"] == "line"
