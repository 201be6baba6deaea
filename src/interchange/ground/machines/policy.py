"""Tokens belong to one person: nobody else sees, makes or ends them."""

from django.db.models import Q

from interchange.ground.machines.models import ApiToken
from interchange.ground.policy.rules import rule, signed_in

rule("token.make", who=signed_in)
rule("token.own", ApiToken, who=signed_in, which=lambda v: Q(person_id=v.person_id))
