/** As of when a month that is over is looked at (*Corte*): its end, or now, with what has come since. */
import { periodBeside } from "./Spanish.ts"

export type Cut = "end" | "now"

/**
 * The cut of a month: what was chosen; else now for the running month and the one before, on which people still work, and the end for
 * older ones.
 */
export const of = (period: string, current: string, chosen: string | undefined): Cut =>
  period >= current ? "now" : chosen === "end" || chosen === "now" ? chosen : period === periodBeside(current, -1) ? "now" : "end"

/** The first instant after a month, local. */
export const endOf = (period: string): string => `${periodBeside(period, 1)}-01T00:00:00`
