/** When this person was here last, in this browser. The server keeps no visits. */
import type { Me } from "../frame/Contract.ts"

/** A visit goes on for so long: a look within it is no new one, in milliseconds. */
const VISIT = 4 * 3_600_000

interface Visits {
  /** When the visit before began, and when the present one began. */
  readonly before: string | undefined
  readonly now: string
}

const nameOf = ({ dealership, employeeId, role }: Me): string => `visita ${dealership} ${employeeId ?? role}`

const stored = (name: string): Visits | undefined => {
  try {
    const text = localStorage.getItem(name)
    return text === null ? undefined : JSON.parse(text) as Visits
  } catch {
    return undefined
  }
}

/** Notes a look at the page, and answers when the visit before began; undefined for the first one. */
export const lastVisit = (me: Me): string | undefined => {
  const name = nameOf(me)
  const known = stored(name)
  const isSame = known !== undefined && Date.parse(me.now) - Date.parse(known.now) < VISIT
  const next: Visits = isSame ? known : { before: known?.now, now: me.now }
  try {
    localStorage.setItem(name, JSON.stringify(next))
  } catch {
    // A browser that keeps nothing is told what changed since yesterday.
  }
  return next.before
}
