"""The verbs of the policy room itself."""

from interchange.ground.policy.rules import role, rule, signed_in
from interchange.ground.policy.vocabulary import Role

rule("role.grant", who=role(Role.ADMINISTRATOR))
rule("role.end", who=role(Role.ADMINISTRATOR))
rule("conflict.record", who=role(Role.OFFICER))
rule("subject.view", who=signed_in)  # what cannot be talked about looks like what is hidden
