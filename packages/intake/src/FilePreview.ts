/**
 * A first look at a file: what it is, where its header stands, its columns with samples, and how it might be read. It reads the beginning of the file, and
 * stores nothing.
 */
import * as Effect from "effect/Effect"
import * as CanonicalFile from "./CanonicalFile.ts"
import type * as ColumnMapping from "./ColumnMapping.ts"
import { JsonItems } from "./internal/JsonItems.ts"
import * as TableHead from "./internal/TableHead.ts"
import * as MappingProposal from "./MappingProposal.ts"
import * as ReadyMapping from "./ReadyMapping.ts"
import type * as TextEncoding from "./TextEncoding.ts"
import * as Workbook from "./Workbook.ts"

/** A column with some of the values that stand in it. */
export interface Column {
  readonly name: string
  readonly samples: ReadonlyArray<string>
}

/** What a person says of a file: which sheet of a workbook to look at, and what it holds. */
export interface Told {
  readonly sheet?: string | undefined
  readonly kind?: CanonicalFile.Name | undefined
}

/** What a file is. */
export interface Preview {
  readonly format: "table" | "workbook" | "json"
  readonly encoding: TextEncoding.Encoding
  /** Of a table: `,`, `;`, a tab, or what its first line names. */
  readonly delimiter: string | undefined
  /** Of a workbook: the sheet looked at, and the others. */
  readonly sheet: string | undefined
  readonly sheets: ReadonlyArray<string>
  /** Of a workbook: the sheets that look like lists of the dealership, each with the kind of records that it seems to hold; a template's list has its name and columns. */
  readonly lists: ReadonlyArray<{ readonly sheet: string; readonly kind: CanonicalFile.Name; readonly isTemplate: boolean }>
  /** The line of the header, from 1; 0 where the file has none. */
  readonly headerRow: number
  readonly columns: ReadonlyArray<Column>
  readonly proposal: MappingProposal.Proposal | undefined
}

const SAMPLES = 5
/** Columns beyond these are neither matched nor shown: no list of a dealership has so many. A reader reads them all the same. */
const MAXIMUM_COLUMNS = 200
const HEAD_BYTES = 256 * 1024
const JSON_ITEMS = 20
const JSON_BYTES = 16 << 20

const samplesOf = (columns: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string | undefined>>): ReadonlyArray<Column> =>
  columns.map((name, i) => ({
    name,
    samples: [...new Set(rows.map((row) => row[i] ?? "").filter((cell) => cell !== ""))].slice(0, SAMPLES).map((cell) => cell.length > 200 ? `${cell.slice(0, 200)}…` : cell)
  }))

/** How good a proposal is: a file that needs no mapping is best, then a recognised export, then matched columns. */
const rankOf = ({ isCanonical, matches, missing, ready }: MappingProposal.Proposal): number =>
  (isCanonical ? 1000 : ready === undefined ? 0 : 500) + matches.filter(({ certainty, columns }) => certainty === "certain" && columns.length > 0).length - 5 * missing.length

/** A line that may be the header, and the proposal that it gives. */
interface Candidate {
  readonly line: TableHead.Line
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
  readonly proposal: MappingProposal.Proposal | undefined
  readonly rank: number
}

/** All of the first lines are tried as the header, and those of the others that look most like one. */
const TRIED_LINES = 8
const TRIED_LATER = 4

/** How many cells of a line may name a column: texts without digits. */
const namesIn = (cells: ReadonlyArray<string>): number => cells.filter((cell) => cell !== "" && cell.length <= 80 && !/[0-9@]/.test(cell)).length

/** The lines that are tried as the header. */
const triedOf = (lines: ReadonlyArray<ReadonlyArray<string>>): ReadonlySet<number> => {
  const later = lines.map((cells, i) => ({ i, names: namesIn(cells) })).slice(TRIED_LINES).toSorted((one, other) => other.names - one.names)
  return new Set([...lines.keys()].slice(0, TRIED_LINES).concat(later.slice(0, TRIED_LATER).map(({ i }) => i)))
}

