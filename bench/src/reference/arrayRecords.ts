/** A peer of writing: the same rows as one array a column, taken apart by `unnest`; no stored counts. What most drivers leave one to. */
import type { StoredVerdict } from "@crm-procedure/core/register/StoredVerdict"
import type { Client } from "pg"
import { type Batch, DEALERSHIP } from "../JudgedRecords.ts"

const key = (digits: string | undefined): string | null => digits === undefined ? null : String(BigInt.asIntN(64, BigInt(`0x${digits}`)))

interface Column<E> {
  readonly name: string
  readonly type: string
  readonly of: (entry: E) => unknown
  /** How the array's element becomes the column's value. */
  readonly cast?: string
}

const storedVerdictColumns: ReadonlyArray<Column<{ readonly storedVerdict: StoredVerdict; readonly record: object }>> = [
  { name: "record", type: "text", of: ({ record }) => JSON.stringify(record), cast: "::json" },
  { name: "verdict", type: "text", of: ({ storedVerdict }) => storedVerdict.verdict },
  { name: "reasons", type: "text", of: ({ storedVerdict }) => `{${storedVerdict.reasons.join()}}`, cast: "::text[]" },
  { name: "warnings", type: "text", of: ({ storedVerdict }) => `{${storedVerdict.warnings.join()}}`, cast: "::text[]" },
  { name: "period", type: "text", of: ({ storedVerdict }) => storedVerdict.period },
  { name: "state", type: "text", of: ({ storedVerdict }) => storedVerdict.state },
  { name: "group_advisor_id", type: "text", of: ({ storedVerdict }) => storedVerdict.advisorId },
  { name: "group_branch_id", type: "text", of: ({ storedVerdict }) => storedVerdict.branchId },
  { name: "group_brand_id", type: "text", of: ({ storedVerdict }) => storedVerdict.brandId },
  { name: "since", type: "bigint", of: ({ storedVerdict }) => storedVerdict.since },
  { name: "until", type: "bigint", of: ({ storedVerdict }) => storedVerdict.until },
  { name: "day", type: "smallint", of: ({ storedVerdict }) => storedVerdict.day },
  { name: "received_at", type: "bigint", of: () => 1 },
  { name: "revision", type: "integer", of: () => 0 }
]

const prospectColumns: ReadonlyArray<Column<Batch["prospects"][number]>> = [
  { name: "prospect_id", type: "text", of: ({ record }) => record.prospectId },
  { name: "advisor_id", type: "text", of: ({ record }) => record.advisorId },
  { name: "created_at", type: "bigint", of: ({ record }) => record.createdAt },
  { name: "phone", type: "bigint", of: ({ storedVerdict }) => key(storedVerdict.matchKeys.phone) },
  { name: "email", type: "bigint", of: ({ storedVerdict }) => key(storedVerdict.matchKeys.email) },
  { name: "document", type: "bigint", of: ({ storedVerdict }) => key(storedVerdict.matchKeys.document) },
  ...storedVerdictColumns
]

const activityColumns: ReadonlyArray<Column<Batch["activities"][number]>> = [
  { name: "activity_id", type: "text", of: ({ record }) => record.activityId },
  { name: "prospect_id", type: "text", of: ({ record }) => record.prospectId },
  { name: "note", type: "bigint", of: ({ storedVerdict }) => key(storedVerdict.matchKeys.note) },
  ...storedVerdictColumns
]

const insert = <E>(client: Client, table: string, columns: ReadonlyArray<Column<E>>, entries: ReadonlyArray<E>): Promise<unknown> =>
  client.query({
    name: `insert ${table}`,
    text: `INSERT INTO crm_procedure.${table} (dealership, ${columns.map(({ name }) => name).join(", ")})
      SELECT '${DEALERSHIP}', ${columns.map(({ cast = "" }, place) => `c${place}${cast}`).join(", ")}
      FROM unnest(${columns.map(({ type }, place) => `$${place + 1}::${type}[]`).join(", ")}) AS one(${columns.map((_, place) => `c${place}`).join(", ")})
      ON CONFLICT DO NOTHING`,
    values: columns.map(({ of }) => entries.map((entry) => of(entry) ?? null))
  })

export const write = async (client: Client, batches: ReadonlyArray<Batch>): Promise<void> => {
  for (const { activities, prospects } of batches) {
    await client.query("BEGIN")
    await insert(client, "prospects", prospectColumns, prospects)
    await insert(client, "activities", activityColumns, activities)
    await client.query("COMMIT")
  }
}
