"""The cells of a sheet, each read by itself; text stays text and is never computed."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from procure.catalogue.rules import bounds
from procure.catalogue.rules.kinds import Halal, Origin
from procure.catalogue.rules.offers import Content, Variant
from procure.catalogue.rules.writing import tidy, tidy_lines
from procure.kernel.errors import DomainError
from procure.kernel.labels import N_

COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "code": ("Kode", N_("Code")),
    "category_code": ("Kategori", N_("Category")),
    "name": ("Nama", N_("Name")),
    "description": ("Keterangan", N_("Description")),
    "unit": ("Satuan", N_("Unit")),
    "price": ("Harga", N_("Price")),
    "is_price_without_tax": ("Harga tanpa PPN", N_("Price without PPN")),
    "minimum_order": ("Pesanan terkecil", N_("Smallest order")),
    "lead_days": ("Hari persiapan", N_("Lead days")),
    "day_capacity": ("Kapasitas per hari", N_("Capacity per day")),
    "stock": ("Stok", N_("Stock")),
    "open_from": ("Buka", N_("Opens")),
    "open_until": ("Tutup", N_("Closes")),
    "areas": ("Daerah kirim", N_("Delivery areas")),
    "origin": ("Asal", N_("Origin")),
    "tkdn_hundredths": ("TKDN persen", N_("TKDN percent")),
    "tkdn_certificate": ("Nomor sertifikat TKDN", N_("TKDN certificate")),
    "tkdn_until": ("TKDN berlaku sampai", N_("TKDN ends on")),
    "sni_certificate": ("Nomor SPPT-SNI", N_("SPPT-SNI number")),
    "sni_until": ("SPPT-SNI berlaku sampai", N_("SPPT-SNI ends on")),
    "halal": ("Halal", N_("Halal")),
    "variants": ("Varian", N_("Variants")),
    "contents": ("Isi paket", N_("Package contents")),
    "answers": ("Jawaban kategori", N_("Answers of the category")),
}
"""Columns of the sheet: heading, and its English source."""
ROW: Final = "Baris"
"""The heading under which a file of faults says which row each one was."""
REQUIRED: Final = ("code", "category_code", "name", "unit", "price")

ORIGINS: Final[Mapping[str, Origin]] = {
    "dalam negeri": Origin.LOCAL,
    "bersertifikat tkdn": Origin.TKDN,
    "impor": Origin.IMPORTED,
}
HALALS: Final[Mapping[str, Halal]] = {
    "bersertifikat": Halal.CERTIFIED,
    "tidak halal": Halal.NOT_HALAL,
    "tidak disebut": Halal.UNSTATED,
    "bukan pangan": Halal.NOT_FOOD,
}
YES: Final = ("ya", "yes", "true", "1")
NO: Final = ("tidak", "no", "false", "0", "")
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet might take for a formula."""

_MONEY: Final = re.compile(r"-?\d{1,24}")
_DAY: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_AREA: Final = re.compile(r"\d\d\.\d\d")


class CellEmpty(DomainError):
    """A cell that must be filled in."""

    text = N_("Fill this in.")


class NotANumber(DomainError):
    """No whole number."""

    text = N_("“%(given)s” is not a whole number.")


class OutOfBounds(DomainError):
    """A number beyond its bounds."""

    text = N_("Give a number from %(least)s to %(most)s.")


class TooLong(DomainError):
    """More characters than are kept."""

    text = N_("Write at most %(most)s characters.")


class NotAChoice(DomainError):
    """A word that is not among the choices."""

    text = N_("“%(given)s” is not one of: %(choices)s.")


class NotAnHour(DomainError):
    """No hour of the day."""

    text = N_("“%(given)s” is not an hour such as 08:00.")


class NotADay(DomainError):
    """No day of the calendar."""

    text = N_("“%(given)s” is not a day such as 31/03/2027.")


class NotAList(DomainError):
    """A list that is not written as one."""

    text = N_("Write it as %(example)s; “%(given)s” is not readable.")


class CodeTwice(DomainError):
    """A code that stands in two rows."""

    text = N_("The code “%(code)s” stands in row %(row)s already.")
    field = "code"


def _text(most: int, *, required: bool = False) -> Callable[[str], str]:
    def read(text: str) -> str:
        kept = tidy(text)
        if required and not kept:
            raise CellEmpty
        if len(kept) > most:
            raise TooLong(most=most)
        return kept

    return read


def _lines(text: str) -> str:
    kept = tidy_lines(text)
    if len(kept) > bounds.LONGEST_TEXT:
        raise TooLong(most=bounds.LONGEST_TEXT)
    return kept


def whole(text: str) -> int:
    """Read a whole number, with or without dots and Rp. Raises NotANumber."""
    bare = tidy(text).replace("Rp", "").replace(".", "").replace(" ", "")
    bare = bare.replace("\N{MINUS SIGN}", "-")
    if not _MONEY.fullmatch(bare):
        raise NotANumber(given=text[:40])
    return int(bare)


def _number(least: int, most: int, missing: int | None) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        if not tidy(text):
            return missing
        found = whole(text)
        if not least <= found <= most:
            raise OutOfBounds(least=least, most=most)
        return found

    return read


