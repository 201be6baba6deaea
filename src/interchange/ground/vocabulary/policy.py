"""Who may read the controlled words, and who may change what the house leaves open."""

from interchange.ground.policy.rules import EVERYTHING, anyone, role, rule
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.models import Holiday, MemberState

rule("reference.view", MemberState, who=anyone, which=lambda v: EVERYTHING)
rule("option.set", who=role(Role.OFFICER, Role.ADMINISTRATOR))
rule("state.edit", MemberState, who=role(Role.OFFICER, Role.ADMINISTRATOR), which=lambda v: EVERYTHING)
rule("holiday.view", Holiday, who=anyone, which=lambda v: EVERYTHING)
rule("holiday.edit", Holiday, who=role(Role.OFFICER, Role.ADMINISTRATOR), which=lambda v: EVERYTHING)
