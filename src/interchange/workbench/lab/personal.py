"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Reader, acts, holds, impersonal

holds(
    "lab.experiments", "lab.experiment", "owner title question",
    what=_("experiments and who made them"), why=_("A result can be repeated and its maker asked."),
    readers=(Reader.SELF, Reader.PUBLIC), keep="lab.experiments",
)  # fmt: skip
holds(
    "lab.files", "lab.ownfile", "name path",
    what=_("files that somebody brought to an experiment"), why=_("They are tried, read by nobody, and deleted when the result is published."),
    readers=(Reader.NOBODY,), keep="lab.experiments", basis=Basis.CONSENT, whose="experiment__owner",
)  # fmt: skip
holds(
    "lab.answers", "lab.answer", "data",
    what=_("what was measured on copies of a file"), why=_("The same copy is not tried twice."),
    readers=(Reader.NOBODY,), keep="lab.answers",
)  # fmt: skip
acts("lab.decided", "lab.experiment", "decided_by reason")
impersonal("lab.experiment", "number recipe media result tools digest problem")
impersonal("lab.ownfile", "media_type sha256")
