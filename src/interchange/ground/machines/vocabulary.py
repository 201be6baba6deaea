"""The words of the room."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary.options import define

PREFIX = "itn_"  # every token begins with it, so that scanners of leaked secrets can know one
STAFF = "staff"  # the scope that wakes staff roles: whoever makes such a token has signed in with a second factor
MOST_TOKENS = 20  # living ones of one person
NAME_LIMIT = 80
LAST_USED_EVERY = timedelta(minutes=1)  # a token in steady use is written down once a minute
WINDOW = 60  # seconds of one window of the limit
LIVES = (7, 30, 90, 180, 365)  # days that may be chosen

visitor_limit = define(
    "api.per-minute.visitor",
    300,
    _("API: questions a minute from one network address without a token"),
    _("Enough for a person’s tool; a crawler gets a token."),
    least=10,
    most=100_000,
)
person_limit = define(
    "api.per-minute.person",
    1200,
    _("API: questions a minute of one person"),
    _("All tokens and pages of a person together, so that more tokens are not more questions."),
    least=10,
    most=100_000,
)
longest_life = define(
    "api.token-days",
    365,
    _("API: days that a token lasts at most"),
    _("Nobody remembers a key longer than a year."),
    least=7,
    most=365,
)
tokens_kept_months = define(
    "retention.token-months",
    12,
    _("Months that ended tokens are remembered"),
    _("A year of traces, to look into an incident."),
    least=1,
    most=36,
)
