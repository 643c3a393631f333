"""What became of a text, in words the screens have sentences for; carriers' codes are mapped to these."""

from occ_contract.enums import WireEnum


class ResultReason(WireEnum):
    """The result of a message, or why it was not accepted."""

    DELIVERED = "delivered"
    # the handset, the number, the network
    BUSY = "busy"
    NUMBER_FORMAT = "number_format"
    EXPIRED = "expired"
    TIMED_OUT = "timed_out"
    NETWORK = "network"
    HANDSET_OFF = "handset_off"
    HANDSET_FULL = "handset_full"
    OUT_OF_REACH = "out_of_reach"
    DELETED = "deleted"
    HANDSET_TROUBLE = "handset_trouble"
    CANNOT_SEND = "cannot_send"
    NO_SUBSCRIBER = "no_subscriber"
    WRONG_NUMBER = "wrong_number"
    SUSPENDED = "suspended"
    REJECTED = "rejected"
    MESSAGE_FORMAT = "message_format"
    MMS_UNSUPPORTED = "mms_unsupported"
    CARRIER_SERVER = "carrier_server"
    SPAM = "spam"
    IMAGE_TOO_LARGE = "image_too_large"
    IMAGE_MISSING = "image_missing"
    SENDER_FORMAT = "sender_format"
    SENDER_PROTECTED = "sender_protected"
    SENDER_BLOCKED = "sender_blocked"
    ABROAD = "abroad"
    NO_EXTENSION = "no_extension"
    DUPLICATE = "duplicate"
    NIGHT_HOURS = "night_hours"
    # refused by the carrier when it was handed over
    RECIPIENT_REFUSED = "recipient_refused"
    TEXT_REFUSED = "text_refused"
    CHARACTER_REFUSED = "character_refused"
    IMAGE_REFUSED = "image_refused"
    TEMPLATE_REFUSED = "template_refused"
    TIME_REFUSED = "time_refused"
    SENDER_UNREGISTERED = "sender_unregistered"
    ADS_REFUSED = "ads_refused"
    AD_WORDING = "ad_wording"
    OPT_OUT_NUMBER = "opt_out_number"
    AUTH_WORDING = "auth_wording"
    QUOTA = "quota"
    CARRIER_REFUSED = "carrier_refused"  # for a reason we have no word for
    # ours
    NEVER_ACCEPTED = "never_accepted"  # looked up until the carrier would have known it: it does not
    NO_RESULT = "no_result"  # accepted, and the carrier never told what became of it
    ACCOUNT_CHANGED = "account_changed"  # unknown, and the account it was sent with cannot be asked any more
    CANCELLED_THERE = "cancelled_there"  # at the carrier, by somebody else than us
    UNKNOWN = "unknown"
