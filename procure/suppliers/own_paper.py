"""A supplier's own data as a file for other programs and as a paper for people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from procure.files.actions import UploadAction
from procure.kernel.clock import local
from procure.kernel.labels import Labelled
from procure.kernel.money import rupiah
from procure.pdf.blocks import Block, Space, Text, kept_with_next
from procure.pdf.sheet import Sheet, write
from procure.pdf.tables import pairs
from procure.pdf.text import FINE, HEADING, TITLE
from procure.suppliers.actions import BankAccountAction, DocumentAction, SupplierAction
from procure.suppliers.service.own_data import OwnData

PARTS = {
    "person": "Pemilik akun",
    "business": "Usaha",
    "numbers": "Nomor usaha, identitas, dan rekening",
    "offer": "Barang, jasa, dan wilayah antar",
    "tax": "Profil pajak",
    "about": "Skala usaha dan persetujuan",
    "help": "Pendamping",
    "operators": "Operator",
    "papers": "Dokumen yang dikirim",
    "uploads": "Berkas yang diunggah",
    "accounts": "Rekening, termasuk yang lama (nomor disamarkan)",
    "sanctions": "Sanksi dan jawaban",
    "blacklist": "Pemeriksaan daftar hitam nasional",
    "remarks": "Catatan petugas",
    "requests": "Permintaan tentang data",
    "changes": "Perubahan yang menunggu diperiksa",
    "sign_ins": "Perangkat yang masuk dengan akun ini",
    "listings": "Etalase",
    "quotes": "Penawaran yang dikirim",
    "orders": "Pesanan",
    "deeds": "Jejak: siapa melakukan apa dan kapan",
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
    "is_holder_different": "Pemilik rekening bernama lain",
    "is_same_device": "Dikonfirmasi dari perangkat pendamping",
    "is_same_network": "Dikonfirmasi dari jaringan pendamping",
    "updated_at": "Terakhir diubah",
    "coach": "Nama pendamping",
    "kind": "Jenis",
    "number": "Nomor",
    "valid_until": "Berlaku sampai",
    "sent_at": "Dikirim",
    "checked_at": "Diperiksa",
    "reason": "Alasan",
    "file": "Berkas",
    "sha256": "SHA-256",
    "purpose": "Untuk",
    "media_type": "Jenis berkas",
    "size": "Ukuran (byte)",
    "scan": "Pemindaian virus",
    "is_public": "Tampil untuk umum",
    "bank_code": "Bank",
    "proposed_at": "Diajukan",
    "usable_from": "Dipakai sejak",
    "decision_number": "Nomor keputusan",
    "decision_date": "Tanggal keputusan",
    "starts_on": "Mulai",
    "ends_on": "Sampai",
    "reply": "Jawaban Anda",
    "replied_at": "Dijawab",
    "ended_at": "Berakhir",
    "end_reason": "Alasan berakhir",
    "checked_on": "Tanggal pemeriksaan",
    "result": "Hasil",
    "note": "Catatan",
    "recorded_at": "Dicatat",
    "item": "Bagian",
    "text": "Isi",
    "written_at": "Ditulis",
    "is_open": "Belum selesai",
    "field": "Yang diubah",
    "before": "Sebelumnya",
    "changed_at": "Diubah",
    "returned_at": "Dikembalikan",
    "wish": "Permintaan",
    "asked_at": "Diminta",
    "answer": "Jawaban petugas",
    "answered_at": "Dijawab",
    "started_at": "Masuk",
    "seen_at": "Terakhir terlihat",
    "device": "Perangkat",
    "category_code": "Kategori",
    "price": "Harga",
    "unit": "Satuan",
    "is_live": "Ada di etalase",
    "approved_at": "Disetujui",
    "created_at": "Dibuat",
    "rfq": "Permintaan penawaran",
    "round": "Pengiriman ke-",
    "is_withdrawal": "Penarikan",
    "receipt": "Tanda terima",
    "received_at": "Diterima",
    "title": "Judul",
    "total": "Nilai",
    "issued_at": "Diterbitkan",
    "responded_at": "Dijawab",
}
MONEY = ("sales", "capital", "price", "total")
ACTIONS = {
    str(action): action.label
    for actions in (SupplierAction, DocumentAction, BankAccountAction, UploadAction)
    for action in actions
}
AT_ONCE = 200
"""Deeds in one table of the paper."""


def as_plain(data: OwnData) -> dict[str, Any]:
    """Return the data as JSON keeps it: dates as ISO text, lists as lists."""
    parts: dict[str, Any] = {
        part: {name: _plain(value) for name, value in values.items()}
        for part, values in data.parts.items()
    }
    for part, rows in data.lists.items():
        parts[part] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return parts


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Labelled) else value


@dataclass(frozen=True, slots=True)
class Writing:
    """How values are written: the region's zone, and labels in Indonesian, as papers always are."""

    zone: str
    say: Callable[[str], str]

    def moment(self, value: datetime) -> str:
        """Return a moment of the region."""
        return f"{local(value, self.zone):%d-%m-%Y %H.%M} {self.zone}"


def draw(data: OwnData, moment: datetime, writing: Writing) -> bytes:
    """Draw the data as a paper."""
    blocks: list[Block] = [
        Text(f"Data pribadi dan data usaha: {data.supplier.name}", TITLE),
        Text(
            "Salinan data yang disimpan tentang Anda dan usaha Anda (UU 27/2022), sampai dengan "
            "seluruh jejaknya. Isi berkas, penawaran, pesanan, dan pesan dibuka dari halamannya "
            "masing-masing; di sini tercantum apa saja yang ada.",
            FINE,
        ),
    ]
    for part, values in data.parts.items():
        rows = [
            (WORDS.get(name, name), _written(name, value, writing))
            for name, value in values.items()
        ]
        if rows:
            blocks += [Space(10), kept_with_next(Text(PARTS[part], HEADING)), pairs(rows)]
    for part, listed in data.lists.items():
        blocks += [Space(10), kept_with_next(Text(PARTS[part], HEADING))]
        blocks += _deeds(listed, writing) if part == "deeds" else _entries(listed, writing)
    sheet = Sheet(
        title="Salinan data",
        author="Tenong",
        subject=data.supplier.name,
        number=data.supplier.slug,
        drawn_at=local(moment, writing.zone),
    )
    return write(sheet, blocks)


def _entries(rows: list[dict[str, Any]], writing: Writing) -> list[Block]:
    if not rows:
        return [Text("Tidak ada.", FINE)]
    blocks: list[Block] = []
    for row in rows:
        told = [
            (WORDS.get(name, name), _written(name, value, writing))
            for name, value in row.items()
            if value not in (None, "")
        ]
        blocks += [pairs(told), Space(6)]
    return blocks


def _deeds(rows: list[dict[str, Any]], writing: Writing) -> list[Block]:
    """Draw the trail in tables of some pages each; a table is laid out as a whole."""
    told = [
        (
            writing.moment(deed["at"]),
            f"{deed['actor_name']}: {writing.say(ACTIONS.get(deed['action'], deed['action']))}"
            + (f" ({deed['reason']})" if deed["reason"] else ""),
        )
        for deed in rows
    ]
    return [pairs(told[start : start + AT_ONCE]) for start in range(0, len(told), AT_ONCE)]


def _written(name: str, value: Any, writing: Writing) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, Labelled):
        return writing.say(value.label)
    if isinstance(value, datetime):
        return writing.moment(value)
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "-"
    return rupiah(value) if name in MONEY else str(value)
