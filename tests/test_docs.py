"""What README.md and docs/ say is true of the program: commands, options, links, paths, keys and code."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from pydantic import BaseModel

from counterpoise.studyfile import StudyFile

FENCE = re.compile(
    r"^(?P<indent> *)(?P<run><!-- test: run -->\n+ *)?```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
TICKED = re.compile(r"(?<!`)`(?P<text>[^`\n]+)`(?!`)")
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*/?")
GENERATED = re.compile(r"\.venv/|(.*/)?\.counterpoise/|examples/[\w-]+/report/")

Commands = Mapping[tuple[str, ...], frozenset[str]]
"""Each verb of the command line, `("data", "list")` for a verb of two words, with its options."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: where it starts, its language, its text and whether it is to be run."""

    page: Path
    line: int
    language: str
    text: str
    run: bool

    def commands(self) -> list[str]:
        """The commands of a shell block; of a console block only what stands after a prompt."""
        if self.language not in {"console", "sh"}:
            return []
        lines = self.text.replace("\\\n", " ").splitlines()
        if self.language == "console":
            lines = [line.strip().removeprefix("$ ") for line in lines if line.strip().startswith("$ ")]
        return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


def pages(root: Path) -> list[Path]:
    """The pages that a reader of the project sees."""
    return [path for path in (root / "README.md", *sorted((root / "docs").rglob("*.md"))) if path.is_file()]


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page."""
    text = page.read_text("utf-8")
    for found in FENCE.finditer(text):
        start = text.count("\n", 0, found.start("text")) + 1
        yield Block(page, start, found["language"], found["text"], found["run"] is not None)


def prose(page: Path) -> str:
    """A page without its fenced blocks, line for line."""
    return FENCE.sub(lambda found: "\n" * found[0].count("\n"), page.read_text("utf-8"))


def wrong_commands(root: Path, commands: Commands) -> list[str]:
    """Commands in shell blocks that the program, the Makefile or the tree does not know."""
    makefile = root / "Makefile"
    targets = (
        re.findall(r"^([\w-]+):", makefile.read_text("utf-8"), re.MULTILINE) if makefile.exists() else []
    )
    faults = []
    for page in pages(root):
        for block in blocks(page):
            for command in block.commands():
                place = f"{page.relative_to(root)}:{block.line}"
                faults += [f"{place}: {fault}" for fault in _faults(command, commands, targets, root)]
    return faults


def _faults(command: str, commands: Commands, targets: Sequence[str], root: Path) -> Iterator[str]:
    for part in re.split(r"&&|\|\||[|;]", command):
        words = shlex.split(part, comments=True)
        while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
            words = words[1:]
        if not words:
            continue
        program, rest = Path(words[0]).name, words[1:]
        if program == "counterpoise" and rest and not rest[0].startswith("-"):
            verb = next((tuple(rest[:n]) for n in (2, 1) if tuple(rest[:n]) in commands), None)
            if verb is None:
                yield f"counterpoise has no verb '{rest[0]}'"
            else:
                options = [word.partition("=")[0] for word in rest if word.startswith("--")]
                yield from (
                    f"{' '.join(verb)} has no option {option}"
                    for option in options
                    if option not in {*commands[verb], "--help"}
                )
        elif program == "make":
            yield from (
                f"the Makefile has no target '{target}'"
                for target in rest
                if not target.startswith("-") and "=" not in target and target not in targets
            )
        elif (
            program.startswith("python")
            and rest
            and rest[0].endswith(".py")
            and not (root / rest[0]).is_file()
        ):
            yield f"there is no {rest[0]}"


def broken_links(root: Path) -> list[str]:
    """Relative links that lead nowhere, and links to a heading that the page does not have."""
    faults = []
    for page in pages(root):
        for line, text in enumerate(prose(page).splitlines(), start=1):
            for target in (found["target"] for found in LINK.finditer(text)):
                if re.match(r"[a-z]+:", target):
                    continue
                path, _, heading = target.partition("#")
                file = (page.parent / path) if path else page
                if not file.exists() or (heading and heading not in _headings(file)):
                    faults.append(f"{page.relative_to(root)}:{line}: {target} leads nowhere")
    return faults


def _headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ +(.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


def missing_paths(root: Path) -> list[str]:
    """Paths of this project in backticks that are not there.

    A path is of the project when it starts with a folder of it or names a module (`study.py`,
    `theory/reading.py`); those of a user's study are not.
    """
    rooms = (root, root / "src" / "counterpoise", root / "tests")
    faults = []
    for page in pages(root):
        for line, text in enumerate(prose(page).splitlines(), start=1):
            for path in (found["text"] for found in TICKED.finditer(text)):
                if not PATH.fullmatch(path) or GENERATED.match(path):
                    continue
                of_the_project = "/" in path and (root / path.split("/")[0]).is_dir()
                if (of_the_project or path.endswith(".py")) and not any(
                    (room / path).exists() for room in rooms
                ):
                    faults.append(f"{page.relative_to(root)}:{line}: there is no {path}")
    return faults


def undocumented_verbs(root: Path, commands: Commands) -> list[str]:
    """Verbs of the command line that no page shows."""
    text = "\n".join(page.read_text("utf-8") for page in pages(root))
    return [
        f"counterpoise {' '.join(verb)}"
        for verb in sorted(commands)
        if not re.search(rf"\bcounterpoise {re.escape(' '.join(verb))}\b", text)
    ]


def undocumented_keys(root: Path, keys: set[str]) -> list[str]:
    """Keys of the study file that no page names, in backticks or in a block of YAML."""
    named: set[str] = set()
    for page in pages(root):
        named |= {found["text"].rstrip(":") for found in TICKED.finditer(prose(page))}
        for block in blocks(page):
            if block.language == "yaml":
                named |= set(re.findall(r"(?:^|[\s{\[,])([a-z_]+):(?=\s|$)", block.text, re.MULTILINE))
    return sorted(keys - named)


def keys_of(model: type[BaseModel]) -> set[str]:
    """The keys of a model and of the models inside it."""
    keys: set[str] = set()
    for name, field in model.model_fields.items():
        keys.add(field.alias or name)
        for inner in _models(field.annotation):
            keys |= keys_of(inner)
    return keys


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def uncompilable(root: Path) -> list[str]:
    """Python blocks that are not Python."""
    faults = []
    for page in pages(root):
        for block in blocks(page):
            if block.language == "python":
                try:
                    compile(block.text, f"{page.relative_to(root)}:{block.line}", "exec")
                except SyntaxError as error:
                    faults.append(f"{error.filename}: {error.msg}")
    return faults


def run(page: Path, checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run the marked blocks of a page one after the other, in `checkout`, stopping at what fails."""
    script = "".join(
        f"echo '# {page.name}:{block.line}' >&2\n" + "\n".join(block.commands()) + "\n"
        for block in blocks(page)
        if block.run
    )
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=checkout,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def commands() -> Commands:
    """The verbs of the command line as the program itself has them."""
    from counterpoise.cli import app

    return dict(_verbs(typer.main.get_command(app), ()))


