"""The paper kit on ReportLab: fonts, text, tables, letterhead, signatures, QR; no feature."""
