"""Draws docs/workflows.md from the code: diagrams, moves, and who may do what."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import procure
from procure.db.base import Base
from procure.kernel.labels import Labelled
from procure.kernel.policy import Policy
from procure.kernel.workflow import Move, Workflow
from procure.tables import metadata

PACKAGE = Path(__file__).parent
TARGET = PACKAGE.parent / "docs" / "workflows.md"
CATALOGUE = PACKAGE / "translations" / "id" / "LC_MESSAGES" / "messages.po"

HEAD = """\
# Workflows and permissions

Drawn from the code by `make docs`; a test fails when this page is out of date. Change
`workflow.py` or `policy.py` of the room instead, and draw it again.

Each record answers three questions in three places:

- **when** may a deed be done: the table of moves (`workflow.py`). A status changes in no other way;
  the database knows the same steps.
- **who** may do it: the table of people (`policy.py`). Whoever is not named may not.
- **what must be true**: the rules of the room (`rules.py`). They are not drawn here.

A move that is made *inside another deed* has no button and no address of its own: sending an order
moves the purchase request as well. The Indonesian words of the screens stand in brackets.
"""


def drawn() -> str:
    """Return the whole page, the same for the same code and translations."""
    parts = [HEAD]
    owned = []
    for model in governed_models():
        owned.append(model.policy)
        parts.append(_chapter_of(model))
    parts += [_permissions(name, policy) for name, policy in _policies() if policy not in owned]
    return "\n".join(parts)


def write() -> Path:
    """Write the page to its place and return where that is."""
    TARGET.write_text(drawn(), encoding="utf-8")
    return TARGET


def governed_models() -> list[Any]:
    """Return the models with a workflow, in the order in which a purchase meets them."""
    by_table = {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if hasattr(mapper.class_, "workflow")
    }
    return [by_table[t.name] for t in metadata.sorted_tables if t.name in by_table]


def _policies() -> Iterator[tuple[str, Policy]]:
    """Yield every policy of every room, with the name of what it is about."""
    for room in sorted(module.name for module in iter_modules([str(PACKAGE)]) if module.ispkg):
        if room == "kernel" or not (PACKAGE / room / "policy.py").exists():
            continue
        for value in vars(import_module(f"{procure.__name__}.{room}.policy")).values():
            if isinstance(value, Policy):
                yield _subject(value), value


def _subject(policy: Policy) -> str:
    action: Labelled = next(iter(policy.table))
    return action.split(".", 1)[0]


def _chapter_of(model: Any) -> str:
    workflow: Workflow[Any] = model.workflow
    sentence = (model.__doc__ or "").strip().splitlines()[0]
    return "\n".join(
        (
            f"## {_title(workflow.name)}\n",
            f"{sentence}\n",
            _diagram(workflow),
            _moves(workflow),
            "### Who may\n",
            _people(model.policy),
        )
    )


def _permissions(name: str, policy: Policy) -> str:
    return "\n".join((f"## {_title(name)}\n", "No statuses; only who may.\n", _people(policy)))


def _diagram(workflow: Workflow[Any]) -> str:
    statuses: type[Labelled] = type(workflow.initial)
    leaving = {status for move in workflow.moves for status in move.start}
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{_said(status)}" as {status}' for status in statuses]
    lines.append(f"    [*] --> {workflow.initial}")
    for move in workflow.moves:
        lines += [
            f"    {start} --> {move.end}: {move.action.label}"
            for start in statuses
            if start in move.start
        ]
    lines += [f"    {status} --> [*]" for status in statuses if status not in leaving]
    return "\n".join([*lines, "```", ""])


def _moves(workflow: Workflow[Any]) -> str:
    rows = [_move_row(workflow, move) for move in workflow.moves]
    head = (
        "| Deed | Name | From | To | Reason | Inside another deed |",
        "| --- | --- | --- | --- | --- | --- |",
    )
    return "\n".join([*head, *rows, ""])


def _move_row(workflow: Workflow[Any], move: Move[Any]) -> str:
    statuses: type[Labelled] = type(workflow.initial)
    start = ", ".join(status.label for status in statuses if status in move.start)
    reason = "required" if move.needs_reason else ""
    within = "yes" if move.within else ""
    return (
        f"| {_said(move.action)} | `{move.action}` | {start} | {move.end.label} "
        f"| {reason} | {within} |"
    )


def _people(policy: Policy) -> str:
    actions: type[Labelled] = type(next(iter(policy.table)))
    rows = [
        f"| {_said(action)} | `{action}` | "
        f"{policy.table[action].words if action in policy.table else 'nobody'} |"
        for action in actions
    ]
    return "\n".join(["| Deed | Name | Who |", "| --- | --- | --- |", *rows, ""])


def _title(name: str) -> str:
    return {"rfq": "Request for quotation"}.get(name, name.replace("_", " ").capitalize())


def _said(word: Labelled) -> str:
    """Return a label with its Indonesian in brackets, if the catalogue has one."""
    message = _catalogue().get(word.label)
    return f"{word.label} [{message.string}]" if message and message.string else word.label


@cache
def _catalogue() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog()
    with CATALOGUE.open("rb") as file:
        return read_po(file)
