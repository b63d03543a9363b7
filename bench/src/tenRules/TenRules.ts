/** The engines that say the ten rules, beside each other: the plain loop, libraries that check shapes, and rule engines. */
import type { Prospect } from "@crm-procedure/core/Prospect"
import { deepStrictEqual } from "node:assert/strict"
import * as Measure from "../Measure.ts"
import * as Table from "../Table.ts"
import * as effectSchema from "./effectSchema.ts"
import * as jsonRulesEngine from "./jsonRulesEngine.ts"
import { bits, EMAIL, REGISTRATION_MILLIS, sources } from "./Rules.ts"
import type { Code, Context, Engine } from "./Rules.ts"
import * as zenEngine from "./zenEngine.ts"
import * as zodSchema from "./zodSchema.ts"

const plainLoop = ({ asOf, branchIds, brandIds }: Context) => (prospect: Prospect): number => {
  const { consentAt, createdAt, email, excludedAt, phone, recordedAt, source } = prospect
  let failed = 0
  if (phone === undefined && email === undefined) failed |= 1 << bits["contact-missing"]
  if (email !== undefined && (email.length > 254 || !EMAIL.test(email))) failed |= 1 << bits["email-invalid"]
  if (!branchIds.has(prospect.branchId)) failed |= 1 << bits["branch-unknown"]
  if (!brandIds.has(prospect.brandId)) failed |= 1 << bits["brand-unknown"]
  if (createdAt > asOf) failed |= 1 << bits["created-in-future"]
  if (source === undefined || !sources.has(source)) failed |= 1 << bits["source-unknown"]
  if (prospect.interest === undefined) failed |= 1 << bits["interest-missing"]
  if (consentAt === undefined || consentAt > asOf) failed |= 1 << bits["consent-missing"]
  else if (excludedAt !== undefined && excludedAt >= consentAt && excludedAt <= asOf) failed |= 1 << bits["consent-revoked"]
  if (recordedAt !== undefined && recordedAt - createdAt > REGISTRATION_MILLIS) failed |= 1 << bits["registered-late"]
  return failed
}

const bitsOf = (codes: ReadonlyArray<string>): number => codes.reduce((failed, code) => failed | (1 << bits[code as Code]), 0)

const TEN = bitsOf(Object.keys(bits))

/** Engines that take microseconds and more get so many records only. */
const FEW = 2000

/** Measures the engines; `failed` are the product's bits, which every engine must repeat, and `book` the product's own run. */
export const measure = async (
  prospects: ReadonlyArray<Prospect>,
  context: Context,
  failed: Uint32Array,
  book: () => void,
  rounds: number
): Promise<Table.Section> => {
  const loop = plainLoop(context)
  const engines: ReadonlyArray<{ readonly name: string; readonly engine: Engine; readonly count: number }> = [
    { name: "zod 4", engine: zodSchema.make(context), count: prospects.length },
    { name: "Effect Schema with checks", engine: effectSchema.make(context), count: prospects.length },
    { name: "json-rules-engine", engine: jsonRulesEngine.make(context), count: Math.min(prospects.length, FEW) },
    { name: "zen-engine", engine: zenEngine.make(context), count: Math.min(prospects.length, FEW) }
  ]
  for (let i = 0; i < prospects.length; i++) deepStrictEqual(loop(prospects[i]!), failed[i]! & TEN, `the plain loop, prospect ${i}`)
  for (const { count, engine, name } of engines) {
    for (let i = 0; i < count; i++) deepStrictEqual(bitsOf(await engine.codes(prospects[i]!)), failed[i]! & TEN, `${name}, prospect ${i}`)
  }
  let sink = 0
  const results = await Measure.sideBySide([
    {
      name: "plain loop, ten rules",
      count: prospects.length,
      run: () => {
        for (const prospect of prospects) sink ^= loop(prospect)
      }
    },
    { name: "crm-procedure, all rules", count: prospects.length, note: "all 22 rules, keys and ids, by itself and against the directory", run: book },
    ...engines.map(({ count, engine, name }) => ({
      name,
      count,
      note: "the ten rules",
      run: async () => {
        for (let i = 0; i < count; i++) {
          const result = engine.run(prospects[i]!)
          if (result instanceof Promise) await result
        }
      }
    }))
  ], rounds)
  return {
    title: "Judging, ten rules, in memory, decoded: peers",
    text: `The rules ${Object.keys(bits).join(", ")}; ${prospects.length} prospects (${FEW} for the two rule engines). Before the clock ran, every ` +
      "engine was found to fail the same rules for every record. The engines know ten rules, the product all of them." + (sink === 1 ? " " : ""),
    table: Table.rates(results)
  }
}
