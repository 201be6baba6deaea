"""What was last shown of each table."""

from django.db import models


class Cell(models.Model):
    """One group of one table as it is shown: `shown` is empty where the group is hidden."""

    table = models.CharField(max_length=60)
    group = models.CharField(max_length=60)
    shown = models.PositiveIntegerField(null=True)
    since = models.DateTimeField(help_text="When it last moved.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "group"], name="one_cell_per_group"),
            models.CheckConstraint(
                condition=models.Q(shown__isnull=True) | models.Q(shown=0) | models.Q(shown__gte=5), name="no_small_cell_is_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}/{self.group}"
