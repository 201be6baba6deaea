"""`interchange check --deploy`: what a real network must not be run with, each with its remedy.

Grave findings (NO) are to be mended before anybody is let in; the others (??) are to be thought over. Django's own deployment checks
(`manage.py check --deploy`) are asked too, so that none of them is forgotten here.
"""

import ipaddress
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from interchange.config.health import Finding
from interchange.config.settings import env
from interchange.ground import clock

MAKE_A_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"  # noqa: S105 - how to make one
WEB_ROOTS = ("/var/www", "/srv/http", "/srv/www", "/usr/share/nginx", "/usr/share/caddy")
SAMPLE_DOMAINS = ("example.org", "example.com", "example.net", "invalid", "test")
CLOCK_SLACK = timedelta(seconds=5)


def inspect() -> Iterator[Finding]:
    """Every finding: settings first, then the machine, then what stands in the database."""
    yield from _mode()
    yield from _addresses()
    yield from _headers()
    yield from _database()
    yield from _post()
    yield from _files()
    yield from _watching()
    yield from _clock()
    try:
        yield from _inhabitants(clock.now())
    except DatabaseError:  # said already by `check`
        yield Finding("people", False, "not looked at: the database does not answer", "Mend the database, then look again.")


def _mode() -> Iterator[Finding]:
    yield Finding(
        "demo world",
        not settings.DEMO,
        _on(settings.DEMO),
        "Unset INTERCHANGE_DEMO: in the demo anyone signs in as anyone and reads /outbox/.",
    )
    yield Finding(
        "production", settings.PRODUCTION, _on(settings.PRODUCTION), "Set INTERCHANGE_PRODUCTION=1, or unset it: it is the default."
    )
    yield Finding("debug", not settings.DEBUG, _on(settings.DEBUG), "Unset INTERCHANGE_DEBUG: its pages show settings and values.")
    key = settings.SECRET_KEY
    strong = len(key) >= 50 and len(set(key)) >= 10 and not key.startswith("django-insecure")
    yield Finding("secret key", strong, f"{len(key)} characters", f"Set INTERCHANGE_SECRET_KEY(_FILE) to a random text: {MAKE_A_SECRET}")
    yield Finding("pseudo-locale", not settings.PSEUDO_LOCALE, _on(settings.PSEUDO_LOCALE), "Unset INTERCHANGE_PSEUDO_LOCALE.")
    for given, near in env.unknown():
        remedy = f"Did you mean {near}?" if near else "docs/settings.md lists every setting."
        yield Finding("unknown setting", False, f"{given} is read by nobody", remedy, grave=False)
    for one in checks.run_checks(include_deployment_checks=True, tags=[checks.Tags.security]):
        yield Finding("Django", False, f"{one.id}: {str(one.msg).splitlines()[0]}", one.hint or "", grave=one.level >= checks.ERROR)


def _addresses() -> Iterator[Finding]:
    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    yield Finding("https", parts.scheme == "https", settings.BASE_URL, "Set INTERCHANGE_BASE_URL to the https address that people use.")
    yield Finding(
        "address",
        _named(host),
        host or "none",
        "Set INTERCHANGE_BASE_URL to the host name of the network, not of this machine or of an example.",
    )
    wide = [name for name in settings.ALLOWED_HOSTS if "*" in name or name.startswith(".")]
    yield Finding(
        "hosts", not wide and host in settings.ALLOWED_HOSTS, ", ".join(settings.ALLOWED_HOSTS) or "none",
        "Name each host in INTERCHANGE_ALLOWED_HOSTS, or unset it: the host of the base URL is the default.",
    )  # fmt: skip
    open_to_all = settings.BIND.rsplit(":", 1)[0] in {"0.0.0.0", "[::]", "::"}  # noqa: S104 - what is looked for
    yield Finding(
        "listening", not open_to_all, settings.BIND,
        "Outside a container, bind to 127.0.0.1 and let only the reverse proxy speak to the world.", grave=False,
    )  # fmt: skip
    yield Finding(
        "reverse proxy", settings.BEHIND_PROXY, _on(settings.BEHIND_PROXY),
        "The web process speaks no TLS: put a proxy before it (deploy/) and set INTERCHANGE_BEHIND_PROXY=1; without it every page redirects to itself.",
    )  # fmt: skip


