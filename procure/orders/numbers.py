"""What an order is called: its number in the agency's own pattern, and its short code."""

import re
import secrets
from datetime import date
from typing import Final

from procure.kernel.words import roman_month

CLASSIFICATION: Final = "000.3.2"
"""Archive code of procurement letters (Permendagri 83/2022)."""
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nobody misreads a code on paper."""
LENGTH: Final = 10
_TOKEN: Final = re.compile(r"\{(\w+)(?::0(\d))?\}")


def new_short_code() -> str:
    """Return ten random characters that nobody can guess (50 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(short_code: str) -> str:
    """Write a short code as people read it aloud: `7K4QX-M2R9T`."""
    half = LENGTH // 2
    return f"{short_code[:half]}-{short_code[half:]}"


def letter_number(template: str, running: int, unit: str, on: date) -> str:
    """Fill an agency's pattern: `{klasifikasi}/{nomor:04}/{unit}/{bulan_romawi}/{tahun}`.

    Args:
        template: the agency's pattern; `:04` pads a number with zeros.
        running: the running number of the year.
        unit: short name of the agency.
        on: the day of signature.

    Raises:
        KeyError: the pattern names something that we do not know.
    """
    words = {
        "klasifikasi": CLASSIFICATION,
        "nomor": str(running),
        "unit": unit.upper(),
        "bulan": f"{on.month:02}",
        "bulan_romawi": roman_month(on.month),
        "tahun": str(on.year),
    }
    return _TOKEN.sub(lambda m: words[m[1]].zfill(int(m[2] or 0)), template)
