/**
 * What a place in the browser's history showed: answers, loaded pages, what was open, how far it was scrolled. *Back* shows it as it was.
 * Everything is forgotten with the first write, since that may change what was shown.
 */

interface Kept {
  readonly values: Map<string, unknown>
  scroll: number
}

/** The greatest number of entries that are kept. */
const MAXIMUM = 30

const entries = new Map<number, Kept>()
let newest = 0
let current = 0
let isReturn = false

const numberOf = (state: unknown): number | undefined =>
  typeof state === "object" && state !== null && "entry" in state && typeof state.entry === "number" ? state.entry : undefined

const keptOf = (entry: number): Kept => {
  let kept = entries.get(entry)
  if (kept === undefined) {
    entries.set(entry, kept = { values: new Map(), scroll: 0 })
    for (const old of entries.keys()) if (entries.size > MAXIMUM) entries.delete(old)
  }
  return kept
}

/** Notes that the address is another one: an entry that was there before, or a new one. */
export const arrive = (): void => {
  const known = numberOf(history.state)
  isReturn = known !== undefined && entries.has(known)
  current = known ?? ++newest
  if (known === undefined) history.replaceState({ entry: current }, "")
  else newest = Math.max(newest, known)
}

/** Keeps how far the page is scrolled. */
export const noteScroll = (): void => {
  keptOf(current).scroll = scrollY
}

/** How far the page was scrolled at the last visit to this entry; undefined for a new entry. */
export const scrollBefore = (): number | undefined => isReturn ? entries.get(current)?.scroll : undefined

/** What was kept here under a name; undefined where nothing was. */
export const recall = <A>(name: string): A | undefined => entries.get(current)?.values.get(name) as A | undefined

/** Keeps a value of this entry under a name. */
export const keep = (name: string, value: unknown): void => {
  keptOf(current).values.set(name, value)
}

/** Forgets the answers of every entry: something was written. */
export const forget = (): void => {
  for (const { values } of entries.values()) values.clear()
}

history.scrollRestoration = "manual"
arrive()
addEventListener("scroll", noteScroll, { passive: true })
