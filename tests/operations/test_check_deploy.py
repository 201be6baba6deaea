"""`interchange check --deploy`: a good configuration passes, and each bad setting is named with its remedy."""

import pytest
from django.conf import settings as real
from django.db import connection

from interchange.config import deploy
from interchange.config.archive import sealing
from interchange.ground import clock
from interchange.ground.accounts.actions import person_for
from interchange.ground.accounts.models import Person
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def good(settings, tmp_path, monkeypatch):
    """A house as it should be, with its two officers."""
    for name in [name for name in deploy.os.environ if name.startswith("INTERCHANGE_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "var"
    folder.mkdir(mode=0o750)
    key = sealing.make_key(tmp_path / "key")
    settings.DEMO, settings.PRODUCTION, settings.DEBUG = False, True, False
    settings.SECRET_KEY = "kJ8-aQ2_zP4xWm7vTr9yUb3nCe6gHs1dLf5iOj0pRtXqYwAzSv"
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://ten.network.int", ["ten.network.int"]
    settings.BEHIND_PROXY, settings.BIND, settings.WEB_WORKERS = True, "127.0.0.1:8000", 2
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.DATA_DIR, settings.STATIC_ROOT = folder, folder / "static"
    settings.STORAGES = {
        **real.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder / "files"}},
    }
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "mail.network.int", True
    settings.DEFAULT_FROM_EMAIL, settings.BOUNCE_DOMAIN = "secretariat@network.int", "bounce.network.int"
    settings.CLAMD_ADDRESS, settings.BACKUP_RECIPIENT, settings.LOG_FORMAT = "127.0.0.1:3310", key, "json"
    settings.METRICS_TOKEN, settings.OTLP_ENDPOINT, settings.PSEUDO_LOCALE = "", "", False
    monkeypatch.setattr(deploy.shutil, "which", lambda tool: None)  # this machine's clock is not asked
    for number, roles in enumerate([(Role.OFFICER, Role.ADMINISTRATOR), (Role.OFFICER,)]):
        person = person_for(f"staff{number}@network.int", at=clock.now())
        for role in roles:
            grant_role(SYSTEM, person.pk, role, at=clock.now(), reason="First")
    return settings


def found() -> dict[str, tuple[bool, bool, str]]:
    """What is not well: name to (grave, remedy given, detail)."""
    return {one.what: (one.grave, bool(one.remedy), one.detail) for one in deploy.inspect() if not one.ok}


def test_a_good_configuration_has_nothing_grave(good):
    left = {"database kind"} if connection.vendor == "sqlite" else {"database account"}
    assert {what for what in found() if what != "Django"} <= left
    assert not any(grave for grave, _remedy, _detail in found().values())


BAD = {
    "demo world": {"DEMO": True},
    "production": {"PRODUCTION": False},
    "debug": {"DEBUG": True},
    "secret key": {"SECRET_KEY": "too short"},
    "pseudo-locale": {"PSEUDO_LOCALE": True},
    "https": {"BASE_URL": "http://ten.network.int"},
    "address": {"BASE_URL": "https://ten.example.org"},
    "hosts": {"ALLOWED_HOSTS": ["*"]},
    "listening": {"BIND": "0.0.0.0:8000"},
    "reverse proxy": {"BEHIND_PROXY": False},
    "cookies": {"SESSION_COOKIE_SECURE": False},
    "HSTS": {"SECURE_HSTS_SECONDS": 0},
    "https redirect": {"SECURE_SSL_REDIRECT": False},
    "content policy": {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}}},
    "sign-in provider": {"SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [{"settings": {"server_url": "http://id.network.int"}}]}}},
    "mail": {"EMAIL_HOST": ""},
    "mail link": {"EMAIL_USE_TLS": False},
    "sender": {"DEFAULT_FROM_EMAIL": "secretariat@example.org"},
    "returned mail": {"BOUNCE_DOMAIN": ""},
    "virus scanner": {"CLAMD_ADDRESS": ""},
    "backups": {"BACKUP_RECIPIENT": "age1nonsense"},
    "log": {"LOG_FORMAT": "line"},
    "metrics token": {"METRICS_TOKEN": "short"},
}


@pytest.mark.parametrize("what", BAD)
def test_each_bad_setting_is_named_with_its_remedy(good, what):
    for name, value in BAD[what].items():
        setattr(good, name, value)
    assert found()[what][1], "a remedy"


def test_folders_that_are_served_or_open_to_all_are_named(good, tmp_path):
    good.STATIC_ROOT = tmp_path
    good.DATA_DIR.chmod(0o755)
    assert {"files", "folder mode"} <= set(found())


def test_a_database_across_the_network_in_the_clear_is_named(good, monkeypatch):
    far = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.network.int", "OPTIONS": {}}
    monkeypatch.setitem(deploy.settings.DATABASES, "default", far)
    assert next(one for one in deploy._database() if one.what == "database link").grave
    far["OPTIONS"]["sslmode"] = "verify-full"
    assert next(one for one in deploy._database() if one.what == "database link").ok


def test_made_up_people_missing_officers_and_typing_errors_are_named(good, monkeypatch):
    monkeypatch.setenv("INTERCHANGE_EMIAL_URL", "smtp://mail.network.int")
    Person.objects.create_user("demo@network.int", is_synthetic=True)
    named = found()
    assert named["made-up people"][0]
    assert named["unknown setting"] == (False, True, "INTERCHANGE_EMIAL_URL is read by nobody")
    now = clock.now()
    monkeypatch.setattr(deploy.clock, "now", lambda: now - clock.days(400))
    assert {"officer", "administrator"} <= set(found())
