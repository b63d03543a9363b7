/**
 * Where webhooks may go: to other hosts over TLS, never into the server's own network. A URL is checked when it is subscribed and
 * again at each delivery, where the address behind its name counts.
 */
import * as Context from "effect/Context"
import { lookup as resolve } from "node:dns"
import { BlockList, isIP } from "node:net"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"

/** What is allowed besides; for tests, and for networks that need it. */
export interface Policy {
  readonly http: boolean
  readonly privateAddresses: boolean
}

export const strict: Policy = { http: false, privateAddresses: false }

/** The policy in force. */
export const TargetPolicy = Context.Reference<Policy>("@crm-procedure/http-api/WebhookTarget/TargetPolicy", { defaultValue: () => strict })

const MAXIMUM_CHARACTERS = 2_000

/**
 * Addresses that are no host on the public internet (IANA's special-purpose registries). A list of each family: in one of
 * both every IPv4 address would be found under the prefix of those that are written in IPv6.
 */
const special = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [net, prefix] of [
  ["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24],
  ["192.88.99.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15], ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 4], ["240.0.0.0", 4]
] as const) special.ipv4.addSubnet(net, prefix, "ipv4")
for (const [net, prefix] of [
  ["::", 96], ["::ffff:0:0", 96], ["64:ff9b::", 96], ["64:ff9b:1::", 48], ["100::", 64], ["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["3fff::", 20],
  ["5f00::", 16], ["fc00::", 7], ["fe80::", 10], ["fec0::", 10], ["ff00::", 8]
] as const) special.ipv6.addSubnet(net, prefix, "ipv6")

/** Whether an address lies in the server's own or another special network. What is no address does too. */
export const isPrivateAddress = (address: string): boolean => {
  const version = isIP(address)
  if (version === 0) return true
  const family = version === 4 ? "ipv4" : "ipv6"
  return special[family].check(address, family)
}

const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain)$/i

const hostOf = ({ hostname }: URL): string => hostname.startsWith("[") ? hostname.slice(1, -1) : hostname.replace(/\.$/, "")

/** What is wrong with a URL as a target; undefined if nothing is, as far as it can be said without asking for its address. */
export const faultOf = (text: string, { http, privateAddresses }: Policy): Bilingual | undefined => {
  const url = text.length > MAXIMUM_CHARACTERS || !URL.canParse(text) ? undefined : new URL(text)
  if (url === undefined || url.protocol !== "https:" && !(http && url.protocol === "http:")) {
    return { es: http ? "una URL http o https" : "una URL https", en: http ? "an http or https URL" : "an https URL" }
  }
  if (url.username !== "" || url.password !== "") return { es: "una URL sin usuario ni contraseña", en: "a URL without user or password" }
  if (privateAddresses) return undefined
  const host = hostOf(url)
  const isForeign = isIP(host) === 0 ? host.includes(".") && !localNames.test(host) : !isPrivateAddress(host)
  return isForeign ? undefined : { es: "un servidor fuera de la red de este", en: "a host outside this server's network" }
}

/** Resolves a name for a connection, like `dns.lookup`. */
export type Lookup = (
  hostname: string,
  options: { readonly all?: boolean | undefined; readonly family?: number | "IPv4" | "IPv6" | undefined; readonly hints?: number | undefined },
  callback: (error: Error | null, address: string | Array<{ readonly address: string; readonly family: number }>, family?: number) => void
) => void

/**
 * Resolves a name. Fails for a name that leads into a private network. Give it to the HTTP agent, so that it connects to the same
 * address that was checked.
 */
export const lookup = (policy: Policy): Lookup => (hostname, { all, family, hints }, callback) => {
  const options = { all: true, ...(family === undefined ? {} : { family }), ...(hints === undefined ? {} : { hints }) } as const
  resolve(hostname, options, (error, addresses) => {
    if (error !== null) return callback(error, [])
    if (!policy.privateAddresses && addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(Object.assign(new Error("The name leads into a private network."), { code: "EPRIVATE" }), [])
    }
    if (all === true) return callback(null, addresses)
    const [first] = addresses
    return first === undefined ? callback(Object.assign(new Error("The name has no address."), { code: "ENOTFOUND" }), []) : callback(null, first.address, first.family)
  })
}