def _headers() -> Iterator[Finding]:
    cookies = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY
    remedy = "They follow INTERCHANGE_BASE_URL: give it the https address of a host that is not this machine."
    yield Finding("cookies", bool(cookies), "secure" if cookies else "sent without https too", remedy)
    yield Finding("HSTS", settings.SECURE_HSTS_SECONDS >= 31_536_000, f"{settings.SECURE_HSTS_SECONDS} s", remedy)
    yield Finding("https redirect", bool(settings.SECURE_SSL_REDIRECT), _on(bool(settings.SECURE_SSL_REDIRECT)), remedy, grave=False)
    words = {word for values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for word in values}
    unsafe = sorted(words & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"})
    yield Finding("content policy", not unsafe, ", ".join(unsafe) or "no unsafe part", "Take them out of CONTENT_SECURITY_POLICY.")
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
        address = str(app.get("settings", {}).get("server_url", ""))
        yield Finding(
            "sign-in provider",
            address.startswith("https://"),
            address or "no server_url",
            "Give its https address in INTERCHANGE_OIDC_PROVIDERS.",
        )


def _database() -> Iterator[Finding]:
    data = settings.DATABASES["default"]
    if data["ENGINE"].endswith("sqlite3"):
        remedy = "Fine for one machine and some thousand people; PostgreSQL (INTERCHANGE_DATABASE_URL) for more, or for more than one host."
        yield Finding("database kind", False, "SQLite", remedy, grave=False)
        yield Finding(
            "web processes",
            settings.WEB_WORKERS <= 4,
            f"{settings.WEB_WORKERS}",
            "Many writers wait for each other on SQLite.",
            grave=False,
        )
        return
    host, options = str(data.get("HOST") or ""), dict(data.get("OPTIONS") or {})
    near = not host or host.startswith("/") or _loopback(host)
    tls = str(options.get("sslmode", ""))
    yield Finding(
        "database link", near or tls in {"require", "verify-ca", "verify-full"}, "on this machine" if near else f"sslmode={tls or 'prefer'}",
        "Add ?sslmode=verify-full (or require) to INTERCHANGE_DATABASE_URL: rows and password cross a network.",
    )  # fmt: skip
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('is_superuser'), current_setting('server_version_num')::int")
            superuser, version = cursor.fetchone()
    except DatabaseError:
        return
    yield Finding(
        "database account",
        superuser == "off",
        "superuser" if superuser == "on" else "ordinary",
        "Use an account that owns this database and nothing else.",
        grave=False,
    )
    yield Finding("database version", version >= 140_000, f"{version // 10_000}", "PostgreSQL 14 or newer is needed.")


def _post() -> Iterator[Finding]:
    remedy = "Set INTERCHANGE_EMAIL_URL, for example smtp://user:password@mail.example.org:587?tls=True"
    near = _loopback(settings.EMAIL_HOST)
    tls = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    yield Finding("mail", bool(settings.EMAIL_HOST), settings.EMAIL_HOST or "no server", remedy)
    yield Finding(
        "mail link",
        near or tls,
        "TLS" if tls else "on this machine" if near else "in the clear",
        "Add ?tls=True to INTERCHANGE_EMAIL_URL: letters hold sign-in links.",
    )
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    yield Finding(
        "sender",
        _named(domain),
        settings.DEFAULT_FROM_EMAIL,
        "Set INTERCHANGE_FROM_EMAIL to an address of the network, with SPF and DKIM for its domain.",
    )
    told = "set" if settings.BOUNCE_DOMAIN else "not set"
    yield Finding(
        "returned mail",
        bool(settings.BOUNCE_DOMAIN),
        told,
        "Set INTERCHANGE_BOUNCE_DOMAIN, so that dead addresses are noticed.",
        grave=False,
    )


def _files() -> Iterator[Finding]:
    data, static = settings.DATA_DIR, settings.STATIC_ROOT
    storages: Any = settings.STORAGES
    stored = Path((storages["default"].get("OPTIONS") or {}).get("location", data / "files"))
    served = [root for root in (*WEB_ROOTS, str(static)) if _inside(stored, Path(root)) or _inside(data, Path(root))]
    yield Finding(
        "files",
        not served,
        f"under {served[0]}" if served else "outside what is served",
        "Move INTERCHANGE_DATA_DIR out of the folders that a web server gives away.",
    )
    package = Path(__file__).resolve().parents[1]
    yield Finding(
        "data folder",
        data.is_absolute() and not _inside(data, package),
        str(data),
        "Set INTERCHANGE_DATA_DIR to a folder of its own, such as /var/lib/interchange.",
    )
    mode = data.stat().st_mode & 0o777 if data.exists() else 0o700
    yield Finding("folder mode", not mode & 0o027, f"{mode:04o}", f"chmod 750 {data} (others must not read it).")
    yield Finding(
        "virus scanner",
        bool(settings.CLAMD_ADDRESS),
        settings.CLAMD_ADDRESS or "none",
        "Set INTERCHANGE_CLAMD_ADDRESS; files that people send are read by others.",
        grave=False,
    )
    recipient = settings.BACKUP_RECIPIENT
    from interchange.config.archive.sealing import is_recipient

    remedy = "Make a key pair elsewhere (interchange backup --make-key FILE) and set INTERCHANGE_BACKUP_RECIPIENT to its public half."
    yield Finding(
        "backups",
        is_recipient(recipient),
        "encrypted" if is_recipient(recipient) else "no public key" if not recipient else "not an age key",
        remedy,
    )


def _watching() -> Iterator[Finding]:
    yield Finding(
        "log", settings.LOG_FORMAT == "json", settings.LOG_FORMAT, "Set INTERCHANGE_LOG_FORMAT=json: other lines hold what people wrote."
    )
    token = settings.METRICS_TOKEN
    yield Finding(
        "metrics token",
        not token or len(token) >= 20,
        f"{len(token)} characters" if token else "no /metrics",
        f"Make a longer one: {MAKE_A_SECRET}",
    )
    if settings.OTLP_ENDPOINT:
        there = find_spec("opentelemetry") is not None
        yield Finding("OpenTelemetry", there, settings.OTLP_ENDPOINT, "pip install -r requirements/telemetry.lock")


def _clock() -> Iterator[Finding]:
    tool = shutil.which("timedatectl")
    if tool:
        said = subprocess.run([tool, "show", "-p", "NTPSynchronized", "--value"], capture_output=True, text=True, check=False, timeout=10)
        if said.returncode == 0:
            steady = said.stdout.strip() == "yes"
            yield Finding(
                "clock",
                steady,
                "kept by NTP" if steady else "kept by nobody",
                "timedatectl set-ntp true: deadlines are decided by this clock.",
                grave=False,
            )
    if connection.vendor == "postgresql":
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT clock_timestamp()")
                (theirs,) = cursor.fetchone()
        except DatabaseError:
            return
        apart = abs(datetime.now(UTC) - theirs)
        yield Finding("database clock", apart <= CLOCK_SLACK, f"{apart.total_seconds():.1f} s apart", "Keep both machines' clocks by NTP.")


def _inhabitants(at: datetime) -> Iterator[Finding]:
    from interchange.ground.accounts.models import Person
    from interchange.ground.journal.models import Event
    from interchange.ground.policy.models import RoleGrant
    from interchange.ground.policy.vocabulary import Role

    made_up = Person.objects.filter(is_synthetic=True).count()
    yield Finding(
        "made-up people",
        not made_up,
        f"{made_up} of the demo world" if made_up else "none",
        "Start from an empty database: a demo world cannot be cleaned into a real one.",
    )
    last = Event.objects.order_by("-seq").values_list("at", flat=True).first()
    yield Finding(
        "journal's clock",
        last is None or last <= at + CLOCK_SLACK,
        "in the future" if last and last > at + CLOCK_SLACK else "not ahead",
        "This machine's clock is behind: mend it before anybody works.",
    )
    now = RoleGrant.objects.filter(starts_at__lte=at).exclude(ends_at__lte=at)
    for role in (Role.ADMINISTRATOR, Role.OFFICER):
        people = set(now.filter(role=role, scope="").values_list("person_id", flat=True))
        yield Finding(f"{role.value}", bool(people), f"{len(people)}", "interchange officer add EMAIL")
        if role == Role.OFFICER and people:
            yield Finding(
                "second officer",
                len(people) > 1,
                f"{len(people)}",
                "Letters of decision are released by another officer than who prepared them: give the role to a second person at /roles/.",
                grave=False,
            )


def _on(flag: bool) -> str:
    return "on" if flag else "off"


def _named(host: str) -> bool:
    """Whether this is a name of the open Internet: no address of this machine, none of the examples (RFC 2606)."""
    return "." in host and not _loopback(host) and not any(host == one or host.endswith(f".{one}") for one in SAMPLE_DOMAINS)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _inside(path: Path, root: Path) -> bool:
    path, root = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    return path == root or root in path.parents
