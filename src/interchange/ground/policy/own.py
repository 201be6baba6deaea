"""The verbs of the policy room itself."""

from interchange.ground.policy.rules import role, rule
from interchange.ground.policy.vocabulary import Role

rule("role.grant", who=role(Role.ADMINISTRATOR))
rule("role.end", who=role(Role.ADMINISTRATOR))
rule("conflict.record", who=role(Role.OFFICER))
