"""Listings as sellers of a province would write them, by the hundred thousand."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

import psycopg

NAMESPACE: Final = UUID("6f2b6a52-9d0c-4c57-8b1e-5d5b8a9f3a10")
SINCE: Final = datetime(2026, 1, 5, tzinfo=UTC)

KINDS: Final[dict[str, tuple[str, tuple[str, ...], tuple[str, ...], int]]] = {
    "MKN.01": ("kotak", ("Nasi kotak", "Nasi box", "Nasi liwet kotak", "Nasi gudeg kotak"),
               ("ayam bakar", "ayam goreng", "rendang sapi", "ikan bandeng", "telur balado",
                "ayam geprek", "empal", "lele goreng"), 27_000),
    "MKN.02": ("kotak", ("Kudapan rapat", "Snack box", "Jajan pasar", "Kue basah"),
               ("isi tiga", "isi empat", "lemper risoles", "lapis legit", "tahu bakso"), 13_000),
    "MKN.03": ("porsi", ("Prasmanan", "Buffet", "Katering prasmanan"),
               ("enam menu", "delapan menu", "nusantara", "Jawa", "Sunda"), 52_000),
    "MKN.06": ("dus", ("Air mineral", "Air minum gelas"),
               ("240 ml", "330 ml", "600 ml", "1500 ml"), 26_000),
    "MKN.07": ("kemasan", ("Kopi bubuk", "Teh celup", "Gula pasir", "Kopi robusta"),
               ("250 gram", "500 gram", "isi 25", "isi 50"), 30_000),
    "ATK.01": ("rim", ("Kertas HVS", "Kertas fotokopi", "Kertas A4"),
               ("A4 70 gram", "A4 80 gram", "F4 70 gram", "F4 80 gram", "A3 75 gram"), 52_000),
    "ATK.03": ("lusin", ("Pulpen gel", "Pulpen tinta", "Pensil 2B", "Spidol papan tulis"),
               ("hitam", "biru", "merah", "0,5 mm", "0,7 mm"), 38_000),
    "ATK.04": ("buah", ("Ordner folio", "Map plastik", "Map kertas", "Kotak arsip"),
               ("biru", "hijau", "merah", "7 cm", "isi 50"), 28_000),
    "ATK.05": ("buah", ("Stapler", "Klip penjepit", "Lakban bening", "Gunting kantor"),
               ("kecil", "besar", "dua inci", "32 mm", "21 cm"), 14_000),
    "ATK.06": ("buah", ("Buku agenda", "Buku tulis", "Blok catatan"),
               ("sampul tebal", "100 lembar", "200 halaman", "A5", "berlogo"), 25_000),
    "ATK.07": ("pak", ("Amplop putih", "Amplop cokelat", "Amplop kop"),
               ("panjang", "folio", "kabinet", "isi 100"), 24_000),
    "KOM.01": ("buah", ("Tinta printer", "Toner printer", "Cartridge printer"),
               ("hitam", "warna", "Epson 003", "Canon G2010", "HP 680", "Brother"), 120_000),
    "KOM.02": ("buah", ("Flashdisk", "Hard disk eksternal", "Kartu memori"),
               ("32 GB", "64 GB", "128 GB", "1 TB", "2 TB"), 160_000),
    "KOM.03": ("buah", ("Tetikus nirkabel", "Papan ketik", "Webcam", "Headset"),
               ("USB", "bluetooth", "hitam", "Logitech", "Rexus"), 140_000),
    "CTK.01": ("lembar", ("Fotokopi", "Penggandaan dokumen"),
               ("A4 hitam putih", "F4 hitam putih", "warna", "bolak balik"), 300),
    "CTK.03": ("buah", ("Cetak buku laporan", "Cetak modul", "Jilid laporan"),
               ("60 halaman", "100 halaman", "sampul warna", "lem panas"), 48_000),
    "CTK.04": ("meter persegi", ("Spanduk", "Banner kain", "Baliho", "Backdrop"),
               ("280 gram", "340 gram", "mata ayam", "satu muka"), 27_000),
    "KBR.01": ("buah", ("Sapu ijuk", "Alat pel", "Sikat lantai", "Kemoceng"),
               ("gagang kayu", "gagang panjang", "bulu ayam", "serbaguna"), 26_000),
    "KBR.02": ("botol", ("Pembersih lantai", "Sabun cuci tangan", "Pewangi ruangan"),
               ("500 ml", "780 ml", "sereh", "lemon", "lavender"), 22_000),
    "KBR.03": ("pak", ("Tisu wajah", "Tisu gulung", "Tisu toilet"),
               ("250 lembar", "dua lapis", "isi 10"), 16_000),
    "LIS.01": ("buah", ("Lampu LED", "Lampu sorot", "Lampu darurat"),
               ("9 watt", "12 watt", "18 watt", "putih", "kuning"), 45_000),
    "LIS.02": ("buah", ("Kabel rol", "Stop kontak", "Saklar"),
               ("5 meter", "10 meter", "empat lubang", "SNI"), 90_000),
    "PKN.01": ("potong", ("Seragam batik", "Kain batik cap", "Batik tulis"),
               ("motif parang", "motif mega mendung", "motif kawung", "lengan panjang"), 180_000),
    "PKN.03": ("potong", ("Kaus kegiatan", "Kaos olahraga", "Kaus sablon"),
               ("lengan pendek", "katun 24s", "dua warna", "dry fit"), 80_000),
    "SVN.01": ("buah", ("Cendera mata", "Plakat akrilik", "Suvenir gantungan kunci"),
               ("wayang", "angklung", "kotak pita", "ukir"), 60_000),
    "JSA.01": ("bulan", ("Jasa kebersihan gedung", "Jasa kebersihan taman"),
               ("satu petugas", "dua petugas", "alat termasuk"), 2_900_000),
    "SWA.01": ("hari", ("Sewa tenda", "Sewa kursi", "Sewa meja"),
               ("100 kursi", "plafon dekor", "pasang bongkar"), 1_500_000),
    "PML.02": ("unit", ("Servis AC", "Cuci AC"),
               ("1 PK", "2 PK", "tambah freon", "laporan foto"), 100_000),
}  # fmt: skip
MAKERS: Final = (
    "Sinar Maju|Berkah Jaya|Tunas Harapan|Mekar Sari|Karya Mandiri|Sumber Rejeki|Putra Lestari|"
    "Cahaya Abadi|Merdeka|Pancuran|Lawu|Merapi|Sindoro|Slamet|Muria|Kencana|Pandanaran|Borobudur|"
    "Kartini|Diponegoro|Bengawan|Serayu|Kaligung|Pemali|Jatinegara|Purnama|Fajar|Melati|Kenanga"
).split("|")
QUALITIES: Final = (
    "premium|hemat|super|asli|komplit|spesial|ekonomis|pilihan|standar|jumbo|kualitas ekspor|"
    "ramah lingkungan|garansi|siap kirim|grosir|eceran|baru|terlaris"
).split("|")
TEXT: Final = (
    "Pesanan {quality} dari {maker}. {name} dikirim ke kantor dengan kendaraan sendiri, dapat "
    "dibayar setelah barang diterima dan diperiksa. Melayani instansi di seluruh wilayah."
)
SUPPLIER: Final = (
    "id region_id slug name entity_type scale status owner_name address regency_code regency_name "
    "phone verified_at is_fiction is_taxable npwp_valid final_letter_number"
).split()
LISTING: Final = (
    "id region_id supplier_id category_code name description unit price minimum_order lead_days "
    "day_capacity picture is_live sold_count origin halal"
).split()


def sellers(region: UUID, places: list[tuple[str, str]], count: int) -> Iterator[tuple[Any, ...]]:
    """Yield suppliers as rows for COPY."""
    dice = random.Random(20_000)
    for n in range(count):
        code, place = dice.choice(places)
        name = f"{dice.choice(('Toko', 'CV', 'UD', 'Dapur', 'Koperasi'))} {dice.choice(MAKERS)} {n}"
        scale = dice.choices(("micro", "small", "medium"), (6, 3, 1))[0]
        yield (
            uuid5(NAMESPACE, f"seller {n}"), region, f"contoh-{n}", name, "individual", scale,
            "active", f"Pemilik {n}", f"Jalan Contoh {n}", code, place, f"0813{n:08d}", SINCE,
            True, False, True, "",
        )  # fmt: skip


def listings(region: UUID, sellers: int, begin: int, end: int) -> Iterator[tuple[Any, ...]]:
    """Yield listings from one number to another as rows for COPY; the same number, the same row."""
    codes = list(KINDS)
    for n in range(begin, end):
        dice = random.Random(n)
        code = dice.choice(codes)
        unit, nouns, traits, price = KINDS[code]
        maker, quality = dice.choice(MAKERS), dice.choice(QUALITIES)
        name = f"{dice.choice(nouns)} {dice.choice(traits)} {maker} {quality}"
        food = code.startswith("MKN")
        yield (
            uuid5(NAMESPACE, f"listing {n}"), region,
            uuid5(NAMESPACE, f"seller {int(sellers * dice.random() ** 1.5)}"), code, name,
            TEXT.format(quality=quality, maker=maker, name=name), unit,
            max(round(price * dice.uniform(0.6, 1.7) / 50) * 50, 50), dice.choice((1, 5, 10, 20)),
            dice.choice((1, 1, 2, 3, 7)), dice.choice((None, 50, 200, 500)) if food else None,
            "package", True, int(dice.paretovariate(0.9)) - 1 if dice.random() < 0.6 else 0,
            dice.choices(("local", "tkdn", "imported"), (7, 2, 1))[0],
            dice.choices(("certified", "unstated"), (2, 3))[0] if food else "not_food",
        )  # fmt: skip


def copy(admin: psycopg.Connection, table: str, columns: list[str], rows: Any) -> None:
    """Send rows to a table."""
    wanted = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with admin.cursor().copy(wanted.encode()) as to:
        for row in rows:
            to.write_row(tuple(min(v, 2**31 - 1) if isinstance(v, int) and not isinstance(v, bool)
                               else v for v in row))  # fmt: skip
