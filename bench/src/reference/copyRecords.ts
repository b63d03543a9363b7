/** The reference of writing: COPY of the same rows into the same tables, as text, batch by batch, each committed. No stored counts, no other dealership. */
import type { StoredVerdict } from "@crm-procedure/core/register/StoredVerdict"
import type { Client } from "pg"
import { from } from "pg-copy-streams"
import { once } from "node:events"
import { type Batch, DEALERSHIP } from "../JudgedRecords.ts"

const escaped: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" }
const field = (value: string | number | undefined): string =>
  value === undefined ? "\\N" : typeof value === "number" ? String(value) : value.replaceAll(/[\\\t\n\r]/g, (character) => escaped[character]!)
const list = (values: ReadonlyArray<string>): string => `{${values.map((value) => `"${value}"`).join(",")}}`
const key = (digits: string | undefined): string => digits === undefined ? "\\N" : String(BigInt.asIntN(64, BigInt(`0x${digits}`)))

const storedVerdictColumns = "verdict, reasons, warnings, period, state, group_advisor_id, group_branch_id, group_brand_id, since, until, day, received_at, revision"
const storedVerdictFields = ({ advisorId, branchId, brandId, day, period, reasons, since, state, until, verdict, warnings }: StoredVerdict): string =>
  [verdict, list(reasons), list(warnings), period, field(state), field(advisorId), field(branchId), field(brandId), since, field(until), day, 1, 0].join("\t")

const prospectColumns = `dealership, prospect_id, advisor_id, created_at, phone, email, document, record, ${storedVerdictColumns}`
const activityColumns = `dealership, activity_id, prospect_id, note, record, ${storedVerdictColumns}`

const copy = async (client: Client, table: string, columns: string, lines: Iterable<string>): Promise<void> => {
  const stream = client.query(from(`COPY crm_procedure.${table} (${columns}) FROM STDIN`))
  const ended = once(stream, "finish")
  let text = ""
  for (const line of lines) {
    text += line
    if (text.length < 65_536) continue
    if (!stream.write(text)) await once(stream, "drain")
    text = ""
  }
  stream.end(text)
  await ended
}

const prospectLines = function*({ prospects }: Batch): Generator<string> {
  for (const { storedVerdict, record } of prospects) {
    const { document, email, phone } = storedVerdict.matchKeys
    yield `${DEALERSHIP}\t${field(record.prospectId)}\t${field(record.advisorId)}\t${record.createdAt}\t${key(phone)}\t${key(email)}\t${key(document)}\t${
      field(JSON.stringify(record))
    }\t${storedVerdictFields(storedVerdict)}\n`
  }
}

const activityLines = function*({ activities }: Batch): Generator<string> {
  for (const { storedVerdict, record } of activities) {
    yield `${DEALERSHIP}\t${field(record.activityId)}\t${field(record.prospectId)}\t${key(storedVerdict.matchKeys.note)}\t${field(JSON.stringify(record))}\t${
      storedVerdictFields(storedVerdict)
    }\n`
  }
}

export const write = async (client: Client, batches: ReadonlyArray<Batch>): Promise<void> => {
  for (const batch of batches) {
    await client.query("BEGIN")
    await copy(client, "prospects", prospectColumns, prospectLines(batch))
    await copy(client, "activities", activityColumns, activityLines(batch))
    await client.query("COMMIT")
  }
}
