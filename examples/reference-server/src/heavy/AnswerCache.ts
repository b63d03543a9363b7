/**
 * Keeps answers until the dealership's next change: those as of a named instant, and for a second those as of now that many people ask
 * for. The audit's last entry says whether a change came: every change of what an answer is made of adds an entry, in the same
 * transaction, also where another server made it.
 *
 * @see docs/decisions/0046-answers-kept-until-the-next-change.md, docs/decisions/0071-answers-as-of-now.md
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Access from "@crm-procedure/core/records/Access"
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

/** How long an answer as of now is used again. */
const NOW_MILLIS = 1_000

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

/** What an answer follows from of its reader. Who sees the whole dealership gets what his colleagues in the same role get. */
const readerOf = (identity: Access.Identity, day: Calendar.LocalDay): unknown => {
  if (Access.scopeOf(identity, { employees: [] }, day).kind !== "dealership") return identity
  const { employeeId: _, ...reader } = identity
  return reader
}

/**
 * What an answer depends on beside what is stored: the question, the reader, how it is written, and the day, by which a reader's scope
 * follows from the directory. An answer as of now also depends on the second.
 */
const keyOf = ({ caller: { identity }, request }: HeavyWork.Admitted, now: number): string => {
  const { headers, url } = request
  const day = Calendar.localDayOf(zone, now)
  const second = HeavyWork.asOfAnInstant(request) ? undefined : Math.floor(now / NOW_MILLIS)
  return JSON.stringify([readerOf(identity, day), url, headers["accept"], headers["accept-language"], day, second])
}

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

type LastEntry = Effect.Success<ReturnType<Records["Service"]["lastAuditEntry"]>>

/** Reads the audit's last entry. Questions that come while it is read share the next reading: each gets what was read after it came. */
const jointly = (records: Pick<Records["Service"], "lastAuditEntry">) => {
  const lanes = new Map<string, { next: Deferred.Deferred<Option.Option<LastEntry>> | undefined }>()
  const read = (dealership: string): Effect.Effect<Option.Option<LastEntry>> =>
    Effect.ensuring(Effect.option(records.lastAuditEntry(dealership)), Effect.suspend(() => {
      const next = lanes.get(dealership)?.next
      if (next === undefined) return Effect.sync(() => void lanes.delete(dealership))
      lanes.set(dealership, { next: undefined })
      return Effect.forkDetach(Effect.flatMap(Effect.exit(read(dealership)), (exit) => Deferred.done(next, exit)))
    }))
  return (dealership: string) =>
    Effect.suspend(() => {
      const lane = lanes.get(dealership)
      if (lane !== undefined) return Deferred.await(lane.next ??= Deferred.makeUnsafe())
      lanes.set(dealership, { next: undefined })
      return read(dealership)
    })
}

/** Answers from what is kept, or with the given answer. Equal questions that come at once are answered once. */
export const make = ({ bytes }: Options, records: Pick<Records["Service"], "lastAuditEntry">): HeavyWork.Keep => {
  const shelf = new Shelf(bytes)
  const lastEntryOf = jointly(records)
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

  const answered = <E, R>(answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>, key: string, revision: string) =>
    Effect.suspend(() => {
      const flight = JSON.stringify([key, revision])
      const settled = Deferred.makeUnsafe<Kept | undefined>()
      inFlight.set(flight, settled)
      let kept: Kept | undefined
      return answer.pipe(
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

  return Effect.fnUntraced(function*(admitted, answer) {
    const { caller, isRepeated, request } = admitted
    if (request.method !== "GET" || !isRepeated && !HeavyWork.asOfAnInstant(request)) return yield* answer
    const last = yield* lastEntryOf(caller.identity.dealership)
    // The answer itself says that the storage can't be reached.
    if (Option.isNone(last)) return yield* answer
    const revision = Option.match(last.value, { onNone: () => "", onSome: ({ digest, sequence }) => `${sequence} ${digest}` })
    const key = keyOf(admitted, yield* Clock.currentTimeMillis)
    const kept = shelf.get(key, revision)
    if (kept !== undefined) return toResponse(kept)
    const other = inFlight.get(JSON.stringify([key, revision]))
    const found = other === undefined ? undefined : yield* Deferred.await(other)
    return found === undefined ? yield* answered(answer, key, revision) : toResponse(found)
  })
}
