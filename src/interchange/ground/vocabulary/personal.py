"""Nothing here is about a person: the words, States and options of the house."""

from interchange.ground.personal import impersonal

impersonal("vocabulary.term", "label description")
impersonal("vocabulary.memberstate", "name")
impersonal("vocabulary.holiday", "name")
impersonal("vocabulary.option", "value")
impersonal("vocabulary.numberseries", "series")
