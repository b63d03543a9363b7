/** Row 6: judged records to Postgres in batches, a month's scorecard however long the history, one record judged again. */
import type { Activity } from "@crm-procedure/core/records/Activity"
import { CrmProcedure, gcPro05 } from "@crm-procedure/core/service/CrmProcedure"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import { Records } from "@crm-procedure/core/register/Records"
import * as StoredCounts from "@crm-procedure/core/register/StoredCounts"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as Postgres from "@crm-procedure/postgres/Postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { Client } from "pg"
import { STARTED_AT } from "./JudgedRecords.ts"
import * as Measure from "./Measure.ts"
import * as PostgresServer from "./PostgresServer.ts"
import * as storedHistory from "./storedHistory.ts"
import * as Table from "./Table.ts"
import * as writing from "./writing.ts"

const storageOf = (url: string) => Postgres.layer({ url: Redacted.make(url), maxConnections: 2 })

const measureWriting = async (server: PostgresServer.PostgresServer, size: number, rounds: number): Promise<Table.Section> => {
  const url = await server.createDatabase("writing")
  await Effect.runPromise(Effect.provide(Records, storageOf(url)))
  process.env["BENCH_DATABASE_URL"] = url
  const results = await Measure.sideBySide(new URL("./writing.ts", import.meta.url), writing.contest.names, size, rounds)
  return {
    title: "Writing judged records to Postgres, in batches",
    text: `${size} prospects and three times as many activities into empty tables, ${writing.BATCH} prospects with their activities a commit; same tables, same indexes. After each round the rows ` +
      "are counted and ours held against its stored counts. Processor time is the client's alone; the server has the other of the two cores. Goal: ≥ 0.5 of COPY, stored counts included.",
    table: Table.rates(results)
  }
}

/** How often something quick is asked for in a round. */
const TIMES = 20

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await run()
  return performance.now() - began
}

const median = (millis: ReadonlyArray<number>): number => millis.toSorted((one, other) => one - other)[millis.length >> 1]!
const highest = (millis: ReadonlyArray<number>): number => millis.toSorted((one, other) => one - other)[Math.ceil(millis.length * 0.95) - 1]!

const policyDigest = VerdictUpkeep.basisDigest(gcPro05.policy, undefined)

const measureScorecard = async (url: string, sizes: readonly [small: number, large: number], rounds: number): Promise<Table.Section> => {
  const client = new Client(url)
  await client.connect()
  const dealerships = sizes.map((size) => `history of ${size}`)
  for (const [place, dealership] of dealerships.entries()) await storedHistory.fill(client, dealership, sizes[place]!)
  await client.query(storedHistory.countIndex)
  await client.query("VACUUM ANALYZE")
  const asOf = STARTED_AT + 40 * 86_400_000
  const taken = await Effect.runPromise(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    const records = yield* Records
    for (const dealership of dealerships) {
      for (const period of [storedHistory.PERIOD, storedHistory.PERIOD_BEFORE]) yield* records.markJudged(dealership, period, policyDigest, 0)
    }
    const contenders = {
      "scorecard": (dealership: string) => Effect.runPromise(crm.scorecard({ dealership, period: storedHistory.PERIOD, asOf }, ["advisor"])),
      "the stored counts it reads": (dealership: string) => Effect.runPromise(records.monthState(dealership, storedHistory.PERIOD)),
      "the month's activities counted by the best index": (dealership: string) => client.query({ name: "count", text: storedHistory.countMonth, values: [dealership, storedHistory.PERIOD] })
    }
    const found: Record<string, ReadonlyArray<ReadonlyArray<number>>> = {}
    for (const [name, run] of Object.entries(contenders)) {
      const millis = dealerships.map((): Array<number> => [])
      for (let round = -1; round < rounds; round++) {
        for (let time = 0; time < TIMES; time++) {
          for (const [place, dealership] of dealerships.entries()) {
            const one = yield* Effect.promise(() => timed(() => run(dealership)))
            if (round >= 0) millis[place]!.push(one)
          }
        }
      }
      found[name] = millis
    }
    return found
  }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provideMerge(storageOf(url))))))
  await client.end()
  return {
    title: "Scorecard of one month, by the length of the history",
    text: `A dealership with ${sizes[0]} and one with ${sizes[1]} activities and a third as many prospects, over ${storedHistory.MONTHS} months, 60 advisors, in one database. ` +
      "The scorecard as the service answers it, by advisor, from the month's stored counts and those of the month before. Goal: ≤ 5 ms at both, ratio ≤ 1.3.",
    table: Table.markdown(
      ["", `ms at ${sizes[0]}`, "95 %", `ms at ${sizes[1]}`, "95 %", "ratio"],
      Object.entries(taken).map(([name, [small, large]]) => [
        name,
        median(small!).toFixed(2),
        highest(small!).toFixed(2),
        median(large!).toFixed(2),
        highest(large!).toFixed(2),
        Table.ratio(median(large!) / median(small!))
      ])
    )
  }
}

