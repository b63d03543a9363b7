/**
 * The parts of a workbook, which is a ZIP file: each inflated as it is read. What comes out is bounded by the size of what came in, so that
 * a small file that would fill the memory or the day (a ZIP bomb) is refused.
 */
import { pipeline } from "node:stream"
import { crc32, createInflateRaw } from "node:zlib"
import { fromBufferPromise, openPromise } from "yauzl"
import type { Entry, ZipFile } from "yauzl"
import * as WorkbookRefusal from "./WorkbookRefusal.ts"

/** A workbook that is a file of the disk, or its bytes. */
export type Source = { readonly path: string } | Uint8Array

/** No workbook has this many parts; a list of them takes memory. */
const MAXIMUM_ENTRIES = 10_000
const INFLATED_AT_ONCE = 1 << 16
/** Texts that repeat shrink to a fiftieth; a deflated bomb is a thousand times its size. */
const EXPANSION = 200
const EXPANSION_ALLOWANCE_BYTES = 256 * 1024 * 1024

const pathOf = (name: string): string => name.replace(/^\/+/, "").toLowerCase()

/** The entries of the ZIP file by their paths. Everything in it throws `UnusableFile` where the file can't be used. */
export class ZipParts {
  readonly file: string
  private readonly zip: ZipFile
  private readonly entries: ReadonlyMap<string, Entry>
  private allowance: number

  private constructor(file: string, zip: ZipFile, entries: ReadonlyMap<string, Entry>, compressedBytes: number) {
    this.file = file
    this.zip = zip
    this.entries = entries
    this.allowance = compressedBytes * EXPANSION + EXPANSION_ALLOWANCE_BYTES
  }

  /** Opens the file and lists its parts. */
  static async open(source: Source, file: string): Promise<ZipParts> {
    const options = { lazyEntries: true, autoClose: false }
    let zip: ZipFile | undefined
    try {
      zip = source instanceof Uint8Array
        ? await fromBufferPromise(Buffer.from(source.buffer, source.byteOffset, source.byteLength), options)
        : await openPromise(source.path, options)
      const entries = new Map<string, Entry>()
      let compressedBytes = 0
      for await (const entry of zip.eachEntry()) {
        const path = pathOf(entry.fileName)
        if (entries.size >= MAXIMUM_ENTRIES) throw WorkbookRefusal.damaged(file, `> ${MAXIMUM_ENTRIES}`)
        if (!entries.has(path)) entries.set(path, entry)
        compressedBytes += entry.compressedSize
      }
      return new ZipParts(file, zip, entries, compressedBytes)
    } catch (error) {
      zip?.close()
      throw WorkbookRefusal.from(error, file)
    }
  }

  has(name: string): boolean {
    return this.entries.has(pathOf(name))
  }

  /** Takes bytes out of what this file may become in memory and in work; refuses it when nothing is left. */
  spend(bytes: number): void {
    this.allowance -= bytes
    if (this.allowance < 0) throw WorkbookRefusal.bomb(this.file)
  }

  /**
   * The bytes of a part. The rest is not inflated where the reader stops early.
   *
   * @internal
   */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(pathOf(name))
    if (entry === undefined) throw WorkbookRefusal.damaged(this.file, name)
    if (entry.isEncrypted()) throw WorkbookRefusal.encrypted(this.file)
    this.spend(entry.uncompressedSize)
    let length = 0
    let checksum = 0
    try {
      const compressed = await this.zip.openReadStreamPromise(entry, { decodeFileData: false })
      const bytes = entry.compressionMethod === 0
        ? compressed
        : pipeline(compressed, createInflateRaw({ chunkSize: INFLATED_AT_ONCE }), () => {})
      for await (const chunk of bytes as AsyncIterable<Buffer>) {
        length += chunk.length
        if (length > entry.uncompressedSize) throw WorkbookRefusal.damaged(this.file, name)
        checksum = crc32(chunk, checksum)
        yield chunk
      }
    } catch (error) {
      throw WorkbookRefusal.from(error, this.file)
    }
    if (length !== entry.uncompressedSize || checksum !== entry.crc32) throw WorkbookRefusal.damaged(this.file, name)
  }

  close(): void {
    this.zip.close()
  }
}
