/**
 * A workbook (XLSX) written as a stream: sheets of typed columns under a title block, rows in batches, memory flat for
 * any number of them. A text is never a formula; numbers and dates are real ones.
 *
 * @see ECMA-376 part 1 (SpreadsheetML), which the cells follow.
 */
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type { ByteSink, Color } from "../data/FormData.ts"
import { bytesOf, Gathered, longestIdBytes, RowBytes } from "./internal/RowBytes.ts"
import * as WallClock from "../wording/WallClock.ts"
import * as Styles from "./internal/WorkbookStyles.ts"
import { ZipWriter } from "./internal/Zip.ts"

/** How a row stands out: a line (0), a subtotal (1), a total (2). */
export type Emphasis = Styles.Emphasis

/**
 * A column; `widthCharacters` is about as many characters as it shows. `choices`: words that the cells below the header offer in a list, 255 characters
 * with their commas at most, and no comma in them; `isOpenChoice`: another word may be typed after a warning.
 */
export interface Column {
  readonly title: string
  readonly widthCharacters: number
  readonly choices?: ReadonlyArray<string> | undefined
  readonly isOpenChoice?: boolean | undefined
}

export interface SheetOptions {
  /** At most 31 characters; a sheet that is continued gets ` 2`, ` 3`… appended. */
  readonly name: string
  /** The header block: the title, then a row per line. */
  readonly title: string
  readonly block: ReadonlyArray<string>
  readonly columns: ReadonlyArray<Column>
  /** Columns that stay in view when one scrolls to the right. Default 0. */
  readonly frozenColumns?: number | undefined
  /** What is printed at the foot of each page, left; the page number stands right. */
  readonly footer: string
}

export interface WorkbookOptions {
  readonly title: string
  /** Deflate level. Default 1: about a quarter of the deflating time of the usual 6 for some 50 % more bytes. */
  readonly level?: number | undefined
  /** Rows of a sheet, its header included. Default 1,048,576, the most that a sheet can have. */
  readonly sheetRowLimit?: number | undefined
  /** Bytes of a sheet before it is continued. Default 3 GB, below what a zip entry without zip64 can hold. */
  readonly sheetBytesLimit?: number | undefined
}

const rowLimit = 1_048_576
const bytesLimit = 3_000_000_000

/** Repeated words are kept once in the workbook, up to this many; further ones are written into their cells. */
const sharedLimit = 1 << 16

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) =>
    character === "&" ? "&amp;" : character === "<" ? "&lt;" : character === ">" ? "&gt;" : "&quot;")
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd").toWellFormed()

/** How many characters of a sheet's width a landscape page shows in letters that can be read: about 70 % of their size. */
const PAGE_CHARACTERS = 190

/** How many pages a sheet is printed across. The frozen columns are printed on each of them. */
const pagesAcross = ({ columns, frozenColumns = 0 }: SheetOptions): number => {
  const widthOf = (some: ReadonlyArray<Column>): number => some.reduce((sum, { widthCharacters }) => sum + widthCharacters, 0)
  const repeated = widthOf(columns.slice(0, frozenColumns))
  return Math.max(1, Math.ceil(widthOf(columns.slice(frozenColumns)) / Math.max(PAGE_CHARACTERS / 2, PAGE_CHARACTERS - repeated)))
}

