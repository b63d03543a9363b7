import { describe, expect, it } from "@effect/vitest"
import { UnusableFile } from "@crm-procedure/intake/CanonicalFile"
import * as Workbook from "@crm-procedure/intake/Workbook"
import { Effect, Exit, Stream } from "effect"
import * as fc from "fast-check"
import { CellDates } from "../src/internal/CellDates.ts"
import { CellText } from "../src/internal/CellText.ts"
import { SharedTexts } from "../src/internal/SharedTexts.ts"
import { SheetText } from "../src/internal/SheetText.ts"
import { bookOf, escape, partsOf, textRow, zipped } from "./workbookFile.ts"
import type { BookXml } from "./workbookFile.ts"

const rowsOf = (bytes: Uint8Array, count = 50, sheet = 0) =>
  Effect.scoped(Effect.gen(function*() {
    const workbook = yield* Workbook.open(bytes, "libro.xlsx")
    return yield* Workbook.firstRows(workbook, workbook.sheets[sheet]!, count)
  }))

const textOf = (bytes: Uint8Array) =>
  Effect.scoped(Effect.gen(function*() {
    const workbook = yield* Workbook.open(bytes, "libro.xlsx")
    const blocks = yield* Stream.runCollect(Workbook.text(workbook, workbook.sheets[0]!))
    return Buffer.concat(blocks).toString("utf8")
  }))

const refusalOf = (bytes: Uint8Array) =>
  Effect.map(Effect.flip(textOf(bytes)), (error) => {
    expect(error).toBeInstanceOf(UnusableFile)
    return error.messageEs
  })

const one = (rows: string, book: Partial<BookXml> = {}): Uint8Array => bookOf({ sheets: [{ name: "Hoja1", rows }], ...book })

