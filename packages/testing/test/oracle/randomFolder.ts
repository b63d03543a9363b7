/** A seeded generator of hostile canonical folders: records on the rules' boundaries, files in every form that must be read, rows that must be rejected. */
import * as fs from "node:fs"
import * as path from "node:path"
import { dayOfDate, periodBounds } from "./calendar.ts"
import { clock, days, Dice, instantAt, writeInstant } from "./dice.ts"
import { randomLog, randomWaivers } from "./randomControls.ts"
import { type Cells, Month, period, type Size } from "./randomRecords.ts"
import { columnsOfFile, type FileName, fileNames, optionalFiles } from "./readFolder.ts"
import { spanishColumns } from "./written.ts"

/** The options with which to run the report over the folder: they sit on its boundaries. */
export interface RunOptions {
  readonly period: string
  readonly asOf: string | undefined
  readonly seed: string | undefined
}

export interface GeneratorOptions {
  /** Also what the contract leaves open (see README.md); default false. */
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
  // Dice of their own: a month is the same with and without them.
  const controlDice = new Dice(seed ^ 0x3c6ef372)
  const tables: Record<FileName, ReadonlyArray<Cells>> = {
    employees: month.employees,
    branches: month.branches,
    brands: month.brands,
    prospects: month.prospects,
    activities: month.activities,
    goals: month.goals,
    "verification-calls": month.calls,
    "phone-log": randomLog(month, controlDice),
    waivers: randomWaivers(month, controlDice)
  }
  fs.mkdirSync(directory, { recursive: true })
  const callsFile = dice.weighted([[13, () => "full" as const], [2, () => "header" as const], [5, () => "none" as const]])
  for (const name of fileNames) {
    const isControl = name === "phone-log" || name === "waivers"
    const own = isControl ? controlDice : dice
    const location = path.join(directory, `${own.chance(0.15) ? spanishFiles[name] : name}.csv`)
    fs.rmSync(path.join(directory, `${name}.csv`), { force: true })
    fs.rmSync(path.join(directory, `${spanishFiles[name]}.csv`), { force: true })
    if (own.chance(0.05)) fs.writeFileSync(path.join(directory, `~$${name}.csv`), "")
    if (name === "verification-calls" && callsFile === "none") continue
    if (isControl && own.chance(0.4)) continue
    const isEmpty = (name === "verification-calls" && callsFile === "header") || (["goals", "activities"].includes(name) && own.chance(0.02))
    const rows = isEmpty ? [] : withRejections(name, tables[name], own)
    fs.writeFileSync(location, writeTable(name, rows, own, ambiguous))
  }
  return {
    period,
    asOf: asOf === end && dice.chance(0.5) ? undefined : writeInstant(asOf, dice),
    seed: dice.pick([undefined, undefined, "semilla|ñ 😀", "2024-02", ""].filter((text) => ambiguous || text !== ""))
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Rows that can't be read

const instantColumns = ["created_at", "consent_at", "excluded_at", "assigned_at", "recorded_at", "planned_for", "performed_at", "next_action_at", "attempted_at", "started_at", "granted_at"]
const dayColumns = ["active_from", "active_to"]
const enumerationColumns = ["role", "line", "stage", "status", "direction", "requested_by_customer", "subject_type"]
const integerColumns = ["prospects", "activities", "duration_seconds"]
const unreadableInstants = [
  "2024-02-30", "2023-02-29T10:00:00", "2024-13-01", "2024-00-10", "2024-03-00", "2024-03-05T24:00:00", "2024-03-05T10:60", "2024-03-05T10:00:60", "2024-03-05T10", "2024-3-5",
  "05/13/2024", "5/03/2024 13:00 p. m.", "30/02/2024", "5/mar/2024", "5-foo-24", "20240305", "2024-03-05T10:00:00.", "2024-03-05T10:00:00-5", "2024-03-05T10:00:00 -05:00", "2024-03-05T1:0:00", "ayer", "1709650800000", "2024-03-05Tnoon",
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
    () => { const column = ofKind(dayColumns); return column === undefined ? undefined : { ...row, [column]: dice.pick(["2024-02-30", "03/25/2024", "1/03/2024 8:00", "2024-03-01T00:00:00Z", "2024-3-1", "hoy"]) } },
    () => { const column = ofKind(enumerationColumns); return column === undefined ? undefined : { ...row, [column]: dice.pick(["Opened", "other", "1", "x", "abierta", "yes"]) } },
    () => { const column = ofKind(integerColumns); return column === undefined ? undefined : { ...row, [column]: dice.pick(["-1", "1.5", "1e2", "+3", "tres", "0x1F", "1.20", "1,000,00", "1 000"]) } },
    () => ({ ...row, [required[0]!]: required[0] === "period" ? dice.pick(["2024-3", "mar 24", "03-24", "2/03/2024"]) : "x".repeat(65) }),
    () => name === "prospects" ? { ...row, stage: dice.pick(["won", "lost"]), stage_at: undefined } : undefined,
    () => name === "activities" ? { ...row, planned_for: undefined, performed_at: undefined, recorded_at: undefined } : undefined,
    () => name === "employees" ? { ...row, role: "advisor", branch_id: undefined } : undefined,
    () => name === "verification-calls" ? { ...row, outcome: dice.pick(["answered", "atendida"]) } : undefined,
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

/** A value as spreadsheets, exporters and people write it: read as the same one. */
const writtenTolerantly = (column: string, value: string, dice: Dice): string => {
  const iso = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{3}))?)?(Z|[+-].*)?)?$/.exec(value)
  if (column === "period") return dice.pick([value, "03/2024", "3-2024", "mar-24", "Marzo de 2024", "2024-03-01", "1/03/2024"])
  if (iso !== null && (instantColumns.includes(column) || dayColumns.includes(column))) {
    const [, year, month, day, hours, minutes, seconds, millis, offset] = iso
    if (hours === undefined) return dice.pick([`${Number(day)}/${month}/${year}`, `${day}-${month}-${year!.slice(2)}`, `${value} 0:00`, `${Number(day)}/${month}/${year} 12:00 a. m.`].filter((text) => Number(year) >= 2000 || !/-[0-9]{2}$/.test(text)))
    if (offset !== undefined) return dice.pick([value.replace(/:00$/, ""), millis === undefined ? value : value.replace(millis, `${millis}999`)])
    if (millis !== undefined) return value
    const half = Number(hours) < 12 ? dice.pick(["a. m.", "AM", "a.m."]) : dice.pick(["p. m.", "PM", "p.m."])
    return dice.pick([`${day}/${month}/${year} ${Number(hours)}:${minutes}:${seconds ?? "00"}`, `${Number(day)}/${Number(month)}/${year}, ${Number(hours) % 12 || 12}:${minutes}:${seconds ?? "00"} ${half}`])
  }
  if (integerColumns.includes(column) && /^[0-9]+$/.test(value)) return dice.pick([`${value}.0`, `${value},00`])
  if (["stage", "status", "direction", "type", "role"].includes(column)) return dice.pick([value.toUpperCase(), value.replaceAll("-", " "), value.replaceAll("-", "_")])
  if (value.startsWith("'")) return value
  return dice.pick([`="${value}"`, `'${value}`, `\u00A0${value}\u202F`, `\u200E${value}\u2060`, column === "full_name" ? misread(value) : value])
}

