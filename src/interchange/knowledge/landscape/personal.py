"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, acts, holds, impersonal

AUTHORS = (Reader.MEMBERS, Reader.OFFICERS)
holds(
    "landscape.replies", "landscape.reply", "person organisation function text reason decided_by",
    what=_("the answer of whoever keeps a tool, for which organisation and in which function"), why=_("Who is described can answer."),
    readers=(Reader.PUBLIC,), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "landscape.judgements", "landscape.judgement", "person because interest",
    what=_("how somebody judges a tool, why, and with which interest"), why=_("Evidence is weighed with what stands behind it."),
    readers=AUTHORS, keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "landscape.scope-answers", "landscape.scopeanswer", "person reason",
    what=_("answers to the five questions about the scope of a challenge"), why=_("What is technical is found out together."),
    readers=(Reader.SELF, Reader.SUMS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "landscape.gaps", "landscape.gapstatement", "person because",
    what=_("what somebody says is missing on the map"), why=_("Gaps are seen by those who meet them."),
    readers=AUTHORS, keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "landscape.imports", "landscape.importdraft", "person name good bad",
    what=_("tables that somebody read in"), why=_("Many entries are proposed at once."),
    readers=(Reader.SELF,), keep="map-imports",
)  # fmt: skip
acts("landscape.revisions", "landscape.revision", "by note interest", readers=AUTHORS)
acts("landscape.relations", "landscape.relation", "by", readers=AUTHORS)
acts("landscape.proposals", "landscape.proposal", "author decided_by note interest decision", readers=AUTHORS)
acts("landscape.reviews", "landscape.proposalreview", "reviewer reason", readers=AUTHORS)
acts("landscape.remarks", "landscape.remark", "by text", readers=AUTHORS)
acts("landscape.scope", "landscape.scopecheck", "opened_by", readers=AUTHORS)
acts("landscape.parkers", "landscape.parked", "by", readers=AUTHORS)
acts("landscape.solutions", "landscape.solution", "author interest", readers=AUTHORS)
acts("landscape.releases", "landscape.maprelease", "by", readers=AUTHORS)
impersonal(
    "landscape.tool",
    "topics sectors sources claims loaded_hash name functions steward countries licence url summary robustness name_key url_key",
)
impersonal("landscape.challenge", "topics sectors sources claims loaded_hash title profiles description")
impersonal("landscape.relation", "version note source_title source_url doubt")
impersonal("landscape.revision", "content changed")
impersonal("landscape.proposal", "number changes before")
impersonal("landscape.scopecheck", "spread")
impersonal("landscape.parked", "referral addressee")
impersonal("landscape.solution", "number title summary missing dependencies evidence")
impersonal("landscape.maprelease", "number title note counts digest")
impersonal("landscape.reportjob", "step problem")
