/**
 * The colour of an indicator (*Semáforo*): exact comparison with thresholds, never of rounded percentages.
 *
 * @example
 * ```ts run
 * import { Policy, Semaphore } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const thresholds = Policy.gcPro05.thresholds.prospecting
 * assert.equal(Semaphore.colorOf(4, 5, thresholds), "yellow")
 * assert.equal(Semaphore.colorOf(1999, 2500, thresholds), "red")
 * assert.equal(Semaphore.colorOf(3, 0, thresholds), "none")
 * assert.equal(Semaphore.words.red.es, "Rojo")
 * ```
 */
import type { Bilingual } from "../identity/Bilingual.ts"
import type { Thresholds } from "../policy/Thresholds.ts"

/** Every colour, the best one first; `none` where there is no goal. */
export const colors = ["green", "yellow", "red", "none"] as const

export type Color = (typeof colors)[number]

/** Whether `part / whole` reaches the threshold (hundredths of a percent), by cross-multiplication; exact for counts up to 2^53. */
export const reaches = (part: number, whole: number, threshold: number): boolean =>
  BigInt(part) * 10000n >= BigInt(whole) * BigInt(threshold)

/** The one colour of `part / whole`; `none` where there is no goal. A threshold belongs to the better colour. */
export const colorOf = (part: number, whole: number, thresholds: Thresholds): Color =>
  whole === 0 ? "none" : reaches(part, whole, thresholds.green) ? "green" : reaches(part, whole, thresholds.yellow) ? "yellow" : "red"

/** The words that stand beside a colour, so that a black-and-white print works. */
export const words: Readonly<Record<Color, Bilingual>> = {
  green: { es: "Verde", en: "Green" },
  yellow: { es: "Amarillo", en: "Yellow" },
  red: { es: "Rojo", en: "Red" },
  none: { es: "Sin meta", en: "No goal" }
}

const severity: Readonly<Record<Color, number>> = { green: 0, yellow: 1, red: 2, none: -1 }

/** Orders colours from green to red; `none` has no place among them and comes first. */
export const compare = (one: Color, other: Color): number => severity[one] - severity[other]
