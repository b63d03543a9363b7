/**
 * A zip container written as a stream. Each entry's bytes come in chunks that are deflated on the thread pool, several
 * at a time: every chunk ends on a byte boundary (a sync flush), so the deflated chunks joined in order are one valid
 * deflate stream. Sizes and checksums follow the data (data descriptors). Offsets past 4 GB are written as zip64.
 */
import * as Zlib from "node:zlib"
import type { ByteSink } from "../../data/FormData.ts"

/** Bytes of a chunk: large enough that a call to the thread pool costs little beside deflating it. */
export const chunkBytes = 1 << 18

/** Chunks being deflated or waiting for the sink before the producer is made to wait. */
const chunksInFlight = 4

/** The largest entry; a sheet is closed well before. */
const entryBytesLimit = 0xffff_ffff

const encoder = new TextEncoder()

/** An empty last block: it ends a deflate stream whose chunks ended in sync flushes. */
const lastBlock = Uint8Array.of(3, 0)

/** Entries carry no time of their own (1 January 1980), so that the same form gives the same bytes. */
const dosDate = 0x0021

interface Entry {
  readonly name: Uint8Array
  offset: number
  checksum: number
  size: number
  compressedSize: number
}

/** Deflates one chunk after the other, each by itself; its memory is laid out once, not for every chunk. */
class Deflater {
  readonly #stream: Zlib.DeflateRaw
  #parts: Array<Uint8Array> = []

  constructor(level: number) {
    this.#stream = Zlib.createDeflateRaw({ level, chunkSize: 1 << 16 })
    this.#stream.on("data", (part: Uint8Array) => this.#parts.push(part))
  }

  deflate(bytes: Uint8Array): Promise<ReadonlyArray<Uint8Array>> {
    return new Promise((resolve, reject) => {
      this.#stream.once("error", reject)
      this.#stream.write(bytes)
      this.#stream.flush(Zlib.constants.Z_SYNC_FLUSH, () => {
        this.#stream.off("error", reject)
        const parts = this.#parts
        this.#parts = []
        this.#stream.reset()
        resolve(parts)
      })
    })
  }

  close(): void {
    this.#stream.close()
  }
}

/** Little-endian fields one after the other: pairs of a width in bytes and a value. */
const fields = (...pairs: ReadonlyArray<readonly [width: 2 | 4 | 8, value: number]>): Uint8Array => {
  const bytes = new Uint8Array(pairs.reduce((sum, [width]) => sum + width, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [width, value] of pairs) {
    if (width === 2) view.setUint16(at, value, true)
    else if (width === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += width
  }
  return bytes
}

const joined = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const localHeader = (name: Uint8Array): Uint8Array =>
  joined(
    fields([4, 0x04034b50], [2, 20], [2, 0x0808], [2, 8], [2, 0], [2, dosDate], [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]),
    name
  )

const centralHeader = (entry: Entry, zip64From: number): Uint8Array => {
  const far = entry.offset >= zip64From
  return joined(
    fields(
      [4, 0x02014b50], [2, far ? 45 : 20], [2, far ? 45 : 20], [2, 0x0808], [2, 8], [2, 0], [2, dosDate],
      [4, entry.checksum], [4, entry.compressedSize], [4, entry.size], [2, entry.name.length], [2, far ? 12 : 0],
      [2, 0], [2, 0], [2, 0], [4, 0], [4, far ? 0xffff_ffff : entry.offset]
    ),
    entry.name,
    far ? fields([2, 1], [2, 8], [8, entry.offset]) : new Uint8Array(0)
  )
}

const endOfDirectory = (count: number, size: number, offset: number, zip64From: number): Uint8Array => {
  const far = offset >= zip64From || offset + size >= zip64From
  return joined(
    far
      ? joined(
        fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, offset]),
        fields([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1])
      )
      : new Uint8Array(0),
    fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, far ? 0xffff_ffff : offset], [2, 0])
  )
}

