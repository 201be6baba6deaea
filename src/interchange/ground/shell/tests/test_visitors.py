"""What visitors share, and what they never do."""

from django.http import HttpResponse
from django.test import RequestFactory

from interchange.ground import memory
from interchange.ground.shell import visitors


def house(view, **cookies):
    """One request through the middleware to a view that counts its calls."""
    calls = []

    def get_response(request):
        calls.append(request)
        request.resolver_match = type("Match", (), {"func": view})
        return view(request)

    return visitors.VisitorCacheMiddleware(get_response), calls


def ask(middleware, path="/x/", **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    return middleware(request)


@visitors.shared_by_visitors
def page(request):
    return HttpResponse(f"page {request.get_full_path()}", headers={"X-Made": "once"})


def test_two_visitors_share_one_rendering_with_its_headers():
    middleware, calls = house(page)
    first, second = ask(middleware), ask(middleware)
    assert len(calls) == 1
    assert (first.content, first["X-Made"]) == (second.content, second["X-Made"])


def test_a_session_never_shares():
    middleware, calls = house(page)
    ask(middleware)
    ask(middleware, sessionid="somebody")
    ask(middleware, sessionid="somebody")
    assert len(calls) == 3


def test_addresses_and_time_part_renderings(monkeypatch):
    middleware, calls = house(page)
    assert ask(middleware, "/a/").content != ask(middleware, "/a/?page=2").content
    later = memory.seconds() + visitors.SECONDS + 0.1
    monkeypatch.setattr(memory, "_clock", lambda: later)
    ask(middleware, "/a/")
    assert len(calls) == 3


def test_unmarked_failed_and_cookie_setting_answers_are_not_kept():
    def unmarked(request):
        return HttpResponse("mine")

    @visitors.shared_by_visitors
    def failing(request):
        return HttpResponse("no", status=404)

    @visitors.shared_by_visitors
    def personal(request):
        response = HttpResponse("you")
        response.set_cookie("a", "b")
        return response

    for view in (unmarked, failing, personal):
        middleware, calls = house(view)
        ask(middleware)
        ask(middleware)
        assert len(calls) == 2
