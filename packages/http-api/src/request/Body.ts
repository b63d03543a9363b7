/** Reads the body of a request, whole and bounded or as a stream. Every fault of it is a refusal. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as StorableText from "@crm-procedure/core/identity/StorableText"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { EventEmitter } from "node:events"
import { IncomingMessage } from "node:http"
import type { Limits } from "../access/Limits.ts"
import type { BodyTooLarge, BodyTooSlow, BodyUnreadable, Invalid, MediaTypeUnsupported } from "../Problem.ts"
import * as Expectation from "./Expectation.ts"
import * as Refusing from "./Refusing.ts"

/** A media type without its parameters, lower case; empty where none is given. */
export const mediaTypeOf = (request: HttpServerRequest): string => (request.headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase()

const wrongType = (expected: ReadonlyArray<string>) =>
  Refusing.refuse("MediaTypeUnsupported", { es: `El cuerpo se recibe como ${expected.join(", ")}.`, en: `The body is taken as ${expected.join(", ")}.` })

/** The media type of a file that comes without a coding around it. Its bytes say in which encoding its text is. */
export const fileMediaType = (request: HttpServerRequest): Effect.Effect<string, MediaTypeUnsupported> => {
  const coding = request.headers["content-encoding"]
  if (coding !== undefined && coding.trim().toLowerCase() !== "identity" && coding.trim() !== "") {
    return Effect.fail(Refusing.refuse("MediaTypeUnsupported", {
      es: "El cuerpo se recibe sin comprimir (sin Content-Encoding).",
      en: "The body is taken as it is, without a Content-Encoding."
    }, { headers: { "accept-encoding": "identity" } }))
  }
  return Effect.succeed(mediaTypeOf(request))
}

/** The media type of a body that comes as it is: in UTF-8, without a coding around it. */
export const plainMediaType = (request: HttpServerRequest): Effect.Effect<string, MediaTypeUnsupported> => {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers["content-type"] ?? "")?.[1]
  if (charset !== undefined && charset.toLowerCase() !== "utf-8" && charset.toLowerCase() !== "utf8") {
    return Effect.fail(Refusing.refuse("MediaTypeUnsupported", { es: "El cuerpo se recibe en UTF-8.", en: "The body is taken in UTF-8." }))
  }
  return fileMediaType(request)
}

/** The one of the media types that the body comes in. A body without a type is JSON where that is among them. */
export const negotiate = (request: HttpServerRequest, expected: ReadonlyArray<string>): Effect.Effect<string, MediaTypeUnsupported> =>
  Effect.flatMap(plainMediaType(request), (given) => {
    if (given === "" && expected.includes("application/json")) return Effect.succeed("application/json")
    return expected.includes(given) ? Effect.succeed(given) : Effect.fail(wrongType(expected))
  })

const tooLarge = (detail: Bilingual) => Refusing.refuse("BodyTooLarge", detail, { headers: { connection: "close" } })

const beyond = (bytes: number) => tooLarge({ es: `El cuerpo tiene más de ${bytes} bytes.`, en: `The body has more than ${bytes} bytes.` })

const tooSlow = () =>
  Refusing.refuse("BodyTooSlow", { es: "El cuerpo no llegó completo a tiempo. Envíelo de nuevo.", en: "The body did not come whole in time. Send it again." }, { headers: { connection: "close" } })

const unreadable = (es: string, en: string) => Refusing.refuse("BodyUnreadable", { es, en }, { faults: [{ in: "body", pointer: "", expected: { es: "JSON en UTF-8", en: "JSON in UTF-8" } }] })

const broken = () => unreadable("El cuerpo se cortó.", "The body was cut off.")

/** The bytes of a body as they come. They fail when the sender breaks off. */
export const bytesOf = (request: HttpServerRequest): Stream.Stream<Uint8Array, BodyUnreadable> => Stream.mapError(request.stream, broken)

/** The pieces of a body up to a number of bytes. */
class Pieces {
  private readonly pieces: Array<Uint8Array> = []
  private size = 0
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  /** Takes a piece; false where the body is beyond the number now. */
  push(piece: Uint8Array): boolean {
    this.size += piece.length
    this.pieces.push(piece)
    return this.size <= this.most
  }

  whole(): Uint8Array {
    return this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces, this.size)
  }
}

/** What reading a whole body may be refused with. */
type ReadRefusal = BodyUnreadable | BodyTooLarge | BodyTooSlow

const readStream = (request: HttpServerRequest, most: number): Effect.Effect<Uint8Array, ReadRefusal> =>
  Effect.suspend(() => {
    const pieces = new Pieces(most)
    return Effect.map(
      Stream.runForEachArray(bytesOf(request), (some) => some.every((piece) => pieces.push(piece)) ? Effect.void : Effect.fail(beyond(most))),
      () => pieces.whole()
    )
  })

