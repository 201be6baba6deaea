"""Who registered for a public meeting is for those who organise it; each person has their own page behind a secret."""

from interchange.ground.policy.rules import EVERYTHING, rule
from interchange.work.meetings.models import Registration
from interchange.work.meetings.policy.sessions import FILE, organisers

rule("registration.list", Registration, who=organisers, which=lambda v: EVERYTHING, conflict=(FILE, "session_id"))
