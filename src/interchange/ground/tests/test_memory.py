"""A memory reads once, looks again when its time is over or it is told to, and does not keep what is not worth it."""

from interchange.ground import memory
from interchange.ground.memory import Kept


def test_a_memory_lasts_its_time_and_can_be_told_to_forget(monkeypatch):
    now, read = [100.0], []

    def look():
        read.append(now[0])
        return len(read)

    monkeypatch.setattr(memory, "_clock", lambda: now[0])
    kept = Kept(look, 5.0)
    assert (kept(), kept()) == (1, 1)
    now[0] = 105.0
    assert kept() == 1
    now[0] = 105.1
    assert (kept(), kept()) == (2, 2)
    kept.forget(sender="a signal")
    assert kept() == 3
    assert read == [100.0, 105.1, 105.1]


def test_what_is_not_worth_keeping_is_read_at_every_question():
    found = iter([[], [], ["words"], ["never asked for"]])
    kept = Kept(lambda: next(found), 5.0, worth=bool)
    assert [kept(), kept(), kept(), kept()] == [[], [], ["words"], ["words"]]
