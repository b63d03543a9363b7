import { assert, describe, it } from "@effect/vitest"
import ExcelJS from "exceljs"
import * as fc from "fast-check"
import type { ByteSink } from "../src/data/FormData.ts"
import { type Sheet, Workbook, type WorkbookOptions } from "../src/workbook/Workbook.ts"
import { keepingSink, readWorkbook } from "./workbookReader.ts"

const sheetOptions = (columns: ReadonlyArray<string>) => ({
  name: "Detalle",
  title: "Informe <de> \"prueba\" & más",
  block: ["CARRAZOS SAS", "Período: marzo de 2024"],
  columns: columns.map((title) => ({ title, widthCharacters: 12 })),
  footer: "Política A & B"
})

/** Rows of the title block, the empty one and the columns' titles. */
const rowsAbove = 5

const written = async (
  columns: ReadonlyArray<string>,
  fill: (sheet: Sheet) => void | Promise<void>,
  options: Partial<WorkbookOptions> = {}
) => {
  const { bytes, sink } = keepingSink()
  const workbook = new Workbook(sink, { title: "Prueba", ...options })
  const sheet = workbook.sheet(sheetOptions(columns))
  await fill(sheet)
  sheet.close()
  await workbook.finish()
  return readWorkbook(bytes())
}

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom("=1+1", "+57 300", "-5", "@SUM(A1)", "\tx", "\rx", "_x0041_", "__x005F_", " espacio ", "<c>&amp;\"'", "á😀\ud800", "a\u0000b\u001f", "00123")
)

const asRead = (text: string): string => text.toWellFormed().replace(/[\ufffe\uffff]/g, "\ufffd")

