"""The deeds of sourcing: ask suppliers, take sealed quotes, open them, choose."""

from procure.sourcing.service.choosing import (
    NewDirectPurchase,
    Source,
    award,
    buy,
    lapse,
    revisit,
    send_back,
    sign,
)
from procure.sourcing.service.clearing import LAWS as CLEARING_LAWS
from procure.sourcing.service.clearing import check_clear, kept_active
from procure.sourcing.service.inviting import (
    NewRfq,
    answer,
    ask,
    cancel,
    end,
    extend,
    fail,
    publish,
    see,
)
from procure.sourcing.service.opening import WrongKeeperKey, reveal, stock_keys
from procure.sourcing.service.opening import (
    open_quotes as open,
)
from procure.sourcing.service.quoting import NewQuote, submit, withdraw

__all__ = [
    "CLEARING_LAWS",
    "NewDirectPurchase",
    "NewQuote",
    "NewRfq",
    "Source",
    "WrongKeeperKey",
    "answer",
    "ask",
    "award",
    "buy",
    "cancel",
    "check_clear",
    "end",
    "extend",
    "fail",
    "kept_active",
    "lapse",
    "open",
    "publish",
    "reveal",
    "revisit",
    "see",
    "send_back",
    "sign",
    "stock_keys",
    "submit",
    "withdraw",
]
