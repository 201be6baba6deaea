"""The agenda: proposals, items, what they are linked to, and the versions that were put out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.work.meetings.models.documents import Document, Issue
from interchange.work.meetings.models.sessions import Session
from interchange.work.meetings.vocabulary import AgendaForm, ItemKind, ProposalState

PERSON = settings.AUTH_USER_MODEL


class AgendaItem(models.Model):
    """One item: what for, how long, who leads it, and whether what is said in it is attributed (G5, G6)."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=ItemKind.choices, default=ItemKind.DISCUSS)
    minutes = models.PositiveSmallIntegerField(default=15)
    owner = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: the Secretariat."
    )
    about = models.TextField(blank=True)
    attributed = models.BooleanField(default=False, help_text="Off: notes of the item have no speaker (Chatham House Rule).")
    topics = models.JSONField(default=list, blank=True)
    papers = models.ManyToManyField(Document, blank=True, related_name="items")
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="Taken off the agenda; the row stays for what hangs on it.")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["session", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], condition=Q(dropped_at__isnull=True), name="item_position_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1) & Q(minutes__lte=600), name="item_minutes_sane"),
        ]

    def __str__(self) -> str:
        return f"item {self.position} of {self.session_id}"

    @property
    def filed_under(self) -> tuple[str, int]:
        """Letters about an item are filed under its session."""
        return "meetings.session", self.session_id


class ItemLink(models.Model):
    """What an item is about in other rooms, named by kind and key: a topic, a tool, a statement of a Member State, an action point."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=60, help_text='As the journal names it: "statements.submission", "landscape.tool".')
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    url = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "kind", "key"], name="item_link_once")]

    def __str__(self) -> str:
        return self.label


class ItemProposal(models.Model):
    """A member asks for an item; the chair takes it up or says why not."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="item_proposals")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    why = models.TextField()
    kind = models.CharField(max_length=8, choices=ItemKind.choices, default=ItemKind.DISCUSS)
    minutes = models.PositiveSmallIntegerField(default=15)
    topics = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["session", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | (Q(decided_at__isnull=False) & ~Q(reason="")), name="declined_proposal_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(decided_at__isnull=False, item__isnull=False), name="taken_proposal_has_item"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaVersion(models.Model):
    """The agenda as it was put out: provisional, adopted, or revised after adoption. What is adopted stays readable for good."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agendas")
    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, related_name="agenda")
    form = models.CharField(max_length=12, choices=AgendaForm.choices)
    items = models.JSONField(help_text="The items as they stood.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["session", "made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session"], condition=Q(form="adopted"), name="adopted_once")]

    def __str__(self) -> str:
        return f"{self.form} agenda of {self.session_id}"


class BoardPack(models.Model):
    """The agenda with all papers as one PDF, made by the worker; `done` of `total` parts shows how far it is."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="packs")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, help_text="Of what goes in: the same contents are made once.")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["session", "-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "fingerprint"], name="pack_once_per_contents"),
            models.CheckConstraint(condition=Q(ready_at__isnull=True) | ~Q(path=""), name="ready_pack_has_bytes"),
        ]

    def __str__(self) -> str:
        return f"pack of {self.session_id}"
