"""Draws the 99th percentile of every search by the number of customers, from what scripts/bench wrote, as one SVG."""

import json
import math
import sys
from html import escape

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, NAMES = 900, 520, 70, 50, 60, 300
FLOOR_MS, CEILING_MS = 0.1, 100.0
COLOURS = {True: "#2457c5", False: "#b3661a"}


def main(target, *runs):
    measured = [json.load(open(run + ".json", encoding="utf-8")) for run in runs]
    sizes = [run["customers"] for run in measured]
    names = [figure["name"] for figure in measured[-1]["figures"]]
    p99 = {name: [find(run, name) for run in measured] for name in names}
    with open(target, "w", encoding="utf-8") as file:
        file.write(draw(sizes, p99, measured[-1]))


def find(run, name):
    return next(figure["p99_ms"] for figure in run["figures"] if figure["name"] == name)


def draw(sizes, p99, run):
    right = WIDTH - NAMES
    across = lambda size: LEFT + (right - LEFT) * math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])
    share = lambda ms: math.log(max(ms, FLOOR_MS) / FLOOR_MS) / math.log(CEILING_MS / FLOOR_MS)
    down = lambda ms: HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share(ms)
    parts = [f'<text x="{LEFT}" y="24" class="title">99th percentile of searches at concurrency 8, milliseconds</text>']
    for ms in (0.1, 1, 10, 80):
        parts.append(f'<path class="grid" d="M{LEFT} {down(ms):.1f}H{right}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{down(ms) + 4:.1f}" text-anchor="end">{ms:g}</text>')
    for size in sizes:
        parts.append(f'<text x="{across(size):.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 14}" text-anchor="middle">customers</text>')
    lines = sorted(p99.items(), key=lambda line: down(line[1][-1]))
    place = 0.0
    for name, values in lines:
        colour = COLOURS[run_is_few(name)]
        points = " ".join(f"{across(size):.1f},{down(ms):.1f}" for size, ms in zip(sizes, values))
        place = max(place + 15, down(values[-1]) + 4)
        label = f"{name}: {', '.join(f'{ms:.1f}' for ms in values)}"
        parts.append(f'<polyline points="{points}" stroke="{colour}" class="line"/>')
        parts.append(f'<text x="{right + 12}" y="{place:.1f}" fill="{colour}">{escape(label)}</text>')
    style = "text{font:11px system-ui,sans-serif}.title{font-size:14px}.grid{stroke:#ccc}.line{fill:none;stroke-width:1.5}"
    note = f"Blue: up to 1,000 customers match. Brown: most of them. {run['date']}, {run['machine']}"
    parts.append(f'<text x="{LEFT}" y="42">{escape(note)}</text>')
    body = "\n".join(parts)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    return f'{head}<style>{style}</style><rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'


def run_is_few(name):
    return not (name.endswith("most") or name.endswith("deep"))


if __name__ == "__main__":
    main(*sys.argv[1:])
