/** Serves the search. No log and no refusal holds what was searched for. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as Encoding from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import { type Found, Sought } from "./SearchEndpoints.ts"

/** How many of each kind are answered. */
const LIMIT = 10

/** An e-mail, or as many digits as a phone or a document has. */
const PERSONAL = /@|(?:[0-9][\s().+-]*){7}/

/** A word that joins letters and digits, as the ids of records do: `P-2024-03-000237`. A document with its type before it is none. */
const ID_WORD = /(?<![^\s.:,;/])(?!(?:cc|ce|ti|nit|pa|ppt)[0-9]+(?![^\s.:,;/]))(?=[^\s.:,;/@]*\p{L})(?=[^\s.:,;/@]*[0-9])[^\s.:,;/@]+(?![^\s.:,;/])/giu

/** Whether a text may be a person's phone, e-mail or document: what a URL must not hold. */
const isPersonal = (text: string): boolean => PERSONAL.test(text.replace(ID_WORD, " "))

const readSought = Body.decode(Sought)

export const layer = HttpApiBuilder.group(Api, "search", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context

  const found = Effect.fnUntraced(function*(visit: HandlerContext.Visit, text: string, limit = LIMIT, byId = false) {
    const { dealership, identity, now, zone } = visit
    const { activities, advisors, branches, prospects } = yield* context.crm.search({ dealership, identity, now, text, limit, byId })
    const isLate = yield* HandlerContext.latenessOf(context, dealership, [...prospects, ...activities])
    const answer: typeof Found.Type = {
      scope: yield* HandlerContext.scopeOf(context, identity),
      prospects: prospects.map((stored) => Encoding.listedProspect(stored, zone, isLate(stored))),
      activities: activities.map((stored) => Encoding.listedActivity(stored, zone, isLate(stored))),
      advisors: advisors.map(({ branchId, employeeId, name }) => Encoding.present({ employeeId, name, branchId })),
      branches: branches.map(({ branchId, city, name }) => Encoding.present({ branchId, name, city }))
    }
    return answer
  })

  return handlers
    .handle("byId", ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        if (isPersonal(query.q)) {
          return yield* Refusing.invalid({ in: "query", pointer: "/q", expected: { es: "un identificador o un nombre de asesor o sede; lo personal va en POST /v1/search", en: "an id, or the name of an advisor or a branch; what is personal goes to POST /v1/search" } })
        }
        return yield* found(yield* HandlerContext.visit(context), query.q, query.limit, true)
      })))
    .handleRaw("search", (given) => Question.json(context, given, readSought, ({ limit, q }, visit) => found(visit, q, limit)))
}))
