"""Distribution levels: each audience reads its own level and all wider ones, and nothing narrower."""

import pytest

from interchange.ground.policy.levels import Level, is_wider, levels_open_to
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role

STATE = Viewer(1, scoped=frozenset({(Role.FOCAL_POINT, "state:BR")}))
P, S, M, R = Level.PUBLIC, Level.STATES, Level.MEMBERS, Level.RESTRICTED


@pytest.mark.parametrize(
    ("viewer", "levels"),
    [
        (VISITOR, [P]),
        (Viewer(1), [P]),
        (Viewer(1, roles=frozenset({Role.REVIEWER})), [P]),
        (STATE, [P, S]),
        (Viewer(1, roles=frozenset({Role.MEMBER})), [P, S, M]),
        (Viewer(1, roles=frozenset({Role.OFFICER})), [P, S, M]),
        (Viewer(1, dormant=frozenset({Role.OFFICER})), [P]),
        (SYSTEM, [P, S, M]),
    ],
)
def test_levels_by_role(viewer, levels):
    assert levels_open_to(viewer) == levels


def test_wider_means_more_readers():
    assert is_wider(P, M)
    assert not is_wider(M, P)
    assert not is_wider(S, S)
    assert is_wider(M, R)
