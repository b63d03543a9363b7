/**
 * A process that registers visits until it is killed: `node writer.ts pglite <folder> <dealership> <first number>`, or `postgres <url> …`.
 * Each is one change of a prospect and two activities; its number is printed once the storage has said that it is kept.
 */
import type { Activity } from "@crm-procedure/core/records/Activity"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as Effect from "effect/Effect"
import { writeSync } from "node:fs"
import { storageOf } from "./storageOf.ts"

const [, , kind = "", where = "", dealership = "", first = "0"] = process.argv

/** Several at once, so that a kill meets changes in every state. */
const AT_ONCE = 4

const startedAt = 1_709_650_800_000
const register: VerdictUpkeep.VerdictUpkeep = { dealership, policyOf: () => Policy.gcPro05 }

const prospect = (number: number): Prospect => ({
  prospectId: `P${number}`,
  createdAt: startedAt + number * 1000,
  advisorId: `A${number % 3}`,
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  // Every third is a duplicate, so that verdicts depend on what other changes wrote.
  phone: `30045${String(67_890 + (number - number % 3) % 10_000).padStart(5, "0")}`,
  source: "walk-in",
  interest: "Sedán",
  consentAt: startedAt,
  stage: "open"
})

const activity = (number: number, place: number): Activity => ({
  activityId: `C${number}-${place}`,
  prospectId: `P${number}`,
  advisorId: `A${number % 3}`,
  type: place === 0 ? "visit" : "call",
  status: "performed",
  direction: "outbound",
  performedAt: startedAt + number * 1000 + place * 60_000,
  outcome: "interested",
  note: "Vino a ver el sedán gris"
})

const registerOne = (number: number) =>
  Effect.andThen(
    VerdictUpkeep.put(register, { prospects: [prospect(number)], activities: [activity(number, 0), activity(number, 1)] }, startedAt + 86_400_000),
    Effect.sync(() => writeSync(1, `${number}\n`))
  )

const lane = (place: number) =>
  Effect.gen(function*() {
    for (let number = Number(first) + place;; number += AT_ONCE) yield* registerOne(number)
  })

await Effect.runPromise(Effect.all(Array.from({ length: AT_ONCE }, (_, place) => lane(place)), { concurrency: "unbounded" }).pipe(Effect.provide(storageOf(kind, where))))
