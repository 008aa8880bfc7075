#!/usr/bin/env python3
"""Draws time against number of files from the results of `run.py --json`.

    picture.py RESULTS.json OUT.svg
"""

import json
import math
import statistics
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

import corpus
from commands import BUILD, CAT, REFERENCE

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 560, 56, 364  # of the plot; labels stand to its right
LABEL_GAP = 34  # at least, between two labels
SERIES = {  # name in the results: label, colour, width of its line
    REFERENCE: ("confiture (Python)", "#b45309", 2),
    CAT: ("find | sort | cat", "#64748b", 2),
    BUILD: ("confiture-build", "#1d4ed8", 3),
}
STYLE = (
    "text{font:13px system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;fill:#334155}"
    ".title{font-size:15px;font-weight:600;fill:#0f172a}.name{font-weight:600}"
    ".grid{stroke:#e2e8f0}.middle{text-anchor:middle}.end{text-anchor:end}"
)
Point = tuple[float, float]  # files, seconds


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis over whole decades."""

    first: int  # exponents of ten
    last: int
    start: float
    end: float

    @staticmethod
    def over(values: list[float], start: float, end: float) -> "Axis":
        first = math.floor(math.log10(min(values)))
        last = math.ceil(math.log10(max(values)))
        return Axis(first, max(last, first + 1), start, end)

    def place(self, value: float) -> float:
        share = (math.log10(value) - self.first) / (self.last - self.first)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        return [10.0**exponent for exponent in range(self.first, self.last + 1)]


def duration(seconds: float, form: str) -> str:
    value, unit = (seconds, "s") if seconds >= 0.9995 else (seconds * 1000, "ms")
    return f"{value:{form}} {unit}"


def points_of(results: dict) -> dict[str, list[Point]]:
    """The medians on the trees of small files, by series."""
    points: dict[str, list[Point]] = {name: [] for name in SERIES}
    for tree in results["trees"]:
        if corpus.tree_named(tree["name"]).is_of_small_files:
            for command in tree["commands"]:
                if command["name"] in points:
                    points[command["name"]].append((tree["files"], statistics.median(command["wall"])))
    return {name: sorted(found) for name, found in points.items() if found}


def grid(x: Axis, y: Axis) -> list[str]:
    parts = []
    for files in x.ticks():
        at = x.place(files)
        parts.append(f'<path class="grid" d="M{at:.1f} {TOP}V{BOTTOM}"/>')
        parts.append(f'<text class="middle" x="{at:.1f}" y="{BOTTOM + 20}">{files:,.0f}</text>')
    for seconds in y.ticks():
        at = y.place(seconds)
        parts.append(f'<path class="grid" d="M{LEFT} {at:.1f}H{RIGHT}"/>')
        parts.append(f'<text class="end" x="{LEFT - 8}" y="{at + 4:.1f}">{duration(seconds, "g")}</text>')
    parts.append(f'<text class="middle" x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 42}">files of 2 KB</text>')
    return parts


def line(name: str, points: list[Point], x: Axis, y: Axis) -> list[str]:
    _, colour, width = SERIES[name]
    places = [(x.place(files), y.place(seconds)) for files, seconds in points]
    path = "L".join(f"{across:.1f} {down:.1f}" for across, down in places)
    dots = "".join(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="{width + 1}"/>' for across, down in places)
    return [f'<g fill="{colour}"><path fill="none" stroke="{colour}" stroke-width="{width}" d="M{path}"/>{dots}</g>']


def label_places(ends: dict[str, Point]) -> dict[str, float]:
    """How far down each label goes: beside its line's end, but below the label above it."""
    places: dict[str, float] = {}
    for name, (across, down) in sorted(ends.items(), key=lambda item: item[1][1]):
        taken = [places[other] for other in places if ends[other][0] == across]
        places[name] = max([down, *(place + LABEL_GAP for place in taken)])
    return places


def labels(points: dict[str, list[Point]], x: Axis, y: Axis) -> list[str]:
    ends = {name: (x.place(found[-1][0]), y.place(found[-1][1])) for name, found in points.items()}
    parts = []
    for name, down in label_places(ends).items():
        label, colour, _ = SERIES[name]
        across = ends[name][0] + 12
        parts.append(f'<text class="name" style="fill:{colour}" x="{across:.1f}" y="{down:.1f}">{escape(label)}</text>')
        parts.append(f'<text x="{across:.1f}" y="{down + 16:.1f}">{duration(points[name][-1][1], ".3g")}</text>')
    return parts


def draw(results: dict) -> str:
    points = points_of(results)
    if not points:
        sys.exit("the results hold no tree of files of 2 KB")
    x = Axis.over([files for found in points.values() for files, _ in found], LEFT, RIGHT)
    y = Axis.over([seconds for found in points.values() for _, seconds in found], BOTTOM, TOP)
    title = f"Time to build one file, {'cold' if results['cold'] else 'warm'} cache"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{title}, by number of files</title><style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#fff"/>',
        f'<text class="title" x="{LEFT}" y="32">{title}</text>',
        *grid(x, y),
    ]
    for name, found in points.items():
        parts += line(name, found, x, y)
    return "\n".join([*parts, *labels(points, x, y), "</svg>\n"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    Path(sys.argv[2]).write_text(draw(json.loads(Path(sys.argv[1]).read_text())))
