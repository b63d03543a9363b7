/**
 * The reference for reading XLSX: every part of the file inflated at once by zlib, and one loop over the bytes of the sheet, which counts its
 * rows and cells. It reads no value.
 */
import { inflateRawSync } from "node:zlib"

/** The rows and cells of the first sheet. The file is known to be whole, without comment, and to have one sheet. */
export const count = (file: Uint8Array): { readonly rows: number; readonly cells: number } => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const end = bytes.length - 22
  let entry = bytes.readUInt32LE(end + 16)
  let rows = 0
  let cells = 0
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(entry + 28)
    const name = bytes.toString("latin1", entry + 46, entry + 46 + nameLength)
    const local = bytes.readUInt32LE(entry + 42)
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const compressed = bytes.subarray(data, data + bytes.readUInt32LE(entry + 20))
    const part = bytes.readUInt16LE(entry + 10) === 0 ? compressed : inflateRawSync(compressed)
    if (name.includes("worksheets/")) {
      for (let at = 0; at + 2 < part.length; at++) {
        if (part[at] !== 60) continue
        if (part[at + 1] === 99) cells++
        else if (part[at + 1] === 114 && part[at + 2] === 111) rows++
      }
    }
    entry += 46 + nameLength + bytes.readUInt16LE(entry + 30) + bytes.readUInt16LE(entry + 32)
  }
  return { rows, cells }
}
