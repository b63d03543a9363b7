/** When this person was here last, in this browser. The server keeps no visits. */
import type { Me } from "../frame/Contract.ts"
import { current, type Visit } from "./Visit.ts"

const PREFIX = "visita "

const nameOf = ({ dealership, employeeId, role }: Me): string => `${PREFIX}${dealership} ${employeeId ?? role}`

const stored = (name: string): Visit | undefined => {
  try {
    const text = localStorage.getItem(name)
    return text === null ? undefined : JSON.parse(text) as Visit
  } catch {
    return undefined
  }
}

/** Notes a look at the page, and answers when the visit before began; undefined for the first one. */
export const lastVisit = (me: Me): string | undefined => {
  const name = nameOf(me)
  const next = current(stored(name), me.now)
  try {
    localStorage.setItem(name, JSON.stringify(next))
  } catch {
    // A browser that keeps nothing is told what changed since yesterday.
  }
  return next.before
}

/** The visit of the only person who was here, as a query; nothing after no person or several. */
export const ofOnePerson = (): Readonly<Record<string, string | undefined>> => {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))
    const known = names.length === 1 ? stored(names[0]!) : undefined
    return known === undefined ? {} : { antes: known.before, vista: known.now }
  } catch {
    return {}
  }
}
