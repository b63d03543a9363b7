/** The order of a list: by what, and which way. Things that are alike stand in the order of their ids. */
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as Effect from "effect/Effect"
import type { Invalid } from "../Problem.ts"
import * as Cursor from "../request/Cursor.ts"

/** What a thing is sorted by. */
export type SortKey = string | number

/** An order: how a thing is sorted, from small to great or the other way. */
export interface ListOrder<A> {
  readonly idOf: (one: A) => string
  readonly keyOf: (one: A) => SortKey
  readonly isDescending: boolean
}

const compareKeys = (one: SortKey, other: SortKey): number =>
  typeof one === "number" && typeof other === "number" ? one - other : Verification.compareIds(String(one), String(other))

/** Compares two things as an order does. */
export const compare = <A>({ idOf, isDescending, keyOf }: ListOrder<A>) => (one: A, other: A): number => {
  const byKey = compareKeys(keyOf(one), keyOf(other))
  return (isDescending ? -byKey : byKey) || Verification.compareIds(idOf(one), idOf(other))
}

/** Where the page before ended. */
export interface Place {
  readonly key: SortKey
  readonly id: string
}

/** Reads a cursor of a sorted list, whose key is of a kind. */
export const placeOf = (cursor: string | undefined, kind: "string" | "number"): Effect.Effect<Place | undefined, Invalid> =>
  Effect.map(Cursor.parse(cursor, [kind, "string"]), (parts) => parts === undefined ? undefined : { key: parts[0], id: parts[1] })

/** Whether a thing stands behind a place. */
const isBehind = <A>({ idOf, isDescending, keyOf }: ListOrder<A>, place: Place | undefined) => (one: A): boolean => {
  if (place === undefined) return true
  const byKey = compareKeys(keyOf(one), place.key)
  return ((isDescending ? -byKey : byKey) || Verification.compareIds(idOf(one), place.id)) > 0
}

/** A page of things, and the cursor of the next one. */
export const page = <A>(all: Iterable<A>, order: ListOrder<A>, place: Place | undefined, limit: number): { readonly items: ReadonlyArray<A>; readonly nextCursor: string | null } => {
  const first = new Cursor.First<A>(compare(order), isBehind(order, place), limit)
  for (const one of all) first.offer(one)
  const { hasMore, items } = first.page
  const last = items.at(-1)
  return { items, nextCursor: hasMore && last !== undefined ? Cursor.cursorOf([order.keyOf(last), order.idOf(last)]) : null }
}
