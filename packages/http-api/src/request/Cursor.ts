/** Lists one page at a time, in code point order of an id. A cursor says where the previous page ended. */
import { isStorable } from "@crm-procedure/core/identity/StorableText"
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as Effect from "effect/Effect"
import type { Invalid } from "../Problem.ts"
import * as Refusing from "./Refusing.ts"

export const DEFAULT_LIMIT = 100

/** A cursor of what the next page needs: texts and numbers. It is opaque to clients, and holds no secret. */
export const cursorOf = (parts: ReadonlyArray<string | number>): string => Buffer.from(JSON.stringify(parts), "utf8").toString("base64url")

/** The first and last instants that a text can hold. */
const FIRST_INSTANT = -62_135_596_800_000
export const LAST_INSTANT = 253_402_300_799_999

const isPart = (part: unknown, kind: "string" | "number"): boolean =>
  typeof part === kind && (typeof part === "string" ? isStorable(part) : Number.isSafeInteger(part) && Number(part) >= FIRST_INSTANT && Number(part) <= LAST_INSTANT)

/** What a cursor says; undefined for the first page. A cursor that no answer had is refused. */
export const parse = <const Kinds extends ReadonlyArray<"string" | "number">>(
  cursor: string | undefined,
  kinds: Kinds
): Effect.Effect<{ [K in keyof Kinds]: Kinds[K] extends "string" ? string : number } | undefined, Invalid> => {
  type Parts = { [K in keyof Kinds]: Kinds[K] extends "string" ? string : number }
  if (cursor === undefined) return Effect.succeed(undefined)
  try {
    const parts = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown
    if (Array.isArray(parts) && parts.length === kinds.length && parts.every((part, place) => isPart(part, kinds[place]!))) return Effect.succeed(parts as Parts)
  } catch {
    // It is refused below, like any cursor that no answer had.
  }
  return Effect.fail(Refusing.invalid({ in: "query", pointer: "/cursor", expected: { es: "el nextCursor de la página anterior", en: "the nextCursor of the page before" } }))
}

/** Collects the first values of an order, from values in any order. It keeps at most `limit` and one more, which tells whether more follow. */
export class First<A> {
  private readonly kept: Array<A> = []
  private readonly compare: (one: A, other: A) => number
  private readonly isAsked: (value: A) => boolean
  private readonly limit: number

  constructor(compare: (one: A, other: A) => number, isAsked: (value: A) => boolean, limit: number) {
    this.compare = compare
    this.isAsked = isAsked
    this.limit = limit
  }

  offer(value: A): void {
    const { compare, kept, limit } = this
    if (!this.isAsked(value) || kept.length > limit && compare(value, kept.at(-1)!) >= 0) return
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(kept[middle]!, value) < 0) low = middle + 1
      else high = middle
    }
    kept.splice(low, 0, value)
    if (kept.length > limit + 1) kept.pop()
  }

  get page(): { readonly items: ReadonlyArray<A>; readonly hasMore: boolean } {
    return { items: this.kept.slice(0, this.limit), hasMore: this.kept.length > this.limit }
  }
}

/** A page of a list in code point order of an id. */
export const ofList = <A>(all: ReadonlyArray<A>, idOf: (value: A) => string, after: string | undefined, limit = DEFAULT_LIMIT) => {
  const first = new First<A>(
    (one, other) => Verification.compareIds(idOf(one), idOf(other)),
    (one) => after === undefined || Verification.compareIds(idOf(one), after) > 0,
    limit
  )
  for (const one of all) first.offer(one)
  const { hasMore, items } = first.page
  return { items, nextCursor: hasMore ? cursorOf([idOf(items.at(-1)!)]) : null }
}
