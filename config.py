"""Settings: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self


class SettingMissing(SystemExit):
    """A setting without a safe default is not given."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between places where Tenong runs."""

    database_url: str
    secret_key: str
    context_key: bytes
    identity_key: bytes
    owner_database_url: str = ""
    keeper_database_url: str = ""
    keeper_key: bytes = b""
    storage_url: str = ""
    storage_access_key: str = ""
    storage_secret_key: str = ""
    smtp_url: str = ""
    mail_sender: str = "Tenong <tenong@localhost>"
    base_url: str = "http://127.0.0.1:8000"
    default_region: str = ""
    log_level: str = "INFO"
    metrics_token: str = ""
    metrics_directory: str = ""
    secure_cookies: bool = False
    argon2_memory_kib: int = 19_456
    argon2_passes: int = 2
    session_minutes: int = 30
    session_hours: int = 12
    proxies: int = 0
    clamd_url: str = ""
    clamd_required: bool = True
    upload_photo_mib: int = 20
    upload_pdf_mib: int = 10
    upload_sheet_mib: int = 10
    upload_megapixels: int = 64
    upload_pdf_pages: int = 60
    upload_unfinished_mib: int = 64
    upload_unfinished_hours: int = 24
    uploads_per_hour: int = 120
    photo_widths: str = "320 640 1280"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read NAME, or the file that NAME_FILE names; refuse to start when one is missing."""
        given = os.environ if environment is None else environment

        def text(name: str, default: str | None = None) -> str:
            if path := given.get(f"{name}_FILE"):
                return Path(path).read_text(encoding="utf-8").strip()
            if name in given:
                return given[name]
            if default is None:
                raise SettingMissing(f"Set {name} (or {name}_FILE); see .env.example.")
            return default

        def key(name: str, default: str | None = None) -> bytes:
            try:
                found = bytes.fromhex(text(name, default))
            except ValueError:
                raise SettingMissing(f"{name} must be 64 hexadecimal digits.") from None
            if found and len(found) != 32:  # noqa: PLR2004 - 256 bits, the size of all our keys
                raise SettingMissing(f"{name} must be 64 hexadecimal digits (32 bytes).")
            return found

        return cls(
            database_url=text("DATABASE_URL"),
            secret_key=text("SECRET_KEY"),
            context_key=key("CONTEXT_KEY"),
            identity_key=key("IDENTITY_KEY"),
            owner_database_url=text("OWNER_DATABASE_URL", ""),
            keeper_database_url=text("KEEPER_DATABASE_URL", ""),
            keeper_key=key("KEEPER_KEY", ""),
            storage_url=text("STORAGE_URL", ""),
            storage_access_key=text("STORAGE_ACCESS_KEY", ""),
            storage_secret_key=text("STORAGE_SECRET_KEY", ""),
            smtp_url=text("SMTP_URL", ""),
            mail_sender=text("MAIL_SENDER", "Tenong <tenong@localhost>"),
            base_url=text("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            default_region=text("DEFAULT_REGION", ""),
            log_level=text("LOG_LEVEL", "INFO").upper(),
            metrics_token=text("METRICS_TOKEN", ""),
            metrics_directory=text("METRICS_DIRECTORY", ""),
            secure_cookies=text("SECURE_COOKIES", "0") == "1",
            argon2_memory_kib=int(text("ARGON2_MEMORY_KIB", "19456")),
            argon2_passes=int(text("ARGON2_PASSES", "2")),
            session_minutes=int(text("SESSION_MINUTES", "30")),
            session_hours=int(text("SESSION_HOURS", "12")),
            proxies=int(text("PROXIES", "0")),
            clamd_url=text("CLAMD_URL", ""),
            clamd_required=text("CLAMD_REQUIRED", "1") == "1",
            upload_photo_mib=int(text("UPLOAD_PHOTO_MIB", "20")),
            upload_pdf_mib=int(text("UPLOAD_PDF_MIB", "10")),
            upload_sheet_mib=int(text("UPLOAD_SHEET_MIB", "10")),
            upload_megapixels=int(text("UPLOAD_MEGAPIXELS", "64")),
            upload_pdf_pages=int(text("UPLOAD_PDF_PAGES", "60")),
            upload_unfinished_mib=int(text("UPLOAD_UNFINISHED_MIB", "64")),
            upload_unfinished_hours=int(text("UPLOAD_UNFINISHED_HOURS", "24")),
            uploads_per_hour=int(text("UPLOADS_PER_HOUR", "120")),
            photo_widths=text("PHOTO_WIDTHS", "320 640 1280"),
        )