/** The likeliest header: the line from which most is understood, else the first one with most cells. */
const headerOf = (file: string, lines: ReadonlyArray<TableHead.Line>, known: MappingProposal.Known, kind: CanonicalFile.Name | undefined): Candidate | undefined => {
  const narrow = lines.map(({ cells }) => cells.slice(0, MAXIMUM_COLUMNS))
  const tried = triedOf(narrow)
  const candidates = lines.map((line, i): Candidate => {
    const [columns, rows] = [narrow[i]!, narrow.slice(i + 1)]
    const proposal = tried.has(i) ? MappingProposal.propose({ file, columns, rows }, known, kind) : undefined
    const filled = columns.filter((cell) => cell !== "").length
    return { line, columns, rows, proposal, rank: proposal === undefined ? filled / 1000 - 100 : rankOf(proposal) }
  })
  return candidates.toSorted((one, other) => other.rank - one.rank || one.line.line - other.line.line)[0]
}

const ofTable = (bytes: Uint8Array, file: string, known: MappingProposal.Known, { kind }: Told): Preview => {
  const { delimiter, encoding, lines } = TableHead.read(bytes.subarray(0, HEAD_BYTES), file)
  const found = headerOf(file, lines, known, kind)
  return {
    format: "table",
    encoding,
    delimiter,
    sheet: undefined,
    sheets: [],
    lists: [],
    headerRow: found?.line.line ?? 0,
    columns: found === undefined ? [] : samplesOf(found.columns, found.rows),
    proposal: found?.proposal
  }
}

/** Certain columns that a sheet has at least, to be taken for a list. */
const LIST_COLUMNS = 3

const isList = (found: Candidate | undefined): found is Candidate & { readonly proposal: MappingProposal.Proposal } =>
  found?.proposal !== undefined && (found.proposal.isCanonical || found.proposal.ready !== undefined || found.proposal.matches.filter(({ certainty, columns }) => certainty === "certain" && columns.length > 0).length >= LIST_COLUMNS)

const ofWorkbook = (bytes: Uint8Array, file: string, known: MappingProposal.Known, told: Told): Effect.Effect<Preview, CanonicalFile.UnusableFile> =>
  Effect.scoped(Effect.gen(function*() {
    const workbook = yield* Workbook.open(bytes, file)
    const looked: Array<{ readonly sheet: Workbook.Sheet; readonly found: Candidate | undefined }> = []
    for (const sheet of workbook.sheets) {
      // A hidden sheet is read only where it has a kind's name.
      const kind = CanonicalFile.kindNamed(sheet.name)
      if (sheet.isHidden && kind === undefined && sheet.name !== told.sheet) continue
      const rows = yield* Workbook.firstRows(workbook, sheet)
      const lines = rows.flatMap((cells, i) => cells.some((cell) => cell !== "") ? [{ line: i + 1, cells }] : [])
      const hint = workbook.sheets.length > 1 || kind !== undefined ? sheet.name : file
      looked.push({ sheet, found: headerOf(hint, lines, known, sheet.name === told.sheet ? told.kind : undefined) })
    }
    const best = looked.find(({ sheet }) => sheet.name === told.sheet) ??
      looked.reduce((one, other) => other.found !== undefined && other.found.rank > (one?.found?.rank ?? Number.NEGATIVE_INFINITY) ? other : one, looked[0])
    const found = best?.found
    const preview: Preview = {
      format: "workbook",
      encoding: "xlsx",
      delimiter: undefined,
      sheet: best?.sheet.name,
      sheets: workbook.sheets.map(({ name }) => name),
      lists: looked.flatMap(({ found, sheet }) => isList(found) ? [{ sheet: sheet.name, kind: found.proposal.kind, isTemplate: found.proposal.isCanonical && CanonicalFile.kindNamed(sheet.name) === found.proposal.kind }] : []),
      headerRow: found?.line.line ?? 0,
      columns: found === undefined ? [] : samplesOf(found.columns, found.rows),
      proposal: found?.proposal === undefined ? undefined : inSheet(found.proposal, file, best!.sheet.name)
    }
    return preview
  }))

/** A proposal whose mapping reads one sheet of a file. */
const inSheet = (proposal: MappingProposal.Proposal, file: string, sheet: string): MappingProposal.Proposal => {
  const source = Object.values(proposal.mapping?.sources ?? {})[0]
  return proposal.mapping === undefined || source === undefined ? proposal : { ...proposal, mapping: { ...proposal.mapping, sources: { [file]: { ...source, sheet } } } }
}

