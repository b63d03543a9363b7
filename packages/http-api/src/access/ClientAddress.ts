/** The address that a request comes from. Behind a proxy it is the proxy's, unless a server reads what the proxy says. */
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"

export type AddressOf = (request: HttpServerRequest) => string

const ofConnection: AddressOf = (request) => Option.getOrElse(request.remoteAddress, () => "unknown")

/** What a proxy in front of the server wrote last: an earlier entry of the header may be the client's own. */
export const ofProxy: AddressOf = (request) => {
  const last = request.headers["x-forwarded-for"]?.split(",").at(-1)?.trim()
  return last === undefined || last === "" ? ofConnection(request) : last
}

/** An IPv6 client has a whole /64: its addresses count as one. */
export const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "")
  if (!plain.includes(":")) return plain
  const [head = "", tail] = plain.split("::")
  const first = head === "" ? [] : head.split(":")
  const last = tail === undefined || tail === "" ? [] : tail.split(":")
  const groups = tail === undefined ? first : [...first, ...Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0"), ...last]
  return groups.slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/, "")).join(":")
}

export const ClientAddress = Context.Reference<AddressOf>("@crm-procedure/http-api/access/ClientAddress", { defaultValue: () => ofConnection })
