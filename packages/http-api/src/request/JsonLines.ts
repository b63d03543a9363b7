/** Reads NDJSON in groups of lines and writes results as lines, in memory that does not grow with the stream. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import type * as Scope from "effect/Scope"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"

/** A line as a JSON value, or its fault. */
export interface Line {
  readonly value: unknown
  readonly fault: { readonly pointer: string; readonly found: string; readonly expected: Bilingual } | undefined
}

export interface Options {
  /** The longest line, in bytes; a longer one comes as a fault. */
  readonly lineBytes: number
  /** How many lines make a group, or how many bytes of them. */
  readonly size: number
  readonly bytes: number
  /** After so long the lines that have come make a group. */
  readonly patienceMillis: number
}

const LINE_FEED = 10

const faultOf = (es: string, en: string): Line => ({ value: undefined, fault: { pointer: "", found: "", expected: { es, en } } })

const noJson = faultOf("un objeto JSON en una línea", "a JSON object on one line")
const noUtf8 = faultOf("texto en UTF-8", "text in UTF-8")

/** Cuts bytes into lines, and lines into groups. It drops the text of a line that is too long. */
class Cutter {
  private pending: Array<Uint8Array> = []
  private pendingBytes = 0
  private isTooLong = false
  private lines: Array<Line> = []
  /** How many bytes have come since the last group. */
  private bytes = 0
  private isFirst = true
  private readonly options: Options
  private readonly tooLong: Line
  private readonly utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

  constructor(options: Options) {
    this.options = options
    this.tooLong = faultOf(`una línea de ${options.lineBytes} bytes o menos`, `a line of ${options.lineBytes} bytes or fewer`)
  }

  /** Takes bytes; answers the groups that they complete. */
  push(bytes: Uint8Array): ReadonlyArray<ReadonlyArray<Line>> {
    const groups: Array<ReadonlyArray<Line>> = []
    const add = (line: Line | undefined): void => {
      if (line === undefined) return
      this.lines.push(line)
      if (this.lines.length >= this.options.size) groups.push(this.flush())
    }
    const first = bytes.indexOf(LINE_FEED)
    if (first >= 0) {
      add(this.complete(bytes.subarray(0, first)))
      const last = bytes.lastIndexOf(LINE_FEED)
      if (last > first) this.readAll(bytes.subarray(first + 1, last), add)
      if (last + 1 < bytes.length) this.keep(bytes.subarray(last + 1))
    } else this.keep(bytes)
    this.bytes += bytes.length
    if (this.bytes >= this.options.bytes && this.lines.length > 0) groups.push(this.flush())
    return groups
  }

  /** Reads whole lines: decoded together, which is much faster, unless one of them may be too long or is no UTF-8. */
  private readAll(bytes: Uint8Array, add: (line: Line | undefined) => void): void {
    const text = bytes.length > this.options.lineBytes ? undefined : this.decoded(bytes)
    if (text !== undefined) {
      for (const line of text.split("\n")) add(this.readText(line))
      return
    }
    let from = 0
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      add(this.complete(bytes.subarray(from, end)))
      from = end + 1
    }
    add(this.complete(bytes.subarray(from)))
  }

  /** The lines that make no whole group yet. */
  flush(): ReadonlyArray<Line> {
    const { lines } = this
    this.lines = []
    this.bytes = 0
    return lines
  }

  /** The last line, when no line feed ended it, and what makes no whole group. */
  end(): ReadonlyArray<Line> {
    const last = this.pendingBytes > 0 || this.isTooLong ? this.complete(new Uint8Array(0)) : undefined
    if (last !== undefined) this.lines.push(last)
    return this.flush()
  }

  private keep(part: Uint8Array): void {
    if (this.isTooLong || this.pendingBytes + part.length > this.options.lineBytes) {
      this.isTooLong = true
      this.pending = []
      this.pendingBytes = 0
      return
    }
    this.pending.push(part.slice())
    this.pendingBytes += part.length
  }

  /** The line that ends here. Earlier bytes may hold its beginning. */
  private complete(rest: Uint8Array): Line | undefined {
    const isTooLong = this.isTooLong || this.pendingBytes + rest.length > this.options.lineBytes
    const bytes = this.pending.length === 0 ? rest : Buffer.concat([...this.pending, rest])
    this.pending = []
    this.pendingBytes = 0
    this.isTooLong = false
    if (isTooLong) return this.tooLong
    const text = this.decoded(bytes)
    return text === undefined ? noUtf8 : this.readText(text)
  }

  private decoded(bytes: Uint8Array): string | undefined {
    try {
      return this.utf8.decode(bytes)
    } catch {
      return undefined
    }
  }

  /** Reads a line. Blank lines are skipped. */
  private readText(given: string): Line | undefined {
    const text = this.isFirst && given.startsWith("\uFEFF") ? given.slice(1) : given
    if (text === "") return undefined
    this.isFirst = false
    try {
      return { value: JSON.parse(text) as unknown, fault: undefined }
    } catch {
      return text.trim() === "" ? undefined : noJson
    }
  }
}

/** The lines of a stream of bytes, in groups. */
export const groups = <E>(bytes: Stream.Stream<Uint8Array, E>, options: Options): Stream.Stream<ReadonlyArray<Line>, E> =>
  Stream.suspend(() => {
    const cutter = new Cutter(options)
    const ticks = Stream.map(Stream.drop(Stream.tick(options.patienceMillis), 1), () => undefined)
    return Stream.merge(bytes, ticks, { haltStrategy: "left" }).pipe(
      Stream.map((piece) => piece === undefined ? [cutter.flush()] : cutter.push(piece)),
      Stream.concat(Stream.sync(() => [cutter.end()])),
      Stream.flatMap((some) => Stream.fromIterable(some)),
      Stream.filter((group) => group.length > 0)
    )
  })

const encoder = new TextEncoder()

/** Texts as lines. */
export const written = (texts: ReadonlyArray<string>): Uint8Array => {
  let all = ""
  for (let place = 0; place < texts.length; place++) all += `${texts[place]!}\n`
  return encoder.encode(all)
}

/**
 * A stream as a response. A failure before the first piece is still a refusal. A later failure breaks the response off, so that no
 * reader takes a part for the whole.
 */
export const toResponse = <E>(
  pieces: Stream.Stream<Uint8Array, E>,
  contentType: string
): Effect.Effect<HttpServerResponse.HttpServerResponse, E, Scope.Scope> =>
  Effect.gen(function*() {
    const pull = yield* Stream.toPull(pieces)
    const first = yield* Pull.catchDone(pull, () => Effect.succeed([]))
    const rest = first.length === 0 ? Stream.empty : Stream.fromPull(Effect.succeed(pull))
    return HttpServerResponse.stream(Stream.concat(Stream.fromIterable(first), rest), { contentType })
  })
