"""A record's metadata as XML, kept ready for harvesters."""

from django.db import models


class Fragment(models.Model):
    """The two XML forms of a record as it was when it was last touched (`Record.touched`); after `stale_at` they say too little.

    Nothing but a copy: where one is missing or old, the provider makes the XML from the record itself.
    """

    record = models.OneToOneField("repository.Record", on_delete=models.CASCADE, primary_key=True, related_name="fragment")
    touched = models.PositiveBigIntegerField()
    stale_at = models.DateTimeField(null=True, blank=True)
    dublin_core = models.TextField()
    datacite = models.TextField()

    class Meta:
        app_label = "repository"

    def __str__(self) -> str:
        return f"fragment of {self.record_id}"