describe("The cells of a workbook", () => {
  it.effect("a number is its shortest decimal text", () =>
    Effect.gen(function*() {
      const values = ["3104567812", "3.104567812E9", "0.1", "0.10000000000000001", "1E-7", "1.5E+21", "-12", "12.50", "9007199254740993", "0"]
      const [row] = yield* rowsOf(one(`<row>${values.map((value) => `<c><v>${value}</v></c>`).join("")}</row>`))
      expect(row).toEqual(["3104567812", "3104567812", "0.1", "0.1", "0.0000001", "1500000000000000000000", "-12", "12.5", "9007199254740992", "0"])
    }))

  it.effect("a date cell is a local instant, rounded to the millisecond; a time alone stays a time", () =>
    Effect.gen(function*() {
      const cells = [["1", "45356.6041666667"], ["1", "45356"], ["4", "45356"], ["1", "45356.6041724537"], ["2", "0.5"], ["3", "1.25"], ["2", "45356.25"], ["1", "1"], ["1", "61"]]
      const [row] = yield* rowsOf(one(`<row>${cells.map(([style, value]) => `<c s="${style}"><v>${value}</v></c>`).join("")}</row>`))
      expect(row).toEqual([
        "2024-03-05T14:30:00",
        "2024-03-05",
        "2024-03-05",
        "2024-03-05T14:30:00.500",
        "12:00:00",
        "30:00:00",
        "2024-03-05T06:00:00",
        "1900-01-01",
        "1900-03-01"
      ])
    }))

  it.effect("a workbook may count from 1904", () =>
    Effect.gen(function*() {
      const rows = `<row><c s="1"><v>43894.6041666667</v></c><c s="1"><v>0</v></c></row>`
      expect(yield* rowsOf(one(rows, { is1904: true }))).toEqual([["2024-03-05T14:30:00", "1904-01-01"]])
    }))

  it.effect("which styles are dates is said by their format codes, whatever else is in them", () =>
    Effect.gen(function*() {
      const codes = ["dd/mm/yyyy", "[$-409]d\\-mmm\\-yy;@", "[Red]#,##0", "\"día\" 0", "0.00E+00", "#,##0 \"COP\"", "[$COP] #,##0", "mmm\\-yy", "h:mm AM/PM", "General", "yyyy\\-mm\\-dd\\Thh:mm"]
      const styles = `<numFmts>${codes.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${escape(code).replaceAll("\"", "&quot;")}"/>`).join("")}</numFmts>` +
        `<cellXfs>${codes.map((_, i) => `<xf numFmtId="${200 + i}"/>`).join("")}</cellXfs>`
      const [row] = yield* rowsOf(one(`<row>${codes.map((_, i) => `<c s="${i}"><v>45352.5</v></c>`).join("")}</row>`, { styles }))
      const date = "2024-03-01T12:00:00"
      expect(row).toEqual([date, date, "45352.5", "45352.5", "45352.5", "45352.5", "45352.5", date, date, "45352.5", date])
    }))

  it.effect("a formula is its kept value, a boolean true or false, an error its text", () =>
    Effect.gen(function*() {
      const rows = `<row r="1"><c r="A1" t="str"><f>A2&amp;"x"</f><v>Luz &amp; Ana</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="b"><v>1</v></c>` +
        `<c r="D1" t="b"><v>0</v></c><c r="E1" t="e"><f>NA()</f><v>#N/A</v></c><c r="F1"><f>B1</f></c><c r="G1" t="d"><v>2024-03-05T14:30:00</v></c><c r="H1"><v>7</v></c></row>`
      expect(yield* rowsOf(one(rows))).toEqual([["Luz & Ana", "2", "true", "false", "#N/A", "", "2024-03-05T14:30:00", "7"]])
    }))

  it.effect("shared and inline texts are read with all their runs, without the phonetic ones", () =>
    Effect.gen(function*() {
      const texts = `<si><t>Luz</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">Ana </t></r><r><t>Ruiz</t></r><rPh sb="0" eb="1"><t>ANA</t></rPh></si><si/><si><t/></si><si><t><![CDATA[a <b> & c]]></t></si>`
      const rows = `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c t="s"><v>4</v></c><c t="inlineStr"><is><r><t>So</t></r><r><t>fía_x000D_ _x0041_</t></r></is></c></row>`
      expect(yield* rowsOf(one(rows, { texts }))).toEqual([["Luz", "Ana Ruiz", "", "", "a <b> & c", "Sofía\r A"]])
    }))

  it.effect("every text comes back as it was written, shared or not", () =>
    Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.string({ unit: fc.constantFrom("a", "ñ", "😀", "\"", ",", ";", "\n", "&", "<", " ", "'", "=", "_", "x"), maxLength: 8 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
          async (table) => {
            const rows = table.map((row) => textRow(...row)).join("")
            const texts = table.flat().map((text) => `<si><t xml:space="preserve">${escape(text)}</t></si>`).join("")
            let number = 0
            const sharedRows = table.map((row) => `<row>${row.map(() => `<c t="s"><v>${number++}</v></c>`).join("")}</row>`).join("")
            const trimmed = table.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== "") + 1))
            const shortened = (read: ReadonlyArray<ReadonlyArray<string>>) => read.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== "") + 1))
            expect(shortened(await Effect.runPromise(rowsOf(one(rows))))).toEqual(trimmed)
            expect(shortened(await Effect.runPromise(rowsOf(one(sharedRows, { texts }))))).toEqual(trimmed)
          }
        ),
        { numRuns: 60 }
      )
    ))

  it.effect("rows and cells stand where their references say, and in turn where there are none", () =>
    Effect.gen(function*() {
      const rows = `<row r="2" spans="1:9"><c r="B2"><v>1</v></c><c r="D2" s="1"/><c r="E2"><v>2</v></c></row><row r="5"><c><v>3</v></c><c><v>4</v></c></row><row/><row><c r="AA7"><v>5</v></c></row>`
      expect(yield* textOf(one(rows))).toBe(`\n,1,,,2\n\n\n3,4\n\n${",".repeat(26)}5\n`)
    }))

  it.effect("a namespace prefix, comments and an unusual layout of the tags make no difference", () =>
    Effect.gen(function*() {
      const sheet = `<?xml version="1.0"?>\n<x:worksheet xmlns:x="u"><!-- <x:row> --><x:sheetData >\n <x:row r = '1'>\n  <x:c t='inlineStr' r='A1' ><x:is ><x:t >Luz</x:t></x:is></x:c>\n <x:c r='B1'\n><x:v\n>12</x:v></x:c></x:row>\n</x:sheetData></x:worksheet>`
      expect(yield* rowsOf(one("", { parts: { "xl/worksheets/sheet1.xml": sheet } }))).toEqual([["Luz", "12"]])
    }))

  it.effect("the sheets come in the order of the tabs, with their names and whether they are hidden", () =>
    Effect.scoped(Effect.gen(function*() {
      const bytes = bookOf({ sheets: [{ name: "Datos & más", rows: "" }, { name: "prospectos", rows: textRow("a"), state: "hidden" }, { name: "x", rows: "", state: "veryHidden" }] })
      const workbook = yield* Workbook.open(bytes, "libro.xlsx")
      expect(workbook.sheets.map(({ isHidden, name }) => [name, isHidden])).toEqual([["Datos & más", false], ["prospectos", true], ["x", true]])
      expect(yield* Workbook.firstRows(workbook, workbook.sheets[1]!)).toEqual([["a"]])
    })))
})

