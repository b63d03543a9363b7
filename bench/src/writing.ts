/** Contenders who write the same judged records to the same tables of the Postgres that `BENCH_DATABASE_URL` names. */
import * as Activity from "@crm-procedure/core/records/Activity"
import * as Authorship from "@crm-procedure/core/records/Authorship"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import { Records } from "@crm-procedure/core/register/Records"
import * as StoredCounts from "@crm-procedure/core/register/StoredCounts"
import * as Postgres from "@crm-procedure/postgres/Postgres"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { Client } from "pg"
import { type Batch, batches, DEALERSHIP } from "./JudgedRecords.ts"
import type * as Measure from "./Measure.ts"
import * as arrayRecords from "./reference/arrayRecords.ts"
import * as copyRecords from "./reference/copyRecords.ts"

/** Prospects of a batch; three times as many activities. */
export const BATCH = 2_500

const ours = (url: string): (all: ReadonlyArray<Batch>) => Promise<unknown> => {
  const runtime = ManagedRuntime.make(Postgres.layer({ url: Redacted.make(url), maxConnections: 2 }))
  return (all) =>
    runtime.runPromise(Effect.gen(function*() {
      const records = yield* Records
      for (const { activities, prospects } of all) {
        // As the register writes them: at once, in one change, with one entry of the audit.
        yield* records.change(DEALERSHIP, Effect.gen(function*() {
          const last = Option.getOrUndefined(yield* records.lastAuditEntry(DEALERSHIP))
          const entry = AuditEntry.after(last, Authorship.system, {
            at: 1,
            action: "records.registered",
            subject: { type: "record" },
            counts: { prospectsAdded: prospects.length, activitiesAdded: activities.length },
            contentDigest: AuditEntry.contentDigest([
              { fields: Prospect.fields, records: prospects.map(({ record }) => record) },
              { fields: Activity.fields, records: activities.map(({ record }) => record) }
            ])
          })
          const auditEntry = entry.sequence
          yield* Effect.all([
            records.addAuditEntry(DEALERSHIP, entry),
            records.putProspects(DEALERSHIP, prospects.map((one) => ({ ...one, auditEntry })), 1),
            records.putActivities(DEALERSHIP, activities.map((one) => ({ ...one, auditEntry })), 1),
            Effect.suspend(() => records.addToStoredCounts(DEALERSHIP, StoredCounts.of([
              ...prospects.map(({ storedVerdict }) => ({ subject: "prospect", storedVerdict, by: 1 }) as const),
              ...activities.map(({ storedVerdict }) => ({ subject: "activity", storedVerdict, by: 1 }) as const)
            ])))
          ], { concurrency: "unbounded", discard: true })
        }))
      }
    }))
}

const contenders: Readonly<Record<string, { readonly note: string; readonly writer: (url: string, client: Client) => (all: ReadonlyArray<Batch>) => Promise<unknown> }>> = {
  "COPY": { note: "text, pg-copy-streams; no stored counts", writer: (_, client) => (all) => copyRecords.write(client, all) },
  "crm-procedure": { note: "with stored counts and the audit, under row-level security", writer: (url) => ours(url) },
  "arrays a column": { note: "unnest, ON CONFLICT DO NOTHING, node-postgres; no stored counts", writer: (_, client) => (all) => arrayRecords.write(client, all) }
}

/** The last writer wrote everything; stored counts, if any, are those of the rows. */
const check = async (client: Client, size: number): Promise<void> => {
  const { rows } = await client.query(`SELECT (SELECT count(*)::int FROM crm_procedure.prospects) AS prospects, (SELECT count(*)::int FROM crm_procedure.activities) AS activities,
    (SELECT coalesce(sum((counts ->> 'registered')::int), 0)::int FROM crm_procedure.roll_ups) AS counted`)
  const { activities, counted, prospects } = rows[0]!
  const isEmpty = prospects === 0 && activities === 0
  if (!isEmpty && (prospects !== size || activities !== size * 3 || counted !== 0 && counted !== size * 4)) {
    throw new Error(`written: ${String(prospects)} prospects, ${String(activities)} activities, counted: ${String(counted)}`)
  }
}

export const contest: Measure.Contest = {
  names: Object.keys(contenders),
  make: async (name, size): Promise<Measure.Contender> => {
    const url = process.env["BENCH_DATABASE_URL"]!
    const client = new Client(url)
    await client.connect()
    const { note, writer } = contenders[name]!
    const write = writer(url, client)
    const all = batches(size, BATCH)
    return {
      name,
      note,
      count: size * 4,
      prepare: async () => {
        await check(client, size)
        await client.query("TRUNCATE crm_procedure.prospects, crm_procedure.activities, crm_procedure.roll_ups")
        await client.query("CHECKPOINT")
      },
      run: () => write(all)
    }
  }
}
