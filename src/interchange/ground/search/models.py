"""The index: one row per findable thing. Full-text structures over it are made in the migration `0002_fulltext`."""

from django.conf import settings
from django.db import models

from interchange.ground.search.vocabulary import QUERY_LIMIT, TITLE_LIMIT, Alert


class SearchEntry(models.Model):
    """Title and body as shown, and their normalised words as searched."""

    kind = models.SlugField(max_length=40)
    object_id = models.BigIntegerField()
    url = models.CharField(max_length=300)
    title = models.CharField(max_length=400)
    body = models.TextField(blank=True)
    title_norm = models.TextField(blank=True)
    body_norm = models.TextField(blank=True)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_thing")]
        indexes = [models.Index(fields=["begins_at"], name="search_by_time"), models.Index(fields=["updated_at"], name="search_by_change")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class SearchWord(models.Model):
    """A word that stands in some entry, whoever may see it: the vocabulary from which misspelt words are mended.

    A word is never shown before a search has found it among what the viewer may see (`spelling`).
    """

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word


class SearchReading(models.Model):
    """One row: up to when the entries have been read for their words."""

    read_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.read_until:%Y-%m-%d %H:%M}"


class SavedSearch(models.Model):
    """A search that a person keeps, and whether it writes when something new is found. `query` is the part of its address after "?"."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.SlugField(max_length=40, help_text="Which search: a key of `places`.")
    title = models.CharField(max_length=TITLE_LIMIT)
    query = models.CharField(max_length=QUERY_LIMIT)
    alert = models.CharField(max_length=6, choices=Alert.choices, default=Alert.NONE)
    created_at = models.DateTimeField()
    seen_until = models.DateTimeField(help_text="What came up to then has been told.")
    seen = models.JSONField(
        default=list, help_text="What it found when it last looked, as far as the place needs that to know what is new."
    )

    class Meta:
        verbose_name_plural = "saved searches"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "place", "query"], name="saved_search_once"),
            models.CheckConstraint(condition=~models.Q(query=""), name="saved_search_asks_for_something"),
            models.CheckConstraint(condition=models.Q(alert__in=Alert.values), name="saved_search_alert_is_known"),
        ]
        indexes = [models.Index(fields=["alert", "seen_until"], name="saved_searches_due")]

    def __str__(self) -> str:
        return self.title
