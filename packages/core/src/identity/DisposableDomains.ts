/**
 * The kept list of disposable-mail domains, which `email-disposable` warns of. The data is dated and comes from the public
 * list `disposable-email-domains` (CC0 1.0); `scripts/DisposableDomains.ts` renews it from the installed release.
 *
 * @see docs/decisions/0042-the-list-of-disposable-domains.md
 */
import { domainsByEnding } from "./internal/DisposableDomainList.ts"

export { asOfDay, source } from "./internal/DisposableDomainList.ts"

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

let kept: ReadonlySet<string> | undefined

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

/** The list, read on first use. */
const list = (): ReadonlySet<string> => kept ??= new Set([...additions, ...unpacked()])

/** Whether a domain, in lower case, is itself on the list. */
export const has = (domain: string): boolean => list().has(domain)

/** How many domains the list has. */
export const size = (): number => list().size
