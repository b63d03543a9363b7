/** When a person looks at the page, and when before. */

export interface Visit {
  /** When the visit before began. */
  readonly before: string | undefined
  /** When the present one began. */
  readonly now: string
}

/** A visit goes on for so long: a look within it is no new one, in milliseconds. */
const VISIT = 4 * 3_600_000

/** The visit that a look at the page belongs to. */
export const current = (known: Visit | undefined, now: string): Visit =>
  known !== undefined && Date.parse(now) - Date.parse(known.now) < VISIT ? known : { before: known?.now, now }
