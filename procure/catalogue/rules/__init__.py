"""How people's words become a search."""

import re
from typing import Final

_WORD: Final = re.compile(r"\w+")


def prefix_query(text: str) -> str:
    """Return what people typed so far as a search of word beginnings: `nasi:* & ko:*`."""
    return " & ".join(f"{word.lower()}:*" for word in _WORD.findall(text))
