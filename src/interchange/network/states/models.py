"""Notes, the persons that they name, the places of a delegation, groups."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from interchange.ground.files.models import StoredFile
from interchange.ground.vocabulary.models import MemberState
from interchange.network.states.vocabulary import (
    FUNCTION_LIMIT,
    GROUP_NAME_LIMIT,
    MAIN,
    NAME_LIMIT,
    PLACES,
    REFERENCE_LIMIT,
    NoteState,
)

PERSON = settings.AUTH_USER_MODEL


class Note(models.Model):
    """A note verbale, or a letter of the mission or the office, that names all who are to speak for a State from its verification on."""

    number = models.CharField(max_length=24, unique=True, help_text="TEN/NV/2026/0001")
    member_state = models.ForeignKey(MemberState, on_delete=models.PROTECT, related_name="notes")
    reference = models.CharField(max_length=REFERENCE_LIMIT, help_text="As the State numbers it.")
    dated = models.DateField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=NoteState.choices, default=NoteState.RECEIVED)
    settled_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoteState.values), name="note_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "refused"]) | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="settled_note_has_an_officer",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | ~Q(settled_by=F("entered_by")), name="note_verified_by_another_than_entered_it"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="refused_note_has_a_reason"),
            models.UniqueConstraint(fields=["member_state"], condition=Q(state="verified"), name="one_note_of_a_state_in_force"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/states/notes/{self.pk}/"


class NamedPerson(models.Model):
    """A person as the note names them. Their account is made, or found, when the note is verified."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="persons")
    place = models.PositiveSmallIntegerField(help_text="0: the main focal point; 1 and 2: alternates.")
    given_name = models.CharField(max_length=NAME_LIMIT, blank=True)
    family_name = models.CharField(max_length=NAME_LIMIT, blank=True)
    email = models.EmailField(max_length=254, blank=True, help_text="Empty once the person's data was erased.")
    function = models.CharField(max_length=FUNCTION_LIMIT, blank=True)

    class Meta:
        ordering = ["note", "place"]
        constraints = [
            models.UniqueConstraint(fields=["note", "place"], name="place_named_once_in_a_note"),
            models.CheckConstraint(condition=Q(place__lt=PLACES), name="note_names_three_at_most"),
        ]

    def __str__(self) -> str:
        return f"place {self.place} of {self.note_id}"

    @property
    def name(self) -> str:
        """As the note has it."""
        return f"{self.given_name} {self.family_name}".strip()


class Place(models.Model):
    """Who held a place of a State's delegation from when to when. Ended, never deleted."""

    member_state = models.ForeignKey(MemberState, on_delete=models.PROTECT, related_name="places")
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="state_places")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="places")
    function = models.CharField(max_length=FUNCTION_LIMIT, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Note, null=True, blank=True, on_delete=models.PROTECT, related_name="ended_places")
    reason = models.TextField(blank=True, help_text="Where it ended without another note.")

    class Meta:
        ordering = ["member_state", "place", "-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["member_state", "place"], condition=Q(ends_at__isnull=True), name="place_held_by_one"),
            models.UniqueConstraint(fields=["member_state", "person"], condition=Q(ends_at__isnull=True), name="person_holds_one_place_of_a_state"),
            models.CheckConstraint(condition=Q(place__lt=PLACES), name="delegation_of_three_at_most"),
            models.CheckConstraint(condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="place_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ended_by__isnull=False) | ~Q(reason=""), name="ended_place_says_why"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.member_state_id} {self.place}"

    @property
    def is_main(self) -> bool:
        """Whether it is the main focal point's."""
        return self.place == MAIN


class Group(models.Model):
    """A group of States that can be spoken for: its coordinator, and its States where it is not a regional one.

    A row whose code is that of a regional group holds the coordinator only: which States belong to it stands with each State.
    """

    code = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=GROUP_NAME_LIMIT, blank=True)
    states = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder, help_text="Codes of States; empty for regional groups.")
    coordinator = models.ForeignKey(MemberState, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name or self.code
