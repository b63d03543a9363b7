/**
 * Ten rules of each kind in SQL, by DuckDB on two threads: `node monthSql.ts <folder> 2024-03 <out>`. Rows that can't be read
 * are left out as the contract says; of a repeated id the first row stands.
 */
import { DuckDBInstance } from "@duckdb/node-api"
import { writeFileSync } from "node:fs"
import { join } from "node:path"

const [folder, period, out] = process.argv.slice(2) as [string, string, string]
const [year, month] = period.split("-").map(Number) as [number, number]
const pad = (value: number): string => String(value).padStart(2, "0")
const start = `TIMESTAMPTZ '${year}-${pad(month)}-01 00:00:00-05'`
const end = `TIMESTAMPTZ '${month === 12 ? year + 1 : year}-${pad(month % 12 + 1)}-01 00:00:00-05'`

const prospectCodes = ["contact-missing", "email-invalid", "branch-unknown", "brand-unknown", "created-in-future", "source-unknown", "interest-missing", "consent-missing", "consent-revoked", "registered-late"]
const activityCodes = ["not-performed", "performed-in-future", "prospect-unknown", "before-prospect", "type-unknown", "outcome-missing", "rescheduled-only", "duplicate-contact", "registered-late", "call-too-short"]

const csv = (name: string): string =>
  `read_csv('${join(folder, `${name}.csv`)}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', ignore_errors = true)`

const instance = await DuckDBInstance.create(":memory:", { threads: "2" })
const sql = await instance.connect()
await sql.run("SET TimeZone = 'America/Bogota'")

const at = (column: string): string => `coalesce(try_cast(${column} AS TIMESTAMPTZ), CAST(try_strptime(${column}, '%d/%m/%Y') AS TIMESTAMPTZ))`
/** The value of a cell that may be one of these Spanish words. */
const inEnglish = (column: string, words: Readonly<Record<string, string>>): string =>
  `CASE lower(${column}) ${Object.entries(words).map(([spanish, english]) => `WHEN '${spanish}' THEN '${english}'`).join(" ")} ELSE ${column} END`
const isReadable = (column: string): string => `(${column} IS NULL OR ${at(column)} IS NOT NULL)`
const list = (...values: ReadonlyArray<string>): string => `(${values.map((value) => `'${value}'`).join(", ")})`

const status = inEnglish("status", { realizada: "performed" })

await sql.run(`CREATE TABLE prospects AS
  SELECT prospect_id, ${at("created_at")} AS created_at, branch_id, brand_id, phone, lower(trim(email)) AS email, ${inEnglish("source", { vitrina: "walk-in" })} AS source, interest,
    ${at("consent_at")} AS consent_at, ${at("excluded_at")} AS excluded_at, ${at("recorded_at")} AS recorded_at
  FROM ${csv("prospects")}
  WHERE prospect_id IS NOT NULL AND ${at("created_at")} IS NOT NULL AND advisor_id IS NOT NULL AND branch_id IS NOT NULL AND brand_id IS NOT NULL
    AND ${["consent_at", "excluded_at", "assigned_at", "recorded_at", "stage_at"].map(isReadable).join(" AND ")}
    AND (stage IS NULL OR stage = 'open' OR (${inEnglish("stage", { ganado: "won" })} IN ('won', 'lost') AND stage_at IS NOT NULL))`)
await sql.run(`CREATE TABLE judged_prospects AS
  SELECT prospect_id, created_at, (
    CASE WHEN phone IS NULL AND email IS NULL THEN 1 ELSE 0 END +
    CASE WHEN email IS NOT NULL AND NOT (length(email) <= 254 AND regexp_full_match(email, '[^\\s@.]+(?:\\.[^\\s@.]+)*@(?:[^\\s@.]+\\.)+\\p{L}{2,}')) THEN 2 ELSE 0 END +
    CASE WHEN branch_id NOT IN (SELECT branch_id FROM ${csv("branches")} WHERE branch_id IS NOT NULL AND name IS NOT NULL) THEN 4 ELSE 0 END +
    CASE WHEN brand_id NOT IN (SELECT brand_id FROM ${csv("brands")} WHERE brand_id IS NOT NULL AND name IS NOT NULL) THEN 8 ELSE 0 END +
    CASE WHEN created_at > ${end} THEN 16 ELSE 0 END +
    CASE WHEN source IS NULL OR source NOT IN ${list("brand-crm", "web", "social", "phone-lead", "referral-lead", "walk-in", "street", "event", "referral", "customer-base", "unsold-follow-up")} THEN 32 ELSE 0 END +
    CASE WHEN interest IS NULL THEN 64 ELSE 0 END +
    CASE WHEN consent_at IS NULL OR consent_at > ${end} THEN 128 ELSE 0 END +
    CASE WHEN consent_at <= ${end} AND excluded_at >= consent_at AND excluded_at <= ${end} THEN 256 ELSE 0 END +
    CASE WHEN recorded_at - created_at > INTERVAL 72 HOURS THEN 512 ELSE 0 END) AS failed
  FROM prospects QUALIFY row_number() OVER (PARTITION BY prospect_id ORDER BY prospects.rowid) = 1`)
