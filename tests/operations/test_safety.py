"""Header fields, cookies, limits: on pages of every sort, as a browser gets them in production."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts.actions import person_for
from interchange.ground.accounts.vocabulary import LINKS_PER_HOUR_AND_PLACE
from interchange.ground.post.models import Letter

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "/",
    "/about/",
    "/account/start/",
    "/account/login/",
    "/desk/",
    "/nothing/here/",
    "/api/v1/openapi.json",
    "/robots.txt",
    "/readyz",
    "/search/?q=a",
    "/oai",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_answer_says_what_a_browser_must_not_do(path):
    answer = Client().get(path)
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Server" not in answer
    if answer["Content-Type"].startswith("text/html"):
        assert answer["Cross-Origin-Resource-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"


ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("createcachetable", verbosity=0)
plain = Client().get("/account/start/", headers={"host": "ten.network.int"})
safe = Client(enforce_csrf_checks=True).get("/account/start/", headers={"host": "ten.network.int", "x-forwarded-proto": "https"})
other = Client().get("/", headers={"host": "evil.example", "x-forwarded-proto": "https"})
cookies = {name: {key: value for key, value in morsel.items() if value} for name, morsel in safe.cookies.items()}
print(json.dumps({"plain": [plain.status_code, plain["Location"]], "status": safe.status_code, "hsts": safe.get("Strict-Transport-Security", ""),
    "cookies": cookies, "session": settings.SESSION_COOKIE_NAME, "other": other.status_code, "demo": Client().get("/demo/", headers={"host": "ten.network.int", "x-forwarded-proto": "https"}).status_code,
    "outbox": Client().get("/outbox/", headers={"host": "ten.network.int", "x-forwarded-proto": "https"}).status_code}))
"""


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_production_speaks_https_only_and_its_cookies_stay_with_this_host(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INTERCHANGE_", "DJANGO_"))}
    (tmp_path / "key").write_text("kJ8-aQ2_zP4xWm7vTr9yUb3nCe6gHs1dLf5iOj0pRtXqYwAzSv\n")
    env = kept | {
        "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "interchange.config.settings", "INTERCHANGE_DATA_DIR": str(tmp_path),
        "INTERCHANGE_SECRET_KEY_FILE": str(tmp_path / "key"), "INTERCHANGE_BASE_URL": "https://ten.network.int", "INTERCHANGE_BEHIND_PROXY": "1",
    }  # fmt: skip
    (tmp_path / "static").mkdir()
    code = "import interchange\nfrom unittest import mock\n" + ASK.replace(
        "from django.conf import settings\n",
        "from django.conf import settings\nsettings.STORAGES['staticfiles'] = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
        "settings.MIGRATION_MODULES = type('None_', (), {'__contains__': lambda s, n: True, '__getitem__': lambda s, n: None})()\n",
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["plain"] == [301, "https://ten.network.int/account/start/"]
    assert (said["status"], said["hsts"]) == (200, "max-age=31536000")
    assert said["session"] == "__Host-session"
    cookie = said["cookies"]["__Host-csrf"]
    assert (cookie["secure"], cookie["samesite"], cookie["path"], "domain" in cookie) == (True, "Lax", "/", False)
    assert said["other"] == 400, "a host that is not ours is not answered"
    assert (said["demo"], said["outbox"]) == (404, 404)
    assert '"from":"django.security.DisallowedHost"' in done.stderr
    assert "evil.example" not in done.stderr, "the log repeats nothing that a stranger sent"


@pytest.mark.django_db
def test_behind_a_proxy_each_visitor_is_counted_alone(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()

    def ask(number, address):
        # what a visitor sends in front is not believed: only what the proxy adds last
        sent = Client().post(
            "/account/start/", {"email": f"p{number}@example.org"}, headers={"x-forwarded-for": f"198.51.100.{number}, {address}"}
        )
        assert sent.status_code == 200

    for number in range(LINKS_PER_HOUR_AND_PLACE + 3):
        ask(number, "203.0.113.7")
    assert Letter.objects.filter(template="accounts.link").count() == LINKS_PER_HOUR_AND_PLACE, (
        "one place is slowed down, whatever it claims"
    )
    ask(900, "203.0.113.8")
    assert Letter.objects.filter(template="accounts.link").count() == LINKS_PER_HOUR_AND_PLACE + 1, "another is not"


@pytest.mark.django_db
def test_a_wrong_code_is_tried_a_few_times_and_then_asks_for_a_new_one():
    cache.clear()
    person_for("ama@example.org", at=clock.now())
    client = Client()
    assert client.post("/account/login/code/", {"email": "ama@example.org"}).status_code == 302
    answers = [client.post("/account/login/code/confirm/", {"code": f"WRONG{number}"}) for number in range(4)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 302, "the code is void after three tries"
    assert "/code/confirm/" not in answers[-1]["Location"]
    assert "_auth_user_id" not in client.session
