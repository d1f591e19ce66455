"""The deeds on suppliers, one function each."""

from procure.suppliers.rules.papers import PapersMissing
from procure.suppliers.service.banking import (
    NewAccount,
    activate_bank_account,
    check_bank_account,
    confirm_bank_account,
    inspect_bank_account,
    object_bank_account,
    propose_bank_account,
    refuse_bank_account,
    replace_bank_account,
    use_cooled_accounts,
)
from procure.suppliers.service.closing import close
from procure.suppliers.service.describing import (
    declare_scale,
    declare_tax,
    describe,
    locate,
    offer,
    tag,
)
from procure.suppliers.service.duplicates import judge
from procure.suppliers.service.interests import NewInterest, declare, end
from procure.suppliers.service.numbering import identify, name_account
from procure.suppliers.service.own_data import answer, ask, export, reveal, tell_also
from procure.suppliers.service.papers import (
    NewPaper,
    accept_supplier_document,
    ask_again_supplier_document,
    replace_supplier_document,
    send,
    tell_of_ends,
)
from procure.suppliers.service.paying import check_may_be_paid, why_held
from procure.suppliers.service.people import dismiss, end_help, invite
from procure.suppliers.service.rechecking import accept_change, return_change
from procure.suppliers.service.registering import (
    begin,
    confirm,
    forget_drafts,
    newcomer,
    register,
    send_link,
    submit,
)
from procure.suppliers.service.sanctioning import (
    NewLook,
    NewSanction,
    check_blacklist,
    debar,
    end_what_is_over,
    reinstate,
    reply,
    suspend,
)
from procure.suppliers.service.vetting import accept, ask_again, inspect, refuse

__all__ = [
    "NewAccount",
    "NewInterest",
    "NewLook",
    "NewPaper",
    "NewSanction",
    "PapersMissing",
    "accept",
    "accept_change",
    "accept_supplier_document",
    "activate_bank_account",
    "answer",
    "ask",
    "ask_again",
    "ask_again_supplier_document",
    "begin",
    "check_bank_account",
    "check_blacklist",
    "check_may_be_paid",
    "close",
    "confirm",
    "confirm_bank_account",
    "debar",
    "declare",
    "declare_scale",
    "declare_tax",
    "describe",
    "dismiss",
    "end",
    "end_help",
    "end_what_is_over",
    "export",
    "forget_drafts",
    "identify",
    "inspect",
    "inspect_bank_account",
    "invite",
    "judge",
    "locate",
    "name_account",
    "newcomer",
    "object_bank_account",
    "offer",
    "propose_bank_account",
    "refuse",
    "refuse_bank_account",
    "register",
    "reinstate",
    "replace_bank_account",
    "replace_supplier_document",
    "reply",
    "return_change",
    "reveal",
    "send",
    "send_link",
    "submit",
    "suspend",
    "tag",
    "tell_also",
    "tell_of_ends",
    "use_cooled_accounts",
    "why_held",
]
