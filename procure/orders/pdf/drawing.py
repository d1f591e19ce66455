"""Draws a purchase order: which block stands where, in Indonesian always."""

import re
from collections.abc import Sequence
from typing import Final

from procure.kernel.money import percent, quantity, rupiah
from procure.kernel.words import day, in_words
from procure.orders.pdf.paper import Line, OrderPaper
from procure.orders.rules import (
    Taxed,
    TaxKind,
    document_title,
    form_line,
)
from procure.pdf.blocks import (
    Block,
    Box,
    Columns,
    Frame,
    Space,
    Stack,
    Text,
    kept_with_next,
    marked,
)
from procure.pdf.letterhead import LetterheadBlock
from procure.pdf.qr import QR
from procure.pdf.sheet import Sheet, write
from procure.pdf.signatures import Signature, signature_blocks
from procure.pdf.tables import Cell, Column, Content, lines_table, pairs, terms, totals
from procure.pdf.text import (
    BODY,
    FINE,
    HEADING,
    MM,
    SMALL,
    STRONG,
    TITLE,
    Align,
    Style,
    Words,
    italic,
    plain,
    strong,
)

_CENTRED: Final = BODY.but(align=Align.CENTRE)
_RIGHT: Final = BODY.but(align=Align.RIGHT)
_TIMES: Final = "\N{MULTIPLICATION SIGN}"
_BOX: Final = Frame(padding=5)
_TAX_NAMES: Final = {
    TaxKind.PPN: "PPN",
    TaxKind.PPH21: "PPh Pasal 21",
    TaxKind.PPH22: "PPh Pasal 22",
    TaxKind.PPH23: "PPh Pasal 23",
    TaxKind.FINAL: "PPh Final UMKM",
    TaxKind.PBJT: "PBJT makanan/minuman",
}


def masked(number: str) -> str:
    """Hide a tax number but for its last four digits; papers travel further than registers."""
    hidden = len(re.sub(r"\D", "", number)) - 4
    seen = 0
    characters = []
    for character in number:
        seen += character.isdigit()
        characters.append("•" if character.isdigit() and seen <= hidden else character)
    return "".join(characters)


def draw(paper: OrderPaper) -> bytes:
    """Draw the order as an A4 file with embedded fonts, bookmarks and selectable text."""
    title = document_title(paper.form)
    surround = Sheet(
        title=title.title().replace("(Spk)", "(SPK)"),
        author=paper.letterhead.agency,
        subject=paper.purpose,
        number=paper.number,
        drawn_at=paper.drawn_at,
        check=f"Kode {paper.short_code} \N{EN DASH} periksa keaslian di {paper.check_url}",
        watermark="LATIHAN" if paper.practice else "",
    )
    return write(
        surround,
        [
            LetterheadBlock(paper.letterhead),
            *_title(paper, title),
            *_parties(paper),
            *_lines(paper),
            *_sums(paper),
            marked(_delivery_and_taxes(paper), "Pengiriman dan potongan"),
            Space(5),
            *_terms(paper),
            marked(_signatures(paper), "Tanda tangan"),
            *_rules(paper),
        ],
    )


def _title(paper: OrderPaper, title: str) -> list[Block]:
    return [
        Space(5),
        marked(Text(title, TITLE), title),
        Text(f"Nomor: {paper.number}", _CENTRED),
        Text(
            f"{form_line(paper.form)}  ·  {paper.procedure.method}",
            SMALL.but(align=Align.CENTRE),
        ),
        Space(6),
    ]


def _parties(paper: OrderPaper) -> list[Block]:
    supplier, budget, procedure = paper.supplier, paper.budget, paper.procedure
    seller: list[tuple[str, Words]] = [
        ("Nama", [strong(supplier.name)]),
        ("Alamat", supplier.address),
        ("NPWP", masked(supplier.npwp)),
        (supplier.signatory_title, supplier.signatory),
    ]
    ground: list[tuple[str, Words]] = [
        ("Penetapan", f"{procedure.award_number}, {day(procedure.awarded_on)}"),
        ("Kode RUP", budget.rup_code),
        ("Nomor DPA", budget.dpa_number),
        ("Subkegiatan", f"{budget.sub_activity_code} {budget.sub_activity}"),
        ("Rekening", f"{budget.account_code} {budget.account}"),
    ]
    return [
        Columns(
            Stack(
                Text("Kepada Penyedia", HEADING),
                pairs(seller, label_share=0.2),
            ),
            Stack(
                Text("Dasar dan anggaran", HEADING),
                pairs(ground, label_share=0.21),
            ),
            shares=(1, 1.15),
            gap=16,
        ),
        Space(5),
        Text(
            [
                plain("Berdasarkan penetapan tersebut, Penyedia diminta menyediakan "),
                plain("barang/jasa berikut untuk "),
                strong(paper.purpose),
                plain("."),
            ],
        ),
        Space(4),
    ]


def _lines(paper: OrderPaper) -> list[Block]:
    columns = (
        Column("No.", 7, _CENTRED),
        Column("Uraian dan spesifikasi", 86),
        Column("Jumlah", 15, _RIGHT),
        Column("Satuan", 17),
        Column("Harga satuan (Rp)", 24, _RIGHT),
        Column("Jumlah harga (Rp)", 25, _RIGHT),
    )
    rows = [_line(number, line) for number, line in enumerate(paper.lines, start=1)]
    return [kept_with_next(marked(lines_table(columns, rows), "Rincian pesanan"))]


