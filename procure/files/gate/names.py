"""What a file is called: a label for people, never a place on a disk."""

import re
import unicodedata

from procure.files.gate.refusals import (
    NameHidesSomething,
    NameLeadsElsewhere,
    NameMixesScripts,
    NameOfAProgram,
)

LONGEST = 100
UNNAMED = "file"
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing: `\u202egpj.exe` is shown as `exe.jpg`."""
RUN = frozenset(
    "apk app asp aspx bat bin cgi chm cmd com cpl dll dmg docm dotm exe hta htm html jar js jse "
    "jsp lnk mjs msi msp php phtml pl pptm ps1 py rb reg scr sh shtml svg svgz swf sys vb vbe vbs "
    "wsf xhtml xlsb xlsm xltm xml".split()
)
"""Endings of what a computer would run or a browser would obey."""
LOOKALIKES = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\s]+')
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})$")


def cleaned(name: str, ending: str = "") -> str:
    """Return the label of a file; `ending` (`.jpg`) replaces what its name says it is.

    Raises NameHidesSomething, NameLeadsElsewhere, NameMixesScripts or NameOfAProgram.
    """
    _check_hidden(name)
    parts = re.split(r"[/\\]", name)
    if any(part.strip() in {"..", "."} for part in parts) or name.startswith(("/", "~")):
        raise NameLeadsElsewhere
    label = unicodedata.normalize("NFKC", parts[-1])
    label = "".join(sign for sign in label if unicodedata.category(sign)[0] != "C")
    _check_scripts(label)
    label = _FORBIDDEN.sub(" ", label).strip(" .")
    for part in label.split(".")[1:]:
        if part.strip().lower() in RUN:
            raise NameOfAProgram(ending=part.strip().lower())
    if ending:
        label = _ENDING.sub("", label)
    return f"{label[:LONGEST].strip(' .') or UNNAMED}{ending}"


def _check_hidden(name: str) -> None:
    for sign in name:
        if sign in TURNING or unicodedata.category(sign) in {"Cc", "Co", "Cs", "Zl", "Zp"}:
            raise NameHidesSomething


def _check_scripts(label: str) -> None:
    """Refuse Latin letters beside their doubles within one word."""
    for word in re.findall(r"\w+", label):
        scripts = {unicodedata.name(sign, "?").split()[0] for sign in word if sign.isalpha()}
        if "LATIN" in scripts and scripts & set(LOOKALIKES):
            raise NameMixesScripts(word=word)