/** UTF-8 read as Windows-1252. */
const misread = (text: string): string => new TextDecoder("windows-1252").decode(new TextEncoder().encode(text))

const spanishNames: Readonly<Record<string, string>> = {
  prospect_id: "Id prospecto", created_at: "Fecha creación", advisor_id: "ID_ASESOR", branch_id: "id-sede", phone: "Teléfono", email: "Correo", name: "Nombre", role: "rol", period: "Período", prospects: "Prospectos",
  activity_id: "Id  actividad", type: "Tipo", status: "estado", note: "NOTA", subject_id: "id registro"
}

const spanishFiles: Readonly<Record<FileName, string>> = {
  employees: "Empleados", branches: "SEDES", brands: "marcas", prospects: "prospectos", activities: "Actividades", goals: "metas", "verification-calls": "Llamadas de verificación", "phone-log": "Registro de llamadas", waivers: "EXCUSAS"
}

/** The bytes of a text in an encoding that can hold it. */
const encoded = (text: string, dice: Dice): Uint8Array => {
  // What Windows-1252 cannot hold becomes another character: the file is then another one, and as good.
  const latin = Array.from(text.normalize("NFC"), (character) => (character > "~" && character < "\u00a0") || character > "\u00ff" ? "¿" : character).join("")
  const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le")
  return dice.weighted<Uint8Array>([
    [16, () => new TextEncoder().encode((dice.chance(0.25) ? "\uFEFF" : "") + text)],
    [2, () => Uint8Array.from(latin, (character) => character.charCodeAt(0))],
    [1, () => utf16],
    [1, () => Buffer.from(utf16).swap16()]
  ])
}

