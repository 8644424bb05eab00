"""A drawing to PDF for A4 paper: text that can be searched, the two fonts of the package embedded."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from xml.etree import ElementTree as ET

from pathways.diagram import Drawing, sheets
from pathways.diagram.raster import FONTS

SHORT, LONG = 595.28, 841.89  # of A4, in points
MARGIN: Final = 42.0  # 1.5 cm
LEAST_MARGIN: Final = 28.0  # 1 cm, at the sides of what is wider
_SPACE: Final = "{http://www.w3.org/2000/svg}"
_STEP: Final = re.compile(r"([MLHVQhvlmZz])|(-?[0-9]*\.?[0-9]+)")


@dataclass(frozen=True)
class _Place:
    """Where the coordinates of a part of an SVG are on the page (y downwards), and what is cut off around it."""

    x: float
    y: float
    scale: float
    clip: tuple[float, float, float, float] | None = None

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.x + x * self.scale, self.y + y * self.scale


def to_pdf(drawing: Drawing) -> bytes:
    """The drawing over as many A4 pages as it takes; no page is made larger or smaller than it says it prints.

    The same drawing gives the same bytes with the same version of the library that writes them.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages

    pages = [ET.fromstring(svg) for svg in sheets(drawing) or (drawing.svg,)]
    paper = _paper(drawing, pages)
    scale = min(_fit(page, paper) for page in pages)  # a step is as large on each page as on the others
    out = BytesIO()
    title = ET.fromstring(drawing.svg).findtext(f"{_SPACE}title") or ""
    about = {"Title": title, "Creator": "pathways", "Producer": None, "CreationDate": None}
    with (
        warnings.catch_warnings(),
        rc_context({"pdf.fonttype": 42, "pdf.compression": 6}),
        PdfPages(out, metadata=about) as file,
    ):
        # Signs that the fonts lack, such as emoji, are boxes here as in the PNG.
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
        for page in pages:
            file.savefig(_page(page, paper, scale))
    return out.getvalue()


def _paper(drawing: Drawing, pages: Sequence[ET.Element]) -> tuple[float, float]:
    """Width and height of all pages: on their side in landscape, and where the picture is too wide otherwise."""
    width, height = max(map(_size, pages))
    is_wide = width > SHORT - 2 * LEAST_MARGIN + 1 and width > height
    return (LONG, SHORT) if is_wide or (drawing.is_landscape and len(pages) > 1) else (SHORT, LONG)


def _size(svg: ET.Element) -> tuple[float, float]:
    width, height = (float(svg.get(name, "0").removesuffix("pt")) for name in ("width", "height"))
    return width, height


def _fit(svg: ET.Element, paper: tuple[float, float]) -> float:
    """By how much smaller a page is printed (1: as it is)."""
    width, height = _size(svg)
    return min(1.0, (paper[0] - 2 * LEAST_MARGIN) / width, (paper[1] - 2 * MARGIN) / height)


def _page(svg: ET.Element, paper: tuple[float, float], scale: float) -> Any:
    from matplotlib.figure import Figure

    (wide, tall), (width, height) = paper, _size(svg)
    figure = Figure(figsize=(wide / 72, tall / 72), dpi=72)
    left = LEAST_MARGIN if wide > tall else (wide - width * scale) / 2  # strips of a wide picture begin at one place
    place = _Place(left, MARGIN, scale)
    for artist in _artists(svg, _inside(svg, place, width * scale, height * scale), {}, tall):
        figure.add_artist(artist)
    return figure


def _inside(svg: ET.Element, place: _Place, width: float, height: float) -> _Place:
    """The place of what stands in an `svg` of this size on the page, by its `viewBox`."""
    left, top, wide, tall = (float(value) for value in svg.get("viewBox", f"0 0 {width} {height}").split())
    scale = min(width / wide, height / tall)
    return _Place(
        place.x - left * scale, place.y - top * scale, scale, (place.x, place.y, place.x + width, place.y + height)
    )


def _artists(parent: ET.Element, place: _Place, given: Mapping[str, str], page: float) -> Iterator[Any]:
    """What an element paints, in order."""
    inherited = {**given, **{key: value for key, value in parent.items() if key in ("fill", "font-family")}}
    for element in parent:
        tag = element.tag.removeprefix(_SPACE)
        look = {**inherited, **element.attrib}
        if tag == "svg":
            x, y = place.at(float(look.get("x", "0")), float(look.get("y", "0")))
            width, height = float(look["width"]) * place.scale, float(look["height"]) * place.scale
            yield from _artists(element, _inside(element, _Place(x, y, place.scale), width, height), inherited, page)
        elif tag in ("g", "a"):
            moved = re.fullmatch(r"translate\(([-0-9.]+) ([-0-9.]+)\)", look.get("transform", ""))
            x, y = place.at(*(float(value) for value in moved.groups())) if moved else (place.x, place.y)
            yield from _artists(element, _Place(x, y, place.scale, place.clip), inherited, page)
        elif tag == "text":
            yield from _words("".join(element.itertext()), look, place, page)
        elif tag in _SHAPES:
            yield from _shape(_SHAPES[tag](element.attrib), look, place, page)


# Shapes to paths: vertices, and the code of each as Matplotlib has it (1 move, 2 line, 3 quadratic curve, 79 close).

_Path = tuple[list[tuple[float, float]], list[int]]


