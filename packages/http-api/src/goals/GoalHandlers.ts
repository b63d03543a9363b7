/** Serves the goals of a period. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Goal from "@crm-procedure/core/records/Goal"
import * as CanonicalJson from "@crm-procedure/core/identity/CanonicalJson"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import type { BodyTooLarge, Fault, Invalid } from "../Problem.ts"

const shown = ({ activities, advisorId, branchId, brandId, prospects }: Goal.Goal) => ({ advisorId, branchId, brandId, prospects, activities })

/** A short text that changes with the goals of a period, whatever their order. */
const versionOf = (goals: ReadonlyArray<Goal.Goal>): string => CanonicalJson.digestOfText(JSON.stringify(goals.map((goal) => JSON.stringify(shown(goal))).sort())).slice(0, 16)

/** The goals of a body, for the path's period, or every fault of them. */
const goalsOf = (body: unknown, period: Calendar.Period, zone: Calendar.Zone, most: number): Effect.Effect<ReadonlyArray<Goal.Goal>, BodyTooLarge | Invalid> => {
  const rows = typeof body === "object" && body !== null && !Array.isArray(body) ? (body as { readonly goals?: unknown }).goals : undefined
  if (!Array.isArray(rows)) return Effect.fail(Refusing.invalid({ in: "body", pointer: "/goals", expected: { es: "una lista de metas", en: "an array of goals" } }))
  if (rows.length > most) {
    return Effect.fail(Refusing.refuse("BodyTooLarge", { es: `Son más de ${most} metas.`, en: `These are more than ${most} goals.` }))
  }
  const faults: Array<Fault> = []
  const goals = new Map<string, Goal.Goal>()
  rows.forEach((row: unknown, place) => {
    const isObject = typeof row === "object" && row !== null && !Array.isArray(row)
    const read = RecordReader.read<Goal.Goal>(Goal.fields, isObject ? { ...row, period } : row, zone)
    const at = (pointer: string) => `/goals/${place}${pointer}`
    const named = isObject && Object.hasOwn(row, "period") ? (row as { readonly period: unknown }).period : undefined
    if (named !== undefined && named !== null && named !== period) {
      faults.push({ in: "body", pointer: at("/period"), expected: { es: `${period}, el mes de la ruta, o nada`, en: `${period}, the month of the path, or nothing` } })
    } else if (read.faults !== undefined) {
      for (const { expected, pointer } of read.faults) faults.push({ in: "body", pointer: at(pointer), expected })
    } else if (goals.has(Goal.key(read.record))) {
      faults.push({
        in: "body",
        pointer: at(""),
        expected: { es: "una meta de otro asesor, sede o marca: esta ya está", en: "a goal of another advisor, branch or brand: this one is there already" }
      })
    } else goals.set(Goal.key(read.record), read.record)
  })
  return faults.length === 0 ? Effect.succeed([...goals.values()]) : Effect.fail(Refusing.invalid(...faults))
}

export const layer = HttpApiBuilder.group(Api, "goals", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  return handlers
    .handleRaw("putGoals", (given) => Write.json(
      context,
      given,
      (body, { zone }, { params: { period } }) => goalsOf(body, period, zone, context.limits.records),
      Effect.fnUntraced(function*(goals, { dealership }, { params: { period }, request }) {
        const match = request.headers["if-match"]
        yield* context.records.change(dealership, Effect.gen(function*() {
          if (match !== undefined && match.trim() !== "*" && match.trim() !== `"${versionOf(yield* context.records.goals(dealership, period))}"`) {
            return yield* Refusing.refuse("PreconditionFailed", {
              es: "Alguien más cambió las metas de este mes. Lo que envió no se guardó: léalas de nuevo y repita sus cambios.",
              en: "The goals of this month changed meanwhile. Nothing was stored: read them again and repeat your changes."
            })
          }
          yield* context.crm.setGoals(dealership, period, goals)
        }))
        return { status: 200, body: { period, goals: goals.map(shown) } }
      })
    ))
    .handle("goals", ({ params: { period } }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity } = yield* HandlerContext.visit(context)
        const isWithin = yield* HandlerContext.viewOf(context, identity)
        const goals = yield* context.records.goals(dealership, period)
        return { scope: yield* HandlerContext.scopeOf(context, identity), period, version: versionOf(goals), goals: goals.filter((goal) => isWithin === undefined || isWithin(goal)).map(shown) }
      })))
}))
