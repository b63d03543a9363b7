/**
 * In which dealership the holder of a hash was last found. A key names no dealership, so the first request with it asks every worker of a
 * distributed engine. Later ones ask the worker of the key's dealership alone, and go on when another worker is away. The row itself is
 * read each time: a revoked key is refused at once.
 */
import * as Effect from "effect/Effect"
import { type Database, type Question, question, type Unavailable } from "../connection/Database.ts"

/** How many hashes are remembered at most. */
const MOST = 10_000

/** The rows of a table with a hash: `columns` of those with the hash that is presented. */
export class KnownHashes<Row extends { readonly dealership: string }> {
  /** In the order in which they were found. */
  private readonly dealerships = new Map<string, string>()
  private readonly anywhere: string
  private readonly within: Question
  private readonly database: Database

  constructor(database: Database, table: string, columns: string) {
    this.database = database
    this.anywhere = `SELECT ${columns} FROM crm_procedure.${table} WHERE hash = $1 LIMIT 1`
    this.within = question((dealership) => `SELECT ${columns} FROM crm_procedure.${table} WHERE dealership = ${dealership} AND hash = $2 LIMIT 1`)
  }

  find(hash: string): Effect.Effect<Row | undefined, Unavailable> {
    return Effect.suspend(() => {
      const known = this.dealerships.get(hash)
      if (known === undefined) return this.search(hash)
      return Effect.flatMap(this.database.read<Row>(known, this.within, [hash]), ([row]) => row === undefined ? this.search(hash) : Effect.succeed(row))
    })
  }

  private search(hash: string): Effect.Effect<Row | undefined, Unavailable> {
    return Effect.map(this.database.ask<Row>("key_hash", hash, this.anywhere, [hash]), ([row]) => {
      this.dealerships.delete(hash)
      if (row === undefined) return undefined
      this.dealerships.set(hash, row.dealership)
      for (const oldest of this.dealerships.keys()) {
        if (this.dealerships.size <= MOST) break
        this.dealerships.delete(oldest)
      }
      return row
    })
  }
}
