"""Which room hears which event: one table."""

from procure.kernel.events import Subscriptions
from procure.notifications import handlers as notify
from procure.orders import events as orders
from procure.orders.handlers import free_capacity, prepare_order, take_capacity
from procure.purchase_requests import events as purchase_requests
from procure.sourcing import events as sourcing
from procure.sourcing.handlers import end_with_purchase

SUBSCRIPTIONS: Subscriptions = {
    purchase_requests.PurchaseRequestSubmitted: (notify.ask_for_approval,),
    purchase_requests.PurchaseRequestEndorsed: (notify.ask_budget_authority,),
    purchase_requests.PurchaseRequestApproved: (notify.tell_approval,),
    purchase_requests.PurchaseRequestSentBack: (notify.tell_sent_back,),
    purchase_requests.PurchaseRequestCancelled: (end_with_purchase, notify.tell_cancelled),
    sourcing.SuppliersInvited: (notify.tell_invited,),
    sourcing.DeadlineExtended: (notify.tell_extended,),
    sourcing.QuestionAsked: (notify.tell_question,),
    sourcing.QuestionAnswered: (notify.tell_answer,),
    sourcing.QuotesOpened: (notify.tell_opened,),
    sourcing.RfqEnded: (notify.tell_ended,),
    sourcing.SupplierAwarded: (prepare_order,),
    sourcing.AwardSentBack: (notify.tell_award_sent_back,),
    orders.OrderPrepared: (notify.ask_for_signature,),
    orders.OrderIssued: (notify.tell_issued,),
    orders.OrderAccepted: (take_capacity, notify.tell_accepted),
    orders.OrderDeclined: (free_capacity, notify.tell_declined),
    orders.OrderReminder: (notify.remind,),
    orders.OrderExpired: (free_capacity, notify.tell_expired),
    orders.OrderReopened: (notify.tell_reopened,),
    orders.OrderCancelled: (free_capacity, notify.tell_order_cancelled),
}
