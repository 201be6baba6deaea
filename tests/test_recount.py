"""`interchange recount`: exit codes for what is no file, or a file that does not hold (what holds: `work/direction/tests/test_pages.py`)."""

import json

from interchange.config.command import main
from interchange.work.direction.counting import result


def test_the_command_says_what_is_wrong_and_how(tmp_path, capsys):
    file = tmp_path / "round.json"
    assert main(["recount", str(file)]) == 65
    file.write_text("no JSON")
    assert main(["recount", str(file)]) == 65
    ballots = [{"profile": "academic", "organisation": "", "marks": {"1": 1}}]
    rule, items = {"method": "statements", "cap": 1}, [{"id": "1"}]
    made = {"format": result.FORMAT, "rule": rule, "items": items, "ballots": ballots, "ballots_sha256": result.digest(ballots)}
    file.write_text(json.dumps({**made, "result": result.count(rule, items, ballots)}))
    capsys.readouterr()
    assert main(["recount", str(file)]) == 1
    assert capsys.readouterr().out.splitlines() == ["the signature does not belong to this file", "1 differences: the result does not hold"]
