"""`python -m interchange.workbench.signals.trials RECIPE.json`: follow a recipe on a corpus that is made here; the result goes to standard output."""

import json
import sys
from pathlib import Path

from interchange.workbench.signals.trials import recipe, results, running


def follow(followed: recipe.Recipe) -> dict[str, object]:
    """The result of a recipe on its own corpus."""
    store = running.Memory()
    given = []
    with running.Laboratory() as laboratory:
        samples = list(running.files(followed))
        for done in running.run(followed, samples, store, laboratory):
            sys.stderr.write(f"\r{done} of {followed.trials} copies")
    sys.stderr.write("\n")
    given = [(one.name, running.sha256(one.content), one.media_type) for one in samples]
    found = results.complete(followed, given, store)
    assert found is not None  # noqa: S101 - all of it was just made
    return results.assemble(followed, found)


def main() -> int:
    """0; 2 where the recipe cannot be followed."""
    try:
        followed = recipe.read(json.loads(Path(sys.argv[1]).read_text("utf-8")))
        if followed.files:
            raise recipe.Wrong([("corpus", "a corpus of one's own files is tried in the house")])
    except (IndexError, OSError, ValueError) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    sys.stdout.write(json.dumps(follow(followed), ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
