"""One settings module; everything that differs between places comes from the environment (twelve-factor, III).

Every variable is listed, with its default and meaning, in `docs/settings.md`; a gate checks that list against this file.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from interchange.config.rooms import ROOMS

env = Env(prefix="INTERCHANGE_")

# --- Where we are -----------------------------------------------------------------------------------------------------
DEMO: bool = env.bool("DEMO", False)
PRODUCTION: bool = env.bool("PRODUCTION", not DEMO)
DEBUG: bool = env.bool("DEBUG", False)
DATA_DIR = Path(env.str("DATA_DIR", "var")).resolve()
BASE_URL: str = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
_host = urlsplit(BASE_URL).hostname or "127.0.0.1"
_loopback = _host in {"127.0.0.1", "localhost", "::1"}


def _secret_key() -> str:
    """The signing key: from the environment, or, outside production, made once and kept in the data folder."""
    given = env.str("SECRET_KEY", "")
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

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [_host, *(["127.0.0.1", "localhost"] if _loopback else [])])
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "interchange.ground.shell.visitors.VisitorCacheMiddleware",
    "interchange.workbench.bench.middleware.UsesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
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
DATABASES = {"default": dj_database_url.parse(env.str("DATABASE_URL", f"sqlite:///{DATA_DIR}/interchange.sqlite3"))}
_db = DATABASES["default"]
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
    _db["OPTIONS"] = {**_db.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8)}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "house_cache"}}

# --- Files ------------------------------------------------------------------------------------------------------------
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
CLAMD_ADDRESS: str = env.str("CLAMD_ADDRESS", "")  # host:port or a socket path; empty: no virus scanner
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# --- People -----------------------------------------------------------------------------------------------------------
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
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not _loopback
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
_oidc = env.json("OIDC_PROVIDERS", [])  # a list of {provider_id, name, client_id, secret, settings: {server_url}}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _oidc}} if _oidc else {}
SOCIALACCOUNT_ONLY = False

# --- Post -------------------------------------------------------------------------------------------------------------
# The demo world has no mail server: letters stop in the outbox page. A real network names one with INTERCHANGE_EMAIL_URL.
_mail = env.dj_email_url("EMAIL_URL", "dummy://" if DEMO else "smtp://127.0.0.1:25")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail.get("EMAIL_HOST") or ""
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = env.str("FROM_EMAIL", "secretariat@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
REPLY_DOMAIN: str = env.str(
    "REPLY_DOMAIN", ""
)  # when set, letters can be answered by mail: what comes to it is handed to `interchange mailbox`
BOUNCE_DOMAIN: str = env.str("BOUNCE_DOMAIN", "")  # when set, letters leave with a return address that names the letter

# --- Exchange with other repositories ----------------------------------------------------------------------------------
# DOIs are registered only where all four are set; metadata of pasted identifiers is asked for at these addresses and no others.
DATACITE_URL: str = env.str("DATACITE_URL", "").rstrip("/")
DATACITE_PREFIX: str = env.str("DATACITE_PREFIX", "")
DATACITE_USER: str = env.str("DATACITE_USER", "")
DATACITE_PASSWORD: str = env.str("DATACITE_PASSWORD", "")
LOOKUP: bool = env.bool("LOOKUP", PRODUCTION)
LOOKUP_URLS: dict[str, str] = {
    "crossref": env.str("LOOKUP_CROSSREF_URL", "https://api.crossref.org").rstrip("/"),
    "datacite": env.str("LOOKUP_DATACITE_URL", "https://api.datacite.org").rstrip("/"),
    "arxiv": env.str("LOOKUP_ARXIV_URL", "https://export.arxiv.org").rstrip("/"),
}

# --- What machines may do with what stands here ------------------------------------------------------------------------
# search, training, input (of AI answers), mining: each =allow or =refuse; what is left out is not spoken of
USES: str = env.str("USES", "search=allow, training=refuse, mining=refuse")
USES_POLICY: str = env.str("USES_POLICY", "")  # empty: our own page /uses/
USES_CRAWLERS_AWAY: bool = env.bool("USES_CRAWLERS_AWAY", False)

# --- Background work --------------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- Words and time ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
# A pseudo-locale proves that every string can be translated and every page can run from right to left; it is no language.
PSEUDO_LOCALE: bool = env.bool("PSEUDO_LOCALE", False)
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
NETWORK_TIME_ZONE: str = env.str("TIME_ZONE", "Europe/Zurich")

# --- Safety -----------------------------------------------------------------------------------------------------------
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
SECURE_SSL_REDIRECT = PRODUCTION and not _loopback and env.bool("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION and not _loopback else 0
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