const ACTIVITIES_OF_ONE = 20
const HOUR = 3_600_000

const prospect = (number: number): Prospect => ({
  prospectId: `P${number}`,
  createdAt: STARTED_AT + number * HOUR,
  advisorId: `A${number % 5}`,
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz Peña",
  phone: `3004${String(500_000 + number)}`,
  source: "walk-in",
  interest: "Sedán gris",
  consentAt: STARTED_AT + number * HOUR,
  stage: "open"
})

const activity = (number: number, place: number): Activity => ({
  activityId: `C${number}-${place}`,
  prospectId: `P${number}`,
  advisorId: `A${number % 5}`,
  type: place === 0 ? "visit" : "call",
  status: "performed",
  direction: "outbound",
  performedAt: STARTED_AT + (number + 26 * place + 1) * HOUR,
  recordedAt: STARTED_AT + (number + 26 * place + 1) * HOUR,
  outcome: "interested",
  note: `Vino a ver el sedán gris y preguntó por la cuota número ${place} del plan ${number}`,
  durationSeconds: 120
})

/** A call that fails its prospect, with everything that follows from it, in one transaction; among the records of the long history. */
const measureJudgedAgain = async (url: string, rounds: number): Promise<Table.Section> => {
  const count = rounds * TIMES
  const dealership = "one record judged again"
  const now = STARTED_AT + 60 * 86_400_000
  const { checked, millis } = await Effect.runPromise(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    const records = yield* Records
    yield* crm.registerDirectory(dealership, {
      branches: [{ branchId: "S1", name: "Sede" }],
      brands: [{ brandId: "B1", name: "Marca" }],
      employees: Array.from({ length: 5 }, (_, number) => ({ employeeId: `A${number}`, name: `Asesor ${number}`, role: "advisor", branchId: "S1", activeFrom: 0 }) as const)
    }, STARTED_AT)
    const numbers = Array.from({ length: count }, (_, number) => number)
    yield* crm.registerProspects(dealership, numbers.map(prospect), now)
    yield* crm.registerActivities(dealership, numbers.flatMap((number) => Array.from({ length: ACTIVITIES_OF_ONE }, (_, place) => activity(number, place))), now)
    const millis: Array<number> = []
    const verdicts = (number: number) =>
      Effect.gen(function*() {
        const of = Option.getOrThrow(yield* records.prospect(dealership, `P${number}`)).storedVerdict.verdict
        const activities = yield* records.activitiesLike(dealership, [{ matchKey: "prospect", value: `P${number}` }])
        return [of, ...activities.map(({ storedVerdict }) => storedVerdict.verdict)]
      })
    let checked = 0
    for (const number of numbers) {
      const before = yield* verdicts(number)
      const call = { callId: `V${number}`, subjectType: "prospect", subjectId: `P${number}`, agentId: "G1", attemptedAt: now, outcome: "not-attended" } as const
      millis.push(yield* Effect.promise(() => timed(() => Effect.runPromise(crm.registerCalls(dealership, [call], now)))))
      const after = yield* verdicts(number)
      if (before.every((verdict) => verdict === "valid") && after.length === 1 + ACTIVITIES_OF_ONE && after.every((verdict) => verdict === "invalid")) checked++
    }
    const sorted = (storedCounts: ReadonlyArray<StoredCounts.StoredCounts>) =>
      storedCounts.map((one) => `${StoredCounts.keyOf(one)} ${Object.entries(one.counts).sort().join()}`).sort().join()
    const periods = yield* records.judgedPeriods(dealership)
    const kept = yield* Effect.forEach(periods, ({ period }) => records.monthState(dealership, period))
    const recounted = yield* VerdictUpkeep.recount(dealership)
    if (sorted(kept.flatMap(({ storedCounts }) => storedCounts)) !== sorted(recounted)) throw new Error("the stored counts are not what a recount gives")
    return { millis, checked }
  }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provideMerge(storageOf(url))))))
  return {
    title: "One record judged again",
    text: `A verification call that fails a prospect with ${ACTIVITIES_OF_ONE} activities, to every verdict, count and event stored: one transaction, in the database of the long history. ` +
      `${checked} of ${count} turned from valid to invalid, prospect and activities; the stored counts are what a recount gives. Goal: ≤ 10 ms.`,
    table: Table.markdown(["", "median ms", "95 %", "times"], [["registerCalls", median(millis).toFixed(2), highest(millis).toFixed(2), String(count)]])
  }
}

/** `size` prospects are written; the histories hold 15 and 150 times as many activities. */
export const measure = async (size: number, rounds: number): Promise<ReadonlyArray<Table.Section>> => {
  const server = await PostgresServer.start()
  try {
    const written = await measureWriting(server, size, rounds)
    const url = await server.createDatabase("history")
    await Effect.runPromise(Effect.provide(Records, storageOf(url)))
    return [written, await measureScorecard(url, [size * 15, size * 150], rounds), await measureJudgedAgain(url, rounds)]
  } finally {
    await server.stop()
  }
}
