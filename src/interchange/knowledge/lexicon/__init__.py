"""The lexicon: one meaning for one word, agreed by members, at work in every text of the house.

Words: concept (one meaning), label (preferred, admitted, deprecated, obsolete), definition (several, sourced; one adopted), amendment (a
change of an agreed concept that waits for a curator), release (the dated, numbered state of all agreed concepts), wanted (what texts say
without an entry). States: proposed > under discussion > agreed > deprecated, or rejected. Doors: /lexicon/, /lexicon/<id>, /api/v1/lexicon/.
"""
