/**
 * Whose turn it is on a session that several connections share. A connection that had the session for long rests four times as long while
 * others use it, so that one with long transactions, such as an import, leaves the others four fifths of the time. Instants are milliseconds
 * of a clock that only goes on.
 *
 * @see docs/decisions/0071-answers-as-of-now.md
 */

/** A turn up to this long needs no rest. */
const SHORT_MILLIS = 4

/** How long a rest is, of the turn before it. */
const REST = 4

/** No rest is longer. */
const LONGEST_REST_MILLIS = 2_000

/** A connection that rests is served all the same when the others have asked for nothing for so long. */
const QUIET_MILLIS = 20

interface Standing {
  restsUntil: number
  lastServed: number
}

/** Which connection is served now, or when to ask again; undefined where no connection waits. */
export type Next<C> = { readonly connection: C } | { readonly againAt: number } | undefined

export class FairTurns<C extends object> {
  /** In the order in which they came. */
  private readonly waiting = new Set<C>()
  private readonly standings = new Map<C, Standing>()

  /** A connection has something to ask. */
  wait(connection: C): void {
    this.waiting.add(connection)
  }

  /** A connection is gone. */
  remove(connection: C): void {
    this.waiting.delete(connection)
    this.standings.delete(connection)
  }

  /** A connection had the session from one instant to another. */
  served(connection: C, from: number, until: number): void {
    const millis = until - from
    this.standings.set(connection, { restsUntil: millis <= SHORT_MILLIS ? until : until + Math.min(REST * millis, LONGEST_REST_MILLIS), lastServed: until })
  }

  /** Takes the connection whose turn it is out of those that wait. */
  next(now: number): Next<C> {
    let chosen: C | undefined
    for (const connection of this.waiting) if (chosen === undefined || this.restOf(connection, now) < this.restOf(chosen, now)) chosen = connection
    if (chosen === undefined) return undefined
    const rest = this.restOf(chosen, now)
    if (rest > 0 && this.waiting.size === 1) {
      const quietFrom = this.lastServedBeside(chosen) + QUIET_MILLIS
      if (quietFrom > now) return { againAt: Math.min(quietFrom, now + rest) }
    }
    this.waiting.delete(chosen)
    return { connection: chosen }
  }

  private restOf(connection: C, now: number): number {
    return Math.max(0, (this.standings.get(connection)?.restsUntil ?? now) - now)
  }

  private lastServedBeside(one: C): number {
    let last = Number.NEGATIVE_INFINITY
    for (const [connection, { lastServed }] of this.standings) if (connection !== one && lastServed > last) last = lastServed
    return last
  }
}
