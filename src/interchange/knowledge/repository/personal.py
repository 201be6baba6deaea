"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, acts, holds, impersonal

CURATORS = (Reader.SELF, Reader.OFFICERS)
holds(
    "repository.creators", "repository.version", "creators",
    what=_("names of authors, as their works give them"), why=_("Works are cited with their authors."),
    readers=(Reader.PUBLIC,), keep=Keep.RECORD,
)  # fmt: skip
holds(
    "repository.texts", "repository.pagetext", "body title_norm body_norm",
    what=_("the words of works, which may name people"), why=_("Works are found by their words."),
    readers=(Reader.PUBLIC, Reader.MEMBERS), keep=Keep.RECORD,
)  # fmt: skip
holds(
    "repository.reviews", "repository.review", "reviewer remark note",
    what=_("who was asked to look at a record, and the answer"), why=_("What is published was read by somebody who knows the field."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "repository.copies", "repository.copyrequest", "person decided_by purpose decision_reason",
    what=_("requests for a copy, and for what"), why=_("Closed works are shared one by one."),
    readers=CURATORS, keep=Keep.ACCOUNT,
)  # fmt: skip
holds(
    "repository.lists", "repository.readinglist", "owner title note",
    what=_("reading lists, with the level that their owner chose"), why=_("People keep and share what they read."),
    readers=(Reader.SELF, Reader.CONSENTED), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "repository.list-items", "repository.readingitem", "note",
    what=_("notes on what stands on a reading list"), why=_("People keep and share what they read."),
    readers=(Reader.SELF, Reader.CONSENTED), keep=Keep.ACCOUNT, basis=Basis.CONSENT, whose="list__owner",
)  # fmt: skip
acts("repository.submitters", "repository.record", "submitter ended_by ended_reason")
acts("repository.versions", "repository.version", "created_by decided_by decision_reason")
acts("repository.corrections", "repository.correction", "by reason")
acts("repository.checks", "repository.check", "by reason")
acts("repository.imports", "repository.importjob", "person")
impersonal("repository.record", "origin_key title title_key marks")
impersonal(
    "repository.version",
    "title summary venue publisher language licence licence_note identifiers keywords topics sectors tools card changes loaded_hash",
)
impersonal("repository.identifier", "key")
impersonal("repository.recordfile", "found")
impersonal("repository.correction", "before after")
impersonal("repository.collection", "title description query")
impersonal("repository.importjob", "name path problems options")
impersonal("repository.minting", "doi error")
impersonal("repository.shelf", "recent")
impersonal("repository.fragment", "dublin_core datacite")
