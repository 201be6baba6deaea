"""The rooms of the house, bottom to top. A room named here is installed and, if it has a `urls` module, has its doors opened."""

GROUND = [
    "interchange.ground.vocabulary",
    "interchange.ground.journal",
    "interchange.ground.policy",
    "interchange.ground.duties",
    "interchange.ground.jobs",
    "interchange.ground.post",
    "interchange.ground.files",
    "interchange.ground.search",
    "interchange.ground.text",
    "interchange.ground.shell",
    "interchange.ground.accounts",
    "interchange.ground.machines",
    "interchange.ground.threads",
    "interchange.ground.consensus",
    "interchange.ground.privacy",
    "interchange.ground.disclosure",
]
NETWORK = [
    "interchange.network.calls",
    "interchange.network.selection",
    "interchange.network.membership",
    "interchange.network.states",
]
KNOWLEDGE = ["interchange.knowledge.lexicon", "interchange.knowledge.repository", "interchange.knowledge.landscape"]
WORKBENCH = [
    "interchange.workbench.bench",
    "interchange.workbench.making",
    "interchange.workbench.assist",
    "interchange.workbench.registry",
    "interchange.workbench.lab",
]
WORK = [
    "interchange.work.meetings",
    "interchange.work.direction",
    "interchange.work.exchange",
    "interchange.work.statements",
]
DESK = ["interchange.desk.home", "interchange.desk.transparency", "interchange.desk.demo"]

ROOMS = [*GROUND, *NETWORK, *KNOWLEDGE, *WORKBENCH, *WORK, *DESK]
