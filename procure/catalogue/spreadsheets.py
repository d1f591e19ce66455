"""Sheets that leave: the template, listings as rows, and the rows that are still faulty.

In XLSX every cell is written as text, so that no program computes it; in CSV a cell that begins
like a formula gets an apostrophe in front, which the import takes away again.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import xlsxwriter

from procure.catalogue.queries.sheets import Shelved
from procure.catalogue.rules.bounds import MOST_ROWS
from procure.catalogue.rules.cells import COLUMNS, HALALS, ORIGINS, ROW
from procure.catalogue.rules.offers import PPN, Around, without_tax
from procure.catalogue.rules.sheets import harmless, written

NOTES: Final[Mapping[str, str]] = {
    "code": "Kode Anda sendiri, lain di tiap baris. Kode yang sudah ada berarti perubahan.",
    "category_code": "Pilih dari daftar; kodenya saja sudah cukup, misalnya MKN.01.",
    "name": "Paling panjang 120 huruf.",
    "description": "Boleh kosong; paling panjang 2.000 huruf.",
    "unit": "Misalnya kotak, rim, buah.",
    "price": "Rupiah bulat, misalnya 28500. Termasuk pajak kecuali kolom berikutnya berisi ya.",
    "is_price_without_tax": "ya atau tidak; ya hanya bagi pengusaha kena pajak (PKP).",
    "minimum_order": "Kosong berarti 1.",
    "lead_days": "Hari dari pesanan sampai kirim; kosong berarti 1.",
    "day_capacity": "Kosong berarti tidak dibatasi.",
    "stock": "Kosong berarti tidak dihitung.",
    "open_from": "Misalnya 08:00; boleh kosong.",
    "open_until": "Misalnya 17:00; boleh kosong.",
    "areas": "Kode kabupaten/kota, dipisah titik koma: 33.74; 33.22. Kosong berarti semua.",
    "origin": "Pilih dari daftar; kosong berarti dalam negeri.",
    "tkdn_hundredths": "Hanya bila bersertifikat TKDN, misalnya 40,5.",
    "tkdn_certificate": "Hanya bila bersertifikat TKDN.",
    "tkdn_until": "Hari terakhir sertifikat TKDN, misalnya 31/03/2027.",
    "sni_certificate": "Hanya untuk kategori yang SNI-nya wajib.",
    "sni_until": "Hari terakhir SPPT-SNI, misalnya 31/03/2027.",
    "halal": "Pilih dari daftar; untuk pangan.",
    "variants": "Misalnya: Besar = 35000; Kecil = 25000",
    "contents": "Misalnya: 1 porsi : Nasi putih; 2 buah : Pisang",
    "answers": "Misalnya: ukuran = A4; berat = 70 g",
}
EXAMPLE: Final = {
    "code": "CONTOH-1",
    "category_code": "MKN.01",
    "name": "Nasi kotak ayam bakar",
    "description": "Baris contoh: hapus sebelum dikirim.",
    "unit": "kotak",
    "price": "28500",
    "minimum_order": "20",
    "lead_days": "2",
    "origin": "dalam negeri",
    "halal": "tidak disebut",
    "contents": "1 porsi : Nasi putih; 1 potong : Ayam bakar",
}
Rows = Iterable[Mapping[str, str]]


def rows_of(found: Iterable[Shelved], around: Around) -> list[dict[str, str]]:
    """Return listings as rows; a price without PPN is written as its seller gave it."""
    rows = []
    for one in found:
        row = written(one.substance, one.terms)
        if one.terms.is_price_without_tax:
            row["price"] = str(without_tax(one.terms.price, around.laws[PPN]))
        rows.append(row)
    return rows


def as_csv(rows: Rows, *, numbered: bool = False) -> bytes:
    """Return rows as CSV that spreadsheets open with a double click: UTF-8 with a mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([*([ROW] if numbered else []), *(own for own, _en in COLUMNS.values())])
    for row in rows:
        cells = [row.get(key, "") for key in (*(["row"] if numbered else []), *COLUMNS)]
        writer.writerow([harmless(cell) for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(rows: Rows, categories: Sequence[tuple[str, str]], *, numbered: bool = False) -> bytes:
    """Return rows as XLSX with notes at the headings and lists to choose from."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Etalase")
    lists = book.add_worksheet("Daftar")
    bold = book.add_format({"bold": True, "text_wrap": True})
    plain = book.add_format({"num_format": "@"})
    keys = [*(["row"] if numbered else []), *COLUMNS]
    for column, key in enumerate(keys):
        heading = ROW if key == "row" else COLUMNS[key][0]
        sheet.set_column(column, column, 32 if key in {"name", "description"} else 16, plain)
        sheet.write_string(0, column, heading, bold)
        if key in NOTES:
            sheet.write_comment(0, column, NOTES[key], {"x_scale": 2})
    for line, row in enumerate(rows, start=1):
        for column, key in enumerate(keys):
            if cell := row.get(key, ""):
                sheet.write_string(line, column, cell, plain)
    _choices(book, sheet, lists, keys, categories)
    sheet.freeze_panes(1, 0)
    book.close()
    return made.getvalue()


def _choices(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    lists: xlsxwriter.worksheet.Worksheet,
    keys: Sequence[str],
    categories: Sequence[tuple[str, str]],
) -> None:
    del book
    for line, (code, name) in enumerate(categories):
        lists.write_string(line, 0, f"{code} · {name}")
    lists.set_column(0, 0, 50)
    source = {
        "category_code": f"=Daftar!$A$1:$A${max(len(categories), 1)}",
        "origin": list(ORIGINS),
        "halal": list(HALALS),
        "is_price_without_tax": ["ya", "tidak"],
    }
    for key, choices in source.items():
        column = keys.index(key)
        sheet.data_validation(
            1,
            column,
            MOST_ROWS,
            column,
            {"validate": "list", "source": choices, "error_type": "warning"},
        )
