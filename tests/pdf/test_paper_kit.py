"""The paper kit: text that breaks, tables that continue, fonts that are embedded."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pikepdf
import pytest

from procure.pdf.blocks import Block, Box, Columns, Rule, Space, Stack, Text, kept_with_next, marked
from procure.pdf.faces import FACES, REGULAR, word_width
from procure.pdf.letterhead import Letterhead, LetterheadBlock, Motif
from procure.pdf.qr import QR
from procure.pdf.sheet import WIDTH, Sheet, write
from procure.pdf.signatures import Signature, signature_blocks
from procure.pdf.tables import Column, lines_table, pairs, terms, totals
from procure.pdf.text import BODY, break_lines, italic, plain, strong

SHEET = Sheet(
    title="Surat Pesanan",
    author="Dinas Contoh",
    subject="Alat tulis kantor",
    number="000.3.2/1/CONTOH/XI/2026",
    drawn_at=datetime(2026, 11, 23, 10, 15, tzinfo=timezone(timedelta(hours=7))),
    check="Kode ABC",
)


def opened(file: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(file))


def characters(font: pikepdf.Object) -> dict[int, str]:
    """Codes of a font and the characters they stand for, from the table that copying uses."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs_found = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4})>", table)
    return {int(code, 16): chr(int(meaning, 16)) for code, meaning in pairs_found}


def words_on(page: pikepdf.Page) -> str:
    """All text that a reader could select on a page, one piece per line."""
    fonts = {name: characters(font) for name, font in page.Resources.Font.items()}
    meanings: dict[int, str] = {}
    pieces = []
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) == "Tf":
            meanings = fonts[str(step.operands[0])]
        elif str(step.operator) == "Tj":
            codes = bytes(step.operands[0])
            pieces.append("".join(meanings.get(code, "?") for code in codes))
        elif str(step.operator) == "ET":
            pieces.append("\n")
    return "".join(pieces)


def pages_of(*blocks: Block, sheet: Sheet = SHEET) -> list[str]:
    return [words_on(page) for page in opened(write(sheet, blocks)).pages]


# Text


def test_lines_stay_within_the_column() -> None:
    lines = break_lines("Pengadaan alat tulis kantor untuk sekretariat dinas " * 5, BODY, 150)
    assert len(lines) > 5
    assert all(line.width <= 150.001 for line in lines)
    assert all(line.runs[-1].text == line.runs[-1].text.rstrip() for line in lines)


def test_a_word_wider_than_the_column_is_cut() -> None:
    lines = break_lines("x" * 300, BODY, 100)
    assert "".join(run.text for line in lines for run in line.runs) == "x" * 300
    assert all(line.width <= 100 for line in lines)


def test_a_newline_starts_a_line_and_runs_keep_their_face() -> None:
    lines = break_lines([strong("Terbilang: "), italic("seribu\nrupiah"), plain(".")], BODY, 500)
    assert [[run.text for run in line.runs] for line in lines] == [
        ["Terbilang: ", "seribu"],
        ["rupiah", "."],
    ]


@pytest.mark.parametrize("face", FACES)
def test_digits_are_equally_wide_so_that_sums_align(face: str) -> None:
    assert len({word_width(digit, face) for digit in "0123456789"}) == 1


# The file


def test_only_our_fonts_are_in_the_file_and_all_are_embedded() -> None:
    pdf = opened(write(SHEET, [Text("Satu"), Text([strong("dua"), italic(" tiga")])]))
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        assert "TenongSans" in str(font.BaseFont)
        assert len(font.FontDescriptor.FontFile2.read_bytes()) > 1_000


def test_the_same_input_gives_the_same_bytes() -> None:
    first = write(SHEET, [Text("Sama", BODY)])
    rare = write(SHEET, [Text("Łódź ğ ő", BODY)])
    assert first == write(SHEET, [Text("Sama", BODY)])
    assert rare == write(SHEET, [Text("Łódź ğ ő", BODY)])
    assert first != rare


