"""Not one wrong answer: every file becomes what it must, or is refused for its reason."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from procure.files.gate.accepted import ENDINGS, XLSX
from procure.files.gate.admit import admit
from procure.files.gate.limits import Limits
from procure.files.gate.refusals import FileRefused
from tests.files.corpus import CASES, Case

LIMITS = Limits()


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60
    assert len({(case.name, case.purpose) for case in CASES}) == len(CASES)


def test_every_refusal_has_a_sentence_of_its_own_that_says_what_to_do() -> None:
    reasons = {case.verdict for case in CASES if not isinstance(case.verdict, str)}
    sentences = {reason.text for reason in reasons}
    assert len(sentences) == len(reasons)
    told = ("Send", "send", "Save", "Take", "Rename", "Open", "Copy", "Unpack", "choose", "Print")
    assert [text for text in sentences if not any(word in text for word in told)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.purpose}-{case.name[:30]!a}")
def test_a_file_is_taken_or_refused_for_its_reason(case: Case) -> None:
    data = case.make()
    if not isinstance(case.verdict, str):
        with pytest.raises(FileRefused) as refusal:
            admit(BytesIO(data), case.name, case.purpose, LIMITS)
        assert type(refusal.value) is case.verdict
        assert refusal.value.text % refusal.value.facts
        return
    found = admit(BytesIO(data), case.name, case.purpose, LIMITS)
    assert found.media_type == case.verdict
    assert found.name.endswith(ENDINGS[found.media_type])
    assert len(found.name) <= 110
    assert not set(found.name) & set('<>:"/\\|?*')
    _check_is_sound(found.media_type, found.data)


def _check_is_sound(media_type: str, data: bytes) -> None:
    """What was accepted can be opened, and nothing of the sender's stands around it."""
    for hidden in (b"<script", b"<?php", b"alert(", b"GPSLatitude", b"Ponsel"):
        assert hidden not in data
    if media_type == "image/jpeg":
        with Image.open(BytesIO(data)) as drawn:
            drawn.load()
            assert drawn.format == "JPEG"
            assert max(drawn.size) <= LIMITS.longest_edge
            assert not drawn.getexif()
            assert set(drawn.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
        assert data.endswith(b"\xff\xd9")
    elif media_type == "application/pdf":
        with pikepdf.open(BytesIO(data), attempt_recovery=False) as paper:
            assert len(paper.pages) >= 1
            assert "/OpenAction" not in paper.Root
    elif media_type == XLSX:
        (name,) = CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names
        assert name == "Barang"
    else:
        data.decode("utf-8")
