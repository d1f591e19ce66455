"""The purchase order on paper: everything the law and the reader look for is there."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from procure.orders.pdf import (
    OrderPaper,
    draw,
)
from procure.orders.rules import Collector, ContractForm
from tests.make.papers import PPN, WITH_PPN, WITHOUT_TAX, an_order_paper


def opened(file: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(file))


def text_of(page: pikepdf.Page) -> str:
    """Words in reading order; the usual characters keep their ASCII codes in our fonts."""
    pieces = []
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) == "Tj":
            pieces.append(bytes(step.operands[0]).decode("latin-1"))
        elif str(step.operator) == "ET":
            pieces.append(" ")
    return "".join(pieces)


def text_in(paper: OrderPaper) -> str:
    return " ".join(text_of(page) for page in opened(draw(paper)).pages)


@pytest.mark.parametrize(
    "words",
    [
        "PEMERINTAH KABUPATEN KENDALSARI",
        "DINAS KOMUNIKASI DAN INFORMATIKA",
        "SURAT PESANAN",
        "Nomor: 000.3.2/0126/DISKOMINFO/XI/2026",
        "Bentuk kontrak: bukti pembelian/pembayaran",
        "Pengadaan Langsung",
        "000.3.2/0119/BAHPL/XI/2026, 20 November 2026",
        "67916737",
        "DPA/A.1/2.16/001/2026",
        "2.16.01.2.06.0002 Penyediaan Peralatan Kantor",
        "5.1.02.01.001.00024 Belanja Alat Tulis Kantor",
        "CV Sumber Kertas",
        "Kertas HVS A4 80 gram nomor 5",
        "55.500",
        "Rp5.000.000",
        "Rp550.000",
        "Rp5.550.000",
        "Lima juta lima ratus lima puluh ribu rupiah",
        "PMK 51/2025 Pasal 3",
        "Rp4.925.000",
        "Dihitung ulang pada tanggal pembayaran",
        "Selasa, 1 Desember 2026",
        "11.00 WIB",
        "Gudang Sekretariat",
        "Kamis, 26 November 2026 pukul 15.00 WIB",
        "Pembayaran setelah serah terima.",
        "Kendalsari, 23 November 2026",
        "Plt. Pejabat Pembuat Komitmen,",
        "NIP 19820924 200903 2 002",
        "SK Pengguna Anggaran Nomor 027/11/2026",
        "Menerima pesanan,",
        "Bukti pembelian berlaku sampai Rp10.000.000. (Perpres 16/2018 Pasal 28; versi 30 April",
        "TNG-7K4Q-XM",
        "https://tenong.example/cek/TNG-7K4QXM",
        "Halaman 1 dari 1",
    ],
)
def test_the_order_prints(words: str) -> None:
    assert words in text_in(an_order_paper())


def test_five_lines_fit_on_one_page() -> None:
    assert len(opened(draw(an_order_paper(5))).pages) == 1


def test_sixty_lines_flow_over_pages_with_an_unbroken_signature_block() -> None:
    pages = [text_of(page) for page in opened(draw(an_order_paper(60))).pages]
    assert len(pages) > 2
    assert sum("Uraian dan spesifikasi" in page for page in pages) >= 3
    (signed,) = [page for page in pages if "Menerima pesanan," in page]
    assert all(words in signed for words in ("Siti Rahmawati", "Dewi Lestari", "TNG-7K4Q-XM", "2."))
    assert all(f"nomor {number} " in " ".join(pages) for number in range(1, 61))


def test_a_work_order_carries_its_own_title() -> None:
    file = draw(replace(an_order_paper(), form=ContractForm.WORK_ORDER))
    pdf = opened(file)
    assert "SURAT PERINTAH KERJA (SPK)" in text_of(pdf.pages[0])
    assert str(pdf.docinfo["/Title"]).startswith("Surat Perintah Kerja (SPK) 000.3.2")


def test_a_voucher_sized_order_supports_a_voucher() -> None:
    text = text_in(replace(an_order_paper(), form=ContractForm.VOUCHER))
    assert "SURAT PESANAN" in text
    assert "Bentuk kontrak: kuitansi" in text


def test_the_tax_number_is_masked() -> None:
    text = text_in(an_order_paper())
    assert "0123456789012345" not in text
    assert "2345" in text
    dotted = replace(an_order_paper().supplier, npwp="01.234.567.8-901.234")
    assert "567" not in text_in(replace(an_order_paper(), supplier=dotted)).split("NPWP")[1][:40]


def test_a_supplier_outside_ppn_has_no_ppn_line_at_all() -> None:
    text = text_in(replace(an_order_paper(), sheet=WITHOUT_TAX))
    assert "PPN 12%" not in text
    assert "Harga sebelum PPN" not in text
    assert "Tidak ada potongan pajak." in text
    assert text.count("Rp1.500.000") == 2


def test_ppn_that_the_supplier_remits_is_not_taken_off() -> None:
    ppn = replace(WITH_PPN.total.taxes[0], collector=Collector.SUPPLIER)
    sheet = replace(WITH_PPN, total=replace(WITH_PPN.total, taxes=(ppn,)))
    text = text_in(replace(an_order_paper(), sheet=sheet))
    assert "Disetor sendiri oleh Penyedia." in text
    assert text.count("Rp5.550.000") == 2


def test_a_rate_on_the_whole_price_is_written_without_a_fraction() -> None:
    whole = replace(PPN, parameters={"rate": 1_100, "base_numerator": 1, "base_denominator": 1})
    ppn = replace(WITH_PPN.total.taxes[0], law=whole)
    sheet = replace(WITH_PPN, total=replace(WITH_PPN.total, taxes=(ppn,)))
    text = text_in(replace(an_order_paper(), sheet=sheet))
    assert "PPN 11%" in text
    assert "11/12" not in text


def test_a_practice_order_says_that_it_binds_nobody() -> None:
    assert "LATIHAN" not in text_in(an_order_paper())
    text = text_in(replace(an_order_paper(), practice=True))
    assert "LATIHAN" in text
    assert "tidak mengikat" in text


def test_the_acceptance_is_printed_where_the_supplier_would_sign() -> None:
    accepted = replace(an_order_paper(), acceptance="Diterima 24 November 2026 09.00 WIB", rules=())
    text = text_in(accepted)
    assert "Diterima 24 November 2026 09.00 WIB" in text
    assert "Aturan yang diterapkan" not in text


def test_equal_orders_give_equal_bytes() -> None:
    assert draw(an_order_paper()) == draw(an_order_paper())


def test_the_file_is_sound_and_finds_its_parts() -> None:
    pdf = opened(draw(an_order_paper()))
    assert pdf.check_pdf_syntax() == []
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "SURAT PESANAN",
            "Rincian pesanan",
            "Pengiriman dan potongan",
            "Ketentuan pesanan",
            "Tanda tangan",
            "Aturan yang diterapkan",
        ]
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert all("TenongSans" in str(font.BaseFont) for font in fonts)
    assert all("/FontFile2" in font.FontDescriptor for font in fonts)
