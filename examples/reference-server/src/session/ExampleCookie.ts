/** The cookie of a person who looks at the example month. It opens nothing: the session does. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Access from "@crm-procedure/core/records/Access"
import * as Policy from "@crm-procedure/core/policy/Policy"
import { HttpServerResponse } from "effect/http"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"

const cookieName = (behindTls: boolean): string => behindTls ? "__Host-crm-example" : "crm-example"

/** Whether a person may look at the example: the one who starts a system with her files. */
export const mayLook = (identity: Access.Identity): boolean => Access.may(identity, "imports.manage")

/** Whether the person of a session looks at the example. */
export const isLooking = (request: HttpServerRequest, behindTls: boolean, identity: Access.Identity): boolean =>
  request.cookies[cookieName(behindTls)] === "1" && mayLook(identity)

/** The answer that takes a person into the example, or out of it. */
export const set = (response: HttpServerResponse.HttpServerResponse, behindTls: boolean, isIn: boolean): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.setCookieUnsafe(response, cookieName(behindTls), isIn ? "1" : "", {
    httpOnly: true,
    sameSite: "strict",
    secure: behindTls,
    path: "/",
    maxAge: isIn ? "12 hours" : "0 millis"
  })

const zone = Policy.zoneOf(Policy.gcPro05)

/** The month that the example shows: the one before the present one. */
export const periodAt = (now: Calendar.Instant): Calendar.Period => Calendar.previousPeriod(Calendar.periodOf(zone, now))
