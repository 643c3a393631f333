"""What carriers' codes mean, in the words the screens have sentences for. It knows no row and no request.

Source: NHN Cloud Notification SMS API v3.0, its result codes. A code that is not documented keeps itself
beside a general word: nothing is guessed.
"""

from collections.abc import Mapping

from occ_contract.sms_results import ResultReason as Reason

DELIVERED_CODE = "1000"

# What became of a message that was taken (field ``resultCode`` of a delivery).
OF_DELIVERY: Mapping[str, Reason] = {
    DELIVERED_CODE: Reason.DELIVERED,
    "1001": Reason.BUSY,
    "1002": Reason.NUMBER_FORMAT,
    "1003": Reason.NUMBER_FORMAT,
    "1019": Reason.EXPIRED,
    "2000": Reason.TIMED_OUT,
    "2001": Reason.NETWORK,
    "2002": Reason.NETWORK,
    "2003": Reason.HANDSET_OFF,
    "2004": Reason.HANDSET_FULL,
    "2005": Reason.OUT_OF_REACH,
    "2006": Reason.DELETED,
    "2007": Reason.HANDSET_TROUBLE,
    "3000": Reason.CANNOT_SEND,
    "3001": Reason.NO_SUBSCRIBER,
    "3003": Reason.WRONG_NUMBER,
    "3004": Reason.SUSPENDED,
    "3006": Reason.REJECTED,
    "3009": Reason.MESSAGE_FORMAT,
    "3010": Reason.MMS_UNSUPPORTED,
    "3011": Reason.CARRIER_SERVER,
    "3012": Reason.SPAM,
    "3016": Reason.IMAGE_TOO_LARGE,
    "3017": Reason.SENDER_FORMAT,
    "3018": Reason.SENDER_PROTECTED,
    "3019": Reason.SENDER_BLOCKED,
    **{str(code): Reason.ABROAD for code in range(4001, 4011)},
    "E900": Reason.CANNOT_SEND,
    "E999": Reason.CANNOT_SEND,
    "E911": Reason.NO_EXTENSION,
    "E913": Reason.IMAGE_MISSING,
    "E915": Reason.DUPLICATE,
    "E919": Reason.NIGHT_HOURS,
}

# Why something was not taken (``header.resultCode``, or a recipient's own in an answer).
OF_REQUEST: Mapping[str, Reason] = {
    "4": Reason.CARRIER_REFUSED,  # some parameter, without saying which
    "-1002": Reason.CARRIER_REFUSED,
    "-1004": Reason.CARRIER_REFUSED,
    "-1008": Reason.CARRIER_REFUSED,
    "-2001": Reason.RECIPIENT_REFUSED,
    "-2002": Reason.IMAGE_REFUSED,
    "-2003": Reason.IMAGE_REFUSED,
    "-2004": Reason.IMAGE_REFUSED,
    "-2005": Reason.IMAGE_REFUSED,
    "-2006": Reason.TEMPLATE_REFUSED,
    "-2009": Reason.IMAGE_REFUSED,
    "-2014": Reason.TEXT_REFUSED,
    "-2015": Reason.TEXT_REFUSED,
    "-2016": Reason.RECIPIENT_REFUSED,
    "-2018": Reason.RECIPIENT_REFUSED,
    "-2019": Reason.RECIPIENT_REFUSED,
    "-2022": Reason.TIME_REFUSED,
    "-2023": Reason.CHARACTER_REFUSED,
    "-2024": Reason.ABROAD,
    "-2043": Reason.IMAGE_REFUSED,
    "-2052": Reason.QUOTA,
    "-2110": Reason.TEMPLATE_REFUSED,
    "-2112": Reason.TEMPLATE_REFUSED,
    "-2312": Reason.SENDER_UNREGISTERED,
    "-2313": Reason.SENDER_BLOCKED,
    "-4000": Reason.CARRIER_REFUSED,
    "-6001": Reason.ADS_REFUSED,
    "-6003": Reason.AD_WORDING,
    "-6004": Reason.OPT_OUT_NUMBER,
    "-8000": Reason.AUTH_WORDING,
    "-9996": Reason.CARRIER_REFUSED,
    "-9998": Reason.CARRIER_REFUSED,
    "-9999": Reason.CARRIER_REFUSED,
}

QUOTA_CODE = "-2052"
EXPIRED_FILE_CODE = "-2004"
SYSTEM_ERROR_CODE = "-9999"
IMAGE_TOO_LARGE_CODE = "3016"
CANCELLED_CODE = "CANCEL"  # a status, where the carrier gives no code
DUPLICATE_CODE = "E915"
AD_FAILED_CODE = "E919"


def reason_of(code: str) -> Reason:
    """Return what a code means; one that is not documented is refused, or cannot be sent, for some reason.

    A status of HTTP counts as a code of a request: who says it did not let the request through.
    """
    known = OF_DELIVERY.get(code) or OF_REQUEST.get(code)
    if known is not None:
        return known
    if code == CANCELLED_CODE:
        return Reason.CANCELLED_THERE
    return Reason.CARRIER_REFUSED if code.startswith(("-", "HTTP")) else Reason.CANNOT_SEND


def is_of_the_account(code: str) -> bool:
    """Tell whether a refusal is about the account or the address, whatever was asked.

    Its codes are in the -1000s; the API's own of a wrong content type, JSON or path in -9996 to -9998.
    """
    return (len(code) == 5 and code.startswith("-1")) or code in {"-9996", "-9997", "-9998"}
