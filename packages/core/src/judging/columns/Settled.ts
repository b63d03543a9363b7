/** The books once their records are judged among each other. */
import type { ActivityBook } from "./ActivityBook.ts"
import type { ProspectBook } from "./ProspectBook.ts"

/** Prospects judged among each other, to be read. No record can be added to them. */
export type SettledProspects = Omit<ProspectBook, "add" | "settle">

/** Activities judged among each other, to be read. No record can be added to them. */
export type SettledActivities = Omit<ActivityBook, "add" | "settle">
