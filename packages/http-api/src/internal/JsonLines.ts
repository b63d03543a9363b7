/** NDJSON as it comes and goes: lines in groups, results as lines, in memory that does not grow with the stream. */
import type { Bilingual } from "@crm-procedure/core/Field"
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import type * as Scope from "effect/Scope"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"

/** A line as a JSON value; one that is none comes with its fault. */
export interface Line {
  readonly value: unknown
  readonly fault: { readonly pointer: string; readonly found: string; readonly expected: Bilingual } | undefined
}

export interface Options {
  /** The longest line, in bytes; a longer one comes as a fault. */
  readonly lineBytes: number
  /** How many lines make a group. */
  readonly size: number
  /** After so long without a byte the lines that have come make a group. */
  readonly patienceMillis: number
}

const LINE_FEED = 10

const faultOf = (es: string, en: string): Line => ({ value: undefined, fault: { pointer: "", found: "", expected: { es, en } } })

const noJson = faultOf("un objeto JSON en una línea", "a JSON object on one line")
const noUtf8 = faultOf("texto en UTF-8", "text in UTF-8")

/** Cuts bytes into lines, and lines into groups. Of a line that is too long only that it was there is kept. */
class Cutter {
  private pending: Array<Uint8Array> = []
  private pendingBytes = 0
  private isTooLong = false
  private lines: Array<Line> = []
  private isFirst = true
  private readonly options: Options
  private readonly tooLong: Line
  private readonly utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

  constructor(options: Options) {
    this.options = options
    this.tooLong = faultOf(`una línea de ${options.lineBytes} bytes o menos`, `a line of ${options.lineBytes} bytes or fewer`)
  }

  /** Takes bytes in; answers the groups that they complete. */
  push(bytes: Uint8Array): ReadonlyArray<ReadonlyArray<Line>> {
    const groups: Array<ReadonlyArray<Line>> = []
    let from = 0
    for (let end = bytes.indexOf(LINE_FEED, from); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      this.complete(bytes.subarray(from, end))
      from = end + 1
      if (this.lines.length >= this.options.size) groups.push(this.flush())
    }
    if (from < bytes.length) this.keep(bytes.subarray(from))
    return groups
  }

  /** The lines that make no whole group yet. */
  flush(): ReadonlyArray<Line> {
    const { lines } = this
    this.lines = []
    return lines
  }

  /** The last line, when no line feed ended it, and what makes no whole group. */
  end(): ReadonlyArray<Line> {
    if (this.pendingBytes > 0 || this.isTooLong) this.complete(new Uint8Array(0))
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

  private complete(rest: Uint8Array): void {
    const isTooLong = this.isTooLong || this.pendingBytes + rest.length > this.options.lineBytes
    const bytes = this.pending.length === 0 ? rest : Buffer.concat([...this.pending, rest])
    this.pending = []
    this.pendingBytes = 0
    this.isTooLong = false
    const line = isTooLong ? this.tooLong : this.read(bytes)
    if (line !== undefined) this.lines.push(line)
  }

  /** A blank line is none. */
  private read(bytes: Uint8Array): Line | undefined {
    if (bytes.length === 0) return undefined
    let text: string
    try {
      text = this.utf8.decode(bytes)
    } catch {
      return noUtf8
    }
    if (this.isFirst) {
      this.isFirst = false
      if (text.startsWith("\uFEFF")) text = text.slice(1)
    }
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
    let isQuiet = false
    const ticks = Stream.map(Stream.drop(Stream.tick(options.patienceMillis), 1), () => undefined)
    return Stream.merge(bytes, ticks, { haltStrategy: "left" }).pipe(
      Stream.map((piece) => {
        const wasQuiet = isQuiet
        isQuiet = piece === undefined
        return piece === undefined ? wasQuiet ? [cutter.flush()] : [] : cutter.push(piece)
      }),
      Stream.concat(Stream.sync(() => [cutter.end()])),
      Stream.flatMap((some) => Stream.fromIterable(some)),
      Stream.filter((group) => group.length > 0)
    )
  })

const encoder = new TextEncoder()

/** Results as lines. */
export const written = (results: ReadonlyArray<unknown>): Uint8Array => {
  let text = ""
  for (let place = 0; place < results.length; place++) text += `${JSON.stringify(results[place])}\n`
  return encoder.encode(text)
}

/**
 * A stream as a response. What fails before the first piece is still a refusal; what fails later breaks the response off, so that
 * nobody takes a part for the whole.
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
