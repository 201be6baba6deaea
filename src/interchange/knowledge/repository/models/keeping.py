"""What readers keep to themselves, collections, and how often things are read."""

from django.conf import settings
from django.db import models

from interchange.ground.policy.levels import Level
from interchange.knowledge.repository import vocabulary as words
from interchange.knowledge.repository.models.works import Record

PERSON = settings.AUTH_USER_MODEL


class ReadingList(models.Model):
    """Records that a person puts together; for themselves, or shared with members or everyone."""

    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="reading_lists")
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.RESTRICTED, help_text="Restricted: for the owner alone.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "title"], name="reading_list_title_once")]

    def __str__(self) -> str:
        return self.title


class ReadingItem(models.Model):
    """A record on a reading list, with the owner's remark."""

    list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="items")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=400, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "record"], name="on_a_list_once")]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.record_id}"


class Collection(models.Model):
    """A named shelf: whatever a query finds now. `query` is the address part after "?"."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    query = models.CharField(max_length=600)
    order = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class Usage(models.Model):
    """How often a record was read or its files opened on a day; robots are not counted, AI agents stand apart."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="usage")
    day = models.DateField()
    use = models.CharField(max_length=4, choices=words.Use.choices)
    agent = models.CharField(max_length=6, choices=words.Agent.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "day", "use", "agent"], name="usage_once_a_day")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.day} {self.use} {self.agent}: {self.count}"
