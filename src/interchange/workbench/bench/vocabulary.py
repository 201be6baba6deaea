"""Limits of the bench, and where a way of labelling has a home elsewhere in the house."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary.options import define

FILES_AT_ONCE = 8
KEYS_EACH = 6  # keys of one person, or of the house, that are not revoked
HELD_MB = 30  # of one picture that is labelled on the page
HELD_MINUTES = 30  # that a picture is held while it is labelled
file_mb = define(
    "bench.file-mb",
    100,
    _("Largest file that is inspected, in megabytes"),
    _("Photos, papers and short clips fit; longer films are inspected with the command."),
    least=1,
    most=4000,
)
visitor_files = define(
    "bench.visitor-files",
    40,
    _("Files that a visitor may have inspected in an hour"),
    _("Enough to try things out, too few to use the house as a machine."),
    least=1,
    most=10_000,
)
site_visits = define(
    "bench.site-visits",
    20,
    _("Sites that a person may have fetched in an hour"),
    _("Each visit is up to a dozen requests to somebody else’s machine, in this house’s name."),
    least=1,
    most=1000,
)
report_months = define(
    "retention.report-months",
    12,
    _("Months that a kept report of the bench is kept"),
    _("A report shows what held on its day; signatures and lists move on."),
    least=1,
    most=120,
)

# scheme -> the entry of the map that tells more of it
TOOLS = {
    "c2pa": "c2pa",
    "cawg-training-mining": "cawg-training-data-mining",
    "iptc-digital-source-type": "iptc-digital-source-type",
    "iptc-ai": "iptc-photo-metadata",
    "plus-data-mining": "plus-ldf",
    "rights-metadata": "iptc-photo-metadata",
    "gb-45438": "china-aigc-labelling",
    "schema-org": "schema-org",
    "iscc": "iscc",
    "robots": "robots-exclusion-protocol",
    "aipref": "aipref-vocab",
    "tdmrep": "tdmrep",
    "rsl": "rsl",
}
