"""Roles in time and recorded conflicts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground.policy.vocabulary import ConflictReason, Role


class RoleGrant(models.Model):
    """A role that a person holds from one instant to another; rows are ended, never deleted.

    `scope` narrows the role to one thing ("state:BR", "call:3"); empty means the whole network.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person_id", "starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="role_ends_after_start"),
            models.UniqueConstraint(fields=["person", "role", "scope"], condition=Q(ends_at__isnull=True), name="one_open_grant_per_role"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
        ]
        indexes = [models.Index(fields=["role", "starts_at", "ends_at"], name="role_in_time")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role} {self.scope}".strip()


class Conflict(models.Model):
    """A person has no part in a thing: its rows, counts, names and mails do not exist for them.

    `kind` is the thing's model label ("calls.application"), `object_id` its id.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=ConflictReason.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "object_id"], name="conflict_once")]
        indexes = [models.Index(fields=["kind", "object_id"], name="conflict_by_thing")]

    def __str__(self) -> str:
        return f"{self.person_id} x {self.kind}:{self.object_id}"
