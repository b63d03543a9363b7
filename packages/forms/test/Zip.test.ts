import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { unzipSync } from "fflate"
import * as Zlib from "node:zlib"
import { ZipWriter } from "../src/workbook/internal/Zip.ts"
import { keepingSink } from "./workbookReader.ts"

const entriesOf = async (contents: ReadonlyArray<string>, zip64From?: number) => {
  const { bytes, sink } = keepingSink()
  const zip = new ZipWriter(sink, { zip64From })
  contents.forEach((content, index) => zip.text(`carpeta/${index} ñ.xml`, content))
  await zip.finish()
  return bytes()
}

/** Checksums and sizes of the central directory, read by hand. */
const directoryOf = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Array<{ checksum: number; compressedSize: number; size: number; offset: number; hasZip64: boolean }> = []
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue
    const nameLength = view.getUint16(at + 28, true)
    const hasZip64 = view.getUint16(at + 30, true) === 12
    entries.push({
      checksum: view.getUint32(at + 16, true),
      compressedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: hasZip64 ? Number(view.getBigUint64(at + 46 + nameLength + 4, true)) : view.getUint32(at + 42, true),
      hasZip64
    })
  }
  return { entries, view }
}

const contents = fc.array(
  fc.oneof(fc.string({ unit: "grapheme" }), fc.tuple(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 90_000 })).map(([text, times]) => text.repeat(times).slice(0, 700_000))),
  { minLength: 1, maxLength: 4 }
)

describe("Zip", () => {
  for (const zip64From of [undefined, 0, 60]) {
    it(`is read back by another program's unzip, zip64 from ${zip64From ?? "4 GB"}`, () =>
      fc.assert(
        fc.asyncProperty(contents, async (texts) => {
          const files = unzipSync(await entriesOf(texts, zip64From))
          assert.deepStrictEqual(
            Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString("utf8")]),
            texts.map((text, index) => [`carpeta/${index} ñ.xml`, text.toWellFormed()])
          )
        }),
        { numRuns: 25 }
      ))
  }

  it("says the checksum and sizes of each entry, in its directory and after its data", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme-ascii" }), { minLength: 1, maxLength: 4 }), async (texts) => {
        const { entries, view } = directoryOf(await entriesOf(texts, 60))
        assert.strictEqual(entries.length, texts.length)
        entries.forEach((entry, index) => {
          const content = Buffer.from(texts[index] as string)
          assert.strictEqual(entry.checksum, Zlib.crc32(content))
          assert.strictEqual(entry.size, content.length)
          assert.strictEqual(entry.hasZip64, entry.offset >= 60)
          assert.strictEqual(view.getUint32(entry.offset, true), 0x04034b50)
          const descriptor = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + entry.compressedSize
          assert.deepStrictEqual(
            [0, 4, 8, 12].map((by) => view.getUint32(descriptor + by, true)),
            [0x08074b50, entry.checksum, entry.compressedSize, entry.size]
          )
        })
      }),
      { numRuns: 25 }
    ))
})
