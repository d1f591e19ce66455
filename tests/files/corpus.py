"""What people and attackers send, and what must become of it: one line for each file."""

from collections.abc import Callable
from dataclasses import dataclass

from pikepdf import Dictionary, Name, String

from procure.files.gate import refusals as no
from procure.files.gate.accepted import XLSX
from procure.files.gate.limits import MIB
from procure.files.purposes import Purpose
from tests.files import papers, pictures, tables

JPEG, PDF, CSV = "image/jpeg", "application/pdf", "text/csv"
Verdict = str | type[no.FileRefused]
RTLO = "\u202e"


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and the media type it becomes or the reason why it is refused."""

    name: str
    purpose: Purpose
    make: Callable[[], bytes]
    verdict: Verdict


def _case(name: str, purpose: Purpose, make: Callable[[], bytes] | bytes, verdict: Verdict) -> Case:
    return Case(name, purpose, make if callable(make) else lambda: make, verdict)


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HTML = b"<!doctype html><script>fetch('/uploads')</script>"
LISTING = "nama,harga\nNasi kotak,28500\n"
FORMULAS = 'nama;harga\n=HYPERLINK("http://x";"klik");1\n+1+cmd|\' /C calc\'!A0;2\n@SUM(A1);-3\n'
TALL = 2560 * 4

PHOTO, IDENTITY, SHEET = Purpose.PHOTO, Purpose.IDENTITY, Purpose.SHEET
BANK, CERTIFICATE, EVIDENCE = Purpose.BANK_BOOK, Purpose.CERTIFICATE, Purpose.EVIDENCE


def _pictures() -> tuple[Case, ...]:
    p = pictures
    return (
        _case("nasi.jpg", PHOTO, p.picture, JPEG),
        _case("nasi.png", PHOTO, lambda: p.picture("PNG"), JPEG),
        _case("nasi.webp", PHOTO, lambda: p.picture("WEBP"), JPEG),
        _case("IMG_0001.JPG", IDENTITY, p.from_a_phone, JPEG),
        _case("profil.jpg", PHOTO, p.wide_gamut, JPEG),
        _case("dua.jpg", PHOTO, p.two_in_one, JPEG),
        _case("abu.png", PHOTO, lambda: p.picture("PNG", mode="L"), JPEG),
        _case("bening.png", PHOTO, lambda: p.picture("PNG", mode="LA"), JPEG),
        _case("palet.png", PHOTO, lambda: p.picture("PNG", mode="P"), JPEG),
        _case("dalam.png", PHOTO, lambda: p.picture("PNG", mode="I;16"), JPEG),
        _case("cetak.jpg", PHOTO, lambda: p.picture("JPEG", mode="CMYK"), JPEG),
        _case("bertahap.jpg", PHOTO, lambda: p.picture("JPEG", progressive=True), JPEG),
        _case("besar.jpg", PHOTO, lambda: p.picture("JPEG", (6000, 4000)), JPEG),
        _case("tinggi.png", PHOTO, lambda: p.picture("PNG", (40, TALL)), JPEG),
        _case("satu titik.png", PHOTO, lambda: p.picture("PNG", (1, 1)), JPEG),
        _case("salah nama.txt", PHOTO, p.picture, JPEG),
        _case("tanpa nama", PHOTO, p.picture, JPEG),
        _case("ekor.jpg", PHOTO, lambda: p.picture() + tables.archive(), JPEG),
        _case("naskah.jpg", PHOTO, lambda: p.picture(comment=HTML), JPEG),
        _case("tas.png", PHOTO, lambda: p.picture("PNG") + b"<?php system('id') ?>", JPEG),
        _case("50mb.jpg", PHOTO, lambda: p.picture() + b"\0" * (50 * MIB), no.TooLarge),
        _case("terpotong.jpg", PHOTO, lambda: p.noise((800, 600))[:20_000], no.PhotoDamaged),
        _case("kepala saja.jpg", PHOTO, b"\xff\xd8\xff\xe0" + b"\0" * 50, no.PhotoDamaged),
        _case("rusak.png", PHOTO, lambda: p.picture("PNG")[:60] + b"\0" * 99, no.PhotoDamaged),
        _case("bom.png", PHOTO, lambda: p.png_that_says(50_000, 50_000, 9), no.TooManyPixels),
        _case("dusta.png", PHOTO, lambda: p.png_that_says(4000, 4000, 3), no.PhotoDamaged),
        _case("bom teks.png", PHOTO, p.png_with_text_bomb, no.PhotoDamaged),
        _case("gerak.webp", PHOTO, lambda: p.moving("WEBP"), no.MovingPicture),
        _case("gerak.png", PHOTO, lambda: p.moving("PNG"), no.MovingPicture),
        _case("gerak.jpg", PHOTO, lambda: p.moving("GIF"), no.NotAPhoto),
        _case("lama.bmp", PHOTO, lambda: p.picture("BMP"), no.NotAPhoto),
        _case("pindai.tiff", IDENTITY, lambda: p.picture("TIFF"), no.NotAPaper),
        _case("IMG_1.HEIC", PHOTO, p.heic, no.HeicRefused),
        _case("baru.avif", PHOTO, lambda: p.picture("AVIF"), no.NotAPhoto),
        _case("gambar.svg", PHOTO, SVG, no.DrawingRefused),
        _case("gambar.jpg", PHOTO, b"\xef\xbb\xbf \n" + SVG, no.DrawingRefused),
        _case("ktp.png", IDENTITY, SVG.decode().encode("utf-16"), no.DrawingRefused),
    )


def _papers() -> tuple[Case, ...]:
    p = papers
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    submit = Dictionary(S=Name.SubmitForm, F=String("http://198.51.100.1/"))
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia)
    solid = Dictionary(Type=Name.Annot, Subtype=Name("/3D"))
    return (
        _case("NIB.pdf", CERTIFICATE, p.paper, PDF),
        _case("halal.pdf", CERTIFICATE, lambda: p.paper(60), PDF),
        _case("rekening.pdf", BANK, p.opens_at_a_page, PDF),
        _case("tautan.pdf", EVIDENCE, lambda: p.with_link("https://oss.go.id"), PDF),
        _case("foto.jpg", EVIDENCE, p.paper, PDF),
        _case("buku.pdf", EVIDENCE, lambda: p.paper(61), no.TooManyPages),
        _case("nasi.pdf", PHOTO, p.paper, no.NotAPhoto),
        _case("naskah.pdf", CERTIFICATE, lambda: p.opens_with(p.script), no.PdfActive),
        _case("daftar.pdf", CERTIFICATE, p.with_names_of_scripts, no.PdfActive),
        _case("halaman.pdf", CERTIFICATE, p.with_page_action, no.PdfActive),
        _case("tombol.pdf", CERTIFICATE, lambda: p.with_button(p.script()), no.PdfActive),
        _case("luncur.pdf", CERTIFICATE, lambda: p.with_button(launch), no.PdfActive),
        _case("kirim.pdf", CERTIFICATE, lambda: p.with_button(submit), no.PdfActive),
        _case("alamat.pdf", CERTIFICATE, lambda: p.with_link("javascript:alert(1)"), no.PdfActive),
        _case("berkas.pdf", CERTIFICATE, lambda: p.with_link("file:///etc/passwd"), no.PdfActive),
        _case("dalam.pdf", CERTIFICATE, p.hidden_in_a_packed_stream, no.PdfActive),
        _case("titipan.pdf", CERTIFICATE, p.with_file_inside, no.PdfCarriesFiles),
        _case("film.pdf", CERTIFICATE, lambda: p.with_annotation(film), no.PdfCarriesFiles),
        _case("benda.pdf", CERTIFICATE, lambda: p.with_annotation(solid), no.PdfCarriesFiles),
        _case("formulir.pdf", CERTIFICATE, p.with_xfa, no.PdfForm),
        _case("terkunci.pdf", BANK, lambda: p.locked("sandi"), no.PdfLocked),
        _case("terjaga.pdf", BANK, p.locked, no.PdfLocked),
        _case("potong.pdf", CERTIFICATE, lambda: p.paper()[:600], no.PdfDamaged),
        _case("kosong.pdf", CERTIFICATE, b"%PDF-1.7\n%%EOF\n", no.PdfDamaged),
        _case("zip.pdf", CERTIFICATE, lambda: p.paper() + b"\n" * 2000 + b"PK", no.PdfDamaged),
        _case("halaman.html.pdf", CERTIFICATE, lambda: HTML + p.paper(), no.WebPageRefused),
        _case("program.pdf", CERTIFICATE, lambda: b"MZ" + p.paper(), no.ProgramRefused),
        _case("besar.pdf", EVIDENCE, lambda: p.paper() + b" " * (11 * MIB), no.TooLarge),
        _case("surat.pdf", EVIDENCE, tables.document, no.OfficeRefused),
        _case("surat.docx", EVIDENCE, tables.document, no.OfficeRefused),
    )


def _sheets() -> tuple[Case, ...]:
    t = tables
    return (
        _case("barang.xlsx", SHEET, t.workbook, XLSX),
        _case("tautan.xlsx", SHEET, lambda: t.workbook(link="https://contoh.go.id"), XLSX),
        _case("ribuan.xlsx", SHEET, lambda: t.workbook(10_000), XLSX),
        _case("ekor.xlsx", SHEET, lambda: t.workbook() + b"<script>", XLSX),
        _case("barang.csv", SHEET, LISTING.encode(), CSV),
        _case("excel.csv", SHEET, LISTING.encode("utf-8-sig"), CSV),
        _case("windows.csv", SHEET, "nama;harga\nKopi “susu”;1\n".encode("cp1252"), CSV),
        _case("unicode.csv", SHEET, LISTING.encode("utf-16"), CSV),
        _case("rumus.csv", SHEET, FORMULAS.encode(), CSV),
        _case("bom.xlsx", SHEET, t.bomb, no.SheetTooDeep),
        _case("dusta.xlsx", SHEET, t.lying_bomb, no.SheetDamaged),
        _case("banyak.xlsx", SHEET, t.many_parts, no.SheetTooDeep),
        _case("makro.xlsx", SHEET, lambda: t.with_part("xl/vbaProject.bin"), no.SheetHasMacros),
        _case("makro2.xlsx", SHEET, t.with_macro_type, no.SheetHasMacros),
        _case("keluar.xlsx", SHEET, t.reaching_out, no.SheetReachesOut),
        _case(
            "keluar2.xlsx",
            SHEET,
            lambda: t.with_part("xl/externalLinks/externalLink1.xml", b"<a/>"),
            no.SheetReachesOut,
        ),
        _case("tawa.xlsx", SHEET, t.with_definitions, no.SheetDamaged),
        _case("jalan.xlsx", SHEET, lambda: t.with_part("../../etc/cron.d/x"), no.SheetDamaged),
        _case("akar.xlsx", SHEET, lambda: t.with_part("/etc/passwd"), no.SheetDamaged),
        _case("kait.xlsx", SHEET, t.link_out, no.SheetDamaged),
        _case("kunci.xlsx", SHEET, t.locked_parts, no.SheetLocked),
        _case("potong.xlsx", SHEET, lambda: t.workbook()[:900], no.SheetDamaged),
        _case("arsip.xlsx", SHEET, t.archive, no.ArchiveRefused),
        _case("surat.xlsx", SHEET, t.document, no.NotASheet),
        _case(
            "lama.xls",
            SHEET,
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            no.OldOfficeRefused,
        ),
        _case("nol.csv", SHEET, b"nama,harga\0\nx,1", no.CsvUnreadable),
        _case("biner.csv", SHEET, bytes(range(1, 256)) * 9, no.CsvUnreadable),
        _case("kata.csv", SHEET, b"del C:\\ /s /q", no.CsvUnreadable),
        _case("laman.csv", SHEET, HTML, no.WebPageRefused),
        _case("foto.csv", SHEET, pictures.picture, no.NotASheet),
        _case("besar.csv", SHEET, b"a,b\n" * (3 * MIB), no.TooLarge),
    )


def _others() -> tuple[Case, ...]:
    photo = pictures.picture
    return (
        _case("kosong.jpg", PHOTO, b"", no.EmptyFile),
        _case("kosong.csv", SHEET, b"", no.EmptyFile),
        _case("foto.jpg", PHOTO, b"MZ\x90\0" + b"\0" * 500, no.ProgramRefused),
        _case("foto2.jpg", PHOTO, b"\x7fELF" + b"\0" * 500, no.ProgramRefused),
        _case("foto3.jpg", PHOTO, b"#!/bin/sh\nid\n", no.ProgramRefused),
        _case("ktp.pdf", IDENTITY, b"Rar!\x1a\x07\x01\0" + b"\0" * 99, no.ArchiveRefused),
        _case("ktp.7z", IDENTITY, b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, no.ArchiveRefused),
        _case("ktp.zip", IDENTITY, tables.archive, no.ArchiveRefused),
        _case("foto.zip", PHOTO, lambda: tables.archive()[:40], no.ArchiveRefused),
        _case("foto.docx", PHOTO, tables.document, no.NotAPhoto),
        _case("toko.jpg", PHOTO, tables.program, no.ProgramRefused),
        _case("toko.xlsx", SHEET, tables.program, no.ProgramRefused),
        _case("tabel.xlsx", CERTIFICATE, tables.workbook, no.OfficeRefused),
        _case("video.mp4", PHOTO, b"\0\0\0\x20ftypisom" + b"\0" * 99, no.VideoRefused),
        _case("suara.jpg", PHOTO, b"RIFF\x24\0\0\0WAVEfmt ", no.VideoRefused),
        _case("huruf.jpg", PHOTO, b"bukan foto", no.NotAPhoto),
        _case("ktp.html", IDENTITY, HTML, no.WebPageRefused),
        _case("../../etc/passwd", PHOTO, photo, no.NameLeadsElsewhere),
        _case("..\\..\\web.config.jpg", PHOTO, photo, no.NameLeadsElsewhere),
        _case("/etc/foto.jpg", PHOTO, photo, no.NameLeadsElsewhere),
        _case(f"foto{RTLO}gpj.exe", PHOTO, photo, no.NameHidesSomething),
        _case("foto\r\nSet-Cookie: a=b.jpg", PHOTO, photo, no.NameHidesSomething),
        _case("foto\0.jpg", PHOTO, photo, no.NameHidesSomething),
        _case("f\u043eto.jpg", PHOTO, photo, no.NameMixesScripts),
        _case("foto.php.jpg", PHOTO, photo, no.NameOfAProgram),
        _case("foto.jpg.exe", PHOTO, photo, no.NameOfAProgram),
        _case("C:\\Users\\Sri\\foto.jpg", PHOTO, photo, JPEG),
        _case("foto \u201csatu\u201d <b>.jpg", PHOTO, photo, JPEG),
        _case("ꦱꦼꦒ.jpg", PHOTO, photo, JPEG),
        _case("x" * 300 + ".jpg", PHOTO, photo, JPEG),
    )


CASES = (*_pictures(), *_papers(), *_sheets(), *_others())
