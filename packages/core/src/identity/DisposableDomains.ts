/**
 * The kept list of disposable-mail domains, which `email-disposable` warns of. The data is dated and comes from the public
 * list `disposable-email-domains` (CC0 1.0); `scripts/DisposableDomains.ts` renews it.
 */
import { domainsByEnding } from "./internal/DisposableDomainList.ts"
import * as Hash from "./internal/Hash.ts"

export { asOfDay, source } from "./internal/DisposableDomainList.ts"

/** A sieve of bits: a domain whose bit is not set is not listed. About one in fifteen others passes. */
const SIEVE_BITS = 1 << 17

/** Domains that the public list lacks and whose own pages offer mail for minutes (our assumption). */
export const additions: ReadonlyArray<string> = [
  "correotemporal.org",
  "disposablemail.com",
  "mail-temp.com",
  "temp-mail.io",
  "tempmail.com",
  "tempmail.net",
  "tempmailaddress.com"
]

interface Kept {
  readonly domains: ReadonlySet<string>
  readonly sieve: Uint32Array
}

let kept: Kept | undefined

const lanes = new Uint32Array(2)

const LETTER_A = 65

/** Every domain of the list's text, whose form is said there. */
const unpacked = function*(): Generator<string> {
  let ending = ""
  let name = ""
  for (const word of domainsByEnding.trim().split(/\n|(?=[A-J])/u)) {
    if (word.startsWith(".")) {
      ending = word
      name = ""
    } else {
      name = name.slice(0, word.charCodeAt(0) - LETTER_A) + word.slice(1)
      yield name + ending
    }
  }
}

/** Reads the list on first use. */
const read = (): Kept => {
  const domains = new Set<string>()
  const sieve = new Uint32Array(SIEVE_BITS / 32)
  const add = (domain: string): void => {
    domains.add(domain)
    Hash.hashInto(domain, lanes)
    const bit = lanes[0]! & (SIEVE_BITS - 1)
    sieve[bit >>> 5]! |= 1 << (bit & 31)
  }
  additions.forEach(add)
  for (const domain of unpacked()) add(domain)
  return { domains, sieve }
}

const list = (): Kept => kept ??= read()

/** Whether a domain, in lower case, is itself on the list. */
export const has = (domain: string): boolean => list().domains.has(domain)

/** As {@link has}, of the text from a place on to its end. */
export const hasEnding = (text: string, from: number): boolean => {
  const { domains, sieve } = list()
  Hash.hashRange(text, from, text.length, lanes)
  const bit = lanes[0]! & (SIEVE_BITS - 1)
  return (sieve[bit >>> 5]! & (1 << (bit & 31))) !== 0 && domains.has(text.slice(from))
}

/** How many domains the list has. */
export const size = (): number => list().domains.size
