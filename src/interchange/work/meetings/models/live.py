"""What happens while a session sits: who is there, what is said, what comes of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.work.meetings.models.agenda import AgendaItem
from interchange.work.meetings.models.sessions import Session
from interchange.work.meetings.vocabulary import ActionState, Mode, OutcomeKind, OutcomeState, PollChoice, RecusalSource

PERSON = settings.AUTH_USER_MODEL


class Floor(models.Model):
    """Where a session stands now: the item in hand. `version` goes up with everything that the live page shows."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="floor")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"floor of {self.session_id}"


class ItemRun(models.Model):
    """A stretch of time in which an item was in hand."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="runs")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "started_at"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(ended_at__isnull=True), name="one_open_run"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="run_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"run of item {self.item_id}"


class Attendance(models.Model):
    """Somebody is in the room from one moment to another; who comes back gets a new row (G4)."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode.choices)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["session", "arrived_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], condition=Q(left_at__isnull=True), name="present_once"),
            models.CheckConstraint(condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")), name="leaves_after_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.session_id}"


class SpeakingTurn(models.Model):
    """Somebody asks for the floor. Rows of items that are not attributed are deleted when the item ends: nothing tells who spoke."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="turns")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], condition=Q(done_at__isnull=True), name="one_open_turn")]

    def __str__(self) -> str:
        return f"turn in item {self.item_id}"


class NoteBlock(models.Model):
    """A paragraph of the shared notes. It has no author and no speaker: there is nothing here to leak (G5, U49)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="notes")
    position = models.PositiveIntegerField()
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "position", "pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class NoteSpeaker(models.Model):
    """Who said it, where the item is attributed; made by no verb where it is not."""

    block = models.OneToOneField(NoteBlock, on_delete=models.CASCADE, primary_key=True, related_name="speaker")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"speaker of note {self.block_id}"


class Poll(models.Model):
    """A sense-of-the-room poll on an item: no vote, nobody is bound."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="polls")
    question = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "opened_at"]
        constraints = [models.UniqueConstraint(fields=["item"], condition=Q(closed_at__isnull=True), name="one_open_poll")]

    def __str__(self) -> str:
        return f"poll {self.pk}"


class PollAnswer(models.Model):
    """One person's answer; shown only in sums. When the poll of an item that is not attributed closes, the person is taken out of it."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(PERSON, null=True, on_delete=models.CASCADE, related_name="+")
    profile = models.SlugField(max_length=60, blank=True, help_text="The person's profile when they answered.")
    choice = models.CharField(max_length=10, choices=PollChoice.choices)
    reason = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="one_answer_per_person"),
            models.CheckConstraint(condition=~Q(choice="cannot") | ~Q(reason=""), name="cannot_has_reason"),
        ]

    def __str__(self) -> str:
        return f"answer to poll {self.poll_id}"


class Outcome(models.Model):
    """What came of an item: a decision, a conclusion, a question to Member States, a policy matter referred (G7)."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/3/OUT/1")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="outcomes")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=12, choices=OutcomeKind.choices)
    text = models.TextField()
    addressee = models.CharField(max_length=200, blank=True, help_text="To whom a policy matter is referred.")
    state = models.CharField(max_length=14, choices=OutcomeState.choices, default=OutcomeState.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True, help_text="Active members present when it was adopted.")
    quorum = models.PositiveIntegerField(null=True, blank=True, help_text="How many were needed then.")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["session", "proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "not-adopted", "withdrawn"]) | Q(decided_at__isnull=False),
                name="decided_outcome_has_time",
            ),
            models.CheckConstraint(condition=~Q(kind="referral") | ~Q(addressee=""), name="referral_has_addressee"),
        ]

    def __str__(self) -> str:
        return self.number


class ActionPoint(models.Model):
    """Somebody does something by a day; open ones come back on the next agenda."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/3/ACT/1")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="action_points")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="action_points")
    outcome = models.ForeignKey(Outcome, null=True, blank=True, on_delete=models.PROTECT, related_name="action_points")
    text = models.TextField()
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="action_points")
    due = models.DateField()
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    state_note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state="open") | Q(settled_at__isnull=False), name="settled_action_has_time"),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(state_note=""), name="dropped_action_has_reason"),
        ]
        indexes = [models.Index(fields=["state", "due"], name="actions_by_due")]

    def __str__(self) -> str:
        return self.number


class Recusal(models.Model):
    """Somebody takes no part in an item's decisions: by their own word, or because their interests match its topics."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=RecusalSource.choices, default=RecusalSource.OWN)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], condition=Q(withdrawn_at__isnull=True), name="recused_once")]

    def __str__(self) -> str:
        return f"{self.person_id} x item {self.item_id}"
