"""Pieces that all pictures share."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK, SOFT, RULE, PAPER, SHEET, ACCENT, WASH = "#1c1d20", "#4a4d54", "#8b8778", "#fbfaf6", "#ffffff", "#17524c", "#e8f0ee"
SHADES = ("#ffffff", "#e3eeec", "#c2dbd6", "#93beb6", "#4f9187", "#17524c")
ON_SHADE = (INK, INK, INK, INK, "#ffffff", "#ffffff")
SANS = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"


def wrap(text: str, width: int, lines: int = 2) -> list[str]:
    """The text in at most so many lines of about `width` characters; what does not fit ends in a dot-dot-dot."""
    found: list[str] = [""]
    for word in text.split():
        if found[-1] and len(found[-1]) + 1 + len(word) > width:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    if len(found) > lines:
        found = found[:lines]
        found[-1] = found[-1][: width - 1].rstrip(" ,(;") + "…"
    return [line if len(line) <= width + 3 else line[: width - 1] + "…" for line in found]


def text(
    x: float, y: float, words: str, *, css: str = "", size: float = 13, fill: str = INK, anchor: str = "start", weight: int = 400
) -> SafeString:
    """A line of text."""
    return format_html(
        '<text class="{}" x="{}" y="{}" font-size="{}" fill="{}" text-anchor="{}" font-weight="{}">{}</text>', css, f"{x:g}", f"{y:g}", size, fill, anchor, weight, words
    )  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A box with a small line over a name of at most two lines; a link where it has an address."""

    x: float
    y: float
    width: float
    over: str
    name: str
    url: str = ""
    main: bool = False
    lines: int = 2
    least: float = 0

    @property
    def said(self) -> list[str]:
        """The name's lines."""
        return wrap(self.name, int((self.width - 24) / (8.0 if self.main else 7.3)), self.lines)

    @property
    def height(self) -> float:
        """Its height."""
        return max(self.least, 14 + (16 if self.over else 0) + 17 * len(self.said))

    def draw(self) -> SafeString:
        """The box."""
        css = "map-box map-main" if self.main else "map-box"
        rows = []
        y = self.y + (20 if not self.least or self.over else (self.height - 17 * len(self.said)) / 2 + 13)
        if self.over:
            rows.append(text(self.x + 12, y, self.over, css="map-over", size=12, fill="#ffffff" if self.main else ACCENT))
            y += 16
        for line in self.said:
            rows.append(
                text(
                    self.x + 12, y, line, css="map-name", size=13.5, fill="#ffffff" if self.main else INK, weight=600 if self.main else 500
                )
            )
            y += 17
        body = format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{}" stroke="{}"/>{}',
            f"{self.x:g}", f"{self.y:g}", f"{self.width:g}", f"{self.height:g}", ACCENT if self.main else SHEET, ACCENT if self.main else RULE, joined(rows),
        )  # fmt: skip
        if self.url:
            return format_html('<a class="{}" href="{}">{}</a>', css, self.url, body)
        return format_html('<g class="{}">{}</g>', css, body)


def joined(pieces: list[SafeString]) -> SafeString:
    """Pieces one after another."""
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def arrow(points: str, tip: tuple[float, float], way: str, *, dashed: bool = False) -> SafeString:
    """A line with its tip; `way` is where the tip points: right, left, down, up."""
    x, y = tip
    head = {"right": (-8, -4, -8, 4), "left": (8, -4, 8, 4), "down": (-4, -8, 4, -8), "up": (-4, 8, 4, 8)}[way]
    return format_html(
        '<path class="map-line" d="{}" fill="none" stroke="{}" stroke-width="1.5"{}/><path class="map-tip" d="M{} {}l{} {}l{} {}z" fill="{}"/>',
        points, SOFT, SafeString(' stroke-dasharray="4 3"') if dashed else "", f"{x:g}", f"{y:g}", head[0], head[1], head[2] - head[0], head[3] - head[1], SOFT,
    )  # fmt: skip


def picture(width: float, height: float, label: str, body: list[SafeString], *, css: str = "", alone: bool = False) -> SafeString:
    """The whole picture. `alone`: for another site, with its own background, size and title (SVG 1.1 knows no aria-label)."""
    ground = format_html('<rect width="{}" height="{}" fill="{}"/>', f"{width:g}", f"{height:g}", PAPER) if alone else ""
    size = format_html(' xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"', f"{width:g}", f"{height:g}") if alone else ""
    name = format_html("<title>{}</title>", label) if alone else ""
    said = format_html(' aria-label="{}"', label) if not alone else ""
    return format_html(
        '<svg class="map {}"{} viewBox="0 0 {} {}"{} font-family="{}">{}{}{}</svg>',
        css, size, f"{width:g}", f"{height:g}", said, SANS, name, ground, joined(body),
    )  # fmt: skip