// ---------------------------------------------------------------------------------------------------------------- JSON

type Item = Readonly<Record<string, unknown>>

const isItem = (value: unknown): value is Item => typeof value === "object" && value !== null && !Array.isArray(value)

/** The first items of a file, and the path of the list that they stand in. */
const itemsOf = (bytes: Uint8Array, file: string): { readonly items: ReadonlyArray<Item>; readonly list: string | undefined; readonly encoding: TextEncoding.Encoding } => {
  const items: Array<Item> = []
  const reader = new JsonItems({ file, maximumItemBytes: JSON_BYTES }, {
    onItem: (item) => {
      if (items.length < JSON_ITEMS) items.push(item)
    },
    onBad: () => {}
  })
  reader.push(bytes)
  reader.end()
  const [only] = items
  if (items.length !== 1 || only === undefined || "user_column_data" in only || "field_data" in only) return { items, list: undefined, encoding: reader.encoding }
  for (const [name, value] of Object.entries(only)) {
    const path = /[.[\]]/.test(name) ? `['${name.replace(/[\\']/g, "\\$&")}']` : name
    if (Array.isArray(value) && value.length > 0 && value.every(isItem)) return { items: value.slice(0, JSON_ITEMS), list: path, encoding: reader.encoding }
  }
  return { items, list: undefined, encoding: reader.encoding }
}

const shownValue = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value).slice(0, 200) : String(value)

/** The kind whose fields the names are. */
const kindOfNames = (names: ReadonlyArray<string>): CanonicalFile.Kind<unknown> | undefined =>
  (Object.values(CanonicalFile.all) as ReadonlyArray<CanonicalFile.Kind<unknown>>).find(({ fields }) => fields.every(({ name, required }) => !required || names.includes(name)))

const proposalForJson = (file: string, names: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>, list: string | undefined, known: MappingProposal.Known, told: Told) => {
  const json = list === undefined ? {} : { list }
  const withJson = (proposal: MappingProposal.Proposal): MappingProposal.Proposal => {
    const source: ColumnMapping.Source | undefined = proposal.mapping?.sources[file]
    return source === undefined ? proposal : { ...proposal, mapping: { ...proposal.mapping!, sources: { [file]: { ...source, json } } } }
  }
  const ready = ReadyMapping.webhookOf(names)
  if (ready !== undefined) return withJson(MappingProposal.ofReady(ready, { file, columns: names, rows }, known))
  const kind = kindOfNames(names)
  if (kind !== undefined) return MappingProposal.ofTemplate(kind, names)
  const proposal = MappingProposal.propose({ file, columns: names, rows }, known, told.kind)
  // Columns of a template that stand in JSON need a mapping all the same: its keys are called otherwise.
  return proposal === undefined || proposal.isCanonical ? undefined : withJson(proposal)
}

const ofJson = (bytes: Uint8Array, file: string, known: MappingProposal.Known, told: Told): Preview => {
  const { encoding, items, list } = itemsOf(bytes, file)
  const names = [...new Set(items.flatMap((item) => Object.keys(item)))].slice(0, MAXIMUM_COLUMNS)
  const rows = items.map((item) => names.map((name) => shownValue(Object.hasOwn(item, name) ? item[name] : undefined)))
  return {
    format: "json",
    encoding,
    delimiter: undefined,
    sheet: undefined,
    sheets: [],
    lists: [],
    headerRow: 0,
    columns: samplesOf(names, rows),
    proposal: proposalForJson(file, names, rows, list, known, told)
  }
}

/** Looks at a file; `known`: whom and what the dealership knows already. */
export const look = (bytes: Uint8Array, file: string, known: MappingProposal.Known, told: Told = {}): Effect.Effect<Preview, CanonicalFile.UnusableFile> =>
  Effect.suspend(() => {
    if (Workbook.isWorkbookFile(bytes, file)) return ofWorkbook(bytes, file, known, told)
    const first = TableHead.firstCharacter(bytes)
    try {
      return Effect.succeed(first === "{" || first === "[" ? ofJson(bytes, file, known, told) : ofTable(bytes, file, known, told))
    } catch (error) {
      return error instanceof CanonicalFile.UnusableFile ? Effect.fail(error) : Effect.die(error)
    }
  })