describe("A workbook that can't be used", () => {
  const old = (name: string): Uint8Array => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(2000), Buffer.from(name, "utf16le"), Buffer.alloc(200)])

  it.effect("an old workbook, a page and XML of 2003 say how to save them", () =>
    Effect.gen(function*() {
      expect(yield* refusalOf(old("Workbook"))).toMatch(/\.xls \(Excel 97-2003\).*Guardar como → Libro de Excel \(\.xlsx\)/)
      expect(yield* refusalOf(Buffer.from("\uFEFF\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>"))).toMatch(/HTML.*Guardar como/)
      expect(yield* refusalOf(Buffer.from("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook>"))).toMatch(/XML.*Guardar como/)
      expect(yield* refusalOf(zipped({ "xl/workbook.bin": "x" }))).toMatch(/\.xlsb.*Guardar como/)
    }))

  it.effect("one with a password says how to take it away", () =>
    Effect.gen(function*() {
      expect(yield* refusalOf(old("EncryptedPackage"))).toMatch(/contraseña.*bórrela en Archivo/)
    }))

  it.effect("a damaged one says so: cut off anywhere, a part missing, a checksum that does not fit, a text that is not there", () =>
    Effect.gen(function*() {
      const whole = one(textRow("prospect_id") + Array.from({ length: 500 }, (_, i) => textRow(`P${i * 7919}`)).join(""))
      for (let cut = 0; cut < whole.length; cut += 97) expect(yield* refusalOf(whole.slice(0, cut))).toMatch(/dañado/)
      const broken = whole.slice()
      const place = Buffer.from(whole).indexOf("sheet1.xml") + 200
      broken[place]! ^= 0xff
      expect(yield* refusalOf(broken)).toMatch(/dañado/)
      const { "xl/worksheets/sheet1.xml": _, ...rest } = partsOf({ sheets: [{ name: "a", rows: "" }] })
      expect(yield* refusalOf(zipped(rest))).toMatch(/dañado/)
      expect(yield* refusalOf(one(`<row><c t="s"><v>7</v></c></row>`, { texts: "<si><t>a</t></si>" }))).toMatch(/línea 1.*dañado/)
      expect(yield* refusalOf(one(`<row r="1048577"/>`))).toMatch(/dañado/)
      expect(yield* refusalOf(one(`<row><c r="XFE1"><v>1</v></c></row>`))).toMatch(/dañado/)
    }))

  it.effect("a ZIP bomb is refused before it is inflated", () =>
    Effect.gen(function*() {
      const bytes = Buffer.from(one(textRow("a")))
      const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), bytes.indexOf("xl/worksheets/sheet1.xml") + 100)
      const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]), bytes.indexOf("xl/worksheets/sheet1.xml", directory))
      bytes.writeUInt32LE(3_000_000_000, entry + 24)
      expect(yield* refusalOf(bytes)).toMatch(/200 veces.*copie solo las filas/)
    }))

  it.effect("so is one whose few texts would fill the disk", () =>
    Effect.gen(function*() {
      const texts = `<si><t>${"Texto largo ".repeat(80_000)}</t></si>`
      const rows = Array.from({ length: 3000 }, () => `<row><c t="s"><v>0</v></c></row>`).join("")
      expect(yield* refusalOf(one(rows, { texts }))).toMatch(/200 veces/)
    }))

  it.effect("a part that holds more than it declares is damaged, not larger", () =>
    Effect.gen(function*() {
      const parts = partsOf({ sheets: [{ name: "a", rows: textRow("a".repeat(100_000)) }] })
      const bytes = Buffer.from(zipped(parts))
      const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]), bytes.lastIndexOf("xl/worksheets/sheet1.xml"))
      bytes.writeUInt32LE(1000, entry + 24)
      expect(yield* refusalOf(bytes)).toMatch(/dañado/)
    }))
})

