"""Who may send, open and publish files: a truth table over people and purposes."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from procure.files.actions import UploadAction as Do
from procure.files.policy import UPLOAD_POLICY
from procure.files.purposes import PAPERS, Purpose
from procure.kernel.actors import ANONYMOUS, Actor, Role

HERE, THERE, FIRM, OTHER = (UUID(int=n) for n in (10, 11, 20, 21))


def _who(n: int, role: Role, region: UUID = HERE, firm: UUID | None = None) -> Actor:
    return Actor(UUID(int=n), role.label, region, supplier_id=firm, roles=frozenset({role}))


EVERYONE = {
    "sender": _who(101, Role.SUPPLIER_OWNER, firm=FIRM),
    "owner": _who(102, Role.SUPPLIER_OWNER, firm=FIRM),
    "operator": _who(103, Role.SUPPLIER_OPERATOR, firm=FIRM),
    "rival": _who(104, Role.SUPPLIER_OWNER, firm=OTHER),
    "registrar": _who(105, Role.REGISTRY_OFFICER),
    "auditor": _who(106, Role.AUDITOR),
    "registrar elsewhere": _who(107, Role.REGISTRY_OFFICER, THERE),
    "auditor elsewhere": _who(108, Role.AUDITOR, THERE),
    "coach": _who(109, Role.COACH),
    "lender": _who(110, Role.LENDER),
    "ppk": _who(111, Role.COMMITMENT_OFFICER),
    "administrator": _who(112, Role.ADMINISTRATOR),
    "stranger": ANONYMOUS,
}
SIGNED_IN = set(EVERYONE) - {"stranger"}
FIRMS_OWN = {"sender", "owner"}
EXAMINERS = {"registrar", "auditor"}


def may(action: Do, subject: object) -> set[str]:
    return {name for name, a in EVERYONE.items() if UPLOAD_POLICY.allows(a, action, subject)}


def an_upload(purpose: Purpose, *, is_public: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        person_id=UUID(int=101),
        supplier_id=FIRM,
        region_id=HERE,
        purpose=purpose,
        is_public=is_public,
    )


READERS = {
    Purpose.IDENTITY: FIRMS_OWN | EXAMINERS,
    Purpose.BANK_BOOK: FIRMS_OWN | EXAMINERS,
    Purpose.CERTIFICATE: FIRMS_OWN | {"operator"} | EXAMINERS,
    Purpose.EVIDENCE: FIRMS_OWN | {"operator"} | EXAMINERS,
    Purpose.PHOTO: FIRMS_OWN | {"operator", "registrar"},
    Purpose.SHEET: FIRMS_OWN | {"operator"},
}


@pytest.mark.parametrize("purpose", Purpose)
def test_a_file_is_opened_by_exactly_these_people(purpose: Purpose) -> None:
    assert may(Do.READ, an_upload(purpose)) == READERS[purpose]


def test_a_public_photo_is_opened_by_everybody() -> None:
    assert may(Do.READ, an_upload(Purpose.PHOTO, is_public=True)) == set(EVERYONE)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_photo_is_published_by_its_supplier_or_the_registry_and_a_paper_by_nobody(
    purpose: Purpose,
) -> None:
    expected = FIRMS_OWN | {"operator", "registrar"} if purpose == Purpose.PHOTO else set()
    assert may(Do.PUBLISH, an_upload(purpose)) == expected


@pytest.mark.parametrize("purpose", Purpose)
def test_everybody_signed_in_sends_but_helpers_send_no_personal_papers(purpose: Purpose) -> None:
    helpers = {"coach", "lender"} if purpose in {Purpose.IDENTITY, Purpose.BANK_BOOK} else set()
    assert may(Do.RECEIVE, purpose) == SIGNED_IN - helpers


@pytest.mark.parametrize("action", [Do.SEND, Do.CANCEL, Do.REFUSE])
def test_pieces_are_sent_by_everybody_signed_in(action: Do) -> None:
    assert may(action, None) == SIGNED_IN


def test_papers_are_those_whose_readers_are_named() -> None:
    assert set(Purpose) - PAPERS == {Purpose.PHOTO, Purpose.SHEET}