await sql.run(`CREATE TABLE activities AS
  SELECT activity_id, prospect_id, ${inEnglish("type", { llamada: "call", visita: "visit" })} AS type, ${status} = 'performed' AND performed_at IS NOT NULL AS performed, outcome, ${at("performed_at")} AS performed_at,
    ${at("recorded_at")} AS recorded_at, try_cast(duration_seconds AS BIGINT) AS seconds,
    CASE WHEN ${status} = 'performed' AND performed_at IS NOT NULL THEN ${at("performed_at")}
      ELSE coalesce(${at("planned_for")}, ${at("recorded_at")}, ${at("performed_at")}) END AS placed_at
  FROM ${csv("activities")}
  WHERE activity_id IS NOT NULL AND prospect_id IS NOT NULL AND advisor_id IS NOT NULL AND type IS NOT NULL AND ${status} IN ('planned', 'performed', 'cancelled')
    AND (direction IS NULL OR direction IN ('outbound', 'inbound')) AND (requested_by_customer IS NULL OR requested_by_customer IN ('true', 'false', 'sí'))
    AND (duration_seconds IS NULL OR regexp_full_match(duration_seconds, '[0-9]+')) AND coalesce(performed_at, planned_for, recorded_at) IS NOT NULL
    AND ${["performed_at", "planned_for", "recorded_at", "next_action_at"].map(isReadable).join(" AND ")}`)
await sql.run(`CREATE TABLE judged_activities AS
  WITH first AS (SELECT * FROM activities QUALIFY row_number() OVER (PARTITION BY activity_id ORDER BY activities.rowid) = 1)
  SELECT activity_id, placed_at, (
    CASE WHEN NOT performed THEN 1 ELSE 0 END +
    CASE WHEN performed AND performed_at > ${end} THEN 2 ELSE 0 END +
    CASE WHEN p.created_at IS NULL THEN 4 ELSE 0 END +
    CASE WHEN performed AND performed_at < p.created_at THEN 8 ELSE 0 END +
    CASE WHEN type NOT IN ${list("call", "whatsapp", "email", "sms", "visit", "home-visit", "test-ride", "quote", "meeting")} THEN 16 ELSE 0 END +
    CASE WHEN performed AND outcome IS NULL THEN 32 ELSE 0 END +
    CASE WHEN performed AND outcome = 'rescheduled' THEN 64 ELSE 0 END +
    CASE WHEN performed AND row_number() OVER (PARTITION BY first.prospect_id, type, performed, CAST(placed_at AS DATE) ORDER BY placed_at, activity_id) > 1 THEN 128 ELSE 0 END +
    CASE WHEN performed AND recorded_at - performed_at > INTERVAL 48 HOURS THEN 256 ELSE 0 END +
    CASE WHEN performed AND type = 'call' AND seconds < 30 THEN 512 ELSE 0 END) AS failed
  FROM first LEFT JOIN judged_prospects p ON p.prospect_id = first.prospect_id`)
const counts: Record<string, Record<string, number>> = {}
for (const [kind, table, id, order, codes] of [
  ["prospect", "judged_prospects", "prospect_id", "created_at", prospectCodes],
  ["activity", "judged_activities", "activity_id", "placed_at", activityCodes]
] as const) {
  const reasons = `concat_ws('|', ${codes.map((code, i) => `CASE WHEN failed & ${1 << i} > 0 THEN '${code}' END`).join(", ")})`
  const inPeriod = `${order} >= ${start} AND ${order} < ${end}`
  await sql.run(`COPY (SELECT ${id}, CASE WHEN failed > 0 THEN 'invalid' ELSE 'valid' END AS verdict, ${reasons} AS reasons FROM ${table} WHERE ${inPeriod} ORDER BY ${order}, ${id})
    TO '${join(out, `${kind}-verdicts.csv`)}' (HEADER)`)
  const result = await sql.runAndReadAll(`SELECT ${codes.map((_, i) => `count(*) FILTER (failed & ${1 << i} > 0)`).join(", ")} FROM ${table} WHERE ${inPeriod}`)
  counts[kind] = Object.fromEntries(codes.map((code, i) => [code, Number(result.getRows()[0]![i])]))
}
writeFileSync(join(out, "counts.json"), JSON.stringify(counts))
sql.closeSync()
instance.closeSync()
