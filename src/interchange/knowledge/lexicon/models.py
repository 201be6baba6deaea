"""Concepts with their labels, definitions, relations and mappings; their versions; amendments, releases and imports."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.knowledge.lexicon.vocabulary import (
    AmendmentState,
    ConceptState,
    ImportState,
    ItemChoice,
    ItemVerdict,
    LabelKind,
    LabelStatus,
    MappingKind,
    Origin,
    RelationKind,
)

PERSON = settings.AUTH_USER_MODEL


class Concept(models.Model):
    """One meaning. Its words are its labels; its number in addresses is the slug, which never changes."""

    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=20, choices=ConceptState.choices, default=ConceptState.PROPOSED)
    state_at = models.DateTimeField(help_text="Since when it is in this state.")
    domain = models.CharField(max_length=120, blank=True, help_text="Tells it apart from another concept of the same label.")
    topics = models.JSONField(default=list)
    note = models.TextField(blank=True)
    example = models.TextField(blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.MEMBER)
    proposed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    checked_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True, help_text="A curator looked at labels, definition and sources.")
    agreed_at = models.DateTimeField(null=True, blank=True)
    by_consensus = models.BooleanField(default=False, help_text="Agreed through a call for consensus.")
    decision_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(replaced_by=F("pk")), name="concept_does_not_replace_itself"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "deprecated"]) | Q(agreed_at__isnull=False), name="agreed_concept_has_its_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["deprecated", "rejected"]) | ~Q(decision_reason=""), name="decided_concept_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True) | Q(checked_by__isnull=False) | Q(origin="starter"), name="check_has_a_curator"
            ),
        ]
        indexes = [models.Index(fields=["state", "slug"], name="concept_by_state")]

    def __str__(self) -> str:
        return self.slug


class Label(models.Model):
    """A word for a concept. `key` is the label as the recogniser knows it; labels in other languages are unofficial."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=220, db_index=True)
    status = models.CharField(max_length=10, choices=LabelStatus.choices)
    language = models.CharField(max_length=12, default="en", help_text="BCP 47")
    kind = models.CharField(max_length=12, choices=LabelKind.choices, blank=True)
    everyday = models.BooleanField(default=False, help_text="Also an everyday word: linked only where the field is spoken of.")
    condition = models.CharField(max_length=200, blank=True, help_text="In which sense it is meant (or to be avoided).")
    replacement = models.ForeignKey(Concept, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["concept_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["concept", "language"], condition=Q(status="preferred"), name="one_preferred_label_a_language"),
            models.UniqueConstraint(fields=["concept", "language", "text"], name="a_label_stands_once"),
            models.CheckConstraint(condition=~Q(text=""), name="label_has_text"),
            models.CheckConstraint(condition=Q(replacement__isnull=True) | Q(status__in=["deprecated", "obsolete"]), name="only_avoided_labels_are_replaced"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text


class Definition(models.Model):
    """A definition with the sources it rests on; several may stand side by side, one is adopted."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="definitions")
    text = models.TextField()
    adopted = models.BooleanField(default=False)
    sources = models.JSONField(default=list, help_text="[{title, url}]")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["concept_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["concept"], condition=Q(adopted=True), name="one_definition_is_adopted"),
            models.CheckConstraint(condition=~Q(text=""), name="definition_has_text"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Relation(models.Model):
    """`source` has the broader or related concept `target`; related is kept once, with the lower id as source."""

    source = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="relations_here")
    kind = models.CharField(max_length=10, choices=RelationKind.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="a_relation_stands_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_relation_to_itself"),
            models.CheckConstraint(condition=~Q(kind="related") | Q(source__lt=F("target")), name="related_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Mapping(models.Model):
    """A concept of another vocabulary that compares to this one."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="mappings")
    kind = models.CharField(max_length=12, choices=MappingKind.choices)
    uri = models.URLField(max_length=500)
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["concept_id", "kind", "uri"]
        constraints = [models.UniqueConstraint(fields=["concept", "uri"], name="a_mapping_stands_once")]

    def __str__(self) -> str:
        return self.uri


class Version(models.Model):
    """The whole content of a concept after one save. Never changed: history, undo and releases read it."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=ConceptState.choices)
    content = models.JSONField()
    changed = models.JSONField(default=list, help_text="Names of the fields that this save changed.")
    reason = models.TextField(blank=True)
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["concept", "number"], name="versions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.concept_id} v{self.number}"


class Amendment(models.Model):
    """A change of an agreed concept: what everybody reads stays as it is until a curator, not its author, adopts it."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="amendments")
    state = models.CharField(max_length=10, choices=AmendmentState.choices, default=AmendmentState.OPEN)
    content = models.JSONField()
    base_revision = models.PositiveIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_a_reason"),
            models.CheckConstraint(condition=Q(decided_by__isnull=True) | Q(state="withdrawn") | ~Q(decided_by=F("by")), name="amendment_is_decided_by_another"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"amendment {self.pk}"


class Release(models.Model):
    """The dated, numbered state of everything agreed; never changed, so it can be cited."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    versions = models.ManyToManyField(Version, related_name="releases")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class ReleaseFile(models.Model):
    """A release in one format, made once. `done` of `total` concepts are written; the file is there when `ready_at` is."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=8)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True, help_text="Where the storage keeps it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "format"], name="one_file_a_format")]

    def __str__(self) -> str:
        return f"{self.release_id}.{self.format}"


class ImportRun(models.Model):
    """A file somebody brought: first a preview, then written piece by piece, so that it can be left and gone on with."""

    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name


class ImportItem(models.Model):
    """One concept of an imported file beside the concept here that it meets, and what is to become of it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="items")
    slug = models.SlugField(max_length=80)
    content = models.JSONField()
    verdict = models.CharField(max_length=8, choices=ItemVerdict.choices)
    choice = models.CharField(max_length=4, choices=ItemChoice.choices, default=ItemChoice.TAKE)
    problem = models.TextField(blank=True)
    met_revision = models.PositiveIntegerField(null=True, blank=True, help_text="The revision it was compared with.")
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "slug"], name="a_concept_once_a_run")]

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """One row: counts every change of what the recogniser knows, so that each process notices."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="lexicon_has_one_edition")]

    def __str__(self) -> str:
        return str(self.number)


class Reading(models.Model):
    """A text of the house as last read by the recogniser."""

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    digest = models.CharField(max_length=64, help_text="Of the text and the edition it was read with.")
    mark = models.CharField(max_length=64, blank=True, help_text="Changes when the text may have; so it need not be read to know.")
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_reading_a_text")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class Use(models.Model):
    """How often a text says a concept; through the policy of the text's kind only do people learn of it."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="uses")
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="uses")
    count = models.PositiveIntegerField()
    avoided = models.PositiveIntegerField(default=0, help_text="How many of them by a label to avoid.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "concept"], name="one_use_a_text")]

    def __str__(self) -> str:
        return f"{self.concept_id} in {self.reading_id}"


class Phrase(models.Model):
    """A phrase that a text says often or capitalised and that has no entry."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="phrases")
    text = models.CharField(max_length=120)
    key = models.CharField(max_length=120, db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "key"], name="one_phrase_a_text")]

    def __str__(self) -> str:
        return self.text