/** Reads a request of `node:http` by its events. Most bodies are small, and listening to events costs less than a stream. */
const readEvents = (source: EventEmitter & { readonly pause: () => unknown }, most: number, millis: number): Effect.Effect<Uint8Array, ReadRefusal> =>
  Effect.callback((resume) => {
    const pieces = new Pieces(most)
    const onData = (piece: Uint8Array): void => {
      if (!pieces.push(piece)) settle(Effect.fail(beyond(most)))
    }
    const onEnd = (): void => settle(Effect.succeed(pieces.whole()))
    const onBroken = (): void => settle(Effect.fail(broken()))
    const timer = setTimeout(() => settle(Effect.fail(tooSlow())), millis)
    const leave = (): void => {
      clearTimeout(timer)
      source.pause()
      source.off("data", onData).off("end", onEnd).off("close", onBroken)
    }
    const settle = (outcome: Effect.Effect<Uint8Array, ReadRefusal>): void => {
      leave()
      resume(outcome)
    }
    // An error is followed by the close; without a listener it would end the process.
    source.on("error", () => undefined).on("end", onEnd).on("close", onBroken).on("data", onData)
    return Effect.sync(leave)
  })

/** The whole body, bounded in bytes and time. */
export const read = (request: HttpServerRequest, limits: Limits): Effect.Effect<Uint8Array, ReadRefusal> => {
  const announced = Number(request.headers["content-length"] ?? Number.NaN)
  if (announced > limits.bodyBytes) return Effect.fail(beyond(limits.bodyBytes))
  const { source } = request
  const millis = limits.bodySeconds * 1000
  return source instanceof IncomingMessage && !source.readableEnded && !source.destroyed
    ? readEvents(source, limits.bodyBytes, millis)
    : Effect.timeoutOrElse(readStream(request, limits.bodyBytes), { duration: millis, orElse: () => Effect.fail(tooSlow()) })
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Bytes as a JSON value; undefined for an empty body. */
export const parse = (bytes: Uint8Array): Effect.Effect<unknown, BodyUnreadable> =>
  Effect.suspend(() => {
    let text: string
    try {
      text = utf8.decode(bytes)
    } catch {
      return Effect.fail(unreadable("El cuerpo no es UTF-8 válido.", "The body is no valid UTF-8."))
    }
    if (text.trim() === "") return Effect.succeed(undefined)
    try {
      return Effect.succeed(JSON.parse(text) as unknown)
    } catch {
      return Effect.fail(unreadable("El cuerpo no es JSON válido.", "The body is no valid JSON."))
    }
  })

/** Above this many bytes, or of untold length, a body waits for its turn. */
const LARGE_BYTES = 1_048_576

/** Large bodies are read and parsed a few at a time: each takes several times its size of memory, and the parser lets no other work go on. */
const largeBodies = Semaphore.makeUnsafe(4)

/** What reading a JSON body may be refused with. */
export type JsonRefusal = ReadRefusal | MediaTypeUnsupported

/** A JSON body: its bytes, for the digest, and its value. */
export const json = (request: HttpServerRequest, limits: Limits): Effect.Effect<{ readonly bytes: Uint8Array; readonly value: unknown }, JsonRefusal> =>
  Effect.gen(function*() {
    yield* negotiate(request, ["application/json"])
    const whole = Effect.flatMap(read(request, limits), (bytes) => Effect.map(parse(bytes), (value) => ({ bytes, value })))
    return yield* Number(request.headers["content-length"]) <= LARGE_BYTES ? whole : largeBodies.withPermits(1)(whole)
  })

/** How deep a body's values may lie. No schema of the contract is deeper. */
const DEPTH = 16

/** Where a value holds a text that not every storage can keep, or lies too deep. */
const unwriteable = (value: unknown, pointer = "", depth = 0): ReadonlyArray<string> => {
  if (typeof value === "string") return StorableText.isStorable(value) ? [] : [pointer]
  if (typeof value !== "object" || value === null) return []
  if (depth > DEPTH) return [pointer]
  return Object.entries(value).flatMap(([key, inner]) => [...unwriteable(key, pointer), ...unwriteable(inner, `${pointer}/${key}`, depth + 1)])
}

/** Holds a JSON value to a schema; it tells every fault. An absent body is an empty object. */
export const decode = <S extends Schema.ConstraintCodec<unknown, unknown>>(schema: S) => {
  const decodeUnknown = Schema.decodeUnknownResult(schema, { errors: "all" })
  return (value: unknown): Effect.Effect<S["Type"], Invalid> =>
    Effect.suspend(() => {
      const decoded = decodeUnknown(value === undefined ? {} : value)
      if (Result.isFailure(decoded)) return Effect.fail(Refusing.invalid(...Expectation.faultsOf(decoded.failure, "body")))
      const [pointer] = unwriteable(decoded.success)
      return pointer === undefined
        ? Effect.succeed(decoded.success)
        : Effect.fail(Refusing.invalid({ in: "body", pointer: pointer.toWellFormed().replaceAll("\0", "\u2400"), expected: StorableText.expected }))
    })
}
