/** Kills a process that writes, again and again, and holds what is kept against what it was told is kept. */
import * as Records from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { storageOf } from "./storageOf.ts"

/** What was found after a kill. */
export interface Found {
  /** Numbers that the storage said are kept. */
  readonly acknowledged: number
  readonly kept: number
  /** Acknowledged and not there. */
  readonly lost: ReadonlyArray<number>
  /** There without the rest of their change. */
  readonly half: ReadonlyArray<string>
  /** Whether the stored counts are the sum of the verdicts. */
  readonly isCounted: boolean
}

/** Starts the writer, kills it once it has had so many acknowledged and a little time more, and answers the numbers that it printed. */
const writeAndKill = (parameters: ReadonlyArray<string>, enough: number, millisMore: number): Promise<ReadonlyArray<number>> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL("writer.ts", import.meta.url)), ...parameters], { stdio: ["ignore", "pipe", "pipe"] })
    let out = ""
    let error = ""
    let lines = 0
    let waiting = false
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text
      lines += text.split("\n").length - 1
      if (lines < enough || waiting) return
      waiting = true
      setTimeout(() => child.kill("SIGKILL"), millisMore)
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => error += text)
    child.on("error", reject)
    child.on("close", (status, signal) =>
      signal === "SIGKILL" ? resolve(out.split("\n").slice(0, -1).map(Number)) : reject(new Error(`the writer ended by itself with ${status}: ${error.slice(0, 2000)}`)))
  })

const look = Effect.fnUntraced(function*(dealership: string, acknowledged: ReadonlyArray<number>): Effect.fn.Return<Found, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const prospects = new Set((yield* Stream.runCollect(records.prospects(dealership))).map(({ record }) => record.prospectId))
  const activities = new Set((yield* Stream.runCollect(records.activities(dealership))).map(({ record }) => record.activityId))
  const numbers = [...prospects].map((id) => Number(id.slice(1)))
  const half = [
    ...numbers.filter((number) => !activities.has(`C${number}-0`) || !activities.has(`C${number}-1`)).map((number) => `P${number}`),
    ...[...activities].filter((id) => !prospects.has(`P${id.slice(1, -2)}`))
  ]
  const sorted = (storedCounts: ReadonlyArray<object>) => storedCounts.map((one) => JSON.stringify(one, sortedKeys)).sort().join("\n")
  const kept = (yield* records.monthState(dealership, "2024-03")).storedCounts
  return {
    acknowledged: acknowledged.length,
    kept: prospects.size,
    lost: acknowledged.filter((number) => !prospects.has(`P${number}`)),
    half,
    isCounted: sorted(kept) === sorted(yield* VerdictUpkeep.recount(dealership))
  }
})

const sortedKeys = (_: string, part: unknown): unknown =>
  typeof part === "object" && part !== null && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => one < other ? -1 : 1))
    : part

/** Kills a writer so many times on one storage; answers what was found after each. */
export const killAgainAndAgain = async (kind: "pglite" | "postgres", where: string, dealership: string, kills: number): Promise<ReadonlyArray<Found>> => {
  const acknowledged: Array<number> = []
  const found: Array<Found> = []
  for (let kill = 0; kill < kills; kill++) {
    // Each goes on at numbers of its own; the moment of the kill wanders through a change.
    acknowledged.push(...await writeAndKill([kind, where, dealership, String(kill * 1_000)], 3 + kill % 5, kill * 7 % 23))
    found.push(await Effect.runPromise(look(dealership, acknowledged).pipe(Effect.provide(storageOf(kind, where)))))
  }
  return found
}
