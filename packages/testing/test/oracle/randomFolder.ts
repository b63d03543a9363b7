/** A seeded generator of hostile canonical folders: records on the rules' boundaries, files in every form that must be read, rows that must be rejected. */
import * as fs from "node:fs"
import * as path from "node:path"
import { dayOfDate, periodBounds } from "./calendar.ts"
import { clock, days, Dice, instantAt, writeInstant } from "./dice.ts"
import { type Cells, Month, period, type Size } from "./randomRecords.ts"
import { columnsOfFile, type FileName, fileNames } from "./readFolder.ts"

/** The options with which to run the report over the folder: they sit on its boundaries. */
export interface RunOptions {
  readonly period: string
  readonly asOf: string | undefined
  readonly seed: string | undefined
}

export interface GeneratorOptions {
  /** Also what the spec leaves open (see README.md); default false. */
  readonly ambiguous?: boolean
}

/** Writes the folder (creating it) and says how to run the report over it. Same arguments, same bytes. */
export const writeRandomFolder = (directory: string, seed: number, size: Size, { ambiguous = false }: GeneratorOptions = {}): RunOptions => {
  const dice = new Dice(seed)
  const { end } = periodBounds(period)
  const day = (number: number): number => dayOfDate(2024, 3, number)
  const asOf = dice.weighted<number>([
    [6, () => end],
    [1, () => instantAt(day(dice.integer(5, 31)), clock(dice.integer(0, 23)))],
    [1, () => instantAt(day(dice.integer(15, 31)), 0)],
    [1, () => instantAt(day(dice.integer(20, 31)), dice.pick([clock(23, 59, 59), clock(23, 59, 59, 999), clock(18), clock(13), clock(10)]))],
    [1, () => end + days(dice.integer(1, 12)) + clock(9, 30)]
  ])
  const month = new Month(dice, size, asOf)
  const tables: Record<FileName, ReadonlyArray<Cells>> = {
    employees: month.employees,
    branches: month.branches,
    brands: month.brands,
    prospects: month.prospects,
    activities: month.activities,
    goals: month.goals,
    "verification-calls": month.calls
  }
  fs.mkdirSync(directory, { recursive: true })
  const callsFile = dice.weighted([[13, () => "full" as const], [2, () => "header" as const], [5, () => "none" as const]])
  for (const name of fileNames) {
    const location = path.join(directory, `${name}.csv`)
    fs.rmSync(location, { force: true })
    if (name === "verification-calls" && callsFile === "none") continue
    const isEmpty = (name === "verification-calls" && callsFile === "header") || (["goals", "activities"].includes(name) && dice.chance(0.02))
    const rows = isEmpty ? [] : withRejections(name, tables[name], dice)
    fs.writeFileSync(location, writeTable(name, rows, dice, ambiguous))
  }
  return {
    period,
    asOf: asOf === end && dice.chance(0.5) ? undefined : writeInstant(asOf, dice),
    seed: dice.pick([undefined, undefined, "semilla|ñ 😀", "2024-02", ""].filter((text) => ambiguous || text !== ""))
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Rows that can't be read

const instantColumns = ["created_at", "consent_at", "excluded_at", "assigned_at", "recorded_at", "planned_for", "performed_at", "next_action_at", "attempted_at"]
const dayColumns = ["active_from", "active_to"]
const enumerationColumns = ["role", "line", "stage", "status", "direction", "requested_by_customer", "subject_type"]
const integerColumns = ["prospects", "activities", "duration_seconds"]
const unreadableInstants = [
  "2024-02-30", "2023-02-29T10:00:00", "2024-13-01", "2024-00-10", "2024-03-00", "2024-03-05T24:00:00", "2024-03-05T10:60", "2024-03-05T10:00:60", "2024-03-05T10", "2024-3-5",
  "05/03/2024", "20240305", "2024-03-05T10:00:00.", "2024-03-05T10:00:00-5", "2024-03-05T10:00:00 -05:00", "2024-03-05T1:00:00", "ayer", "1709650800000", "2024-03-05Tnoon",
  "2024-03-05T10:00:00-05:00[America/Bogota]", "2024-03-05  10:00", "2024-03", "2024-W10-1", "Tue Mar 05 2024", "2024-03-05T10:00:00 COT", "+2024-03-05", "2024-03-05Z", "2024-03-05T"
]

const withRejections = (name: FileName, rows: ReadonlyArray<Cells>, dice: Dice): ReadonlyArray<Cells> => {
  const idColumn = columnsOfFile[name].required[0]!
  const result: Array<Cells> = []
  for (const row of rows) {
    if (!dice.chance(name === "branches" || name === "brands" || name === "employees" ? 0.02 : 0.05)) {
      result.push(row)
      continue
    }
    dice.weighted([
      [2, () => {
        // The broken row comes first, so its id is still free for the good one.
        result.push(spoil(name, row, dice), row)
      }],
      [2, () => { result.push(spoil(name, row, dice)) }],
      [2, () => {
        // A later row with an id that is taken, its contents other (an employee's would be another assignment).
        result.push(row)
        if (name !== "employees") result.push({ ...dice.pick(rows), [idColumn]: row[idColumn], ...(name === "goals" ? row : {}) })
      }]
    ])
  }
  return result
}

const spoil = (name: FileName, row: Cells, dice: Dice): Cells => {
  const { required, optional }: { required: ReadonlyArray<string>; optional: ReadonlyArray<string> } = columnsOfFile[name]
  const all = [...required, ...optional]
  const ofKind = (columns: ReadonlyArray<string>): string | undefined => {
    const own = all.filter((column) => columns.includes(column))
    return own.length === 0 ? undefined : dice.pick(own)
  }
  const spoilers: ReadonlyArray<() => Cells | undefined> = [
    () => ({ ...row, [dice.pick(required)]: dice.pick([undefined, "   "]) }),
    () => { const column = ofKind(instantColumns); return column === undefined ? undefined : { ...row, [column]: dice.pick(unreadableInstants) } },
    () => { const column = ofKind(dayColumns); return column === undefined ? undefined : { ...row, [column]: dice.pick(["2024-02-30", "01/03/2024", "2024-3-1", "hoy"]) } },
    () => { const column = ofKind(enumerationColumns); return column === undefined ? undefined : { ...row, [column]: dice.pick(["Open", "PERFORMED", "other", "True", "1", "sí", "advisor "].map((text) => text.trim() === "advisor" ? "asesor" : text)) } },
    () => { const column = ofKind(integerColumns); return column === undefined ? undefined : { ...row, [column]: dice.pick(["-1", "1.0", "1e2", "+3", "tres", "0x1F", "1,000"]) } },
    () => ({ ...row, [required[0]!]: required[0] === "period" ? "2024-3" : "x".repeat(65) }),
    () => name === "prospects" ? { ...row, stage: dice.pick(["won", "lost"]), stage_at: undefined } : undefined,
    () => name === "activities" ? { ...row, planned_for: undefined, performed_at: undefined, recorded_at: undefined } : undefined,
    () => name === "employees" ? { ...row, role: "advisor", branch_id: undefined } : undefined,
    () => name === "verification-calls" ? { ...row, outcome: dice.pick(["answered", "Attended"]) } : undefined,
    () => ({ ...row, [tooManyCells]: "1" })
  ]
  for (;;) {
    const spoilt = dice.pick(spoilers)()
    if (spoilt !== undefined) return spoilt
  }
}

/** Not a column: asks for one cell more than the header has. */
const tooManyCells = "\u0000cells"

// ---------------------------------------------------------------------------------------------------------------------
// Files in every form

const quoteCell = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`

const writeTable = (name: FileName, rows: ReadonlyArray<Cells>, dice: Dice, ambiguous: boolean): Uint8Array => {
  const { required, optional }: { required: ReadonlyArray<string>; optional: ReadonlyArray<string> } = columnsOfFile[name]
  const delimiter = dice.pick([",", ",", ";", "\t"])
  const lineEnd = dice.pick(["\n", "\n", "\r\n"])
  const unknown = dice.chance(0.4) ? dice.shuffle(["Notas", "crm_ref", "a,b,c,d,e,f,g,h,i,j,k,l,m", "x;y;z;;;;;;;;;;;;;;;", "Prospect_Id", "__proto__", "constructor"]).slice(0, dice.integer(1, 3)) : []
  const dropped = dice.chance(0.08) ? dice.pick(["consent_purpose", "comment", "city", "line", "brand_ids", "direction", "recorded_at", "duration_seconds"]) : undefined
  const known = [...required, ...optional.filter((column) => column !== dropped)]
  const columns = dice.chance(0.5) ? [...known, ...unknown] : dice.shuffle([...known, ...unknown])
  const mustQuote = (text: string): boolean => /["\r\n\t,;]/.test(text)
  const cell = (text: string): string => {
    let raw = text
    // A value that a writer of ours escaped with an apostrophe, or that some other program wrote as it is.
    if (/^[=+\-@]/.test(raw) && dice.chance(0.5)) raw = `'${raw}`
    if (!raw.startsWith("'") && dice.chance(0.04)) raw = `${raw}${dice.pick([" ", "  ", ambiguous ? "\u00A0" : " "])}`
    if (!raw.startsWith("'") && !/^[=+\-@]/.test(raw) && dice.chance(0.04)) raw = mustQuote(raw) ? raw : ` ${raw}`
    return mustQuote(raw) || dice.chance(0.05) ? quoteCell(raw) : raw
  }
  const lines = [columns.map((column) => mustQuote(column) || dice.chance(0.05) ? quoteCell(column) : column).join(delimiter)]
  for (const row of rows) {
    const values: Array<string | undefined> = columns.map((column) =>
      unknown.includes(column) ? dice.pick([undefined, "x", "dos\nlíneas", "\"", "a;b"]) : ambiguousCell(column, row, dice, ambiguous))
    // Fewer cells than the header: the rest are absent.
    let width = values.length
    if (dice.chance(0.15)) while (width > 2 && values[width - 1] === undefined && dice.chance(0.8)) width--
    const cells = values.slice(0, width).map((value) => value === undefined ? (dice.chance(0.03) ? dice.pick(["  ", "\"\"", "\" \""]) : "") : cell(value))
    if (row[tooManyCells] !== undefined) while (cells.length <= columns.length) cells.push(dice.pick(["x", ambiguous ? "" : "y"]))
    lines.push(cells.join(delimiter))
    if (dice.chance(0.02)) lines.push("")
    if (ambiguous && dice.chance(0.01)) lines.push(dice.pick(["   ", "\"\"", delimiter.repeat(columns.length - 1)]))
  }
  const text = (dice.chance(0.25) ? "\uFEFF" : "") + lines.join(lineEnd) + (dice.chance(0.85) ? lineEnd : "")
  return new TextEncoder().encode(text)
}

