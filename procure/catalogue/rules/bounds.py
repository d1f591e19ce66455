"""How large, long and many the things of a listing may be, and why."""

from typing import Final

MOST_PRICE: Final = 1_000_000_000
"""Rupiah for one unit: five times the ceiling of what may be bought here at all. More is a slip."""
MOST_UNITS: Final = 1_000_000
MOST_DAYS: Final = 365
LONGEST_NAME: Final = 120
LONGEST_TEXT: Final = 2_000
LONGEST_UNIT: Final = 30
LONGEST_CODE: Final = 40
LONGEST_ANSWER: Final = 200
MOST_VARIANTS: Final = 20
MOST_CONTENTS: Final = 40
MOST_PHOTOS: Final = 8
MOST_ROWS: Final = 20_000
"""Rows of one sheet: twice what was promised."""
