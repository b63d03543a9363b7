/**
 * Keeps answers as of a named instant until the dealership's next change. The audit's last entry says whether one came: every change of
 * what an answer is made of adds an entry, in the same transaction, also where another server made it.
 *
 * @see docs/decisions/0046-answers-kept-until-the-next-change.md
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Records } from "@crm-procedure/core/register/Records"
import * as HeavyWork from "@crm-procedure/http-api/access/HeavyWork"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { HttpServerResponse } from "effect/http"

export interface Options {
  /** How many bytes of answers are kept at most. */
  readonly bytes: number
}

interface Kept {
  /** The audit's last entry before the answer was made. */
  readonly revision: string
  readonly body: Uint8Array
  readonly headers: Readonly<Record<string, string>>
  readonly contentType: string | undefined
}

/** An answer larger than this share of the cache is not kept. */
const LARGEST_SHARE = 0.25

/** Kept answers, those that were used longest ago first. */
class Shelf {
  private readonly kept = new Map<string, Kept>()
  private bytes = 0
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  get largest(): number {
    return this.most * LARGEST_SHARE
  }

  get(key: string, revision: string): Kept | undefined {
    const found = this.kept.get(key)
    if (found === undefined) return undefined
    this.remove(key)
    // An answer from before a change is of no more use.
    if (found.revision !== revision) return undefined
    this.put(key, found)
    return found
  }

  put(key: string, answer: Kept): void {
    this.remove(key)
    if (answer.body.length > this.largest) return
    this.kept.set(key, answer)
    this.bytes += answer.body.length
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.most) return
      this.remove(oldest)
    }
  }

  private remove(key: string): void {
    this.bytes -= this.kept.get(key)?.body.length ?? 0
    this.kept.delete(key)
  }
}

const zone = Policy.zoneOf(Policy.gcPro05)

/** What an answer depends on beside what is stored: the question, the reader, how it is written, and the day, by which a reader's scope follows from the directory. */
const keyOf = ({ caller: { identity }, request: { headers, url } }: HeavyWork.Admitted, now: number): string =>
  JSON.stringify([identity, url, headers["accept"], headers["accept-language"], Calendar.localDayOf(zone, now)])

const toResponse = ({ body, contentType, headers }: Kept): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.uint8Array(body, { headers, ...(contentType === undefined ? {} : { contentType }) })

/** The pieces of a body as they pass, together where they are not too many. */
class Passing {
  private readonly pieces: Array<Uint8Array> = []
  private bytes = 0
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  readonly push = (piece: Uint8Array): void => {
    this.bytes += piece.length
    if (this.bytes <= this.most) this.pieces.push(piece)
    else this.pieces.length = 0
  }

  get whole(): Uint8Array | undefined {
    return this.bytes <= this.most ? Buffer.concat(this.pieces) : undefined
  }
}

/** Answers from what is kept, or with `answer`. Equal questions that come at once are answered once. */
export const make = ({ bytes }: Options, records: Pick<Records["Service"], "lastAuditEntry">, answer: HeavyWork.Answer): HeavyWork.Answer => {
  const shelf = new Shelf(bytes)
  const inFlight = new Map<string, Deferred.Deferred<Kept | undefined>>()

  /** The response, kept on its way. `settle` receives what was kept at once. */
  const keeping = (key: string, revision: string, response: HttpServerResponse.HttpServerResponse) => {
    const { "content-type": contentType, "content-length": _length, ...headers } = response.headers
    const keep = (body: Uint8Array): Kept => {
      const kept = { revision, body, headers, contentType }
      shelf.put(key, kept)
      return kept
    }
    const { body } = response
    if (response.status !== 200) return { response, kept: undefined }
    if (body._tag === "Uint8Array") return { response, kept: keep(body.body) }
    if (body._tag !== "Stream") return { response, kept: undefined }
    const passing = new Passing(shelf.largest)
    const stream = body.stream.pipe(
      Stream.tap((piece) => Effect.sync(() => passing.push(piece))),
      Stream.onEnd(Effect.sync(() => {
        const { whole } = passing
        if (whole !== undefined) keep(whole)
      }))
    )
    return { response: HttpServerResponse.stream(stream, { headers, ...(contentType === undefined ? {} : { contentType }) }), kept: undefined }
  }

  const answered = (admitted: HeavyWork.Admitted, key: string, revision: string) =>
    Effect.suspend(() => {
      const flight = JSON.stringify([key, revision])
      const settled = Deferred.makeUnsafe<Kept | undefined>()
      inFlight.set(flight, settled)
      let kept: Kept | undefined
      return answer(admitted).pipe(
        Effect.map((response) => {
          const passed = keeping(key, revision, response)
          kept = passed.kept
          return passed.response
        }),
        Effect.ensuring(Effect.suspend(() => {
          inFlight.delete(flight)
          return Deferred.succeed(settled, kept)
        }))
      )
    })

  return Effect.fnUntraced(function*(admitted) {
    const { caller, request } = admitted
    if (request.method !== "GET" || !HeavyWork.asOfAnInstant(request)) return yield* answer(admitted)
    const last = yield* Effect.option(records.lastAuditEntry(caller.identity.dealership))
    // The answer itself says that the storage can't be reached.
    if (Option.isNone(last)) return yield* answer(admitted)
    const revision = Option.match(last.value, { onNone: () => "", onSome: ({ digest, sequence }) => `${sequence} ${digest}` })
    const key = keyOf(admitted, yield* Clock.currentTimeMillis)
    const kept = shelf.get(key, revision)
    if (kept !== undefined) return toResponse(kept)
    const other = inFlight.get(JSON.stringify([key, revision]))
    const found = other === undefined ? undefined : yield* Deferred.await(other)
    return found === undefined ? yield* answered(admitted, key, revision) : toResponse(found)
  })
}
