"""Tokens, and the count of questions that limits stand on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ApiToken(models.Model):
    """A person's key for one program. Its secret is shown once; only the hash is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of 256 random bits.")
    hint = models.CharField(max_length=4, help_text="The last characters, to tell tokens apart.")
    scopes = models.JSONField(default=list)
    form_key = models.CharField(max_length=36, help_text="Of the form it was made with: the same form sent twice makes one token.")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "form_key"], name="token_once_per_form"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="token_ends_after_start"),
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"


class ApiWindow(models.Model):
    """How often somebody asked in their present window. `who` is a person's id, or a keyed hash of a network address; kept for an hour."""

    who = models.CharField(max_length=64, primary_key=True)
    started = models.BigIntegerField(help_text="The window's number: seconds since 1970 divided by its length.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["started"], name="api_window_by_start")]

    def __str__(self) -> str:
        return f"{self.count} in {self.started}"