def _line(number: int, line: Line) -> Sequence[Content]:
    name: tuple[Words, Style] = (line.name, STRONG)
    described = Cell((name, (line.specification, SMALL)) if line.specification else (name,))
    return (
        str(number),
        described,
        quantity(line.quantity),
        line.unit,
        _bare(line.unit_price),
        _bare(line.amount),
    )


def _bare(amount: int) -> str:
    return rupiah(amount).replace("Rp", "", 1)


def _sums(paper: OrderPaper) -> list[Block]:
    total = paper.sheet.total
    rows = [("Jumlah seluruhnya", rupiah(total.gross))]
    note = "Harga tidak memuat PPN."
    if total.ppn:
        note = "Harga sudah termasuk PPN."
        rows = [
            ("Harga sebelum PPN", rupiah(total.dpp)),
            (_ppn_name(total), rupiah(total.ppn)),
            *rows,
        ]
    words = in_words(total.gross)
    return [
        Columns(
            Stack(
                Space(3),
                Text([strong("Terbilang: "), italic(words[0].upper() + words[1:])]),
                Text(note, FINE),
            ),
            totals(rows, amount_share=25 / 66),
            shares=(108, 66),
            gap=0,
        ),
        Space(7),
    ]


def _ppn_name(total: Taxed) -> str:
    """PPN with its rate, and the part of the price it is taken on where that is not the whole."""
    law = next(tax.law for tax in total.taxes if tax.kind is TaxKind.PPN)
    name = f"PPN {percent(law.parameters['rate'])}"
    numerator, denominator = law.parameters["base_numerator"], law.parameters["base_denominator"]
    return name if numerator == denominator else f"{name} {_TIMES} {numerator}/{denominator}"


def _delivery_and_taxes(paper: OrderPaper) -> Block:
    delivery = paper.delivery
    window = f"{delivery.start:%H.%M}\N{EN DASH}{delivery.end:%H.%M} {delivery.zone}"
    where: list[tuple[str, Words]] = [
        ("Hari, tanggal", [strong(day(delivery.on, with_weekday=True))]),
        ("Pukul", [strong(window)]),
        ("Alamat", delivery.address),
        ("Penerima", delivery.contact),
    ]
    left = Stack(
        Text("Pengiriman", HEADING),
        pairs(where, label_share=0.24),
    )
    right = Stack(Text("Perkiraan potongan saat pembayaran", HEADING), *_taxes(paper))
    return Columns(Box(left, _BOX), Box(right, _BOX), shares=(1, 1.15), gap=10)


def _taxes(paper: OrderPaper) -> list[Block]:
    total = paper.sheet.total
    blocks: list[Block] = []
    for tax in total.taxes:
        label = f"{_TAX_NAMES[tax.kind]} {percent(tax.rate)} {_TIMES} {rupiah(tax.base)}"
        amount, article = rupiah(-tax.amount), tax.article
        if not tax.is_withheld:
            amount, article = rupiah(tax.amount), f"Disetor sendiri oleh Penyedia. {article}"
        blocks += [_sum_row(label, amount), Text(article, FINE)]
    if not total.deductions:
        blocks.append(Text("Tidak ada potongan pajak."))
    net = rupiah(total.paid_to_supplier)
    return [
        *blocks,
        _sum_row([strong("Diterima Penyedia")], [strong(net)]),
        Text("Dihitung ulang pada tanggal pembayaran menurut aturan yang berlaku.", FINE),
    ]


def _sum_row(label: Words, amount: Words) -> Columns:
    return Columns(Text(label), Text(amount, _RIGHT), shares=(0.66, 0.34), gap=4)


def _terms(paper: OrderPaper) -> list[Block]:
    zone = paper.delivery.zone
    deadline = (
        f"Penyedia menjawab (menerima atau menolak) paling lambat "
        f"{day(paper.respond_by, with_weekday=True)} pukul {paper.respond_by:%H.%M} {zone}; "
        f"tanpa jawaban sampai saat itu pesanan gugur."
    )
    return [
        kept_with_next(marked(Text("Ketentuan pesanan", HEADING), "Ketentuan pesanan")),
        kept_with_next(terms([[strong(deadline)], *paper.terms])),
    ]


def _signatures(paper: OrderPaper) -> Block:
    officer, supplier = paper.officer, paper.supplier
    below = tuple(text for text in (officer.rank, officer.decree) if text)
    buyer = Signature(
        lead=f"{paper.place}, {day(paper.ordered_on)}",
        capacity=officer.capacity,
        title=officer.title,
        name=officer.name,
        nip=officer.nip,
        mark=paper.mark,
        below=below,
    )
    seller = Signature(
        lead="Menerima pesanan,",
        title=supplier.name,
        name=supplier.signatory,
        mark=paper.acceptance,
        below=(supplier.signatory_title,),
    )
    between = (
        QR(paper.check_url, 22 * MM),
        Space(2),
        Text(paper.short_code, STRONG.but(align=Align.CENTRE)),
        Text("Pindai untuk memeriksa keaslian", FINE.but(align=Align.CENTRE)),
    )
    return Stack(Space(7), signature_blocks(seller, buyer, between))


def _rules(paper: OrderPaper) -> list[Block]:
    if not paper.rules:
        return []
    title = "Aturan yang diterapkan"
    sentences = [
        f"{rule.sentence} ({rule.article}; versi {day(rule.version_on)})" for rule in paper.rules
    ]
    return [
        Space(6),
        kept_with_next(marked(Text(title, HEADING.but(size=7.4, leading=10)), title)),
        terms(sentences, FINE),
    ]
