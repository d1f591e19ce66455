"""Every word that a person reads stands in both languages."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUE = Path("procure/translations/id/LC_MESSAGES/messages.po")
NAMES = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The words that the code and the templates contain."""
    target = tmp_path_factory.mktemp("words") / "messages.pot"
    command = "-m babel.messages.frontend extract --mapping babel.cfg --keywords N_ --keywords _l"
    subprocess.run(
        [sys.executable, *command.split(), "--output", str(target), "."],
        check=True,
        capture_output=True,
    )
    with target.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def indonesian() -> Catalog:
    """The Indonesian catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="id")


def test_every_word_has_its_indonesian(words: Catalog, indonesian: Catalog) -> None:
    missing = []
    for message in words:
        if not message.id:
            continue
        found = indonesian.get(message.id, context=message.context)
        said = found.string if found else ""
        if not found or found.fuzzy or not (all(said) if isinstance(said, tuple) else said):
            missing.append(message.id)
    assert missing == []


def test_a_translation_names_the_same_facts(indonesian: Catalog) -> None:
    wrong = []
    for message in indonesian:
        wanted = set(NAMES.findall(str(message.id)))
        if message.id and not set(NAMES.findall(str(message.string))) <= wanted:
            wrong.append(message.id)
    assert wrong == []


def test_nothing_is_kept_that_nobody_says(words: Catalog, indonesian: Catalog) -> None:
    said = {message.id for message in words}
    assert [m.id for m in indonesian if m.id and m.id not in said] == []


def test_the_compiled_catalogue_is_fresh(indonesian: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, indonesian)
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue()
