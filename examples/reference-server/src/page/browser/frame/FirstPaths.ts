/** What a view asks for when it opens, in the order in which it is shown. The server asks the same before the page does. */
import type { Me } from "./Contract.ts"
import * as Cut from "./Cut.ts"
import * as Doors from "./Doors.ts"
import { pathWith } from "./Path.ts"
import * as Place from "./Place.ts"
import { current } from "../today/Visit.ts"

const isPeriod = (text: string | undefined): text is string => text !== undefined && /^[0-9]{4}-(0[1-9]|1[0-2])$/.test(text)

/** The month that an address shows: its own, a demonstration's, or the running month. */
export const periodOf = (named: string | undefined, ofSession: string | undefined, me: Pick<Me, "now"> | undefined): string | undefined =>
  isPeriod(named) ? named : ofSession ?? me?.now.slice(0, 7)

export const DIRECTORY = "/v1/directory"

export const procedureOf = (period: string): string => pathWith("/v1/procedure", { period })

export const scorecardOf = (period: string, by: string, asOf?: string): string => pathWith(`/v1/scorecards/${period}`, { by, asOf })

export const complianceOf = (period: string, asOf: string | undefined): string => pathWith(`/v1/compliance/${period}`, { asOf })

export const goalsOf = (period: string): string => `/v1/goals/${period}`

export const todayOf = (since: string | undefined): string => pathWith("/v1/today", { since })

/** The month's groupings, figures first. */
const month = (period: string, asOf: string | undefined, { role }: Me): ReadonlyArray<string> =>
  role === "advisor"
    ? [scorecardOf(period, "advisor", asOf), complianceOf(period, asOf)]
    : [scorecardOf(period, "company", asOf), complianceOf(period, asOf), scorecardOf(period, "branch", asOf), scorecardOf(period, "branch,advisor", asOf), scorecardOf(period, "advisor", asOf)]

const today = (period: string, query: Readonly<Record<string, string | undefined>>, { actions, now }: Me): ReadonlyArray<string> => [
  ...actions.includes("records.import") && actions.includes("scorecard.read") && actions.includes("goals.read") ? [scorecardOf(period, "company"), goalsOf(period)] : [],
  ...actions.includes("today.read") ? [todayOf(current(query.vista === undefined ? undefined : { before: query.antes, now: query.vista }, now).before)] : []
]

/** What the desk and its view ask for. `query`: the place, the month, the cut, and the visit that the browser remembers. */
export const of = (query: Readonly<Record<string, string | undefined>>, ofSession: string | undefined, me: Me): ReadonlyArray<string> => {
  const period = periodOf(query.mes, ofSession, me)!
  const { actions } = me
  const named = query.place ?? ""
  const place = Place.isPlace(named) ? named : named === "" ? Doors.openTo(actions)[0]?.doors[0]?.place : undefined
  const asOf = Cut.of(period, me.now.slice(0, 7), query.corte) === "end" ? Cut.endOf(period) : undefined
  return [
    ...actions.includes("directory.read") ? [DIRECTORY] : [],
    procedureOf(period),
    ...place === undefined || !Doors.mayEnter(place, actions) ? [] : place === "mes" ? month(period, asOf, me) : place === "hoy" ? today(period, query, me) : []
  ]
}
