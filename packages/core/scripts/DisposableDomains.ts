/**
 * Renews the kept list of disposable-mail domains from a release of the public list (CC0 1.0), one domain a line or a JSON
 * array:
 *
 *     node packages/core/scripts/DisposableDomains.ts <file> <source> <day, like 2026-09-21>
 */
import { readFileSync, writeFileSync } from "node:fs"

const [file, source, day] = process.argv.slice(2)
if (file === undefined || source === undefined || day === undefined || !/^\d{4}-\d{2}-\d{2}$/u.test(day)) {
  throw new Error("expected: <file with the domains> <where it is from> <its day, YYYY-MM-DD>")
}

const text = readFileSync(file, "utf8")
const lines: ReadonlyArray<string> = text.trimStart().startsWith("[") ? JSON.parse(text) : text.split("\n")
const domains = [...new Set(lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")))].sort()

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

const WIDTH = 140
let data = ""
let line = ""
for (const ending of [...namesByEnding.keys()].sort()) {
  for (const word of [ending, ...namesByEnding.get(ending)!]) {
    if (line.length + word.length >= WIDTH) {
      data += line + "\n"
      line = ""
    }
    line += line === "" ? word : " " + word
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

/** Each \`.ending\`, followed by the domains that have it, without it. */
export const domainsByEnding = \`
${data}
\`
`
)
console.log(`${domains.length} domains kept`)
