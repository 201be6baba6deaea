"""One settings module; everything that differs between places comes from the environment (twelve-factor, III).

Every variable says here what it is for; `docs/settings.md` is written from that (`python -m scripts.manual`), and a gate holds it true.
"""

from collections.abc import MutableMapping
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from interchange.config.declared import Declarations
from interchange.config.rooms import ROOMS
from interchange.ground.watching import logs

env = Declarations()

# --- Where we are -----------------------------------------------------------------------------------------------------
env.begin("Where we are")
DEMO: bool = env.bool(
    "DEMO",
    False,
    "The demo world: one-click sign-in as made-up people, letters stop in the outbox. Refuses to start with production settings.",
    shown="off (`make run`: on)",
)
DEMO_APPLICATIONS: int = env.int(
    "DEMO_APPLICATIONS", 500, "How many applications the demo world's large call gets; fewer make a smaller world sooner."
)
PRODUCTION: bool = env.bool(
    "PRODUCTION", not DEMO, "Needs a secret key, serves https addresses with secure cookies.", shown="on, unless in demo mode"
)
DEBUG: bool = env.bool("DEBUG", False, "Django's debug pages; never in production.")
DATA_DIR = Path(
    env.str("DATA_DIR", "var", "Database file, stored files, static files, kept secret. For the service's own account alone.")
).resolve()
BASE_URL: str = env.str(
    "BASE_URL", "http://127.0.0.1:8000", "The address of the house, as it stands in letters; its host is the allowed host."
).rstrip("/")
_host = urlsplit(BASE_URL).hostname or "127.0.0.1"
_loopback = _host in {"127.0.0.1", "localhost", "::1"}


def _secret_key() -> str:
    """The signing key: from the environment, or, outside production, made once and kept in the data folder."""
    given = env.str(
        "SECRET_KEY",
        "",
        "Signs sessions and links, and seals authors who are not named; at least 50 characters. Keep a copy elsewhere.",
        shown="made and kept in the data folder outside production",
        secret=True,
    )
    if given:
        return given
    if PRODUCTION:
        raise ImproperlyConfigured(
            "INTERCHANGE_SECRET_KEY is not set. Production needs a secret of at least 50 characters; "
            "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    from interchange.config.secret import kept_secret

    return kept_secret(DATA_DIR)


SECRET_KEY = _secret_key()

if DEMO and (PRODUCTION or not _loopback):
    raise ImproperlyConfigured(
        "The demo world lets anyone sign in as anyone, so it starts only without INTERCHANGE_PRODUCTION and with an "
        "INTERCHANGE_BASE_URL on this machine (127.0.0.1 or localhost). Unset INTERCHANGE_DEMO for a real network."
    )

ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS",
    [_host, *(["127.0.0.1", "localhost"] if _loopback else [])],
    "Host names that are answered, with commas between.",
    shown="the host of the base URL",
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- Rooms ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "interchange.ground.watching.requests.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "interchange.ground.shell.safety.SafetyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "interchange.ground.shell.visitors.VisitorCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "interchange.workbench.bench.middleware.UsesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "interchange.ground.policy.middleware.ViewerMiddleware",
    "interchange.ground.machines.middleware.MachineMiddleware",
    "interchange.ground.privacy.looking.LookMiddleware",
    "interchange.ground.policy.middleware.DoorMiddleware",
]

