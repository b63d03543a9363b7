/**
 * Renews the kept list of disposable-mail domains from the installed disposable-email-domains-js, which has the public list
 * (CC0 1.0) as a JSON array:
 *
 *     node packages/core/scripts/DisposableDomains.ts <day of its release, like 2026-09-21>
 */
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"

const [day] = process.argv.slice(2)
if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/u.test(day)) throw new Error("expected: <day of the release, YYYY-MM-DD>")

const PACKAGE = "disposable-email-domains-js"
const folder = new URL(`../node_modules/${PACKAGE}/`, import.meta.url)
const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8")) as { readonly version: string }
const source = `disposable-email-domains, as released in npm's ${PACKAGE} ${version} (CC0 1.0)`
const { disposableEmailBlocklist } = createRequire(import.meta.url)(PACKAGE) as { readonly disposableEmailBlocklist: () => ReadonlyArray<string> }
const domains = [...new Set(disposableEmailBlocklist())].sort()

const strange = domains.filter((domain) => !/^(?:[a-z0-9_-]+\.)+[a-z0-9-]+$/u.test(domain))
if (strange.length > 0) throw new Error(`expected domains in lower case, found: ${strange.slice(0, 10).join(", ")}`)

const namesByEnding = new Map<string, Array<string>>()
for (const domain of domains) {
  const dot = domain.lastIndexOf(".")
  const ending = domain.slice(dot)
  const names = namesByEnding.get(ending)
  if (names === undefined) namesByEnding.set(ending, [domain.slice(0, dot)])
  else names.push(domain.slice(0, dot))
}

/** The letters of front coding: how many first characters a name shares with the name before it, `A` for none, at most nine. */
const SHARED = "ABCDEFGHIJ"

const shared = (one: string, other: string): number => {
  let count = 0
  while (count < SHARED.length - 1 && count < one.length && one[count] === other[count]) count++
  return count
}

const WIDTH = 140
let data = ""
let line = ""
for (const ending of [...namesByEnding.keys()].sort()) {
  if (line !== "") data += `${line}\n`
  line = ending
  let before = ""
  for (const name of namesByEnding.get(ending)!.sort()) {
    const count = shared(name, before)
    const word = SHARED[count]! + name.slice(count)
    if (line.length + word.length >= WIDTH) {
      data += `${line}\n`
      line = ""
    }
    line += word
    before = name
  }
}
data += line

writeFileSync(
  new URL("../src/identity/internal/DisposableDomainList.ts", import.meta.url),
  `/** Data, written by scripts/DisposableDomains.ts: ${domains.length} domains by their ending. Don't edit. */

/** Where the list is from. */
export const source = ${JSON.stringify(source)}

/** The day of that release. */
export const asOfDay = ${JSON.stringify(day)}

/**
 * Each \`.ending\` begins a line; the names that have it follow, without it. A capital letter begins a name and says how many
 * characters it shares with the name before it: \`A\` none, \`J\` nine. Together they are an eighth smaller in a web page.
 */
export const domainsByEnding = \`
${data}
\`
`
)
console.log(`${domains.length} domains kept`)
