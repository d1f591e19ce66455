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
    "end",
    "extend",
    "fail",
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
