/**
 * In which dealership the holder of a hash was last found: the first request with a key asks where it leads, and later ones ask its
 * dealership alone. The row itself is read each time: a revoked key is refused at once.
 */
import * as Effect from "effect/Effect"
import { type Database, type Question, question, type Unavailable } from "../connection/Database.ts"
import type { Handles, Kind } from "./Handles.ts"

/** How many hashes are remembered at most. */
const MOST = 10_000

/** The rows of a table with a hash: `columns` of those with the hash that is presented. */
export class KnownHashes<Row extends object> {
  /** In the order in which they were found. */
  private readonly dealerships = new Map<string, string>()
  private readonly within: Question
  private readonly database: Pick<Database, "read">
  private readonly handles: Pick<Handles, "find">
  private readonly kind: Kind

  constructor(database: Pick<Database, "read">, handles: Pick<Handles, "find">, kind: Kind, table: string, columns: string) {
    this.database = database
    this.handles = handles
    this.kind = kind
    this.within = question((dealership) => `SELECT ${columns} FROM crm_procedure.${table} WHERE dealership = ${dealership} AND hash = $2 LIMIT 1`)
  }

  find(hash: string): Effect.Effect<Row | undefined, Unavailable> {
    return Effect.suspend(() => {
      const known = this.dealerships.get(hash)
      return known === undefined ? this.search(hash) : Effect.flatMap(this.of(known, hash), (row) => row === undefined ? this.search(hash) : Effect.succeed(row))
    })
  }

  private of(dealership: string, hash: string): Effect.Effect<Row | undefined, Unavailable> {
    return Effect.map(this.database.read<Row>(dealership, this.within, [hash]), ([row]) => row)
  }

  private search(hash: string): Effect.Effect<Row | undefined, Unavailable> {
    return Effect.gen({ self: this }, function*() {
      const found = yield* this.handles.find(this.kind, hash)
      this.dealerships.delete(hash)
      for (const dealership of found) {
        const row = yield* this.of(dealership, hash)
        if (row === undefined) continue
        this.remember(hash, dealership)
        return row
      }
      return undefined
    })
  }

  private remember(hash: string, dealership: string): void {
    this.dealerships.set(hash, dealership)
    for (const oldest of this.dealerships.keys()) {
      if (this.dealerships.size <= MOST) break
      this.dealerships.delete(oldest)
    }
  }
}