/** Values on which readings of the spec differ (README.md), only when asked for. */
const ambiguousCell = (column: string, row: Cells, dice: Dice, ambiguous: boolean): string | undefined => {
  const value = row[column]
  if (!ambiguous || !dice.chance(0.03)) return value
  if (column === "stage_at" && (row["stage"] === undefined || row["stage"] === "open")) return "mañana"
  if (instantColumns.includes(column) && value !== undefined) {
    return dice.pick(["2024-03-05T10:00:00.5", "2024-03-05T10:00:00.123456", "2024-03-05T10:00:00z", "2024-03-05t10:00", "2024-03-05T10:00-05", "2024-03-05T10:00:00+24:00", "2024-03-05T10:00:00+05:60", "0000-01-01"])
  }
  if (dayColumns.includes(column)) return dice.pick(["2024-03-05T00:00:00", "2024-03-05 00:00", value])
  if (column === "prospect_id" || column === "activity_id") return dice.pick([`${"😀".repeat(40)}${row[column]?.slice(0, 10)}`, value])
  if (column === "document_number") return dice.pick(["ÑA12345", "１２３４５６７", "12⁻345⁻678", "12\u00AD345678", value])
  if (column === "email") return dice.pick(["ana@correo.ñandú", "ana@xn--and-6ma2c.xn--p1ai", `${"é".repeat(250)}@x.co`, value])
  if (column === "note") return dice.pick(["𐐨𐐨 𐐨𐐨𐐨 𐐨𐐨𐐨𐐨", "½½½½ ❶❷❸ ⅣⅣⅣ ①①①", "a\u0085b\u0085cdefghijklmnop", value])
  if (column === "full_name") return dice.pick(["❶❷ Ana", "Ana\u0085Ruiz", "Ana\u200BRuiz", "하 하", value])
  if (column === "prospects" || column === "activities") return dice.pick(["9007199254740993", "99999999999999999999", value])
  return value
}

