/** Lists a page at a time, in code point order of an id; a cursor says where the page before ended. */
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as Effect from "effect/Effect"
import type { Problem } from "../Problem.ts"
import * as Refusing from "./Refusing.ts"

export const DEFAULT_LIMIT = 100

/** A cursor of what is needed to go on: texts and numbers. It is opaque to whoever holds it, and holds no secret. */
export const cursorOf = (parts: ReadonlyArray<string | number>): string => Buffer.from(JSON.stringify(parts), "utf8").toString("base64url")

/** The instants that texts can say. */
const FIRST_INSTANT = -62_135_596_800_000
const LAST_INSTANT = 253_402_300_799_999

const isPart = (part: unknown, kind: "string" | "number"): boolean =>
  typeof part === kind && (typeof part !== "number" || Number.isSafeInteger(part) && part >= FIRST_INSTANT && part <= LAST_INSTANT)

/** What a cursor says: undefined for the first page; a refusal for one that was not given out. */
export const parse = <const Kinds extends ReadonlyArray<"string" | "number">>(
  cursor: string | undefined,
  kinds: Kinds
): Effect.Effect<{ [K in keyof Kinds]: Kinds[K] extends "string" ? string : number } | undefined, Problem> => {
  type Parts = { [K in keyof Kinds]: Kinds[K] extends "string" ? string : number }
  if (cursor === undefined) return Effect.succeed(undefined)
  try {
    const parts = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown
    if (Array.isArray(parts) && parts.length === kinds.length && parts.every((part, place) => isPart(part, kinds[place]!))) return Effect.succeed(parts as Parts)
  } catch {
    // It is refused below like any other that was not given out.
  }
  return Effect.fail(Refusing.invalid({ in: "query", pointer: "/cursor", expected: { es: "el nextCursor de la página anterior", en: "the nextCursor of the page before" } }))
}

/**
 * The first values behind an id, in its order, of many that come in any order: at most `limit` and one more are kept. Whether
 * there are more than `limit` says whether there is a next page.
 */
export class FirstBehind<A> {
  private readonly kept: Array<A> = []
  private readonly idOf: (value: A) => string
  private readonly after: string | undefined
  private readonly limit: number

  constructor(idOf: (value: A) => string, after: string | undefined, limit: number) {
    this.idOf = idOf
    this.after = after
    this.limit = limit
  }

  offer(value: A): void {
    const id = this.idOf(value)
    if (this.after !== undefined && Verification.compareIds(id, this.after) <= 0) return
    const { kept } = this
    if (kept.length > this.limit && Verification.compareIds(id, this.idOf(kept.at(-1)!)) >= 0) return
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (Verification.compareIds(this.idOf(kept[middle]!), id) < 0) low = middle + 1
      else high = middle
    }
    kept.splice(low, 0, value)
    if (kept.length > this.limit + 1) kept.pop()
  }

  /** The page, and the id that it ended with where there is a next one. */
  get page(): { readonly items: ReadonlyArray<A>; readonly last: string | undefined } {
    const items = this.kept.slice(0, this.limit)
    return { items, last: this.kept.length > this.limit ? this.idOf(items.at(-1)!) : undefined }
  }
}

/** A page of a list that is at hand in the order of its ids. */
export const ofList = <A>(all: ReadonlyArray<A>, idOf: (value: A) => string, after: string | undefined, limit = DEFAULT_LIMIT) => {
  const first = new FirstBehind(idOf, after, limit)
  for (const one of all) first.offer(one)
  const { items, last } = first.page
  return { items, nextCursor: last === undefined ? null : cursorOf([last]) }
}
