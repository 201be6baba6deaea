"""Who may write to the Secretariat, and who has a desk."""

from interchange.ground.policy.rules import anyone, rule, signed_in

rule("contact.write", who=anyone)
rule("desk.view", who=signed_in)
