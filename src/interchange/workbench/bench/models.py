"""Reports that somebody kept, keys that sign, and pictures that are held while they are labelled. Inspected files are never kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class KeptReport(models.Model):
    """What one file said on the day it was inspected: the report's JSON, its owner's until deleted. `secret` opens it to whoever has the link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    data = models.JSONField()
    made_at = models.DateTimeField()
    secret = models.SlugField(max_length=40, null=True, blank=True, unique=True)
    pictures = models.JSONField(
        default=dict, blank=True, help_text="Small pictures of the credential, made anew: base64 of WebP by the graph's names."
    )
    form_key = models.CharField(max_length=36, blank=True, help_text="Of the form it was asked with: the same form sent twice keeps one.")
    place = models.PositiveSmallIntegerField(default=0, help_text="Which of the form's files.")

    class Meta:
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["owner", "-made_at"], name="reports_of_owner")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "form_key", "place"], condition=~Q(form_key=""), name="report_once_per_form")
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def headline(self) -> str:
        """What it came to, in one sentence."""
        return str(self.data["summary"]["headline"])


class SigningKey(models.Model):
    """A key that signs content credentials, with its certificates. `locked` is the private key, encrypted (`ground.vault`): it is opened to sign and nowhere
    given out. Without an owner it is the house's own. Revoking destroys the key and keeps the certificates, which tell what it signed."""

    class State(models.TextChoices):
        WAITING = "waiting"  # for its certificate
        READY = "ready"
        REVOKED = "revoked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices)
    algorithm = models.CharField(max_length=10)
    locked = models.TextField(blank=True)
    request = models.TextField(blank=True, help_text="PEM of the request to certify it (PKCS 10), where it was made here.")
    chain = models.TextField(blank=True, help_text="PEM, the signer's certificate first.")
    trial = models.BooleanField(default=False, help_text="Certified by a test CA of this house, which nobody trusts.")
    ends_at = models.DateTimeField(null=True, blank=True, help_text="When the certificate expires.")
    form_key = models.CharField(max_length=36, help_text="Of the form it was made with: the same form sent twice makes one key.")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="signing_key_once_per_form"),
            models.CheckConstraint(condition=~Q(state="ready") | (~Q(chain="") & Q(ends_at__isnull=False)), name="ready_key_has_a_certificate"),
            models.CheckConstraint(condition=Q(state="revoked", locked="", revoked_at__isnull=False) | (~Q(state="revoked") & ~Q(locked="") & Q(revoked_at__isnull=True)), name="revoked_key_is_destroyed"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)

    @property
    def about(self) -> str:
        """What its locked text is bound to."""
        return f"bench.signingkey:{self.id}"


class HeldPicture(models.Model):
    """A picture on its way through the label page: held for half an hour, so that it need not be sent twice, then gone. Without an owner it is a visitor's,
    and opens to whoever knows its address, which nobody can guess."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=40)
    wanted = models.JSONField(help_text="The label, as it was asked for.")
    key = models.ForeignKey(SigningKey, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    made = models.JSONField(
        default=dict, blank=True, help_text="What was changed, the proof and the report read back, once it was written."
    )
    held_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("held_at")), name="held_picture_ends")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def path(self) -> str:
        """Where its bytes are in the storage."""
        return f"held/{self.id.hex}"

    @property
    def result(self) -> str:
        """Where the labelled picture is."""
        return f"held/{self.id.hex}-made"