// ---------------------------------------------------------------------------------------------------------------------
// Folders that can't be used at all (exit 2)

export const unusableKinds = [
  "unclosed-quote", "text-after-quote", "invalid-utf8", "column-twice", "unknown-column-twice", "file-missing", "required-column-missing", "empty-file"
] as const
export type UnusableKind = (typeof unusableKinds)[number]

/** Spoils one file of a small good folder so that the report must exit with 2, naming the file. Gives the file's name. */
export const writeUnusableFolder = (directory: string, seed: number, kind: UnusableKind): FileName => {
  writeRandomFolder(directory, seed, { prospects: 12, activities: 12 })
  const dice = new Dice(seed ^ 0x5bd1e995)
  const name = dice.pick(fileNames.filter((file) => file !== "verification-calls"))
  const location = path.join(directory, `${name}.csv`)
  const columns: ReadonlyArray<string> = columnsOfFile[name].required
  const header = columns.join(",")
  const good = columns.map((_, index) => `x${index}`)
  const texts: Record<UnusableKind, string | Uint8Array | undefined> = {
    "unclosed-quote": `${header}\n${good.join(",")}\n"${good.join(",")}\n`,
    "text-after-quote": `${header}\n"${good[0]}"x,${good.slice(1).join(",")}\n`,
    "invalid-utf8": new Uint8Array([...new TextEncoder().encode(`${header}\n${good.slice(0, -1).join(",")},`), ...dice.pick([[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xe2, 0x82]]), 0x0a]),
    "column-twice": `${header},${columns[0]}\n`,
    "unknown-column-twice": `${header},Notas,Notas\n`,
    "file-missing": undefined,
    "required-column-missing": `${columns.slice(1).join(",")},x\n`,
    "empty-file": ""
  }
  const content = texts[kind]
  if (content === undefined) fs.rmSync(location)
  else fs.writeFileSync(location, content)
  return name
}
