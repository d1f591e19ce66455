"""The documents say what the code does; where they cannot be drawn, they are compared."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from config import Settings
from procure import docs
from procure.db.base import Base
from procure.tables import ROOMS

assert ROOMS  # every room's tables are known once this module is loaded
MODELS = sorted(mapper.class_.__name__ for mapper in Base.registry.mappers)
PAGES = [Path(name) for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted(Path("docs").rglob("*.md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"`make ([a-z]+)")
CODE_FILE = re.compile(r"`((?:procure|templates|migrations|tests|deploy|docs)/[\w./-]+)`")


def test_the_drawn_page_is_up_to_date() -> None:
    found = docs.TARGET.read_text(encoding="utf-8")
    assert found == docs.drawn(), "run `make docs`"


def test_the_page_is_drawn_the_same_every_time() -> None:
    assert docs.drawn() == docs.drawn()


@pytest.mark.parametrize("model", docs.governed_models(), ids=lambda m: m.__name__)
def test_every_move_and_every_permission_is_drawn(model: type) -> None:
    page = docs.drawn()
    workflow, policy = vars(model)["workflow"], vars(model)["policy"]
    for move in workflow.moves:
        for start in move.start:
            assert f"    {start} --> {move.end}: {move.action.label}" in page
    for action, who in policy.table.items():
        assert f"`{action}` | {who.words} |" in page


@pytest.mark.parametrize("model", MODELS)
def test_every_model_stands_in_the_glossary(model: str) -> None:
    glossary = Path("docs/glossary.md").read_text(encoding="utf-8")
    assert f"`{model}`" in glossary


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_and_named_files_exist(page: Path) -> None:
    words = page.read_text(encoding="utf-8")
    local = [link for link in LINK.findall(words) if "://" not in link and "mailto:" not in link]
    missing = [link for link in local if not (page.parent / link).exists()]
    missing += [name for name in CODE_FILE.findall(words) if not Path(name).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_commands_that_pages_name_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", Path("Makefile").read_text(encoding="utf-8"), re.M))
    assert set(TARGET.findall(page.read_text(encoding="utf-8"))) <= targets


def test_every_setting_is_explained_in_the_example() -> None:
    example = Path(".env.example").read_text(encoding="utf-8")
    names = {field.name.upper() for field in fields(Settings)} - {"METRICS_DIRECTORY"}
    missing = {name for name in names if not re.search(rf"\b{name}(_FILE)?=", example)}
    assert missing == set()


def test_every_dependency_has_its_reason() -> None:
    reasons = Path("docs/adr/0010-dependencies.md").read_text(encoding="utf-8")
    for file in Path().glob("requirements*.in"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                package = re.split(r"[\[<>=]", line)[0]
                assert f"| {package} " in reasons, f"{file}: {package}"
