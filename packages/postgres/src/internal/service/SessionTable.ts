/** The sessions on a page, of users and of keys. */
import type { Session } from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Database, question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

interface SessionRow {
  readonly id: string
  readonly key_id: string
  readonly created_at: number
  readonly expires_at: number
  readonly device: string | null
  readonly seen_at: number | null
}

const columns = "id, key_id, created_at::float8, expires_at::float8, device, seen_at::float8"

const beginSession = `
  INSERT INTO crm_procedure.sessions (dealership, id, key_id, created_at, expires_at, device, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (dealership, id) DO UPDATE SET key_id = excluded.key_id, created_at = excluded.created_at, expires_at = excluded.expires_at,
    device = excluded.device, seen_at = excluded.seen_at`
const sessionOf = question((dealership) => `
  SELECT ${columns} FROM crm_procedure.sessions WHERE dealership = ${dealership} AND id = $2 AND expires_at > $3`)
const sessionsOf = question((dealership) => `
  SELECT ${columns} FROM crm_procedure.sessions WHERE dealership = ${dealership} AND key_id = $2 AND expires_at > $3 ORDER BY id`)
const noteSession = "UPDATE crm_procedure.sessions SET seen_at = $3 WHERE dealership = $1 AND id = $2"
const endSession = "DELETE FROM crm_procedure.sessions WHERE dealership = $1 AND id = $2 RETURNING id"
const endSessionsOf = "DELETE FROM crm_procedure.sessions WHERE dealership = $1 AND key_id = $2 AND ($3::text IS NULL OR id <> $3) RETURNING id"

const toSession = ({ created_at, device, expires_at, id, key_id, seen_at }: SessionRow): Session => ({
  id,
  holderId: key_id,
  createdAt: created_at,
  expiresAt: expires_at,
  ...(device === null ? {} : { device }),
  ...(seen_at === null ? {} : { seenAt: seen_at })
})

export const make = (database: Database) => ({
  begin: (dealership: string, { createdAt, device, expiresAt, holderId, id, seenAt }: Session) =>
    Effect.asVoid(database.beside(dealership, database.write(dealership, beginSession, [
      id, holderId, Parameter.bigint(createdAt), Parameter.bigint(expiresAt), Parameter.text(device), Parameter.bigint(seenAt)
    ]))),
  get: (dealership: string, id: string, now: number) =>
    Effect.map(database.read<SessionRow>(dealership, sessionOf, [id, Parameter.bigint(now)]), ([row]) => Option.map(Option.fromUndefinedOr(row), toSession)),
  of: (dealership: string, holderId: string, now: number) =>
    Effect.map(database.read<SessionRow>(dealership, sessionsOf, [holderId, Parameter.bigint(now)]), (rows) => rows.map(toSession)),
  note: (dealership: string, id: string, at: number) =>
    Effect.asVoid(database.beside(dealership, database.write(dealership, noteSession, [id, Parameter.bigint(at)]))),
  end: (dealership: string, id: string) =>
    database.beside(dealership, Effect.map(database.write(dealership, endSession, [id]), (rows) => rows.length > 0)),
  endOf: (dealership: string, holderId: string, but?: string) =>
    database.beside(dealership, Effect.map(database.write(dealership, endSessionsOf, [holderId, Parameter.text(but)]), (rows) => rows.length))
})