/** The letters of a column: 0 is `A`, 26 is `AA`. */
const columnLetters = (index: number): string =>
  (index >= 26 ? columnLetters(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + index % 26)

/** How many rows below the header offer a list. Some programs take each of them apart when they open the sheet. */
const LISTED_ROWS = 5000

/** The lists of words from which the cells of columns are chosen. */
const validations = (columns: ReadonlyArray<Column>, headerRow: number): string => {
  const lists = columns.flatMap(({ choices, isOpenChoice }, index) => {
    if (choices === undefined) return []
    const column = columnLetters(index)
    const formula = choices.join(",")
    if (formula.length > 255) throw new RangeError(`Found a list of ${formula.length} characters, expected at most 255.`)
    return [
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorStyle="${isOpenChoice === true ? "warning" : "stop"}"` +
      ` sqref="${column}${headerRow + 1}:${column}${headerRow + LISTED_ROWS}"><formula1>"${escaped(formula)}"</formula1></dataValidation>`
    ]
  })
  return lists.length === 0 ? "" : `<dataValidations count="${lists.length}">${lists.join("")}</dataValidations>`
}

const textLook = (text: string): number => CsvText.isFormulaLike(text) ? Styles.look.quoted : Styles.look.text

const needsSpace = (text: string): boolean => text.charCodeAt(0) <= 0x20 || text.charCodeAt(text.length - 1) <= 0x20

const decoder = new TextDecoder()

const valueEnd = bytesOf("</v></c>")
const inlineEnd = bytesOf("</t></is></c>")
const numberStart: ReadonlyArray<Uint8Array> = Array.from({ length: 64 }, (_, style) => bytesOf(`<c s="${style}"><v>`))
const emptyCell: ReadonlyArray<Uint8Array> = Array.from({ length: 64 }, (_, style) => bytesOf(`<c s="${style}"/>`))
const inlineStart: ReadonlyArray<Uint8Array> = Array.from(
  { length: 64 },
  (_, style) => bytesOf(`<c s="${style}" t="inlineStr"><is><t>`)
)
const inlineSpaceStart: ReadonlyArray<Uint8Array> = Array.from(
  { length: 64 },
  (_, style) => bytesOf(`<c s="${style}" t="inlineStr"><is><t xml:space="preserve">`)
)

/** A shared text: its cell is known once and copied from then on, for each emphasis. */
interface SharedText {
  readonly index: number
  /** How it looks where it is not a semaphore's word. */
  readonly look: number
  readonly cells: Array<Uint8Array | undefined>
}

interface SheetFile {
  readonly name: string
  readonly headerRow: number
  lastRow: number
  readonly lastColumn: string
  readonly frozenColumns: number
}

/** The table of one sheet, and of the sheets that continue it. Cells are given in the order of the columns. */
export class Sheet {
  readonly #workbook: Workbook
  readonly #options: SheetOptions
  readonly #headerRow: number
  #bytes: RowBytes | undefined
  #file: SheetFile | undefined
  #sheets = 0
  #emphasis: Emphasis = Styles.plain

  constructor(workbook: Workbook, options: SheetOptions) {
    this.#workbook = workbook
    this.#options = options
    this.#headerRow = options.block.length + 3
    this.#open()
  }

  /** Begins a row, on a further sheet where this one is full. */
  row(emphasis: Emphasis = Styles.plain): void {
    const file = this.#openFile()
    if (file.lastRow >= this.#workbook.sheetRowLimit || this.#openBytes().size >= this.#workbook.sheetBytesLimit) {
      this.close()
      this.#open()
    }
    this.#emphasis = emphasis
    this.#openBytes().startRow(++this.#openFile().lastRow)
  }

  endRow(): void {
    this.#openBytes().endRow()
  }

  /** A text that is mostly different in each row. */
  text(value: string): void {
    if (value === "") return this.empty()
    const bytes = this.#openBytes()
    const style = Styles.styleOf(this.#emphasis, textLook(value))
    bytes.raw((needsSpace(value) ? inlineSpaceStart : inlineStart)[style] as Uint8Array)
    bytes.text(value)
    bytes.raw(inlineEnd)
  }

  /** An id as UTF-8, which `copy` puts into a buffer (256 bytes at most), answering the position after it. */
  id(entry: number, copy: (entry: number, into: Uint8Array, position: number) => number): void {
    const bytes = this.#openBytes()
    if (bytes.plainCell(inlineStart[Styles.styleOf(this.#emphasis, Styles.look.text)] as Uint8Array, entry, copy, inlineEnd)) return
    const other = new Uint8Array(longestIdBytes)
    this.text(decoder.decode(other.subarray(0, copy(entry, other, 0))))
  }

  /** The cells that `write` writes, for {@link cells} to write them again and again, in rows that stand out alike. */
  prepared(write: () => void): Uint8Array {
    const bytes = this.#openBytes()
    const { aside } = this.#workbook
    this.#bytes = aside
    write()
    this.#bytes = bytes
    return aside.take()
  }

  /** Prepared cells. */
  cells(prepared: Uint8Array): void {
    this.#openBytes().raw(prepared)
  }

  /** A text that many rows repeat: a name, a verdict, a list of reasons. */
  word(value: string): void {
    if (value === "") return this.empty()
    this.#shared(value)
  }

  /** A semaphore: the colour as a fill, and its word. */
  color(color: Color, word: string): void {
    this.#shared(word, Styles.look[color])
  }

  /** An integer; empty for `NaN` and infinities. */
  integer(value: number): void {
    this.#number(value, Styles.look.integer)
  }

  /** A fraction shown as a percentage with one decimal; empty for `null`. */
  percent(fraction: number | null): void {
    this.#number(fraction ?? Number.NaN, Styles.look.percent)
  }

  /** A local day; the wall clock in milliseconds as if it were UTC. Empty for `NaN`; before 1 March 1900 a text. */
  date(wallMilliseconds: number): void {
    this.#serial(wallMilliseconds, Styles.look.date)
  }

  /** A local wall clock, in milliseconds as if it were UTC. Empty for `NaN`; before 1 March 1900 a text. */
  instant(wallMilliseconds: number): void {
    this.#serial(wallMilliseconds, Styles.look.instant)
  }

  empty(): void {
    this.#openBytes().raw(emptyCell[Styles.styleOf(this.#emphasis, Styles.look.text)] as Uint8Array)
  }

  /** To be awaited between batches of about a thousand rows: resolves when the sink keeps up. */
  ready(): Promise<void> {
    return this.#workbook.ready()
  }

  /** Ends the table; the next sheet may begin. */
  close(): void {
    const bytes = this.#openBytes()
    const file = this.#openFile()
    const range = `A${file.headerRow}:${file.lastColumn}${file.lastRow}`
    const footer = escaped(`&L${this.#options.footer.replaceAll("&", "&&")}&RPágina &P de &N`)
    bytes.markup(
      `</sheetData><autoFilter ref="${range}"/>${validations(this.#options.columns, file.headerRow)}` +
        `<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.85" header="0.3" footer="0.3"/>` +
        `<pageSetup paperSize="9" orientation="landscape" fitToWidth="${pagesAcross(this.#options)}" fitToHeight="0"/>` +
        `<headerFooter><oddFooter>${footer}</oddFooter></headerFooter>` +
        `<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors></worksheet>`
    )
    bytes.flush()
    this.#workbook.zip.close()
    this.#bytes = undefined
    this.#file = undefined
  }

  #openBytes(): RowBytes {
    if (this.#bytes === undefined) throw new Error(`The sheet ${this.#options.name} is closed`)
    return this.#bytes
  }

  #openFile(): SheetFile {
    if (this.#file === undefined) throw new Error(`The sheet ${this.#options.name} is closed`)
    return this.#file
  }

  #open(): void {
    const { block, columns, frozenColumns = 0, name, title } = this.#options
    this.#sheets++
    const lastColumn = columnLetters(columns.length - 1)
    const file = {
      name: this.#sheets === 1 ? name : `${name} ${this.#sheets}`,
      headerRow: this.#headerRow,
      lastRow: this.#headerRow,
      lastColumn,
      frozenColumns
    }
    this.#file = file
    this.#workbook.openSheet(file)
    this.#bytes = new RowBytes(this.#workbook.zip)
    const pane = `<pane${frozenColumns > 0 ? ` xSplit="${frozenColumns}"` : ""} ySplit="${file.headerRow}"` +
      ` topLeftCell="${columnLetters(frozenColumns)}${file.headerRow + 1}"` +
      ` activePane="${frozenColumns > 0 ? "bottomRight" : "bottomLeft"}" state="frozen"/>`
    const inline = (place: string, style: number, text: string): string =>
      `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
    this.#bytes.markup(
      `${declaration}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
        `<sheetViews><sheetView showGridLines="0" workbookViewId="0">${pane}</sheetView></sheetViews>` +
        `<sheetFormatPr defaultRowHeight="14"/><cols>` +
        columns.map(({ widthCharacters }, index) =>
          `<col min="${index + 1}" max="${index + 1}" width="${widthCharacters}" customWidth="1"/>`
        ).join("") +
        `</cols><sheetData><row r="1" ht="21" customHeight="1">${inline("A1", Styles.titleStyle, title)}</row>` +
        block.map((line, index) => `<row r="${index + 2}">${inline(`A${index + 2}`, Styles.blockStyle, line)}</row>`).join("") +
        `<row r="${file.headerRow - 1}"/><row r="${file.headerRow}" ht="56" customHeight="1">` +
        columns.map((column, index) => inline(`${columnLetters(index)}${file.headerRow}`, Styles.columnHeaderStyle, column.title)).join("") + "</row>"
    )
  }

  #number(value: number, look: number): void {
    const bytes = this.#openBytes()
    const style = Styles.styleOf(this.#emphasis, look)
    if (!Number.isFinite(value)) return bytes.raw(emptyCell[style] as Uint8Array)
    bytes.raw(numberStart[style] as Uint8Array)
    bytes.number(value)
    bytes.raw(valueEnd)
  }

  #serial(wall: number, look: number): void {
    const bytes = this.#openBytes()
    const style = Styles.styleOf(this.#emphasis, look)
    if (!(wall >= firstSerial && wall < endOfSerials)) {
      return Number.isFinite(wall) ? this.text(WallClock.minuteText(wall)) : bytes.raw(emptyCell[style] as Uint8Array)
    }
    bytes.raw(numberStart[style] as Uint8Array)
    bytes.serial(wall, look === Styles.look.instant)
    bytes.raw(valueEnd)
  }

  #shared(value: string, look?: number): void {
    const shared = this.#workbook.sharedText(value)
    const style = Styles.styleOf(this.#emphasis, look ?? shared?.look ?? textLook(value))
    const bytes = this.#openBytes()
    if (shared === undefined) {
      bytes.raw((needsSpace(value) ? inlineSpaceStart : inlineStart)[style] as Uint8Array)
      bytes.text(value)
      return bytes.raw(inlineEnd)
    }
    const cell = shared.cells[style] ??= bytesOf(`<c s="${style}" t="s"><v>${shared.index}</v></c>`)
    bytes.raw(cell)
  }
}

/** 1 March 1900: before it, spreadsheets disagree (one of them knows a 29 February 1900). */
const firstSerial = -25_508 * 86_400_000
/** 1 January 10000. */
const endOfSerials = 2_932_897 * 86_400_000

/** A workbook being written. Sheets one after the other, then `finish`. */
export class Workbook {
  readonly zip: ZipWriter
  readonly sheetRowLimit: number
  readonly sheetBytesLimit: number
  /** Where cells are prepared. */
  readonly aside = new RowBytes(new Gathered())
  readonly #title: string
  readonly #files: Array<SheetFile> = []
  readonly #shared = new Map<string, SharedText>()

  constructor(sink: ByteSink, options: WorkbookOptions) {
    this.zip = new ZipWriter(sink, { level: options.level })
    this.#title = options.title
    this.sheetRowLimit = Math.min(options.sheetRowLimit ?? rowLimit, rowLimit)
    this.sheetBytesLimit = options.sheetBytesLimit ?? bytesLimit
  }

  /** Begins a table; the one before must be closed. */
  sheet(options: SheetOptions): Sheet {
    return new Sheet(this, options)
  }

  ready(): Promise<void> {
    return this.zip.ready()
  }

  /** The text's place among the shared ones; `undefined` when there are too many of them. */
  sharedText(value: string): SharedText | undefined {
    let shared = this.#shared.get(value)
    if (shared === undefined && this.#shared.size < sharedLimit) {
      shared = { index: this.#shared.size, look: textLook(value), cells: [] }
      this.#shared.set(value, shared)
    }
    return shared
  }

  openSheet(file: SheetFile): void {
    this.#files.push(file)
    this.zip.open(`xl/worksheets/sheet${this.#files.length}.xml`)
  }

  /** Writes what holds the sheets together; resolves when the sink took the last byte. */
  async finish(): Promise<void> {
    this.#writeSharedTexts()
    this.zip.text("xl/styles.xml", Styles.styleSheet)
    this.zip.text("xl/workbook.xml", this.#workbookXml())
    this.zip.text("xl/_rels/workbook.xml.rels", this.#workbookRelations())
    this.zip.text(
      "docProps/core.xml",
      `${declaration}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
        ` xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(this.#title)}</dc:title>` +
        `<dc:language>es-CO</dc:language></cp:coreProperties>`
    )
    this.zip.text("_rels/.rels", packageRelationsXml)
    this.zip.text("[Content_Types].xml", this.#contentTypes())
    await this.zip.finish()
  }

  #writeSharedTexts(): void {
    this.zip.open("xl/sharedStrings.xml")
    const bytes = new RowBytes(this.zip)
    bytes.markup(`${declaration}<sst xmlns="${main}" uniqueCount="${this.#shared.size}">`)
    for (const value of this.#shared.keys()) {
      bytes.markup(needsSpace(value) ? `<si><t xml:space="preserve">` : "<si><t>")
      bytes.text(value)
      bytes.markup("</t></si>")
    }
    bytes.markup("</sst>")
    bytes.flush()
    this.zip.close()
  }

  #workbookXml(): string {
    const quoted = (name: string): string => `'${name.replaceAll("'", "''")}'`
    return `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>` +
      this.#files.map(({ name }, index) =>
        `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`
      ).join("") + "</sheets><definedNames>" +
      this.#files.map(({ headerRow, lastColumn, lastRow, name }, index) =>
        `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">` +
        `${escaped(quoted(name))}!$A$${headerRow}:$${lastColumn}$${lastRow}</definedName>`
      ).join("") +
      this.#files.map(({ frozenColumns, headerRow, name }, index) => {
        const sheet = escaped(quoted(name))
        const columns = frozenColumns > 0 ? `${sheet}!$A:$${columnLetters(frozenColumns - 1)},` : ""
        return `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${columns}${sheet}!$1:$${headerRow}</definedName>`
      }).join("") + "</definedNames></workbook>"
  }

  #workbookRelations(): string {
    const count = this.#files.length
    return `${declaration}<Relationships xmlns="${packageRelations}">` +
      this.#files.map((_, index) =>
        `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`
      ).join("") +
      `<Relationship Id="rId${count + 1}" Type="${relations}/styles" Target="styles.xml"/>` +
      `<Relationship Id="rId${count + 2}" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
  }

  #contentTypes(): string {
    const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    const part = (name: string, type: string): string => `<Override PartName="${name}" ContentType="${type}"/>`
    return `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      part("/xl/workbook.xml", `${spreadsheet}.sheet.main+xml`) +
      this.#files.map((_, index) => part(`/xl/worksheets/sheet${index + 1}.xml`, `${spreadsheet}.worksheet+xml`)).join("") +
      part("/xl/styles.xml", `${spreadsheet}.styles+xml`) +
      part("/xl/sharedStrings.xml", `${spreadsheet}.sharedStrings+xml`) +
      part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml") + "</Types>"
  }
}

const packageRelationsXml = `${declaration}<Relationships xmlns="${packageRelations}">` +
  `<Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/>` +
  `<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
  `</Relationships>`
