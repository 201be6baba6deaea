"""Figures are published by the house on its schedule, or by an officer who wants them now; everybody reads them."""

from interchange.ground.policy.rules import role, rule
from interchange.ground.policy.vocabulary import Role

rule("figures.publish", who=role(Role.OFFICER))
