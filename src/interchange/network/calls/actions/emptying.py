"""Taking everything personal out of a file that is over."""

from datetime import datetime

from django.db import transaction

from interchange.ground.files.actions import remove
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.network.calls.models import AccessNeeds, Application, BalanceData

TEXTS = (
    "given_name", "family_name", "publication_name", "organisation", "parent_group", "position", "motivation", "contribution",
    "proposed_topic", "usable_hours", "support_needed", "other_expertise",
)  # fmt: skip


def empty(application: Application, at: datetime) -> None:
    """Take everything personal out of a file; number, state, profile and country stay for figures."""
    with transaction.atomic():
        for entry in application.files.select_related("file"):
            entry.delete()
            remove(SYSTEM, entry.file, at=at)
        application.evidence.all().delete()
        application.versions.all().delete()
        BalanceData.objects.filter(application=application).delete()
        AccessNeeds.objects.filter(application=application).delete()
        for name in TEXTS:
            setattr(application, name, "")
        application.time_zone, application.answers, application.nationalities, application.languages = "", {}, [], []
        application.decision_reason = application.decision_reason and "erased"  # still says that there was one
        application.save()
        record(SYSTEM, "application.emptied", application, at=at)
