import pytest

from interchange.ground.errors import NotAMove
from interchange.ground.moves import MoveTable

TABLE = MoveTable("Door", {"open": (["shut"], "open"), "shut": (["open"], "shut")})


def test_a_move_leads_on():
    assert TABLE.target("open", "shut") == "open"
    assert TABLE.verbs("open") == ["shut"]


def test_an_impossible_move_names_state_and_verb():
    with pytest.raises(NotAMove, match="Door is “open”; “open” is not possible"):
        TABLE.target("open", "open")
