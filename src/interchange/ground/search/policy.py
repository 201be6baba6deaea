"""A saved search is its owner's alone, title and words."""

from django.db.models import Q

from interchange.ground.policy.rules import rule, signed_in
from interchange.ground.search.models import SavedSearch

rule("search.save", who=signed_in)
rule("saved-search.own", SavedSearch, who=signed_in, which=lambda v: Q(person_id=v.person_id))