const writeTable = (name: FileName, rows: ReadonlyArray<Cells>, dice: Dice, ambiguous: boolean): Uint8Array => {
  const { required, optional }: { required: ReadonlyArray<string>; optional: ReadonlyArray<string> } = columnsOfFile[name]
  const delimiter = dice.pick([",", ",", ";", "\t"])
  const lineEnd = dice.pick(["\n", "\n", "\r\n"])
  const unknown = dice.chance(0.4) ? dice.shuffle(["Notas", "crm_ref", "a,b,c,d,e,f,g,h,i,j,k,l,m", "x;y;z;;;;;;;;;;;;;;;", "Prospect_Ref", "__proto__", "constructor"]).slice(0, dice.integer(1, 3)) : []
  const dropped = dice.chance(0.08) ? dice.pick(["consent_purpose", "comment", "city", "line", "brand_ids", "direction", "recorded_at", "duration_seconds"]) : undefined
  const known = [...required, ...optional.filter((column) => column !== dropped)]
  const columns = dice.chance(0.5) ? [...known, ...unknown] : dice.shuffle([...known, ...unknown])
  const mustQuote = (text: string): boolean => /["\r\n\t,;]/.test(text)
  /** How odd the file is: most are canonical. */
  const oddness = dice.pick([0, 0, 0, 0.05, 0.3])
  const cell = (text: string): string => {
    let raw = text
    // A value that a writer of ours escaped with an apostrophe, or that some other program wrote as it is.
    if (/^[=+\-@]/.test(raw) && dice.chance(0.5)) raw = `'${raw}`
    if (!raw.startsWith("'") && dice.chance(0.04)) raw = `${raw}${dice.pick([" ", "  ", ambiguous ? "\u00A0" : " "])}`
    if (!raw.startsWith("'") && !/^[=+\-@]/.test(raw) && dice.chance(0.04)) raw = mustQuote(raw) ? raw : ` ${raw}`
    return mustQuote(raw) || dice.chance(0.05) ? quoteCell(raw) : raw
  }
  const titles = oddness > 0 && dice.chance(0.5) ? dice.shuffle(["Concesionario Ejemplo S.A.S.", "", "REPORTE \"DE\" MARZO", `Desde${delimiter}Hasta`, delimiter.repeat(3)]).slice(0, dice.integer(1, 4)) : []
  if (oddness > 0 && dice.chance(0.3)) titles.unshift(`sep=${delimiter}`)
  const headers = columns.map((column) => oddness > 0 && known.includes(column) && dice.chance(0.5) ? spanishNames[column] ?? column.toUpperCase() : column)
  const lines = [...titles, headers.map((column) => mustQuote(column) || dice.chance(0.05) ? quoteCell(column) : column).join(delimiter) + (oddness > 0 ? delimiter.repeat(dice.integer(0, 2)) : "")]
  const oddly = (column: string, value: string | undefined): string | undefined => value !== undefined && dice.chance(oddness) ? writtenTolerantly(column, value, dice) : value
  for (const row of rows) {
    const values: Array<string | undefined> = columns.map((column) =>
      unknown.includes(column) ? dice.pick([undefined, "x", "dos\nlíneas", "\"", "a;b"]) : oddly(column, ambiguousCell(column, row, dice, ambiguous)))
    // Fewer cells than the header: the rest are absent.
    let width = values.length
    if (dice.chance(0.15)) while (width > 2 && values[width - 1] === undefined && dice.chance(0.8)) width--
    const cells = values.slice(0, width).map((value) => value === undefined ? (dice.chance(0.03) ? dice.pick(["  ", "\"\"", "\" \""]) : "") : cell(value))
    if (row[tooManyCells] !== undefined) while (cells.length <= columns.length) cells.push(dice.pick(["x", ambiguous ? "" : "y"]))
    lines.push(cells.join(delimiter) + (dice.chance(oddness) && cells.length === columns.length ? delimiter.repeat(dice.integer(1, 3)) : ""))
    if (dice.chance(oddness / 4)) lines.push(dice.pick([delimiter.repeat(4), `Total: ${lines.length}`, `${delimiter}${delimiter}Total`, "\u00A0", "\"\""]))
    if (dice.chance(0.02)) lines.push("")
    if (ambiguous && dice.chance(0.01)) lines.push(dice.pick(["   ", "\"\"", delimiter.repeat(columns.length - 1)]))
  }
  return encoded(lines.join(lineEnd) + (dice.chance(0.85) ? lineEnd : ""), dice)
}

/** Values that two readings of the contract judge differently (README.md), only when asked for. */
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
  "unclosed-quote", "text-after-quote", "misfit-mark", "column-twice", "column-in-both-languages", "file-missing", "two-files", "required-column-missing", "header-too-low", "empty-file", "nothing-read"
] as const
export type UnusableKind = (typeof unusableKinds)[number]

