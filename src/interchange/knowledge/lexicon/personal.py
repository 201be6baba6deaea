"""What this room holds of people, and why."""

from interchange.ground.personal import Reader, acts, impersonal

AUTHORS = (Reader.MEMBERS, Reader.OFFICERS)
acts("lexicon.concepts", "lexicon.concept", "proposed_by checked_by", readers=AUTHORS)
acts("lexicon.versions", "lexicon.version", "by reason", readers=AUTHORS)
acts("lexicon.amendments", "lexicon.amendment", "by decided_by reason decision_reason", readers=AUTHORS)
acts("lexicon.releases", "lexicon.release", "by", readers=AUTHORS)
acts("lexicon.imports", "lexicon.importrun", "by", readers=AUTHORS)
impersonal("lexicon.concept", "domain topics note example decision_reason")
impersonal("lexicon.label", "text key language condition")
impersonal("lexicon.definition", "text sources")
impersonal("lexicon.mapping", "uri label")
impersonal("lexicon.version", "content changed")
impersonal("lexicon.amendment", "content")
impersonal("lexicon.release", "title note")
impersonal("lexicon.releasefile", "format name")
impersonal("lexicon.importrun", "name format digest")
impersonal("lexicon.importitem", "content problem")
impersonal("lexicon.reading", "kind digest mark title url")
impersonal("lexicon.phrase", "text key")
