"""The default criteria of a call (DOMAIN S1; the weights are ours), with what each mark means."""

from typing import Any

CRITERIA: list[dict[str, Any]] = [
    {
        "key": "depth", "title": "Technical depth", "weight": 35, "description": "How well the person knows the systems, standards or models that the network works on.",
        "anchors": {
            "1": "No sign of own technical work in the field.", "2": "Knows the field from reading or from managing others.",
            "3": "Built or ran relevant systems, with help.", "4": "Built or ran relevant systems on own responsibility; peers use the result.",
            "5": "Shaped the state of the art: a standard, a widely used system, results that others build on.",
        },
    },
    {
        "key": "relevance", "title": "Relevance to objectives and topics", "weight": 25, "description": "How closely the work touches the network's objectives and topics.",
        "anchors": {
            "1": "No link to the objectives or topics.", "2": "A general interest in AI and intellectual property.", "3": "One topic, touched in own work.",
            "4": "One topic at the centre of own work, or several touched.", "5": "Works at the meeting point of several topics and can show it.",
        },
    },
    {
        "key": "delivery", "title": "Proof of delivery and time", "weight": 20, "description": "Whether the person finishes things, and has the hours that the work needs.",
        "anchors": {
            "1": "Nothing finished is shown, or no time.", "2": "Little that is finished, or under two hours a month.", "3": "Some finished work; a few hours a month.",
            "4": "Several finished pieces with own part stated; enough hours.", "5": "A record of joint work delivered on time; hours set aside for it.",
        },
    },
    {
        "key": "bridging", "title": "Bridging of sectors", "weight": 10, "description": "Whether the person can speak with people of other trades.",
        "anchors": {
            "1": "Knows own trade only.", "2": "Some contact with another sector.", "3": "Worked with one other sector.",
            "4": "Worked in two sectors or translated between them.", "5": "Known for bringing sectors together on technical matters.",
        },
    },
    {
        "key": "cooperation", "title": "Cooperation", "weight": 10, "description": "Experience of working in groups where nobody gives orders.",
        "anchors": {
            "1": "No sign of joint work.", "2": "Took part in a group.", "3": "Contributed regularly to a group.",
            "4": "Carried part of a group's work.", "5": "Led a group to a result that all could live with.",
        },
    },
]  # fmt: skip
