"""An SVG drawing made fit to stand inside a page."""

from __future__ import annotations

import re

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_IDLE = ("class", "role", "pointer-events")


def inlinable(svg: str, name: str, title: str, description: str, width: int) -> str:
    """Give a drawing a title, a description and ids that begin with `name`; let its container set its size.

    `width` is the width of the view box, whatever the drawing measured for letters of its own fonts. What
    shows nothing is dropped, coordinates keep two decimals, and nothing but the name speaks to a screen
    reader: the numbers of a chart stand beneath it in a table.
    """
    root = etree.fromstring(svg.encode())
    height = float(root.attrib["height"])
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and _shows_nothing(element):
            parent.remove(element)
            continue
        for key, value in element.attrib.items():
            attribute, text = str(key), str(value)
            if attribute.startswith("aria-"):
                del element.attrib[attribute]
            elif attribute == "id":
                element.set(attribute, f"{name}.{text}")
            else:
                text = text.replace("url(#", f"url(#{name}.")
                element.set(attribute, _LONG_NUMBER.sub(_rounded, text))
        for attribute in _IDLE:
            if attribute in element.attrib:
                del element.attrib[attribute]
    for attribute in ("width", "height", "version"):
        del root.attrib[attribute]
    root.set("viewBox", f"0 0 {width} {height:g}")
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}.title {name}.desc")
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(f"{_SVG}{tag}", {"id": f"{name}.{tag}"})
        element.text = words
        root.insert(place, element)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _shows_nothing(element: etree._Element) -> bool:
    return (
        element.get("opacity") == "0"
        or element.get("display") == "none"
        or element.get("d") in ("", "M0,0h0v0h0Z")
        or element.get("fill") == "transparent"
    )


def _rounded(number: re.Match[str]) -> str:
    short = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
