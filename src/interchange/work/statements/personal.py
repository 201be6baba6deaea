"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, acts, holds, impersonal

holds(
    "statements.filed", "statements.statement", "by",
    what=_("who typed what a Member State filed; the State is its author"), why=_("The State and the Secretariat know whom to ask."),
    readers=(Reader.STATE, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
acts("statements.answers", "statements.answer", "drafted_by cleared_by sent_back_reason")
acts("statements.briefings", "statements.briefing", "released_by")
acts("statements.left-in", "statements.leftin", "by reason excerpt")
impersonal("statements.round", "number title note template time_zone final_text")
impersonal("statements.roundpaper", "title language")
impersonal("statements.statement", "number group_name title text language target_reason about disposition_reason")
impersonal("statements.translation", "language title text")
impersonal("statements.clarification", "question answer")
impersonal("statements.answer", "text")
impersonal("statements.link", "subject_kind subject_id label url")
impersonal("statements.briefing", "number title text")
