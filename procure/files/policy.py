"""Who may send, open and publish files."""

from typing import Any

from procure.files.actions import UploadAction as Do
from procure.files.purposes import PAPERS, PERSONAL, Purpose
from procure.kernel.actors import SUPPLIER_ROLES, Actor, Role
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who, holds, signed_in, the_system


def _own(actor: Actor, upload: Any) -> bool:
    return bool(upload.person_id == actor.user_id)


def _of_own_firm(actor: Actor, upload: Any) -> bool:
    """Personal papers are for the owner; the rest is for whoever acts for the supplier."""
    if actor.supplier_id is None or upload.supplier_id != actor.supplier_id:
        return False
    needed = {Role.SUPPLIER_OWNER} if upload.purpose in PERSONAL else SUPPLIER_ROLES
    return bool(actor.roles & needed)


def _here(actor: Actor, upload: Any) -> bool:
    return bool(upload.region_id == actor.region_id)


of_a_region = Who(N_("people of a region"), lambda a, _: a.region_id is not None)
for_others = Who(
    N_("people who help with the papers of others"),
    lambda a, purpose: purpose in PERSONAL and bool(a.roles & {Role.COACH, Role.LENDER}),
)
sender = Who(N_("whoever sent it"), _own)
own_firm = Who(N_("its supplier"), _of_own_firm)
here = Who(N_("people of its region"), _here)
paper = Who(N_("papers only"), lambda _a, upload: upload.purpose in PAPERS)
photo = Who(N_("photos only"), lambda _a, upload: upload.purpose == Purpose.PHOTO)
shown_photo = Who(N_("everybody, once it is public"), lambda _a, upload: upload.is_public)
examiner = holds(Role.REGISTRY_OFFICER) | holds(Role.AUDITOR)

UPLOAD_POLICY = Policy(
    {
        Do.SEND: signed_in & of_a_region,
        Do.CANCEL: signed_in & of_a_region,
        Do.RECEIVE: signed_in & of_a_region & ~for_others,
        Do.REFUSE: signed_in & of_a_region,
        Do.FORGET: the_system,
        Do.READ: sender
        | own_firm
        | (examiner & here & paper)
        | (holds(Role.REGISTRY_OFFICER) & here & photo)
        | shown_photo,
        Do.PUBLISH: photo & here & (sender | own_firm | holds(Role.REGISTRY_OFFICER)),
    }
)
