"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, acts, holds, impersonal

holds(
    "registry.works", "registry.work", "owner title rights_holder contact reference",
    what=_("works that somebody registered, with the rights holder and a contact"), why=_("Whoever finds a work can ask whose it is and what is reserved."),
    readers=(Reader.SELF, Reader.CONSENTED), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "registry.batches", "registry.batch", "owner name files defaults problems",
    what=_("lists of works that somebody brought at once"), why=_("A long list is worked through and its faults are told."),
    readers=(Reader.SELF,), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "registry.cases", "registry.case", "owner title note",
    what=_("cases about uses of a work"), why=_("Evidence is gathered by whoever needs it."),
    readers=(Reader.SELF,), keep="registry.cases", basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "registry.exhibits", "registry.exhibit", "name found_at_url report",
    what=_("where a copy was found, and what its file says (which may name people)"), why=_("Evidence says what was found where."),
    readers=(Reader.SELF,), keep="registry.cases", basis=Basis.CONSENT, whose="case__owner",
)  # fmt: skip
acts("registry.settled", "registry.dispute", "settled_by reason")
acts("registry.judged", "registry.candidate", "decided_by reason", readers=(Reader.SELF,))
impersonal("registry.work", "number reservations terms_url sha256 iscc cells")
impersonal("registry.batch", "path")
impersonal("registry.case", "number")
impersonal("registry.exhibit", "sha256 iscc codes path")
impersonal("registry.candidate", "snapshot found")
impersonal("registry.bundle", "path sha256 problem")
impersonal("registry.indexedition", "path sha256 state")
