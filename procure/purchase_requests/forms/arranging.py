"""Adding and removing lines before a form is read."""

from werkzeug.datastructures import MultiDict

from procure.purchase_requests.forms.fields import LINE
from procure.purchase_requests.rules import MOST_LINES


def arranged(given: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what was sent with its lines numbered from 0, after adding or removing one.

    The pressed button is `act`: `add`, `remove-3`, or one that leaves the lines alone; before a
    draft is stored, lines in which nothing was typed fall away.
    """
    act = given.get("act", "")
    lines: dict[int, dict[str, str]] = {}
    rest: MultiDict[str, str] = MultiDict()
    for name, value in given.items(multi=True):
        found = LINE.fullmatch(name)
        if found is None:
            rest.add(name, value)
        else:
            lines.setdefault(int(found[1]), {})[found[2]] = value
    kept = [lines[index] for index in sorted(lines) if act != f"remove-{index}"]
    if act in {"save", "submit"}:
        kept = [line for line in kept if _is_filled(line)]
    if act == "add" or not kept:
        kept.append({"name": ""})
    del kept[MOST_LINES + 1 :]  # one too many is enough for the form to say so
    for index, line in enumerate(kept):
        for name, value in line.items():
            rest.add(f"lines-{index}-{name}", value)
    return rest


def _is_filled(line: dict[str, str]) -> bool:
    typed = ("name", "specification", "quantity", "price")
    return any(line.get(name, "").strip() for name in typed)
