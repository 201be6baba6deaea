import pytest

from interchange.ground.errors import NotAMove
from interchange.ground.moves import MoveTable
from interchange.network.calls.vocabulary import DEAD_STATES, MOVES, ApplicationState

TABLE = MoveTable("Door", {"open": (["shut"], "open"), "shut": (["open"], "shut")})


def test_a_move_leads_on():
    assert TABLE.target("open", "shut") == "open"
    assert TABLE.verbs("open") == ["shut"]


def test_an_impossible_move_names_state_and_verb():
    with pytest.raises(NotAMove, match="Door is “open”; “open” is not possible"):
        TABLE.target("open", "open")


def test_every_state_of_an_application_is_reached_by_some_move():
    reached = {move.target for move in MOVES.moves.values()} | {ApplicationState.DRAFT}
    assert reached == set(ApplicationState)


def test_a_withdrawn_application_leads_nowhere():
    assert MOVES.verbs(ApplicationState.WITHDRAWN) == []
    assert set(DEAD_STATES) == {ApplicationState.WITHDRAWN, ApplicationState.DUPLICATE}
