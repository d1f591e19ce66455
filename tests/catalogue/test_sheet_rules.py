"""One row of a sheet: a listing, or a reason for each cell; formulas stay text, in and out."""

import io
import zipfile
from datetime import date
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from procure.catalogue.models import Halal, Origin
from procure.catalogue.rules.bounds import MOST_PRICE
from procure.catalogue.rules.cells import COLUMNS
from procure.catalogue.rules.offers import Around, Content, Variant
from procure.catalogue.rules.sheets import check_row, harmless, heading_of, plain, written
from procure.catalogue.service.reading import Unreadable, rows_of
from procure.catalogue.spreadsheets import EXAMPLE, as_csv, as_xlsx
from procure.kernel.regulation import Regulation, Severity
from tests.make.shelves import a_substance, some_terms, surroundings

ROW = {
    "code": "A-1",
    "category_code": "MKN.01",
    "name": "Nasi kotak",
    "unit": "kotak",
    "price": "28500",
    "halal": "tidak halal",
}
EVIL = '=cmd|"/c calc"!A1'


@pytest.fixture
def around() -> Around:
    ppn = {"rate": 1200, "base_numerator": 11, "base_denominator": 12}
    law = Regulation("ppn-rate", uuid4(), "", "", Severity.INFORM, "", ppn)
    return surroundings({"ppn-rate": law})


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("code", ""),
        ("code", "x" * 41),
        ("category_code", "XXX.9"),
        ("category_code", "MKN"),
        ("name", ""),
        ("name", "N\u0430si"),
        ("name", "x" * 121),
        ("description", "x" * 2_001),
        ("unit", ""),
        ("price", ""),
        ("price", "0"),
        ("price", "-1"),
        ("price", str(10**15)),
        ("price", "9" * 30),
        ("price", "=1+1"),
        ("price", "dua puluh"),
        ("is_price_without_tax", "mungkin"),
        ("is_price_without_tax", "ya"),
        ("minimum_order", "0"),
        ("lead_days", "-2"),
        ("day_capacity", "1e99"),
        ("stock", "banyak"),
        ("open_from", "25:00"),
        ("open_until", "sore"),
        ("areas", "Semarang"),
        ("areas", "11.01"),
        ("origin", "bulan"),
        ("tkdn_hundredths", "empat"),
        ("halal", "bersertifikat"),
        ("halal", "ya"),
        ("variants", "Besar"),
        ("variants", "Besar = 0"),
        ("contents", "Nasi"),
        ("answers", "ukuran"),
    ],
)
def test_each_faulty_cell_has_its_reason(around: Around, column: str, text: str) -> None:
    checked = check_row({**ROW, column: text}, around)

    assert checked.offer is None
    assert list(checked.problems) == [column]
    assert checked.problems[column]["text"]


def test_all_faults_of_a_row_are_told_at_once(around: Around) -> None:
    checked = check_row({"code": "", "price": "x", "stock": "-1"}, around)
    assert set(checked.problems) == {"code", "category_code", "name", "unit", "price", "stock"}


def test_a_sound_row_becomes_a_listing(around: Around) -> None:
    checked = check_row(
        {
            **ROW,
            "price": "Rp 28.500",
            "contents": "1 porsi : Nasi; 2 buah : Pisang",
            "open_from": "8:00",
            "open_until": "17.30",
        },
        around,
    )
    assert checked.offer is not None
    assert checked.offer.price == 28_500
    assert checked.offer.substance.contents[1] == Content("Pisang", 2, "buah")
    assert checked.offer.terms.open_until is not None


def test_what_is_written_is_read_again_as_the_same(around: Around) -> None:
    wanted = a_substance(
        name=EVIL,
        description="Dua baris:\nsatu, dua",
        is_package=True,
        origin=Origin.TKDN,
        tkdn_hundredths=4055,
        tkdn_certificate="12/SJ-IND.8/TKDN/1/2026",
        tkdn_until=date(2028, 3, 31),
        contents=(Content("Nasi putih", 1, "porsi"),),
        variants=(Variant("Besar", 35_000), Variant("Kecil", 25_000)),
        halal=Halal.UNSTATED,
    )
    terms = some_terms(code="-1+2", areas=("33.74",), stock=0)
    for data in (as_csv([written(wanted, terms)]), as_xlsx([written(wanted, terms)], [])):
        (row,) = rows_of(data)
        checked = check_row(row, around)
        assert checked.problems == {}
        assert checked.offer is not None
        assert (checked.offer.substance, checked.offer.terms) == (wanted, terms)


@pytest.mark.parametrize("text", [EVIL, "+62", "-1", "@SUM(A1)", "\tx", "'quoted"])
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    assert harmless(text).startswith("'")
    assert plain(harmless(text)) == text
    assert harmless("Nasi - enak = murah") == "Nasi - enak = murah"


def test_no_cell_of_an_xlsx_is_a_formula_or_a_link() -> None:
    made = as_xlsx(
        [{**EXAMPLE, "name": EVIL, "code": "https://contoh.example"}], [("MKN.01", "Nasi")]
    )
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "<dataValidation " in sheet


def test_a_formula_in_a_sheet_is_never_computed_by_us(around: Around) -> None:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for column, key in enumerate(ROW):
        sheet.write_string(0, column, COLUMNS[key][0])
        sheet.write_string(1, column, ROW[key])
    sheet.write_formula(1, list(ROW).index("name"), "=1+1", value="")
    book.close()
    (row,) = rows_of(made.getvalue())
    assert set(check_row(row, around).problems) == {"name"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Nama;Harga\nNasi;1\n",
        b"\0\0\0",
        b"PK\x03\x04 no zip at all",
        b"Kode,Kategori,Nama,Satuan\n1,MKN.01,Nasi,kotak\n",
    ],
)
def test_what_is_no_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        rows_of(data)


def test_headings_are_known_in_both_languages_and_separators_are_guessed() -> None:
    assert heading_of(" harga ") == "price"
    assert heading_of("Price") == "price"
    assert heading_of("Baris") == "row"
    assert heading_of("Warna") is None
    rows = rows_of(
        "Code,Category,Name,Unit,Price\nA,MKN.01,Nasi café,kotak,1000\n".encode("cp1252")
    )
    assert rows[0]["name"] == "Nasi café"


def test_the_template_can_be_read(around: Around) -> None:
    template = as_xlsx([EXAMPLE], [("MKN.01", "Nasi kotak")])
    assert CalamineWorkbook.from_filelike(io.BytesIO(template)).sheet_names[0] == "Etalase"
    (row,) = rows_of(template)
    assert check_row(row, around).problems == {}
    assert MOST_PRICE > 28_500
