"""Runs: a text, the help asked for, what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.workbench.assist.vocabulary import Kind, Nature, RunState


class Run(models.Model):
    """One text and what came of it; its owner's alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    nature = models.CharField(max_length=8, choices=Nature.choices)
    language = models.CharField(max_length=12, blank=True, help_text="Into which a translation goes.")
    text = models.TextField()
    aids = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=RunState.choices)
    result = models.TextField(blank=True)
    system = models.CharField(max_length=200, blank=True, help_text="The model that answered.")
    problem = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [models.Index(fields=["owner", "-asked_at"], name="runs_of_owner")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RunState.DONE) | (~Q(result="") & ~Q(system="")), name="answered_run_names_its_system"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
