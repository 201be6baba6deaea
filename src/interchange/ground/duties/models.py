"""Duties as rows; settled ones stay."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.ground.policy.vocabulary import Role


class Duty(models.Model):
    """A person, or whoever holds a role, owes something about a thing."""

    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=80, blank=True, help_text="A number or code, never a name.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    url = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "duties"
        ordering = ["due_at", "opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, role="") | (Q(person__isnull=True) & ~Q(role="")), name="duty_has_one_owner"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id", "person"],
                condition=Q(settled_at__isnull=True, person__isnull=False),
                name="one_open_duty_per_person",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id", "role"],
                condition=Q(settled_at__isnull=True, person__isnull=True),
                name="one_open_duty_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label}"
