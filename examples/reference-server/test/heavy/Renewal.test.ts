import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import { Records } from "@crm-procedure/core/register/Records"
import { ALWAYS } from "@crm-procedure/core/register/StoredVerdict"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { describe, expect, it } from "vitest"
import * as Renewal from "../../src/heavy/Renewal.ts"

const asOf = Date.UTC(2024, 2, 20)
const prospect: Prospect = { prospectId: "P1", createdAt: asOf, advisorId: "A1", branchId: "S1", brandId: "M1", stage: "open" }

const services = CrmProcedure.layer().pipe(Layer.provideMerge(Layer.merge(Records.layerMemory, ServiceStore.layerMemory)))

/** Two dealerships whose verdicts are those of another release; the threads are told of, and work when they are let. */
const renewing = Effect.fnUntraced(function*(fails?: () => Promise<never>) {
  const procedure = yield* CrmProcedure
  const records = yield* Records
  for (const dealership of ["norte", "sur"]) {
    yield* procedure.registerProspects(dealership, [prospect], asOf)
    yield* records.change(dealership, records.markJudged(dealership, "2024-03", "another release", ALWAYS))
  }
  const began: Array<string> = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const context = yield* Effect.context<never>()
  const { all, secondsOf } = yield* Renewal.make(async (dealership, at) => {
    began.push(dealership)
    await fails?.()
    await promise
    return Effect.runPromise(Effect.provideContext(procedure.refresh(dealership, at), context))
  })
  return { all, began, go: resolve, records, secondsOf }
})

const until = (isSo: Effect.Effect<boolean>): Effect.Effect<void> =>
  Effect.flatMap(isSo, (so) => so ? Effect.void : Effect.andThen(Effect.sleep(1), until(isSo)))

const run = <A, E>(effect: Effect.Effect<A, E, Layer.Success<typeof services> | Scope.Scope>): Promise<A> =>
  Effect.runPromise(Effect.provide(Effect.scoped(effect), Layer.fresh(services)))

describe("verdicts of another release", () => {
  it("are renewed once, one dealership after the other, while its requests wait", () =>
    run(Effect.gen(function*() {
      const { began, go, secondsOf } = yield* renewing()
      const first = yield* Effect.all(["norte", "norte", "sur", "este"].map(secondsOf), { concurrency: "unbounded" })
      expect(first).toEqual([5, 5, 5, 0])
      yield* until(Effect.sync(() => began.length > 0))
      expect(yield* secondsOf("norte")).toBe(5)
      expect(began).toEqual(["norte"])
      go()
      yield* until(Effect.map(Effect.all([secondsOf("norte"), secondsOf("sur")]), (seconds) => seconds.every((one) => one === 0)))
      expect(began).toEqual(["norte", "sur"])
    })))

  it("are renewed before the first request where a start asks for it", () =>
    run(Effect.gen(function*() {
      const { all, began, go, secondsOf } = yield* renewing()
      const serviceStore = yield* ServiceStore
      yield* Effect.forEach(["norte", "sur"], (dealership) =>
        serviceStore.putKey({ id: dealership, name: dealership, hash: dealership, identity: { dealership, role: "crm-assistant", employeeId: "R1" }, createdAt: asOf }))
      go()
      yield* all
      expect(began).toEqual(["norte", "sur"])
      expect(yield* secondsOf("norte")).toBe(0)
    })))

  it("that can't be renewed do not keep the dealership closed", () =>
    run(Effect.gen(function*() {
      const { secondsOf } = yield* renewing(() => Promise.reject(new Error("The thread ended.")))
      expect(yield* secondsOf("norte")).toBe(5)
      yield* until(Effect.map(secondsOf("norte"), (seconds) => seconds === 0))
    })))
})
