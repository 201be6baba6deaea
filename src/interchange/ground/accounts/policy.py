"""Who may see and change people."""

from django.db.models import Q

from interchange.ground.accounts.models import Person
from interchange.ground.policy.rules import anyone, role, rule, signed_in
from interchange.ground.policy.vocabulary import Role

rule("account.start", who=anyone)
rule("person.self", Person, who=signed_in, which=lambda v: Q(pk=v.person_id))
rule("person.list", Person, who=role(Role.ADMINISTRATOR), which=lambda v: Q(erased_at__isnull=True))
rule("person.sign-out", Person, who=role(Role.ADMINISTRATOR), which=lambda v: Q())
rule("person.second-factor", who=signed_in)