def test_the_file_says_what_it_is() -> None:
    pdf = opened(write(SHEET, [Text("Isi")]))
    assert str(pdf.docinfo["/Title"]) == "Surat Pesanan 000.3.2/1/CONTOH/XI/2026"
    assert str(pdf.docinfo["/Author"]) == "Dinas Contoh"
    assert str(pdf.docinfo["/Subject"]) == "Alat tulis kantor"
    assert str(pdf.docinfo["/CreationDate"]) == "D:20261123101500+07'00'"
    assert str(pdf.Root.Lang) == "id-ID"
    assert [round(float(edge)) for edge in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
    assert pdf.check_pdf_syntax() == []


def test_a_moment_in_universal_time_is_written_as_such() -> None:
    sheet = Sheet("A", "B", "C", "1", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    pdf = opened(write(sheet, [Text("Isi")]))
    assert str(pdf.docinfo["/CreationDate"]) == "D:20260102030405+00'00'"


def test_bookmarks_name_the_parts() -> None:
    pdf = opened(write(SHEET, [marked(Text("Satu"), "Bagian satu"), marked(Text("x"), "Dua")]))
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Bagian satu", "Dua"]


@pytest.mark.parametrize(
    "text", ["Rp1.234.567", "Łódź \u2013 “kutip” \u2212 5 \xd7 3 • °C", "tab\tdan\rbaris"]
)
def test_text_can_be_selected(text: str) -> None:
    (page,) = pages_of(Text(text))
    for word in text.split():
        assert word in page


def test_characters_we_have_no_glyph_for_do_not_stop_the_paper() -> None:
    (page,) = pages_of(Text("nasi \N{BENTO BOX} kotak \N{JAVANESE LETTER HA}"))
    assert "nasi" in page
    assert "kotak" in page


# Pages


def some_rows(count: int) -> list[Sequence[str]]:
    return [(str(number), f"Barang nomor {number}") for number in range(1, count + 1)]


COLUMNS = (Column("No.", 1), Column("Uraian", 9))


def test_a_long_table_repeats_its_head_and_loses_no_row() -> None:
    pages = pages_of(lines_table(COLUMNS, some_rows(200)))
    assert len(pages) > 2
    assert all("Uraian" in page for page in pages)
    text = "\n".join(pages)
    assert all(f"Barang nomor {number}\n" in text for number in range(1, 201))
    assert f"Halaman 2 dari {len(pages)}" in pages[1]
    assert "Nomor 000.3.2/1/CONTOH/XI/2026" in pages[1]


def test_a_row_taller_than_a_page_is_cut_between_lines() -> None:
    words = [f"kata{number}" for number in range(3_000)]
    pages = pages_of(lines_table(COLUMNS, [("1", " ".join(words)), ("2", "akhir")]))
    assert len(pages) > 1
    text = " ".join("\n".join(pages).split())
    assert all(word in text for word in words)
    assert "akhir" in pages[-1]


def test_a_heading_is_never_left_alone_at_the_foot() -> None:
    for filler in range(600, 790, 10):
        pages = pages_of(Space(filler), kept_with_next(Text("Judul")), Text("baris\n" * 9 + "z"))
        home = next(page for page in pages if "Judul" in page)
        assert "baris" in home


def test_the_last_row_goes_with_the_sum() -> None:
    table = kept_with_next(lines_table(COLUMNS, some_rows(3)))
    room_for_table = 842 - 31.2 - 48.2 - table.height(WIDTH) - 5
    pages = pages_of(Space(room_for_table), table, Stack(Text("Jumlah"), Space(30)))
    assert len(pages) == 2
    assert "Barang nomor 2\n" in pages[0]
    assert "Barang nomor 3\n" in pages[1]
    assert "Jumlah" in pages[1]


def test_a_paragraph_continues_with_two_lines_on_either_side() -> None:
    pages = pages_of(Space(700), Text("\n".join(f"baris {number}." for number in range(12))))
    assert len(pages) == 2
    assert "baris 1." in pages[0]
    assert "baris 11." in pages[1]


def test_signers_stay_together_with_names_on_one_height() -> None:
    left = Signature("CV Contoh", "Budi", lead="Menerima,")
    right = Signature(
        "Kepala Dinas selaku Pejabat Pembuat Komitmen",
        "Siti Rahmawati, S.T.",
        nip="198209242009032002",
        capacity="Plt.",
        mark="Disetujui secara elektronik",
        below=("SK 1/2026",),
    )
    pages = pages_of(Space(680), signature_blocks(left, right, (QR("https://x.example/1", 60),)))
    assert "Budi" in pages[1]
    assert "NIP 19820924 200903 2 002" in pages[1]
    assert "Plt. Kepala Dinas" in pages[1]
    assert "Menerima" not in pages[0]


def test_a_practice_paper_says_so_on_every_page() -> None:
    sheet = Sheet("A", "B", "C", "1", SHEET.drawn_at, watermark="LATIHAN")
    pages = pages_of(lines_table(COLUMNS, some_rows(100)), sheet=sheet)
    assert all("LATIHAN\n" in page and "tidak mengikat" in page for page in pages)


@pytest.mark.parametrize("motif", list(Motif))
def test_the_letterhead_carries_government_agency_and_address(motif: Motif) -> None:
    head = Letterhead("Pemerintah Kota X", "Dinas Y", "Jalan 1", "Telepon 2", motif=motif)
    (page,) = pages_of(LetterheadBlock(head))
    assert all(text in page for text in ("PEMERINTAH KOTA X", "DINAS Y", "Jalan 1", "Telepon 2"))


def test_a_long_agency_name_becomes_smaller_before_it_breaks() -> None:
    name = "Dinas Pemberdayaan Masyarakat dan Desa"
    short, longer = (
        LetterheadBlock(Letterhead("P", name + more, "Jalan 1", "Telepon 2"))
        for more in ("", " Kabupaten")
    )
    assert longer.height(WIDTH) <= short.height(WIDTH)


def test_small_blocks_draw_beside_and_inside_each_other() -> None:
    beside = Columns(
        Box(pairs([("Nama", "Siti"), ("Alamat", "Jalan Panjang " * 9)])),
        Box(totals([("Harga", "Rp1"), ("Jumlah", "Rp2")])),
        shares=(1, 1),
    )
    (page,) = pages_of(beside, Rule(), terms(["Syarat satu.", "Syarat dua."]))
    assert all(text in page for text in ("Siti", "Rp2", "1.", "Syarat dua."))


def test_a_font_is_named_as_styles_call_it() -> None:
    assert BODY.face == REGULAR
