"""The deeds on suppliers, one function each."""

from procure.suppliers.service.describing import (
    declare_scale,
    declare_tax,
    describe,
    locate,
    offer,
    tag,
)
from procure.suppliers.service.numbering import identify, name_account
from procure.suppliers.service.own_data import answer, ask, export, reveal
from procure.suppliers.service.people import dismiss, invite
from procure.suppliers.service.registering import (
    begin,
    confirm,
    forget_drafts,
    newcomer,
    register,
    send_link,
    submit,
)

__all__ = [
    "answer",
    "ask",
    "begin",
    "confirm",
    "declare_scale",
    "declare_tax",
    "describe",
    "dismiss",
    "export",
    "forget_drafts",
    "identify",
    "invite",
    "locate",
    "name_account",
    "newcomer",
    "offer",
    "register",
    "reveal",
    "send_link",
    "submit",
    "tag",
]