export interface ZipOptions {
  /** Deflate level 1 to 9. */
  readonly level?: number | undefined
  /** From which offset on zip64 fields are written; lowered only by tests. */
  readonly zip64From?: number | undefined
}

/**
 * Writes entries one after the other. `open`, `push` and `close` only queue; the producer awaits `ready` between its
 * batches, which is the back-pressure, and `finish` at the end. A failing sink makes both reject.
 */
export class ZipWriter {
  readonly #sink: ByteSink
  readonly #level: number
  readonly #zip64From: number
  readonly #entries: Array<Entry> = []
  readonly #spareChunks: Array<Uint8Array> = []
  readonly #queued: Array<Promise<void>> = []
  readonly #deflaters: Array<Deflater> = []
  #last: Promise<void> = Promise.resolve()
  #offset = 0

  constructor(sink: ByteSink, options: ZipOptions = {}) {
    this.#sink = sink
    this.#level = options.level ?? 1
    this.#zip64From = options.zip64From ?? 0xffff_ffff
  }

  /** A chunk to fill and push: a used one if there is one. */
  chunk(): Uint8Array {
    return this.#spareChunks.pop() ?? new Uint8Array(chunkBytes)
  }

  open(name: string): void {
    const entry: Entry = { name: encoder.encode(name), offset: 0, checksum: 0, size: 0, compressedSize: 0 }
    this.#entries.push(entry)
    this.#enqueue(async () => {
      entry.offset = this.#offset
      await this.#write(localHeader(entry.name))
    })
  }

  /** Queues the first `length` bytes of a chunk got from `chunk`; the chunk is the writer's again. */
  push(chunk: Uint8Array, length: number): void {
    const entry = this.#current()
    const bytes = chunk.subarray(0, length)
    entry.checksum = Zlib.crc32(bytes, entry.checksum)
    entry.size += length
    if (entry.size > entryBytesLimit) throw new RangeError("A zip entry exceeds 4 GB: close the sheet earlier")
    const deflater = this.#deflaters.pop() ?? new Deflater(this.#level)
    const deflated = deflater.deflate(bytes)
    deflated.catch(() => {})
    this.#enqueue(async () => {
      const parts = await deflated
      this.#deflaters.push(deflater)
      this.#spareChunks.push(chunk)
      for (const part of parts) {
        entry.compressedSize += part.length
        await this.#write(part)
      }
    })
  }

  close(): void {
    const entry = this.#current()
    this.#enqueue(async () => {
      entry.compressedSize += lastBlock.length
      await this.#write(joined(
        lastBlock,
        fields([4, 0x08074b50], [4, entry.checksum], [4, entry.compressedSize], [4, entry.size])
      ))
    })
  }

  /** A whole entry of short text. */
  text(name: string, content: string): void {
    this.open(name)
    const bytes = encoder.encode(content)
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const chunk = this.chunk()
      const part = bytes.subarray(at, at + chunkBytes)
      chunk.set(part)
      this.push(chunk, part.length)
    }
    this.close()
  }

  /** Resolves once few enough chunks are under way to go on. */
  async ready(): Promise<void> {
    while (this.#queued.length > chunksInFlight) await this.#queued.shift()
  }

  /** Writes the directory; resolves when the sink took the last byte. */
  async finish(): Promise<void> {
    this.#enqueue(async () => {
      const offset = this.#offset
      const directory = joined(...this.#entries.map((entry) => centralHeader(entry, this.#zip64From)))
      await this.#write(directory)
      await this.#write(endOfDirectory(this.#entries.length, directory.length, offset, this.#zip64From))
    })
    await this.#last
    for (const deflater of this.#deflaters.splice(0)) deflater.close()
  }

  #current(): Entry {
    const entry = this.#entries.at(-1)
    if (entry === undefined) throw new Error("No zip entry is open")
    return entry
  }

  /** Runs the steps strictly in order; after one failed, none runs. */
  #enqueue(step: () => Promise<void>): void {
    this.#last = this.#last.then(step)
    this.#last.catch(() => {})
    this.#queued.push(this.#last)
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length
    await this.#sink.write(bytes)
  }
}