/** Spoils one file of a small good folder so that the report must exit with 2, naming the file. Gives the file's name. */
export const writeUnusableFolder = (directory: string, seed: number, kind: UnusableKind): FileName => {
  writeRandomFolder(directory, seed, { prospects: 12, activities: 12 })
  const dice = new Dice(seed ^ 0x5bd1e995)
  const name = dice.pick(fileNames.filter((file) => !optionalFiles.includes(file) && (kind !== "nothing-read" || !["prospects", "activities"].includes(file))))
  const location = path.join(directory, `${name}.csv`)
  if (kind === "two-files") fs.writeFileSync(path.join(directory, `${spanishFiles[name]}.csv`), "")
  else fs.rmSync(path.join(directory, `${spanishFiles[name]}.csv`), { force: true })
  const columns: ReadonlyArray<string> = columnsOfFile[name].required
  const header = columns.join(",")
  const good = columns.map((_, index) => `x${index}`)
  const texts: Record<UnusableKind, string | Uint8Array | undefined> = {
    "unclosed-quote": `${header}\n${good.join(",")}\n"${good.join(",")}\n`,
    "text-after-quote": `${header}\n"${good[0]}"x,${good.slice(1).join(",")}\n`,
    "misfit-mark": new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(`${header}\n${good.slice(0, -1).join(",")},`), ...dice.pick([[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xe2, 0x82]]), 0x0a]),
    "column-twice": `${header},${columns[0]}\n`,
    "column-in-both-languages": `${header},${dice.pick(Object.entries(spanishColumns).filter(([column]) => columns.includes(column)))[1]}\n`,
    "file-missing": undefined,
    "two-files": `${header}\n`,
    "header-too-low": `${"x\n".repeat(20)}${header}\n`,
    "nothing-read": `${header}\n${good.map((_, index) => index === 0 ? "y".repeat(65) : "x").join(",")}\n`,
    "required-column-missing": `${columns.slice(1).join(",")},x\n`,
    "empty-file": ""
  }
  const content = texts[kind]
  if (content === undefined) fs.rmSync(location)
  else fs.writeFileSync(location, content)
  return name
}