ROOT_URLCONF = "interchange.config.urls"
WSGI_APPLICATION = "interchange.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "interchange.ground.shell.context.shell",
            ],
            "builtins": [
                "interchange.ground.shell.templatetags.shell",
                "interchange.ground.threads.templatetags.threads",
                "interchange.ground.consensus.templatetags.consensus",
                "django.templatetags.i18n",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------------------------
env.begin("Data")
DATABASES = {
    "default": dj_database_url.parse(
        env.str(
            "DATABASE_URL",
            f"sqlite:///{DATA_DIR}/interchange.sqlite3",
            "`postgres://user:password@host/name` for production.",
            shown="SQLite in the data folder",
            secret=True,
        )
    )
}
_db = DATABASES["default"]
_pool = env.int("DATABASE_POOL", 8, "Connections kept per process (PostgreSQL).")
if _db["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: without it two writers end in "database is locked"; every atomic() takes the write lock, so keep them short.
    _db["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": ("PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"),
    }
    _db["CONN_MAX_AGE"] = 60  # opening the file and reading its schema costs a request more than its queries do
else:
    _db["CONN_MAX_AGE"] = 0
    _db["OPTIONS"] = {**_db.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": _pool}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "house_cache"}}

# --- Files ------------------------------------------------------------------------------------------------------------
env.begin("Files")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"


def WHITENOISE_ADD_HEADERS_FUNCTION(headers: MutableMapping[str, str], path: str, url: str) -> None:  # noqa: N802 - whitenoise wants the function under this name
    """Style sheets, scripts and pictures say which uses machines may make of them, as pages do."""
    from interchange.workbench.bench.middleware import static_fields

    static_fields(headers, path, url)


STATIC_ROOT = DATA_DIR / "static"
CLAMD_ADDRESS: str = env.str(
    "CLAMD_ADDRESS", "", "`host:port` or socket path of a clamd virus scanner; when set and away, no file is taken."
)
DISK_FREE_MB: int = env.int("DISK_FREE_MB", 500, "Megabytes to be left free in the data folder; below that `/readyz` says no.")
BACKUP_RECIPIENT: str = env.str(
    "BACKUP_RECIPIENT",
    "",
    "The age public key (`age1...`) to which `interchange backup` encrypts; its private half stays off this machine.",
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# --- People -----------------------------------------------------------------------------------------------------------
env.begin("People")
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "interchange.ground.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "interchange.ground.accounts.adapter.SocialAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _loopback
MFA_TOTP_ISSUER = "Interchange"
MFA_ADAPTER = "interchange.ground.accounts.adapter.MFAAdapter"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # forms carry their token; no script reads the cookie
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not _loopback
if not _loopback:  # a neighbouring host under the same domain cannot plant one of these (RFC 6265bis, 4.1.3.2)
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
_oidc = env.json(
    "OIDC_PROVIDERS",
    [],
    "List of `{provider_id, name, client_id, secret, settings: {server_url}}` for sign-in by one's organisation.",
)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _oidc}} if _oidc else {}
SOCIALACCOUNT_ONLY = False

# --- Post -------------------------------------------------------------------------------------------------------------
env.begin("Post")
# The demo world has no mail server: letters stop in the outbox page. A real network names one with INTERCHANGE_EMAIL_URL.
_mail = env.mail(
    "EMAIL_URL",
    "dummy://" if DEMO else "smtp://127.0.0.1:25",
    "The mail server: `smtp://user:password@host:587?tls=True`.",
    shown="none in demo mode, else `smtp://127.0.0.1:25`",
)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail.get("EMAIL_HOST") or ""
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = env.str("FROM_EMAIL", "secretariat@example.org", "Sender of every letter.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
REPLY_DOMAIN: str = env.str(
    "REPLY_DOMAIN",
    "",
    "When set, letters about questions and discussions carry a signed reply address at this domain; its mail goes to `interchange mailbox`.",
)
BOUNCE_DOMAIN: str = env.str(
    "BOUNCE_DOMAIN", "", "When set, letters leave with a signed return address at this domain; pipe returned mail to `interchange bounce`."
)

# --- Exchange with other repositories ----------------------------------------------------------------------------------
env.begin("Exchange with other repositories")
# DOIs are registered only where all four are set; metadata of pasted identifiers is asked for at these addresses and no others.
DATACITE_URL: str = env.str(
    "DATACITE_URL",
    "",
    "Where DOIs are registered (DataCite's REST interface, for example `https://api.datacite.org`); off unless this and the next three are set.",
).rstrip("/")
DATACITE_PREFIX: str = env.str("DATACITE_PREFIX", "", "The DOI prefix of the network, for example `10.12345`.")
DATACITE_USER: str = env.str("DATACITE_USER", "", "The repository account there.")
DATACITE_PASSWORD: str = env.str("DATACITE_PASSWORD", "", "Its password.", secret=True)
# Help with texts (workbench/assist): off while either of the first two is empty.
ASSIST_URL: str = env.str(
    "ASSIST_URL",
    "",
    "A service that speaks OpenAI's chat completions, for example `http://127.0.0.1:8080/v1`; helps members with their own texts. Off unless this and the next are set.",
).rstrip("/")
ASSIST_MODEL: str = env.str("ASSIST_MODEL", "", "The model that is asked there.")
ASSIST_KEY: str = env.str("ASSIST_KEY", "", "Its key, where one is needed.", secret=True)
LOOKUP: bool = env.bool(
    "LOOKUP",
    PRODUCTION,
    "Ask for the metadata of a pasted DOI or arXiv number at the three addresses below; never anywhere else.",
    shown="on in production",
)
LOOKUP_URLS: dict[str, str] = {
    "crossref": env.str("LOOKUP_CROSSREF_URL", "https://api.crossref.org", "Crossref's REST interface.").rstrip("/"),
    "datacite": env.str("LOOKUP_DATACITE_URL", "https://api.datacite.org", "DataCite's REST interface.").rstrip("/"),
    "arxiv": env.str("LOOKUP_ARXIV_URL", "https://export.arxiv.org", "arXiv's export host.").rstrip("/"),
}

# --- What machines may do with what stands here ------------------------------------------------------------------------
env.begin("What machines may do with what stands here")
USES: str = env.str(
    "USES",
    "search=allow, training=refuse, mining=refuse",
    "What machines may do with pages and files: any of `search`, `training` (of AI), `input` (of AI answers), `mining` (text and data mining), "
    "each `=allow` or `=refuse`. What is left out is not spoken of. Header fields, robots.txt, tdmrep.json and `/uses/` are written from it; "
    "an item under an open licence goes before it.",
)
USES_POLICY: str = env.str(
    "USES_POLICY", "", "The address of a policy on text and data mining (TDMRep), where mining is refused.", shown="the page `/uses/`"
)
USES_CRAWLERS_AWAY: bool = env.bool(
    "USES_CRAWLERS_AWAY",
    False,
    "Ask the AI crawlers whose every known purpose is refused to stay away (robots.txt). Off: a preference is said and no reader kept out.",
)

SIGNER: str = env.str(
    "SIGNER",
    "",
    "A folder with `chain.pem` and `key.pem`: papers and pictures made here then carry a content credential (C2PA).",
    shown="empty (demo mode: a test CA's)",
)
SITE_FETCH: bool = env.bool("SITE_FETCH", False, "Whether the site check may fetch public sites for people who are signed in.")

# --- Keys that are kept for people ---------------------------------------------------------------------------------------
env.begin("Keys that are kept for people")
KEY_SECRETS: list[str] = env.list(
    "KEY_SECRETS",
    [],
    "Comma-separated. Keys that sign are encrypted at rest with the first of these; the others, and the secret key, still open what was locked before.",
    secret=True,
)

# --- The register of works --------------------------------------------------------------------------------------------
env.begin("The register of works")
TSA_URL: str = env.str(
    "TSA_URL",
    "",
    "A time-stamping authority (RFC 3161) that stamps the evidence of cases. Empty: evidence carries no time-stamp and says so.",
)
TSA_CERTIFICATES: str = env.str(
    "TSA_CERTIFICATES",
    "",
    "A PEM file with the authority's root certificate and what lies between; an answer that does not end there is not taken.",
)

# --- Background work --------------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- Words and time ---------------------------------------------------------------------------------------------------
env.begin("Words and time")
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
# A pseudo-locale proves that every string can be translated and every page can run from right to left; it is no language.
PSEUDO_LOCALE: bool = env.bool("PSEUDO_LOCALE", False, "Marks every translatable string and turns pages right-to-left, for checking.")
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
NETWORK_TIME_ZONE: str = env.str("TIME_ZONE", "Europe/Zurich", "The zone of the network's seat, in which deadlines are set.")

# --- Safety -----------------------------------------------------------------------------------------------------------
env.begin("Safety")
_oidc_origins = sorted({"{0.scheme}://{0.netloc}".format(urlsplit(app.get("settings", {}).get("server_url", ""))) for app in _oidc})
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *_oidc_origins],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
_redirect = env.bool("SSL_REDIRECT", True, "Send http to https.", shown="on in production")
SECURE_SSL_REDIRECT = PRODUCTION and not _loopback and _redirect
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION and not _loopback else 0
BEHIND_PROXY: bool = env.bool(
    "BEHIND_PROXY",
    False,
    "A reverse proxy of yours stands in front, speaks TLS, and sets `X-Forwarded-Proto`, `X-Forwarded-For` and `X-Request-ID` itself: they are believed.",
)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Limits count by network address: behind a proxy that is what the proxy adds last, else everybody would share its own.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Serving and watching ----------------------------------------------------------------------------------------------
env.begin("Serving and watching")
BIND: str = env.str("BIND", "127.0.0.1:8000", "Where `interchange run` and `interchange web` listen.")
WEB_WORKERS: int = env.int("WEB_WORKERS", 1, "Web processes of one `interchange run` or `interchange web`.")
LOG_LEVEL: str = env.str("LOG_LEVEL", "WARNING", "Python's log levels, for everything but the line of each request.")
LOG_FORMAT: str = env.str(
    "LOG_FORMAT",
    "json" if PRODUCTION else "line",
    "`json`: one object a line, without words that people wrote, addresses or names. `line`: for reading while developing; holds what errors say.",
    shown="`json` in production, else `line`",
)
METRICS_TOKEN: str = env.str(
    "METRICS_TOKEN",
    "",
    "When set, `/metrics` answers whoever brings it (`Authorization: Bearer ...`); else there is no such page.",
    secret=True,
)
OTLP_ENDPOINT: str = env.str(
    "OTLP_ENDPOINT",
    "",
    "Where traces and metrics go by OpenTelemetry (OTLP over HTTP), for example `http://127.0.0.1:4318`; needs `requirements/telemetry.lock`.",
)
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL)

env.begin("Read by single commands and by the checks")
env.elsewhere("TRUST_LISTS", "", "A folder with trust lists, for `interchange inspect` and the workbench ([workbench.md](workbench.md)).")
env.elsewhere("FFMPEG", "`ffmpeg` on the path", "The program that decodes films for codes.")
env.elsewhere("TEST_DATABASE_URL", "the embedded server", "A PostgreSQL server for `make test`.")
