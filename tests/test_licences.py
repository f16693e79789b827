"""Every library that the program needs is under a licence that lets anybody use the program as they like."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD",
    "BSD-2-Clause",
    # That of two clauses, with a sentence that views in the code are not those of the project: nothing more is asked.
    "BSD-2-Clause-Views",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MPL-1.1",
    "MPL-2.0",
    "PSF-2.0",
    "Zlib",
}
"""Licences by SPDX name; `BSD` is what some packages say without a number."""

IN_OTHER_WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}

LOOKED_AT = {
    # Any licence that the Open Source Initiative approves, at the user's choice.
    "apsw": ("any-OSI", "MIT"),
    # Its own code, and that of PDFium and what it holds, listed in the package.
    "pypdfium2": ("BSD-3-Clause, Apache-2.0, dependency licenses", "BSD-3-Clause AND Apache-2.0"),
}
"""What a package says in words of its own, and what that comes to; other words are looked at anew."""


def name_of(distribution_name: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution_name).lower()


def needed(root: str) -> dict[str, Distribution]:
    """A distribution with all that it needs when it is installed, extras of its own included."""
    found: dict[str, Distribution] = {}
    waiting = [(root, extra) for extra in ("", *distribution(root).metadata.get_all("Provides-Extra", []))]
    done = set()
    while waiting:
        name, extra = waiting.pop()
        if (name_of(name), extra) in done:
            continue
        done.add((name_of(name), extra))
        try:
            installed = found.setdefault(name_of(name), distribution(name))
        except PackageNotFoundError:
            continue  # an extra that is not installed here
        for text in installed.requires or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                waiting += [(requirement.name, each) for each in ("", *requirement.extras)]
    return found


def licence_of(package: Distribution) -> str:
    """What a package says its licence is: the SPDX expression, the classifiers, or the title of a text."""
    metadata = package.metadata
    classified = [
        each.rpartition(" :: ")[2]
        for each in metadata.get_all("Classifier", [])
        if each.startswith("License :: ") and each != "License :: OSI Approved"
    ]
    # Some give the whole text, which begins with its name.
    text = (metadata.get("License") or "").partition("\n")[0]
    said = metadata.get("License-Expression") or " AND ".join(classified) or text
    words, meant = LOOKED_AT.get(name_of(metadata["Name"]), ("", ""))
    return meant if said == words and meant else said


def is_allowed(licence: str) -> bool:
    """Whether a licence may be chosen that asks nothing of those who use the program."""
    if licence in IN_OTHER_WORDS:
        return True
    return any(
        all(
            IN_OTHER_WORDS.get(part.strip(" ()"), part.strip(" ()")) in ALLOWED
            for part in choice.split(" AND ")
        )
        for choice in licence.split(" OR ")
    )


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("BSD License", True),
        ("BSD-3-Clause AND MIT", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("MIT AND GPL-3.0-or-later", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("AGPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("", False),
    ],
)
def test_licences_are_told_apart(licence: str, allowed: bool) -> None:
    assert is_allowed(licence) is allowed


def test_everything_that_the_program_needs_may_be_used_freely() -> None:
    packages = needed("counterpoise")
    assert {"trafilatura", "certifi", "tld", "numpy"} <= packages.keys()
    said = {name: licence_of(package) for name, package in packages.items()}
    assert {name: licence for name, licence in said.items() if not is_allowed(licence)} == {}


def test_the_docs_name_those_whose_licence_is_not_a_permissive_one(checkout: Path) -> None:
    weak = [name for name, package in needed("counterpoise").items() if "MPL" in licence_of(package)]
    assert weak
    page = (checkout / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = page.partition("## Licences of the libraries")[2].partition("\n## ")[0]
    assert set(re.findall(r"`([\w-]+)` \(MPL", section)) == set(weak)
