"""What no honest browser sends: hostile values, all at once and one by one."""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode
from uuid import uuid4

FORM = "application/x-www-form-urlencoded"
MILLION = 10**6
SHARP = {
    "10^18": str(10**18),
    "minus one": "-1",
    "4300 digits": "9" * 4300,
    "a million digits": "7" * MILLION,
    "NUL": "a\0b",
    "the last day": "9999-12-31",
}
"""Values that each field gets alone, while the others are sound."""
BLUNT = {
    **SHARP,
    "10^30": str(10**30),
    "zero": "0",
    "no such day": "2026-02-30",
    "another's id": str(uuid4()),
    "empty": "",
    "spaces": " \t\r\n ",
    "2^31": str(2**31),
    "2^63": str(2**63),
    "two signs": "--5",
    "dots only": "...",
    "only NUL": "\0",
    "far too long": "x" * 100_000,
    "other digits": "\uff11\uff12\u0663",
    "superscript": "\u00b2",
    "no number": "NaN",
    "exponent": "1e9",
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f373 \U0001f371\U0001f1ee\U0001f1e9",
    "homoglyphs": "\u0405\u0435kr\u0435t\u0430ri\u0430t \u202egnp.exe",
    "mark-up": "</textarea><script>alert(1)</script>'\"--",
    "a template": "{{ 7 * 7 }} {% raw %} %(total)s %s {0} ${x}",
    "the first day": "0001-01-01",
    "the year 0": "0000-00-00",
    "no such hour": "25:61",
    "another site": "//evil.example/a\\b",
    "controls": "a\x07\x1b[31m\x7f\x85\ufeff\ufffe",
}
"""Values that all fields get at once."""


def all_at_once(sound: Mapping[str, str]) -> Iterator[tuple[str, str, bytes]]:
    """Return hostile bodies for a form: what is wrong, the content type, the bytes."""
    for name, value in BLUNT.items() if sound else ():
        short = value if len(value) * len(sound) < MILLION else value[:20_000]
        yield f"all {name}", FORM, urlencode(dict.fromkeys(sound, short)).encode()
    yield "nothing", FORM, b""
    yield "no form at all", FORM, b"\xff\xfe\0=&&&;=%%%=%zz"
    yield "strange lines", FORM, urlencode({**sound, **STRANGE_LINES}).encode()
    many = urlencode([(f"lines-{n}-name", "x") for n in range(3000)])
    yield "too many fields", FORM, many.encode()
    yield "too large", FORM, b"purpose=" + b"x" * 3 * MILLION
    yield "JSON", "application/json", json.dumps([sound]).encode()
    yield "broken parts", "multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-da"
    yield "a file", "multipart/form-data; boundary=x", as_files(sound)


def one_by_one(sound: Mapping[str, str]) -> Iterator[tuple[str, str, bytes]]:
    """Return bodies in which one field is hostile and the others are sound."""
    for one in sound:
        for name, value in SHARP.items():
            yield f"{one} {name}", FORM, urlencode({**sound, one: value}).encode()
        rest = {name: value for name, value in sound.items() if name != one}
        yield f"{one} missing", FORM, urlencode(rest).encode()
        yield f"{one} twice", FORM, urlencode([*sound.items(), (one, "2"), (one, "")]).encode()
        listed = {**rest, f"{one}[]": "1", f"{one}[a]": "2"}
        yield f"{one} as a list", FORM, urlencode(listed).encode()
        raw = b"&".join((urlencode(rest).encode(), quote(one).encode() + b"=%ff%fe%ed%a0%80\xff"))
        yield f"{one} not UTF-8", FORM, raw


STRANGE_LINES = {
    "lines-999999999-name": "x",
    "lines--1-price": "1",
    "lines-1-price": "1",
    "lines-x-price": "1",
    "lines-0-lines-0-price": "1",
    "lines": "1",
    "sources-77-total": "5",
    "move": "up-9",
    "remove": "999",
    "add": "-1",
    "version": "9" * 40,
    "page": "-5",
    "idempotency_key": "not a key",
    "act": "\0",
    "next": "https://evil.example/",
}


def as_files(sound: Mapping[str, str]) -> bytes:
    """Return the form with every field sent as an uploaded file."""
    head = 'Content-Disposition: form-data; name="{}"; filename="a.exe"\r\n\r\nMZ\0\r\n'
    return "".join(f"--x\r\n{head.format(name)}" for name in sound).encode() + b"--x--\r\n"
