"""LivePerson's identity provider refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Literal

from simulator.faults.fault import ServiceFault, unanswered
from simulator.switches import IDENTITY_ERRORS, STATUS

ERRORS = {code: words for code, words in IDENTITY_ERRORS.items() if code}


@dataclass(frozen=True, kw_only=True)
class IdentityRefused(ServiceFault):
    """As where a token, an account or a connector is not as it should be."""

    name = "identity-refused"
    does = "The identity provider (IDP) refuses each request with one of its own errors."
    unrealistic = "with errors of another flow, such as a captcha's for a customer's token"

    service: Annotated[Literal["identity"], "which"] = "identity"
    code: Annotated[int, "the internalErrorCode", ERRORS] = 2001
    status: Annotated[int, "the HTTP status [U]", STATUS] = 401

    async def meet(self) -> None:
        """Refuse."""
        answered = {"internalErrorCode": self.code, "message": ERRORS[self.code]}
        raise unanswered(json.dumps(answered), self.status, "application/json")