def _price(text: str) -> int:
    if not tidy(text):
        raise CellEmpty
    found = whole(text)
    if not 1 <= found <= bounds.MOST_PRICE:
        raise OutOfBounds(least=1, most=bounds.MOST_PRICE)
    return found


def _yes(text: str) -> bool:
    word = tidy(text).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise NotAChoice(given=text[:40], choices="ya, tidak")


def _choice(choices: Mapping[str, Any], missing: Any) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        word = tidy(text).casefold()
        if not word:
            return missing
        by_value = {str(value): value for value in choices.values()}
        found = choices.get(word) or by_value.get(word)
        if found is None:
            raise NotAChoice(given=text[:40], choices=", ".join(choices))
        return found

    return read


def _hour(text: str) -> time | None:
    bare = tidy(text).replace(".", ":")
    if not bare:
        return None
    try:
        return time.fromisoformat(bare.zfill(5) if len(bare) < 6 else bare)  # noqa: PLR2004 - 8:00
    except ValueError:
        raise NotAnHour(given=text[:40]) from None


def _day(text: str) -> date | None:
    """Read a day as 2027-03-31 or as people write it, 31/3/2027."""
    bare = tidy(text)
    if not bare:
        return None
    try:
        if found := _DAY.fullmatch(bare):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(bare)
    except ValueError:
        raise NotADay(given=text[:40]) from None


def _percent(text: str) -> int | None:
    bare = tidy(text).replace("%", "").replace(",", ".").strip()
    if not bare:
        return None
    try:
        return int(Decimal(bare) * 100)
    except (InvalidOperation, OverflowError, ValueError):
        raise NotANumber(given=text[:40]) from None


def _parts(text: str, most: int, example: str) -> list[str]:
    found = [tidy(part) for part in text.split(";") if tidy(part)]
    if len(found) > most:
        raise OutOfBounds(least=0, most=most)
    if any(len(part) > bounds.LONGEST_ANSWER for part in found):
        raise NotAList(given=text[:40], example=example)
    return found


def _areas(text: str) -> tuple[str, ...]:
    example = "33.74; 33.22"
    found = _parts(text, 600, example)
    if not all(_AREA.fullmatch(code) for code in found):
        raise NotAList(given=text[:40], example=example)
    return tuple(sorted(set(found)))


def _variants(text: str) -> tuple[Variant, ...]:
    example = "Besar = 35000; Kecil = 25000"
    found = []
    for part in _parts(text, bounds.MOST_VARIANTS, example):
        name, mark, price = part.rpartition("=")
        if not mark or not name.strip():
            raise NotAList(given=part[:40], example=example)
        found.append(Variant(tidy(name), _price(price)))
    return tuple(found)


def _contents(text: str) -> tuple[Content, ...]:
    example = "1 porsi : Nasi putih; 2 buah : Pisang"
    found = []
    for part in _parts(text, bounds.MOST_CONTENTS, example):
        count, mark, name = part.partition(":")
        number, _space, unit = count.strip().partition(" ")
        if not mark or not name.strip() or not unit.strip():
            raise NotAList(given=part[:40], example=example)
        quantity = whole(number)
        if not 1 <= quantity <= bounds.MOST_UNITS:
            raise OutOfBounds(least=1, most=bounds.MOST_UNITS)
        found.append(Content(tidy(name), quantity, tidy(unit)))
    return tuple(found)


def _answers(text: str) -> tuple[tuple[str, str], ...]:
    example = "ukuran = A4; berat = 70 g"
    found = {}
    for part in _parts(text, bounds.MOST_CONTENTS, example):
        key, mark, answer = part.partition("=")
        if not mark:
            raise NotAList(given=part[:40], example=example)
        found[tidy(key).casefold()] = tidy(answer)
    return tuple(sorted(found.items()))


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "code": _text(bounds.LONGEST_CODE, required=True),
    "category_code": lambda text: _text(10, required=True)(text.split("·")[0]).upper(),
    "name": _text(bounds.LONGEST_NAME, required=True),
    "description": _lines,
    "unit": _text(bounds.LONGEST_UNIT, required=True),
    "price": _price,
    "is_price_without_tax": _yes,
    "minimum_order": _number(1, bounds.MOST_UNITS, 1),
    "lead_days": _number(0, bounds.MOST_DAYS, 1),
    "day_capacity": _number(1, bounds.MOST_UNITS, None),
    "stock": _number(0, bounds.MOST_UNITS, None),
    "open_from": _hour,
    "open_until": _hour,
    "areas": _areas,
    "origin": _choice(ORIGINS, Origin.LOCAL),
    "tkdn_hundredths": _percent,
    "tkdn_certificate": _text(bounds.LONGEST_ANSWER),
    "tkdn_until": _day,
    "sni_certificate": _text(bounds.LONGEST_ANSWER),
    "sni_until": _day,
    "halal": _choice(HALALS, Halal.UNSTATED),
    "variants": _variants,
    "contents": _contents,
    "answers": _answers,
}
