"""What the bridge asks of the runner while a request is under way: the protocol's second direction."""

import json
from enum import Enum

from .refusal import Reason, Refusal


class Answer(str, Enum):
    """What the runner may say to a question."""

    PROCEED = "proceed"
    ABANDON = "abandon"


def parse_answer(line, request, number):
    """Return the Answer in a runner's line; raises a Refusal (ProtocolMismatch) if it has none to this."""
    try:
        message = json.loads(line)
        asked = message["id"], message["number"]
        answer = Answer(message["answer"])
    except (ValueError, TypeError, KeyError) as error:
        raise _mismatch(request, number, f"{type(error).__name__}: {error}") from error
    if asked != (request, number):
        raise _mismatch(request, number, "it is to {1} of request {0}".format(*asked))
    return answer


def _mismatch(request, number, why):
    return Refusal(
        Reason.PROTOCOL_MISMATCH,
        f"The runner's answer to question {number} of request {request} is none ({why}). "
        "Use a runner and a bridge of the same release.",
    )