describe("Hostile workbooks", () => {
  it.effect("a cell of megabytes is cut and marked; the rows around it are read", () =>
    Effect.gen(function*() {
      const huge = "x".repeat(5_000_000)
      const rows = `${textRow("antes")}<row><c t="inlineStr"><is><t>${huge}</t></is></c><c><v>1</v></c></row>${textRow("después")}`
      const read = (yield* textOf(one(rows))).split("\n")
      expect([read[0], read[1]!.length, read[1]!.endsWith("\0,1"), read[2]]).toEqual(["antes", 203, true, "después"])
      const shared = (yield* textOf(one(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>`, { texts: `<si><t>${huge}</t></si><si><t>b</t></si>` }))).split(",")
      expect([shared[0]!.length, shared[0]!.endsWith("\0"), shared[1]]).toEqual([201, true, "b\n"])
    }))

  it.effect("16,384 columns are read, and cells out of order or outside a row are a damage", () =>
    Effect.gen(function*() {
      const wide = `<row>${"<c><v>1</v></c>".repeat(16_384)}</row>`
      expect((yield* rowsOf(one(wide)))[0]).toHaveLength(16_384)
      expect(yield* refusalOf(one(`<row>${"<c><v>1</v></c>".repeat(16_385)}</row>`))).toMatch(/dañado/)
      expect(yield* refusalOf(one(`<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`))).toMatch(/dañado/)
      expect(yield* refusalOf(one(`<c r="B1"><v>1</v></c>`))).toMatch(/dañado/)
    }))

  it.effect("entities are never expanded, and links to other files never opened", () =>
    Effect.gen(function*() {
      const bomb = `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "${"x".repeat(1000)}"><!ENTITY b "&a;&a;&a;">]><worksheet xmlns="u"><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`
      expect(yield* rowsOf(one("", { parts: { "xl/worksheets/sheet1.xml": bomb } }))).toEqual([["&b;"]])
      const parts = partsOf({ sheets: [{ name: "a", rows: `<row><c><f>[1]Hoja1!A1</f><v>9</v></c></row>` }] })
      const linked = parts["xl/_rels/workbook.xml.rels"]!.replace("<Relationship ", `<Relationship Id="e" Type="x/worksheet" Target="file:///etc/passwd" TargetMode="External"/><Relationship `)
      expect(yield* rowsOf(zipped({ ...parts, "xl/_rels/workbook.xml.rels": linked }))).toEqual([["9"]])
    }))

  it.effect("no bytes make it do anything but read or refuse", () =>
    Effect.promise(async () => {
      const whole = one(textRow("a", "b") + `<row><c s="1"><v>45356.5</v></c></row>`, { texts: "<si><t>a</t></si>" })
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), async (changes) => {
          const bytes = whole.slice()
          for (const [at, byte] of changes) bytes[at] = byte
          const exit = await Effect.runPromiseExit(textOf(bytes))
          if (Exit.isFailure(exit)) expect(String(exit.cause)).toContain("UnusableFile")
        }),
        { numRuns: 300 }
      )
    }))

  it.effect("no XML of a sheet makes it do anything but read or refuse", () =>
    Effect.promise(async () => {
      const bit = fc.constantFrom("<row>", "</row>", "<row r=\"3\"/>", "<c>", "</c>", "<c t=\"s\">", "<c r='C1' t=\"inlineStr\">", "<is>", "</is>", "<t>", "</t>", "<v>", "</v>", "0", "12", "a&amp;b", "<![CDATA[<c>]]>", "<!-- x -->", "<f/>", "<", ">", "\"", "<sheetData/>")
      await fc.assert(
        fc.asyncProperty(fc.array(bit, { maxLength: 30 }), async (bits) => {
          const exit = await Effect.runPromiseExit(textOf(one(bits.join(""), { texts: "<si><t>a</t></si>" })))
          if (Exit.isFailure(exit)) expect(String(exit.cause)).toContain("UnusableFile")
        }),
        { numRuns: 150 }
      )
    }))

  it("the bytes of a sheet read the same in any pieces", () => {
    const { "xl/worksheets/sheet1.xml": sheet } = partsOf({
      sheets: [{ name: "a", rows: `${textRow("á,b", "\"😀\"")}<row r="4"><c r="B4" s="1"><v>45356.5</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t><![CDATA[</c>]]></t></is></c></row>` }]
    })
    const read = (cuts: ReadonlyArray<number>): string => {
      let text = ""
      const reader = new SheetText({ file: "a", texts: shared, styles: Uint8Array.of(0, 1), dates: new CellDates(false), spend: () => {} }, "a", (block) => text += block.toString("utf8"))
      let from = 0
      for (const to of [...cuts.toSorted((a, b) => a - b), sheetBytes.length]) {
        reader.push(sheetBytes.subarray(from, Math.max(from, to)))
        from = Math.max(from, to)
      }
      reader.end()
      return text
    }
    const sheetBytes = Buffer.from(sheet!)
    const cell = new CellText()
    const shared = new SharedTexts()
    for (const text of ["uno", "dos"]) {
      cell.text(text)
      shared.take(cell, "a")
    }
    const whole = read([])
    expect(whole).toBe("\"á,b\",\"\"\"😀\"\"\"\n\n\n,2024-03-05T12:00:00,dos,</c>\n")
    expect(read(Array.from(sheetBytes, (_, i) => i))).toBe(whole)
    fc.assert(fc.property(fc.array(fc.nat(sheetBytes.length), { maxLength: 6 }), (cuts) => {
      expect(read(cuts)).toBe(whole)
    }))
  })
})