def _verbs(command: Any, name: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    inside = getattr(command, "commands", None)
    if inside is not None:
        for word, inner in inside.items():
            yield from _verbs(inner, (*name, word))
    else:
        yield name, frozenset(o for p in command.params for o in (*p.opts, *p.secondary_opts))


def test_every_command_shown_exists(checkout: Path, commands: Commands) -> None:
    assert wrong_commands(checkout, commands) == []


def test_every_link_leads_somewhere(checkout: Path) -> None:
    assert broken_links(checkout) == []


def test_every_path_named_exists(checkout: Path) -> None:
    assert missing_paths(checkout) == []


def test_every_verb_is_documented(checkout: Path, commands: Commands) -> None:
    assert undocumented_verbs(checkout, commands) == []


def test_every_key_of_the_study_file_is_documented(checkout: Path) -> None:
    assert undocumented_keys(checkout, keys_of(StudyFile)) == []


def test_python_shown_is_python(checkout: Path) -> None:
    assert uncompilable(checkout) == []


def test_one_version_is_named_everywhere(checkout: Path) -> None:
    version = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (checkout / "CITATION.cff").read_text("utf-8")
    assert f"\n## [{version}] - " in (checkout / "CHANGELOG.md").read_text("utf-8")


PAGES_TO_RUN = [
    page for page in pages(Path(__file__).resolve().parents[1]) if any(block.run for block in blocks(page))
]


@pytest.mark.parametrize("page", PAGES_TO_RUN, ids=lambda page: page.name)
def test_what_is_marked_to_run_runs(checkout: Path, tmp_path: Path, page: Path) -> None:
    copy = tmp_path / "counterpoise"
    shutil.copytree(
        checkout,
        copy,
        ignore=shutil.ignore_patterns(
            ".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", ".counterpoise"
        ),
    )
    # `make` finds its environment as it is; nothing is installed twice.
    (copy / ".venv").symlink_to(Path(sys.executable).parents[1])
    if (checkout.parent / "shared").is_dir():
        (tmp_path / "shared").symlink_to(checkout.parent / "shared")
    elif any("../shared" in block.text for block in blocks(page) if block.run):
        pytest.skip(f"{page.name} runs on the shared data, which is not here")
    done = run(copy / page.relative_to(checkout), copy)
    assert done.returncode == 0, done.stderr


MADE_UP: Commands = {
    ("run",): frozenset({"--study", "--json"}),
    ("data", "list"): frozenset(),
}


def written(root: Path, **texts: str) -> Path:
    """A made-up project with these pages; `docs_guide` stands for docs/guide.md."""
    for name, text in texts.items():
        path = root / (name.replace("_", "/") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "Makefile").write_text("demo: x\n\t@true\n")
    return root


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("console\n$ counterpoise fly\n", "README.md:2: counterpoise has no verb 'fly'"),
        ("sh\nmake demo && counterpoise fly\n", "README.md:2: counterpoise has no verb 'fly'"),
        ("sh\ncounterpoise data fly\n", "README.md:2: counterpoise has no verb 'data'"),
        ("sh\nX=1 counterpoise run \\\n  --sudy=a\n", "README.md:2: run has no option --sudy"),
        ("sh\nmake demmo\n", "README.md:2: the Makefile has no target 'demmo'"),
        ("sh\npython scripts/figures.py\n", "README.md:2: there is no scripts/figures.py"),
    ],
)
def test_a_wrong_command_is_told(tmp_path: Path, block: str, fault: str) -> None:
    assert wrong_commands(written(tmp_path, README=f"```{block}```\n"), MADE_UP) == [fault]


