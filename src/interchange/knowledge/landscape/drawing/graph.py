"""The neighbourhood of a tool and a path between two: wide for a desk and paper, narrow for a telephone."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from interchange.knowledge.landscape.atlas import Atlas
from interchange.knowledge.landscape.drawing.parts import SOFT, Box, arrow, joined, picture, text, wrap
from interchange.knowledge.landscape.seeing.graph import WORDS, Neighbourhood, Step

WIDE, COLUMN, NARROW = 1120, 320, 360
GAP = 14


def _url(atlas: Atlas, place: int) -> str:
    return f"/landscape/graph/?tool={atlas.tools.codes[place]}"


def _over(step: Step) -> str:
    return str(WORDS[step.kind])


def _leaf(atlas: Atlas, step: Step) -> str:
    first = str(WORDS[step.kind])
    return f"{first} {atlas.tools.names[step.there]}" if step.forward else f"{atlas.tools.names[step.there]} {first} {_('it')}"


def _stack(atlas: Atlas, steps: list[Step], x: float, beyond: dict[int, list[Step]]) -> tuple[list[tuple[Box, Step, list[str]]], float]:
    made, y = [], 30.0
    for step in steps:
        box = Box(x, y, COLUMN, _over(step), atlas.tools.names[step.there], _url(atlas, step.there))
        leaves = [wrap(_leaf(atlas, one), 48, 1)[0] for one in beyond.get(step.there, [])]
        made.append((box, step, leaves))
        y += box.height + 17 * len(leaves) + (6 if leaves else 0) + GAP
    return made, y - GAP if made else 30.0


def wide(atlas: Atlas, here: Neighbourhood, label: str, *, alone: bool = False) -> SafeString:
    """Who points to it on the left, the tool in the middle, what it points to on the right."""
    left, left_height = _stack(atlas, here.incoming, 0.5, here.beyond)
    right, right_height = _stack(atlas, here.outgoing, WIDE - COLUMN - 0.5, here.beyond)
    middle = Box(
        (WIDE - 260) / 2,
        0,
        260,
        "",
        atlas.tools.names[here.focus],
        f"/landscape/tools/{atlas.tools.codes[here.focus]}/",
        main=True,
        lines=3,
    )
    height = max(left_height, right_height, middle.height + 30) + 8
    top = max(30.0, min(left_height or height, right_height or height, height) / 2 - middle.height / 2)
    focus = Box(middle.x, top, 260, "", middle.name, middle.url, main=True, lines=3)
    at = focus.y + focus.height / 2
    body = []
    if left:
        body.append(text(0, 16, _("They relate to it"), css="map-head", size=12, fill=SOFT))
    if right:
        body.append(text(WIDE - COLUMN, 16, _("It relates to them"), css="map-head", size=12, fill=SOFT))
    for box, step, leaves in left:
        y = box.y + box.height / 2
        bend = (COLUMN + focus.x) / 2
        dashed = step.strength == "claim"
        body.append(
            arrow(f"M{COLUMN + 1} {y:g}C{bend:g} {y:g} {bend:g} {at:g} {focus.x - 8:g} {at:g}", (focus.x - 1, at), "right", dashed=dashed)
        )
        body += [box.draw(), _leaves(box, leaves)]
    for box, step, leaves in right:
        y = box.y + box.height / 2
        bend = (focus.x + focus.width + box.x) / 2
        dashed = step.strength == "claim"
        body.append(
            arrow(
                f"M{focus.x + focus.width:g} {at:g}C{bend:g} {at:g} {bend:g} {y:g} {box.x - 8:g} {y:g}",
                (box.x - 1, y),
                "right",
                dashed=dashed,
            )
        )
        body += [box.draw(), _leaves(box, leaves)]
    body.append(focus.draw())
    return picture(WIDE, height, label, body, css="map-wide", alone=alone)


def _leaves(box: Box, leaves: list[str]) -> SafeString:
    return joined(
        [text(box.x + 12, box.y + box.height + 16 + 17 * row, leaf, css="map-leaf", size=12, fill=SOFT) for row, leaf in enumerate(leaves)]
    )


def narrow(atlas: Atlas, here: Neighbourhood, label: str) -> SafeString:
    """The tool on top, its neighbours one under another."""
    focus = Box(
        0.5, 0.5, NARROW - 1, "", atlas.tools.names[here.focus], f"/landscape/tools/{atlas.tools.codes[here.focus]}/", main=True, lines=3
    )
    body, y = [focus.draw()], focus.height + 12
    for head, steps, up in ((_("It relates to"), here.outgoing, False), (_("They relate to it"), here.incoming, True)):
        if not steps:
            continue
        body.append(text(30, y + 12, head, css="map-head", size=13, fill=SOFT))
        y += 22
        for step in steps:
            box = Box(30, y, NARROW - 31, _over(step), atlas.tools.names[step.there], _url(atlas, step.there))
            middle = box.y + box.height / 2
            dashed = step.strength == "claim"
            if up:
                body.append(arrow(f"M29 {middle:g}H12V{focus.height + 9:g}", (12, focus.height + 2), "up", dashed=dashed))
            else:
                body.append(arrow(f"M12 {focus.height + 1:g}V{middle:g}H21", (29, middle), "right", dashed=dashed))
            body.append(box.draw())
            y += box.height
            for one in here.beyond.get(step.there, []):
                body.append(text(42, y + 16, wrap(_leaf(atlas, one), 44, 1)[0], css="map-leaf", size=12, fill=SOFT))
                y += 17
            y += 10
    return picture(NARROW, y, label, body, css="map-narrow")


def path_wide(atlas: Atlas, way: list[Step], label: str, *, alone: bool = False) -> SafeString:
    """A path from left to right, four tools a line."""
    places = [way[0].here, *(step.there for step in way)]
    width, gap, per_line = 172.0, 64.0, 5
    boxes: list[Box] = []
    tops: list[float] = [4.0]
    for number, place in enumerate(places):
        row, column = divmod(number, per_line)
        if row == len(tops):
            tops.append(tops[-1] + max(one.height for one in boxes[-per_line:]) + 46)
        ends = number in {0, len(places) - 1}
        boxes.append(
            Box(
                column * (width + gap) + 0.5,
                tops[row],
                width,
                "",
                atlas.tools.names[place],
                f"/landscape/tools/{atlas.tools.codes[place]}/",
                main=ends,
                lines=4,
                least=72,
            )
        )
    body = []
    for number, step in enumerate(way):
        one, other = boxes[number], boxes[number + 1]
        same_line = one.y == other.y
        y = one.y + 36
        if same_line:
            first, last = one.x + width, other.x
            tip, points, to = (
                ((last - 1, y), f"M{first:g} {y:g}H{last - 9:g}", "right")
                if step.forward
                else ((first + 1, y), f"M{first + 9:g} {y:g}H{last:g}", "left")
            )
            body.append(arrow(points, tip, to, dashed=step.strength == "claim"))
            said = wrap(_over(step), 8, 4)
            for line, words in enumerate(said):
                up = y - 8 - 14 * (len(said) - 1 - line)
                body.append(text((first + last) / 2, up, words, css="map-over", size=11.5, fill=SOFT, anchor="middle"))
        else:
            x, bottom = one.x + width / 2, one.y + one.height
            down = bottom + 22
            points = f"M{x:g} {bottom:g}V{down:g}H{other.x + 40:g}V{other.y - 9:g}"
            body.append(arrow(points, (other.x + 40, other.y - 1), "down", dashed=step.strength == "claim"))
            body.append(text((x + other.x + 40) / 2, down - 5, _over(step), css="map-over", size=12, fill=SOFT, anchor="middle"))
    body += [box.draw() for box in boxes]
    height = max(box.y + box.height for box in boxes) + 6
    return picture(WIDE, height, label, body, css="map-wide", alone=alone)


def path_narrow(atlas: Atlas, way: list[Step], label: str) -> SafeString:
    """A path from top to bottom."""
    places = [way[0].here, *(step.there for step in way)]
    body, y = [], 0.5
    for number, place in enumerate(places):
        box = Box(
            0.5,
            y,
            NARROW - 1,
            "",
            atlas.tools.names[place],
            f"/landscape/tools/{atlas.tools.codes[place]}/",
            main=number in {0, len(places) - 1},
            lines=3,
        )
        body.append(box.draw())
        bottom = y + box.height
        y = bottom + 40
        if number < len(way):
            step = way[number]
            dashed = step.strength == "claim"
            if step.forward:
                body.append(arrow(f"M24 {bottom:g}V{y - 9:g}", (24, y - 1), "down", dashed=dashed))
            else:
                body.append(arrow(f"M24 {bottom + 9:g}V{y:g}", (24, bottom + 1), "up", dashed=dashed))
            body.append(text(40, bottom + 25, _over(step), css="map-over", size=13, fill=SOFT))
    return picture(NARROW, y - 38, label, body, css="map-narrow")
