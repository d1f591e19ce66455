"""Who may do what with messages: everybody with their own."""

from procure.kernel.policy import Policy, signed_in
from procure.notifications.actions import MessageAction

MESSAGE_POLICY = Policy({MessageAction.READ: signed_in})
