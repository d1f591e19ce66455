"""A supplier's own data as a file for other programs and as a paper for people."""

from datetime import date, datetime
from typing import Any

from procure.kernel.clock import local
from procure.kernel.labels import Labelled
from procure.kernel.money import rupiah
from procure.pdf.blocks import Block, Space, Text, kept_with_next
from procure.pdf.sheet import Sheet, write
from procure.pdf.tables import pairs
from procure.pdf.text import FINE, HEADING, TITLE
from procure.suppliers.service.own_data import OwnData

PARTS = {
    "person": "Pemilik akun",
    "business": "Usaha",
    "numbers": "Nomor usaha, identitas, dan rekening",
    "offer": "Barang, jasa, dan wilayah antar",
    "tax": "Profil pajak",
    "about": "Skala usaha dan persetujuan",
    "operators": "Operator",
}
WORDS = {
    "name": "Nama",
    "email": "Surel",
    "phone": "Telepon",
    "language": "Bahasa",
    "legal_name": "Nama resmi",
    "entity_type": "Bentuk usaha",
    "scale": "Skala usaha",
    "status": "Status",
    "owner_name": "Nama pemilik",
    "address": "Alamat",
    "village": "Desa/kelurahan",
    "district_name": "Kecamatan",
    "regency_name": "Kabupaten/kota",
    "postal_code": "Kode pos",
    "confirmed_at": "Dikonfirmasi",
    "verified_at": "Diverifikasi",
    "nib": "NIB",
    "npwp": "NPWP",
    "nik": "NIK",
    "nitku": "NITKU",
    "bank": "Bank",
    "account": "Nomor rekening",
    "holder": "Nama pemilik rekening",
    "categories": "Kategori",
    "areas": "Wilayah antar",
    "kbli": "KBLI",
    "is_taxable": "PKP",
    "npwp_valid": "NPWP tervalidasi",
    "final_letter_number": "Nomor surat keterangan",
    "final_letter_from": "Tanggal surat keterangan",
    "final_letter_until": "Surat keterangan berlaku sampai",
    "exemption_letter_number": "Nomor SKB",
    "exemption_letter_until": "SKB berlaku sampai",
    "turnover_statement_years": "Surat pernyataan omzet tahun",
    "scale_oss": "Skala menurut OSS",
    "scale_year": "Tahun angka",
    "sales": "Penjualan setahun",
    "capital": "Modal di luar tanah dan bangunan",
    "is_women_owned": "Dimiliki perempuan",
    "women_consented_at": "Persetujuan diberikan",
    "is_disability_owned": "Dimiliki penyandang disabilitas",
    "disability_consented_at": "Persetujuan diberikan",
}
MONEY = ("sales", "capital")


def as_plain(data: OwnData) -> dict[str, Any]:
    """Return the data as JSON keeps it: dates as ISO text, lists as lists."""
    parts: dict[str, Any] = {
        part: {name: _plain(value) for name, value in values.items()}
        for part, values in data.parts.items()
    }
    parts["deeds"] = [{name: _plain(v) for name, v in deed.items()} for deed in data.deeds]
    return parts


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Labelled) else value


def draw(data: OwnData, moment: datetime, zone: str) -> bytes:
    """Draw the data as a paper; Indonesian, as papers always are."""
    blocks: list[Block] = [
        Text(f"Data pribadi dan data usaha: {data.supplier.name}", TITLE),
        Text(
            "Salinan seluruh data yang disimpan tentang Anda (UU 27/2022). "
            "Bagian terakhir mencantumkan siapa melakukan apa dan kapan.",
            FINE,
        ),
    ]
    for part, values in data.parts.items():
        rows = [
            (WORDS.get(name, name), _written(name, value, zone)) for name, value in values.items()
        ]
        if rows:
            blocks += [Space(10), kept_with_next(Text(PARTS[part], HEADING)), pairs(rows)]
    deeds = [
        (
            f"{local(deed['at'], zone):%d-%m-%Y %H.%M} {zone}",
            f"{deed['actor_name']}: {deed['action']}",
        )
        for deed in data.deeds
    ]
    blocks += [Space(10), kept_with_next(Text("Jejak", HEADING)), pairs(deeds)]
    sheet = Sheet(
        title="Salinan data",
        author="Tenong",
        subject=data.supplier.name,
        number=data.supplier.slug,
        drawn_at=local(moment, zone),
    )
    return write(sheet, blocks)


def _written(name: str, value: Any, zone: str) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, datetime):
        return f"{local(value, zone):%d-%m-%Y %H.%M} {zone}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "-"
    return rupiah(value) if name in MONEY else str(value)
