"""A purchase order on paper, for tests and for the benchmark."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from procure.kernel.regulation import Regulation, Severity
from procure.orders.pdf import (
    AppliedRule,
    Budget,
    Delivery,
    Line,
    Official,
    OrderPaper,
    Procedure,
    Supplier,
)
from procure.orders.rules import Collector, ContractForm, Taxed, TaxItem, TaxKind, TaxSheet
from procure.pdf.letterhead import Letterhead

WIB = timezone(timedelta(hours=7))


def a_law(code: str, article: str, **parameters: int) -> Regulation:
    """Make a rule with an article and parameters."""
    return Regulation(
        code=code,
        version=uuid5(NAMESPACE_URL, code),
        sentence="",
        article=article,
        severity=Severity.INFORM,
        remedy="",
        parameters=parameters,
    )


PPN = a_law("ppn-rate", "PMK 131/2024 Pasal 3", rate=1_200, base_numerator=11, base_denominator=12)
PPH22 = a_law("pph22", "PMK 51/2025 Pasal 3", rate=150)
WITH_PPN = TaxSheet(
    lines=(),
    total=Taxed(
        5_550_000,
        5_000_000,
        550_000,
        (
            TaxItem(TaxKind.PPN, 4_583_333, 1_200, 550_000, Collector.TREASURER, PPN),
            TaxItem(TaxKind.PPH22, 5_000_000, 150, 75_000, Collector.TREASURER, PPH22),
        ),
    ),
)
WITHOUT_TAX = TaxSheet(lines=(), total=Taxed(1_500_000, 1_500_000, 0))


def an_order_paper(lines: int = 5) -> OrderPaper:
    """Make the paper of an order with so many lines."""
    rows = tuple(
        Line(
            f"Kertas HVS A4 80 gram nomor {number}",
            "Putih, 500 lembar per rim",
            Decimal(20),
            "rim",
            55_500,
            1_110_000,
        )
        for number in range(1, lines + 1)
    )
    return OrderPaper(
        letterhead=Letterhead(
            "Pemerintah Kabupaten Kendalsari",
            "Dinas Komunikasi dan Informatika",
            "Jalan Pemuda Nomor 14, Kendalsari 51311",
            "Telepon (0294) 555-0142",
        ),
        form=ContractForm.RECEIPT,
        number="000.3.2/0126/DISKOMINFO/XI/2026",
        place="Kendalsari",
        ordered_on=date(2026, 11, 23),
        drawn_at=datetime(2026, 11, 23, 10, 15, tzinfo=WIB),
        purpose="Penyediaan alat tulis kantor sekretariat",
        budget=Budget(
            "67916737",
            "DPA/A.1/2.16/001/2026",
            "2.16.01.2.06.0002",
            "Penyediaan Peralatan Kantor",
            "5.1.02.01.001.00024",
            "Belanja Alat Tulis Kantor",
        ),
        procedure=Procedure("Pengadaan Langsung", "000.3.2/0119/BAHPL/XI/2026", date(2026, 11, 20)),
        supplier=Supplier(
            "CV Sumber Kertas", "Jalan Timur 88", "0123456789012345", "Siti Rahmawati", "Direktur"
        ),
        lines=rows,
        sheet=WITH_PPN,
        delivery=Delivery(
            "Gudang Sekretariat", "Bambang", date(2026, 12, 1), time(8), time(11), "WIB"
        ),
        terms=("Barang baru dan asli.", "Pembayaran setelah serah terima."),
        respond_by=datetime(2026, 11, 26, 15, 0, tzinfo=WIB),
        rules=(
            AppliedRule(
                "Bukti pembelian berlaku sampai Rp10.000.000.",
                "Perpres 16/2018 Pasal 28",
                date(2025, 4, 30),
            ),
        ),
        officer=Official(
            "Pejabat Pembuat Komitmen",
            "Dewi Lestari, S.Kom.",
            "198209242009032002",
            "SK Pengguna Anggaran Nomor 027/11/2026",
            capacity="Plt.",
        ),
        check_url="https://tenong.example/cek/TNG-7K4QXM",
        short_code="TNG-7K4Q-XM",
        mark="Disetujui secara elektronik",
    )
