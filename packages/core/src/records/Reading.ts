/** How a dealership's files are read: the zone of times without an offset, the order of dates, and the words that its policy lists. */
import type * as Calendar from "../calendar/Calendar.ts"

/** `day-first`: `5/03/2024` is 5 March. `iso`: dates are read as ISO 8601 only. */
export type DateOrder = "day-first" | "iso"

export const dateOrders: ReadonlyArray<DateOrder> = ["day-first", "iso"]

export interface Reading {
  readonly zone: Calendar.Zone
  readonly dateOrder: DateOrder
  /** The words of open lists (`source`, `type`, `outcome`) that a policy lists, by column. They are kept as the policy writes them. */
  readonly listed: Readonly<Record<string, ReadonlySet<string>>>
}

/** A reading, or a zone alone: then dates are day-first, and no word is listed but the default ones. */
export type Given = Reading | Calendar.Zone

/** The whole reading of what is given. */
export const of = (given: Given): Reading => "dateOrder" in given ? given : { zone: given, dateOrder: "day-first", listed: {} }