describe("Workbook", () => {
  it("keeps any text as that text, inline or shared, never as a formula", () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 20 }), async (texts) => {
        const { sheets } = await written(["Texto", "Palabra"], (sheet) => {
          for (const text of texts) {
            sheet.row()
            sheet.text(text)
            sheet.word(text)
            sheet.endRow()
          }
        })
        const rows = sheets[0]?.rows.slice(rowsAbove) ?? []
        assert.strictEqual(rows.length, texts.length)
        texts.forEach((text, index) => {
          for (const cell of rows[index] ?? []) {
            assert.strictEqual(cell.kind, text === "" ? "empty" : "text")
            assert.strictEqual(cell.value, asRead(text))
          }
        })
      }),
      { numRuns: 60 }
    ))

  it("keeps a text that looks like a formula a text when it is edited", async () => {
    const { parts, sheets } = await written(["Texto"], (sheet) => {
      for (const text of ["=1+1", "1+1"]) {
        sheet.row()
        sheet.text(text)
        sheet.endRow()
      }
    })
    const formats = (parts.get("xl/styles.xml") ?? "").split("<cellXfs")[1]?.match(/<xf [^>]*>/g) ?? []
    const quoted = sheets[0]?.rows.slice(rowsAbove).map(([cell]) => formats[cell?.style ?? 0]?.includes("quotePrefix=\"1\""))
    assert.deepStrictEqual(quoted, [true, false])
  })

  it("writes instants as serials from which the second can be read back", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: Date.UTC(1900, 2, 1) / 1000, max: Date.UTC(9999, 11, 31, 23, 59, 59) / 1000 }), { minLength: 1 }),
        async (seconds) => {
          const { sheets } = await written(["Instante", "Día"], (sheet) => {
            for (const second of seconds) {
              sheet.row()
              sheet.instant(second * 1000 + 999)
              sheet.date(second * 1000)
              sheet.endRow()
            }
          })
          sheets[0]?.rows.slice(rowsAbove).forEach(([instant, day], index) => {
            const expected = seconds[index] as number
            const asSeconds = (Number(instant?.value) - 25_569) * 86_400
            assert.strictEqual(Math.round(asSeconds), expected)
            // A program that truncates, but for the noise of a double, shows the same second.
            assert.strictEqual(Math.floor(asSeconds + 0.000_02), expected)
            assert.strictEqual(day?.value, Math.floor(expected / 86_400) + 25_569)
          })
        }
      ),
      { numRuns: 40 }
    ))

  it("knows the serial of a day that spreadsheets agree on", async () => {
    const { sheets } = await written(["Instante"], (sheet) => {
      sheet.row()
      sheet.instant(Date.UTC(2024, 2, 5, 12))
      sheet.endRow()
    })
    assert.strictEqual(sheets[0]?.rows[rowsAbove]?.[0]?.value, 45_356.5)
  })

  it("leaves a cell empty where there is no value, and writes what no serial can hold as text", async () => {
    const { sheets } = await written(["a", "b", "c", "d", "e"], (sheet) => {
      sheet.row()
      sheet.integer(Number.NaN)
      sheet.percent(null)
      sheet.instant(Number.NaN)
      sheet.text("")
      sheet.instant(Date.UTC(1850, 0, 2, 3, 4))
      sheet.endRow()
    })
    assert.deepStrictEqual(sheets[0]?.rows[rowsAbove]?.map(({ kind, value }) => [kind, value]), [
      ["empty", ""],
      ["empty", ""],
      ["empty", ""],
      ["empty", ""],
      ["text", "02/01/1850 03:04"]
    ])
  })

  it("writes numbers as numbers", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: 0, max: 100 }), fc.constant(0x8000_0000))), async (numbers) => {
        const { sheets } = await written(["n"], (sheet) => {
          for (const number of numbers) {
            sheet.row()
            sheet.integer(number)
            sheet.endRow()
          }
        })
        assert.deepStrictEqual(
          sheets[0]?.rows.slice(rowsAbove).map(([cell]) => [cell?.kind, cell?.value]),
          numbers.map((number) => ["number", number])
        )
      }),
      { numRuns: 40 }
    ))

  it("shows a colour as a fill and a word, another fill for each", async () => {
    const { parts, sheets } = await written(["Semáforo"], (sheet) => {
      for (const [color, word] of [["green", "Verde"], ["yellow", "Amarillo"], ["red", "Rojo"], ["none", "Sin meta"]] as const) {
        sheet.row()
        sheet.color(color, word)
        sheet.endRow()
      }
    })
    const styles = parts.get("xl/styles.xml") ?? ""
    const formats = styles.split("<cellXfs")[1]?.match(/<xf [^>]*>/g) ?? []
    const fills = styles.split("<fills")[1]?.match(/<fill>.*?<\/fill>/g) ?? []
    const cells = sheets[0]?.rows.slice(rowsAbove).map(([cell]) => cell) ?? []
    assert.deepStrictEqual(cells.map((cell) => cell?.value), ["Verde", "Amarillo", "Rojo", "Sin meta"])
    const used = cells.map((cell) => fills[Number(/fillId="(\d+)"/.exec(formats[cell?.style ?? 0] ?? "")?.[1])])
    assert.strictEqual(new Set(used).size, 4)
    assert.isTrue(used.every((fill) => fill?.includes("solid")))
  })

  it("goes on in further sheets, each with its title block and filter, none with more rows than allowed", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), fc.integer({ min: rowsAbove + 1, max: 25 }), async (rows, sheetRowLimit) => {
        const { parts, sheets } = await written(["n"], (sheet) => {
          for (let n = 0; n < rows; n++) {
            sheet.row()
            sheet.integer(n)
            sheet.endRow()
          }
        }, { sheetRowLimit })
        const perSheet = sheetRowLimit - rowsAbove
        assert.strictEqual(sheets.length, Math.max(1, Math.ceil(rows / perSheet)))
        assert.deepStrictEqual(sheets.map(({ name }) => name), sheets.map((_, index) => index === 0 ? "Detalle" : `Detalle ${index + 1}`))
        assert.deepStrictEqual(
          sheets.flatMap((sheet) => sheet.rows.slice(rowsAbove).map(([cell]) => cell?.value)),
          Array.from({ length: rows }, (_, n) => n)
        )
        for (const sheet of sheets) {
          assert.isAtMost(sheet.rows.length, sheetRowLimit)
          assert.strictEqual(sheet.rows[rowsAbove - 1]?.[0]?.value, "n")
          assert.include(sheet.xml, `<autoFilter ref="A${rowsAbove}:A${sheet.rows.length}"/>`)
          assert.include(sheet.xml, `state="frozen"`)
        }
        assert.include(parts.get("xl/workbook.xml") ?? "", "_xlnm.Print_Titles")
      }),
      { numRuns: 40 }
    ))

  it("prints a wide sheet across several pages and a narrow one on one", async () => {
    const pagesOf = async (columns: number) => {
      const { sheets } = await written(Array.from({ length: columns }, (_, n) => `Columna ${n}`), () => {})
      return /fitToWidth="(\d+)"/.exec(sheets[0]!.xml)![1]
    }
    assert.strictEqual(await pagesOf(3), "1")
    assert.isAtLeast(Number(await pagesOf(40)), 2)
  })

  it("goes on in a further sheet when the bytes of one are enough", async () => {
    const { sheets } = await written(["t"], (sheet) => {
      for (let n = 0; n < 40; n++) {
        sheet.row()
        sheet.text("x".repeat(30_000))
        sheet.endRow()
      }
    }, { sheetBytesLimit: 500_000 })
    assert.isAbove(sheets.length, 1)
    assert.strictEqual(sheets.reduce((sum, sheet) => sum + sheet.rows.length - rowsAbove, 0), 40)
  })

  it("keeps every row across the chunks that are deflated side by side", async () => {
    const rows = 60_000
    const { sheets } = await written(["Id", "Palabra", "n"], async (sheet) => {
      for (let n = 0; n < rows; n++) {
        sheet.row()
        sheet.text(`P-${n} ñ`)
        sheet.word(`palabra ${n % 70}`)
        sheet.integer(n)
        sheet.endRow()
        if (n % 1000 === 999) await sheet.ready()
      }
    })
    assert.strictEqual(sheets[0]?.rows.length, rows + rowsAbove)
    assert.isTrue(sheets[0]?.rows.slice(rowsAbove).every(([id, word, number], n) =>
      id?.value === `P-${n} ñ` && word?.value === `palabra ${n % 70}` && number?.value === n
    ))
  })

  it("keeps texts that grow as they are escaped, at every end of a chunk", async () => {
    const texts = Array.from({ length: 40 }, (_, index) => "\u0001".repeat(9_000 + index * 37))
    const { sheets } = await written(["Texto"], (sheet) => {
      for (const text of texts) {
        sheet.row()
        sheet.text(text)
        sheet.endRow()
      }
    })
    assert.isTrue(sheets[0]?.rows.slice(rowsAbove).every(([cell], index) => cell?.value === texts[index]))
  })

  it("cuts a text at what a cell can hold, and writes words into the cells once there are too many to share", async () => {
    const words = 66_000
    const { parts, sheets } = await written(["Palabra"], async (sheet) => {
      sheet.row()
      sheet.text("\u0001".repeat(40_000))
      sheet.endRow()
      for (let n = 0; n < words; n++) {
        sheet.row()
        sheet.word(`palabra ${n}`)
        sheet.endRow()
        if (n % 1000 === 999) await sheet.ready()
      }
    })
    assert.strictEqual(String(sheets[0]?.rows[rowsAbove]?.[0]?.value).length, 32_767)
    assert.strictEqual(sheets[0]?.rows.at(-1)?.[0]?.value, `palabra ${words - 1}`)
    assert.strictEqual(sheets[0]?.rows[rowsAbove + 1]?.[0]?.value, "palabra 0")
    assert.strictEqual(parts.get("xl/sharedStrings.xml")?.match(/<si>/g)?.length, 1 << 16)
  })

  it("says where each row and its first cell stand, also where a row is empty, begins with a prepared cell or ends a chunk", async () => {
    const { sheets } = await written(["Id", "Palabra"], async (sheet) => {
      const prepared = sheet.prepared(() => sheet.word("preparada"))
      for (let n = 0; n < 30_000; n++) {
        sheet.row()
        if (n % 3 === 0) sheet.text(`P-${n} ${"ñ".repeat(n % 40)}`)
        if (n % 3 === 1) sheet.cells(prepared)
        if (n % 3 !== 2) sheet.integer(n)
        sheet.endRow()
        if (n % 1000 === 999) await sheet.ready()
      }
    })
    const places = [...sheets[0]!.xml.matchAll(/<row r="(\d+)"[^>]*?(?:\/>|><c r="([A-Z]+\d+)")/g)].map(([, row, cell]) => [Number(row), cell])
    assert.deepStrictEqual(places, Array.from({ length: 30_000 + rowsAbove }, (_, row) => [row + 1, row + 1 === rowsAbove - 1 ? undefined : `A${row + 1}`]))
    assert.strictEqual(sheets[0]!.rows.at(-2)?.[0]?.value, "preparada")
  })

  it("is read by exceljs with the same values", async () => {
    const { bytes, sink } = keepingSink()
    const workbook = new Workbook(sink, { title: "Prueba" })
    const sheet = workbook.sheet(sheetOptions(["Texto", "Palabra", "n", "Instante"]))
    for (let n = 0; n < 300; n++) {
      sheet.row()
      sheet.text(n === 7 ? "=1+1" : `P-${n} & ñ`)
      sheet.word(`palabra ${n % 5}`)
      sheet.integer(n)
      sheet.instant(Date.UTC(2024, 2, 5, 12) + n * 3_600_000)
      sheet.endRow()
    }
    sheet.close()
    await workbook.finish()
    const read = new ExcelJS.Workbook()
    await read.xlsx.load(Uint8Array.from(bytes()).buffer)
    const only = read.worksheets[0]!
    assert.strictEqual(only.rowCount, rowsAbove + 300)
    assert.deepStrictEqual(only.getRow(rowsAbove).values, [undefined, "Texto", "Palabra", "n", "Instante"])
    for (let n = 0; n < 300; n++) {
      const [, text, word, number, instant] = only.getRow(rowsAbove + 1 + n).values as ReadonlyArray<unknown>
      assert.deepStrictEqual([text, word, number], [n === 7 ? "=1+1" : `P-${n} & ñ`, `palabra ${n % 5}`, n])
      assert.approximately((instant as Date).getTime(), Date.UTC(2024, 2, 5, 12) + n * 3_600_000, 1)
    }
  })

  it("gives the same bytes for the same content", async () => {
    const once = async () => {
      const { bytes, sink } = keepingSink()
      const workbook = new Workbook(sink, { title: "Prueba" })
      const sheet = workbook.sheet(sheetOptions(["n"]))
      sheet.row()
      sheet.integer(1)
      sheet.endRow()
      sheet.close()
      await workbook.finish()
      return bytes()
    }
    assert.deepStrictEqual(await once(), await once())
  })

  it("makes its producer wait while the sink takes nothing, for any number of rows", async () => {
    let release = (): void => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    let writes = 0
    const sink: ByteSink = {
      write: () => {
        writes++
        return gate
      }
    }
    const workbook = new Workbook(sink, { title: "Prueba" })
    const sheet = workbook.sheet(sheetOptions(["Texto"]))
    const rows = 400_000
    let done = 0
    const producing = (async () => {
      for (; done < rows; done++) {
        sheet.row()
        sheet.text(`texto ${done} ${"x".repeat(60)}`)
        sheet.endRow()
        if (done % 1000 === 999) await sheet.ready()
      }
    })()
    // The producer waits for the sink once it stands still for many turns of the event loop while the sink holds a write.
    for (let turns = 0, before = -1; done < rows && (writes === 0 || turns < 2_000); turns = done === before ? turns + 1 : 0) {
      before = done
      await new Promise((resolve) => setImmediate(resolve))
    }
    // Some eight chunks of 256 kB at about 125 bytes a row.
    assert.isBelow(done, 30_000)
    release()
    await producing
    assert.strictEqual(done, rows)
    sheet.close()
    await workbook.finish()
  })

  it("rejects when the sink fails, and writes nothing more", async () => {
    let writes = 0
    const sink: ByteSink = {
      write: () => {
        writes++
        return writes < 3 ? undefined : Promise.reject(new Error("disk full"))
      }
    }
    const workbook = new Workbook(sink, { title: "Prueba" })
    const sheet = workbook.sheet(sheetOptions(["Texto"]))
    let message = ""
    try {
      for (let n = 0; n < 100_000; n++) {
        sheet.row()
        sheet.text(`texto ${n} ${"x".repeat(60)}`)
        sheet.endRow()
        if (n % 1000 === 999) await sheet.ready()
      }
      sheet.close()
      await workbook.finish()
    } catch (error) {
      message = (error as Error).message
    }
    assert.strictEqual(message, "disk full")
    assert.strictEqual(writes, 3)
  })
})
