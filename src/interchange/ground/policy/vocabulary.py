"""The roles of the network (DOMAIN M4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Chair")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    WORK_ITEM_LEAD = "work-item-lead", _("Work item lead")
    OFFICER = "officer", _("Secretariat officer")
    REVIEWER = "reviewer", _("Reviewer")
    MEETING_MANAGER = "meeting-manager", _("Meeting manager")
    FOCAL_POINT = "focal-point", _("Focal point")
    ALTERNATE = "alternate", _("Alternate focal point")
    OBSERVER = "observer", _("Observer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


# Roles that open other people's files: held back until the person has signed in with a second factor.
STAFF_ROLES = frozenset({Role.OFFICER, Role.REVIEWER, Role.MEETING_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR})

# Roles that come from a State's verified note alone; nobody gives them by hand.
NOTED_ROLES = frozenset({Role.FOCAL_POINT, Role.ALTERNATE})


class ConflictReason(models.TextChoices):
    """Why somebody has no part in a file; the category only, never the story."""

    AFFILIATION = "affiliation", _("Same organisation")
    CO_AUTHOR = "co-author", _("Work published together")
    PERSONAL = "personal", _("Personal relation")
    SUPERVISION = "supervision", _("Supervision, now or earlier")
    FINANCIAL = "financial", _("Financial interest")
    OTHER = "other", _("Another reason")