@pytest.mark.parametrize(
    "block",
    [
        "console\n$ counterpoise run --study x  # reads x\ncounterpoise fly is what this prints\n",
        "sh\n# counterpoise fly\ncounterpoise --help\ncounterpoise run --help\n",
        "sh\ncounterpoise data list && make demo\n",
        "text\ncounterpoise fly\n",
    ],
)
def test_a_right_command_is_let_be(tmp_path: Path, block: str) -> None:
    assert wrong_commands(written(tmp_path, README=f"```{block}```\n"), MADE_UP) == []


def test_a_broken_link_is_told(tmp_path: Path) -> None:
    root = written(
        tmp_path,
        README="[g](docs/guide.md) [h](docs/guide.md#why-a-ledger)\n[x](docs/none.md)\n[y](docs/guide.md#no) "
        "[web](https://example.org/none)\n```sh\n[z](none)\n```\n",
        docs_guide="# Why a ledger?\n\n[up](../README.md) [here](#why-a-ledger) [gone](README.md)\n",
    )
    assert broken_links(root) == [
        "README.md:2: docs/none.md leads nowhere",
        "README.md:3: docs/guide.md#no leads nowhere",
        "docs/guide.md:3: README.md leads nowhere",
    ]


def test_a_missing_path_is_told(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "src/counterpoise/theory").mkdir(parents=True)
    (tmp_path / "src/counterpoise/theory/reading.py").touch()
    text = (
        "`docs/guide.md` `docs/none.md` `theory/reading.py` `theory/none.py` `study.yaml` `a / b` "
        "`documents/x.txt` `examples/x/report/index.html` `report/none.py` `examples/none`"
    )
    assert missing_paths(written(tmp_path, docs_guide=text)) == [
        "docs/guide.md:1: there is no docs/none.md",
        "docs/guide.md:1: there is no theory/none.py",
        "docs/guide.md:1: there is no report/none.py",
        "docs/guide.md:1: there is no examples/none",
    ]


def test_an_undocumented_verb_is_told(tmp_path: Path) -> None:
    root = written(tmp_path, README="Type `counterpoise run`; not `counterpoise data listing`.\n")
    assert undocumented_verbs(root, MADE_UP) == ["counterpoise data list"]


def test_an_undocumented_key_is_told(tmp_path: Path) -> None:
    class Settings(BaseModel):
        seed: int
        window: str
        alpha: float

    class Study(BaseModel):
        settings: Settings | None
        panel: tuple[str, ...]

    assert keys_of(Study) == {"settings", "panel", "seed", "window", "alpha"}
    text = "The `seed`, a window.\n```yaml\nsettings: {x: 1, alpha: 2}\n```\n```sh\npanel: 1\n```\n"
    assert undocumented_keys(written(tmp_path, README=text), keys_of(Study)) == ["panel", "window"]


def test_what_is_not_python_is_told(tmp_path: Path) -> None:
    root = written(tmp_path, README="```python\nx = 1\n```\n\n```python\nx = = 1\n```\n")
    assert uncompilable(root) == ["README.md:6: invalid syntax"]


def test_a_marked_block_that_fails_is_told(tmp_path: Path) -> None:
    text = (
        "```sh\nexit 9\n```\n<!-- test: run -->\n```console\n$ echo here > a.txt\nhere\n```\n"
        "<!-- test: run -->\n\n```sh\ngrep here a.txt\ngrep gone a.txt\necho on\n```\n"
    )
    root = written(tmp_path, README=text)
    assert [block.run for block in blocks(root / "README.md")] == [False, True, True]
    done = run(root / "README.md", root)
    assert done.returncode == 1
    assert done.stdout == "here\n"
    assert done.stderr == "# README.md:6\n# README.md:12\n"
