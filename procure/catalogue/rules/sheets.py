"""One row of a sheet becomes a listing, or a reason for each cell that stops it.

Text stays text: a cell that begins with `=`, `+`, `-`, `@` or a tab is never a formula here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from procure.catalogue.rules.cells import (
    COLUMNS,
    DANGEROUS,
    HALALS,
    ORIGINS,
    READERS,
    ROW,
)
from procure.catalogue.rules.offers import (
    Around,
    CategoryUnknown,
    Kind,
    Substance,
    Terms,
    check_may_submit,
    check_terms,
    kind_of,
    paid,
    tidied,
)
from procure.catalogue.rules.writing import check_letters, tidy
from procure.kernel.errors import DomainError

Problems = dict[str, dict[str, Any]]
ANSWER: Final = "answer-"
"""How a refusal names the question of a category that it is about."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A sound row."""

    substance: Substance
    terms: Terms
    price: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a row: an offer, or a reason per cell as sentence and facts."""

    offer: Offer | None
    problems: Problems


def heading_of(text: str) -> str | None:
    """Return the column that a heading names, in either language or by its key."""
    wanted = tidy(text).casefold()
    for key, (own, english) in COLUMNS.items():
        if wanted in {key, own.casefold(), english.casefold()}:
            return key
    return "row" if wanted == ROW.casefold() else None


def harmless(text: str) -> str:
    """Return a cell of a CSV so that no spreadsheet takes it for a formula: with an apostrophe."""
    return f"'{text}" if text.startswith((*DANGEROUS, "'")) else text


def plain(text: str) -> str:
    """Return a cell of a CSV without the apostrophe that `harmless` put before it."""
    return text[1:] if text.startswith("'") else text


def check_row(cells: Mapping[str, str], around: Around) -> Checked:
    """Read one row; every cell is looked at, so that all faults are told at once."""
    problems: Problems = {}
    read = {key: _cell(key, cells.get(key, ""), problems) for key in COLUMNS}
    if "category_code" not in problems and read["category_code"] not in around.kinds:
        _note(problems, "category_code", CategoryUnknown())
    for key in ("name", "description"):
        if key not in problems:
            _try(problems, key, lambda key=key: check_letters(read[key], field=key))  # type: ignore[misc]
    if problems:
        return Checked(None, problems)
    return _whole(read, around, problems)


def _whole(read: Mapping[str, Any], around: Around, problems: Problems) -> Checked:
    kind = kind_of(read["category_code"], around)
    substance = tidied(_substance(read), around)
    terms = _terms(read)
    _try(problems, "", lambda: check_terms(terms, around))
    _try(problems, "", lambda: check_may_submit(substance, around))
    price = _try(problems, "", lambda: _paid(terms, kind, around))
    if problems or price is None:
        return Checked(None, problems)
    return Checked(Offer(substance, terms, price), {})


def _paid(terms: Terms, kind: Kind, around: Around) -> int:
    return paid(terms.price, kind, around, is_without_tax=terms.is_price_without_tax)


def _substance(read: Mapping[str, Any]) -> Substance:
    return Substance(
        category_code=read["category_code"],
        name=read["name"],
        unit=read["unit"],
        description=read["description"],
        is_package=bool(read["contents"]),
        origin=read["origin"],
        tkdn_hundredths=read["tkdn_hundredths"],
        tkdn_certificate=read["tkdn_certificate"],
        tkdn_until=read["tkdn_until"],
        sni_certificate=read["sni_certificate"],
        sni_until=read["sni_until"],
        halal=read["halal"],
        contents=read["contents"],
        variants=read["variants"],
        answers=read["answers"],
    )


def _terms(read: Mapping[str, Any]) -> Terms:
    names = ("minimum_order", "lead_days", "day_capacity", "stock", "open_from", "open_until")
    return Terms(
        price=read["price"],
        is_price_without_tax=read["is_price_without_tax"],
        areas=read["areas"],
        code=read["code"],
        **{name: read[name] for name in names},
    )


def _note(problems: Problems, key: str, error: DomainError) -> None:
    column = key or _column_of(error)
    facts = {
        name: value if isinstance(value, int) else str(value) for name, value in error.facts.items()
    }
    if column == "answers" and (error.field or "").startswith(ANSWER):
        facts["key"] = (error.field or "").removeprefix(ANSWER)
    problems.setdefault(column, {"text": error.text, "facts": facts})


def _column_of(error: DomainError) -> str:
    field = error.field or "name"
    if field.startswith(ANSWER):
        return "answers"
    return "contents" if field == "is_package" else field


def _try(problems: Problems, key: str, do: Callable[[], Any]) -> Any:
    try:
        return do()
    except DomainError as error:
        _note(problems, key, error)
        return None


def _cell(key: str, text: str, problems: Problems) -> Any:
    return _try(problems, key, lambda: READERS[key](text))


def written(substance: Substance, terms: Terms) -> dict[str, str]:
    """Return a listing as the cells of a row; reading them again gives the same listing."""

    def word(choices: Mapping[str, Any], value: Any) -> str:
        return next((name for name, one in choices.items() if one == value), "")

    def count(value: int | None) -> str:
        return "" if value is None else str(value)

    def hour(value: time | None) -> str:
        return value.strftime("%H:%M") if value else ""

    def day(value: date | None) -> str:
        return value.isoformat() if value else ""

    tkdn = substance.tkdn_hundredths
    return {
        "code": terms.code,
        "category_code": substance.category_code,
        "name": substance.name,
        "description": substance.description,
        "unit": substance.unit,
        "price": str(terms.price),
        "is_price_without_tax": "ya" if terms.is_price_without_tax else "tidak",
        "minimum_order": str(terms.minimum_order),
        "lead_days": str(terms.lead_days),
        "day_capacity": count(terms.day_capacity),
        "stock": count(terms.stock),
        "open_from": hour(terms.open_from),
        "open_until": hour(terms.open_until),
        "areas": "; ".join(terms.areas),
        "origin": word(ORIGINS, substance.origin),
        "tkdn_hundredths": "" if tkdn is None else f"{Decimal(tkdn) / 100:f}",
        "tkdn_certificate": substance.tkdn_certificate,
        "tkdn_until": day(substance.tkdn_until),
        "sni_certificate": substance.sni_certificate,
        "sni_until": day(substance.sni_until),
        "halal": word(HALALS, substance.halal),
        "variants": "; ".join(f"{one.name} = {one.price}" for one in substance.variants),
        "contents": "; ".join(
            f"{one.quantity} {one.unit} : {one.name}" for one in substance.contents
        ),
        "answers": "; ".join(f"{key} = {answer}" for key, answer in substance.answers),
    }