def _rectangle(a: Mapping[str, str]) -> _Path:
    x, y, w, h = (float(a.get(name, "0")) for name in ("x", "y", "width", "height"))
    r = min(float(a.get("rx", "0")), w / 2, h / 2)
    if r <= 0:
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], [1, 2, 2, 2, 79]
    k = r * 0.4477  # what is left of a corner when four cubic curves make its circle
    points = [
        (x + r, y), (x + w - r, y), (x + w - k, y), (x + w, y + k), (x + w, y + r), (x + w, y + h - r),
        (x + w, y + h - k), (x + w - k, y + h), (x + w - r, y + h), (x + r, y + h), (x + k, y + h), (x, y + h - k),
        (x, y + h - r), (x, y + r), (x, y + k), (x + k, y), (x + r, y), (x + r, y),
    ]  # fmt: skip
    return points, [1, 2, 4, 4, 4, 2, 4, 4, 4, 2, 4, 4, 4, 2, 4, 4, 4, 79]


def _circle(a: Mapping[str, str]) -> _Path:
    x, y, r = (float(a[name]) for name in ("cx", "cy", "r"))
    return _rectangle({"x": str(x - r), "y": str(y - r), "width": str(2 * r), "height": str(2 * r), "rx": str(r)})


def _polygon(a: Mapping[str, str]) -> _Path:
    points = [(float(x), float(y)) for x, y in (pair.split(",") for pair in a["points"].split())]
    return [*points, points[0]], [1, *[2] * (len(points) - 1), 79]


def _line(a: Mapping[str, str]) -> _Path:
    return [(float(a["x1"]), float(a["y1"])), (float(a["x2"]), float(a["y2"]))], [1, 2]


def _path(a: Mapping[str, str]) -> _Path:
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    x = y = 0.0
    command, numbers = "", list[float]()
    for letter, number in [*_STEP.findall(a["d"]), ("M", "")]:
        if number:
            numbers.append(float(number))
            continue
        here = iter(numbers)
        for first in here:
            match command:
                case "M" | "L":
                    x, y = first, next(here)
                case "m" | "l":
                    x, y = x + first, y + next(here)
                case "H":
                    x = first
                case "h":
                    x += first
                case "V":
                    y = first
                case "v":
                    y += first
                case "Q":
                    points.append((first, next(here)))
                    codes.append(3)
                    x, y = next(here), next(here)
            points.append((x, y))
            codes.append(1 if command in "Mm" else 3 if command == "Q" else 2)
        if command in ("Z", "z"):
            points.append(points[0])
            codes.append(79)
        command, numbers = letter, []
    return points, codes


_SHAPES: Final = {"rect": _rectangle, "circle": _circle, "polygon": _polygon, "line": _line, "path": _path}


# Painting.


def _shape(path: _Path, look: Mapping[str, str], place: _Place, page: float) -> Iterator[Any]:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points, codes = path
    where = [(x, page - y) for x, y in (place.at(*point) for point in points)]
    fill, stroke = look.get("fill", "#000000"), look.get("stroke", "none")
    width = float(look.get("stroke-width", "1")) * place.scale
    patch = PathPatch(
        Path(where, codes), transform=_untouched(), linewidth=width if stroke != "none" else 0.0,
        facecolor=_colour(fill, look.get("fill-opacity")), edgecolor=_colour(stroke, look.get("stroke-opacity")),
        joinstyle=look.get("stroke-linejoin", "miter"), capstyle="butt",
    )  # fmt: skip
    if "stroke-dasharray" in look and width:
        dashes = [float(value) * place.scale / width for value in re.split(r"[ ,]+", look["stroke-dasharray"].strip())]
        patch.set_linestyle((0, tuple(dashes if len(dashes) % 2 == 0 else dashes * 2)))
    yield _clipped(patch, place, page)


def _words(text: str, look: Mapping[str, str], place: _Place, page: float) -> Iterator[Any]:
    from matplotlib.font_manager import FontProperties
    from matplotlib.patheffects import Stroke
    from matplotlib.text import Text

    face = "LiberationSans-Bold.ttf" if look.get("font-weight") == "bold" else "LiberationSans-Regular.ttf"
    x, y = place.at(float(look.get("x", "0")), float(look.get("y", "0")))
    align = {"middle": "center", "end": "right"}.get(look.get("text-anchor", ""), "left")
    halo = look.get("paint-order") == "stroke" and look.get("stroke", "none") != "none"
    for is_halo in (True, False) if halo else (False,):
        words = Text(
            x, page - y, text, color=look.get("stroke") if is_halo else look.get("fill", "#000000"),
            font=FontProperties(fname=str(FONTS / face)), fontsize=float(look["font-size"]) * place.scale,
            ha=align, va="baseline", parse_math=False, transform=_untouched(),
        )  # fmt: skip
        if is_halo:
            width = float(look.get("stroke-width", "1")) * place.scale
            words.set_path_effects([Stroke(linewidth=width, foreground=look["stroke"], joinstyle="round")])
        yield _clipped(words, place, page)


def _clipped(artist: Any, place: _Place, page: float) -> Any:
    from matplotlib.path import Path

    if place.clip is not None:
        left, top, right, bottom = place.clip
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        artist.set_clip_path(Path([(x, page - y) for x, y in corners]), _untouched())
    return artist


def _untouched() -> Any:
    from matplotlib.transforms import IdentityTransform

    return IdentityTransform()


def _colour(value: str, opacity: str | None) -> Any:
    from matplotlib.colors import to_rgba

    return (0.0, 0.0, 0.0, 0.0) if value == "none" else to_rgba(value, float(opacity or "1"))
