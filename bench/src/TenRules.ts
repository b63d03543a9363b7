/** The engines that say the ten rules, beside each other: the plain loop, libraries that check shapes, and rule engines. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { deepStrictEqual } from "node:assert/strict"
import * as DemonstrationFolder from "./DemonstrationFolder.ts"
import * as Measure from "./Measure.ts"
import * as Table from "./Table.ts"
import * as effectSchema from "./tenRules/effectSchema.ts"
import * as jsonRulesEngine from "./tenRules/jsonRulesEngine.ts"
import { bits, EMAIL, REGISTRATION_MILLIS, sources } from "./tenRules/Rules.ts"
import type { Code, Context, Engine } from "./tenRules/Rules.ts"
import * as zenEngine from "./tenRules/zenEngine.ts"
import * as zodSchema from "./tenRules/zodSchema.ts"

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

const engines: Readonly<Record<string, { readonly make: (context: Context) => Engine; readonly most: number }>> = {
  "zod 4": { make: zodSchema.make, most: Infinity },
  "Effect Schema with checks": { make: effectSchema.make, most: Infinity },
  "json-rules-engine": { make: jsonRulesEngine.make, most: FEW },
  "zen-engine": { make: zenEngine.make, most: FEW }
}

const PLAIN = "plain loop, ten rules"
const OURS = "crm-procedure, all rules"

const asOf = Calendar.periodBounds(Calendar.bogota, DemonstrationFolder.PERIOD).end

const load = (size: number) => {
  const folder = DemonstrationFolder.make(size)
  const directory = {
    employees: DemonstrationFolder.decode(CanonicalFile.employees, folder),
    branches: DemonstrationFolder.decode(CanonicalFile.branches, folder),
    brands: DemonstrationFolder.decode(CanonicalFile.brands, folder)
  }
  const prospects = DemonstrationFolder.decode(CanonicalFile.prospects, folder)
  const judging = JudgingContext.make({ policy: Policy.gcPro05, directory, asOf })
  const build = (): MonthBuilder => {
    const builder = new MonthBuilder(judging, { prospects: prospects.length })
    for (let i = 0; i < prospects.length; i++) builder.addProspect(prospects[i]!)
    return builder
  }
  const context: Context = {
    asOf,
    branchIds: new Set(directory.branches.map(({ branchId }) => branchId)),
    brandIds: new Set(directory.brands.map(({ brandId }) => brandId))
  }
  return { prospects, build, context }
}

export const contest: Measure.Contest = {
  names: [PLAIN, OURS, ...Object.keys(engines)],
  make: async (name, size) => {
    const { build, context, prospects } = load(size)
    const failed = build().judgeProspects({ period: DemonstrationFolder.PERIOD }).prospects.failed.array
    const expect = (found: number, i: number): void => deepStrictEqual(found, failed[i]! & TEN, `${name}, prospect ${i}`)
    if (name === OURS) {
      return { name, count: prospects.length, note: "all rules about a prospect by itself, its keys and its id too", run: () => build() }
    }
    if (name === PLAIN) {
      const loop = plainLoop(context)
      prospects.forEach((prospect, i) => expect(loop(prospect), i))
      return {
        name,
        count: prospects.length,
        run: () => {
          let sink = 0
          for (const prospect of prospects) sink ^= loop(prospect)
          return sink
        }
      }
    }
    const { make, most } = engines[name]!
    const engine = make(context)
    const count = Math.min(prospects.length, most)
    for (let i = 0; i < count; i++) expect(bitsOf(await engine.codes(prospects[i]!)), i)
    return {
      name,
      count,
      note: "the ten rules",
      run: async () => {
        for (let i = 0; i < count; i++) {
          const result = engine.run(prospects[i]!)
          if (result instanceof Promise) await result
        }
      }
    }
  }
}

/** Measures the engines on the prospects of a month; each is first found to fail the same rules as ours for every record. */
export const measure = async (size: number, rounds: number): Promise<Table.Section> => ({
  title: "Judging, ten rules, in memory, decoded: peers",
  text: `The rules ${Object.keys(bits).join(", ")}; ${size} prospects (${FEW} for the two rule engines). Before the clock ran, every engine was found ` +
    "to fail the same rules for every record. The engines know ten rules, the product all of them.",
  table: Table.rates(await Measure.sideBySide(new URL(import.meta.url), contest.names, size, rounds))
})
