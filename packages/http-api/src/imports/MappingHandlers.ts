/** Serves mappings and the settings for leads. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import * as Intake from "./Intake.ts"
import * as KeptMappings from "./KeptMappings.ts"
import { type KeptMapping, LeadSettings, Mapping } from "./MappingEndpoints.ts"

const decodeMapping = Body.decode(Mapping)
const decodeSettings = Body.decode(LeadSettings)

const shown = ({ changedAt, changedBy, content, name }: IntakeStore.KeptMapping, zone: Calendar.Zone): typeof KeptMapping.Type =>
  ({ name, mapping: content as typeof Mapping.Type, changedAt: Calendar.formatInstant(zone, changedAt), changedBy })

const otherName = () =>
  Refusing.invalid({ in: "path", pointer: "/name", expected: { es: "un nombre que no sea el de una correspondencia lista ni adf", en: "a name that is neither a ready-made mapping's nor adf" } })

export const layer = HttpApiBuilder.group(Api, "mappings", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const intake = yield* Intake.Intake
  const { intakeStore, records } = context
  const isReserved = (name: string): boolean => name === KeptMappings.LEAD_SETTINGS || intake.readyMappings.some((ready) => ready.name === name)
  return handlers
    .handleRaw("putMapping", (given) => Write.json(
      context,
      given,
      Effect.fnUntraced(function*(body: unknown) {
        const mapping = yield* decodeMapping(body)
        const faults = intake.mappingFaults(mapping)
        return faults.length === 0 ? mapping : yield* Refusing.invalidSettings(faults)
      }),
      Effect.fnUntraced(function*(content, { dealership, identity, now, zone }, { params: { name } }) {
        if (isReserved(name)) return yield* otherName()
        const kept = { name, content, changedAt: now, changedBy: Access.actorOf(identity) }
        yield* intakeStore.putMapping(dealership, kept)
        return { status: 200, body: shown(kept, zone) }
      })
    ))
    .handleRaw("putLeadSettings", (given) => Write.json(
      context,
      given,
      Effect.fnUntraced(function*(body: unknown, { dealership }: HandlerContext.Visit) {
        const settings = yield* decodeSettings(body)
        const faults = intake.leadSettingsFaults(settings, yield* records.directory(dealership))
        return faults.length === 0 ? settings : yield* Refusing.invalidSettings(faults)
      }),
      Effect.fnUntraced(function*(content, { dealership, identity, now }) {
        yield* intakeStore.putMapping(dealership, { name: KeptMappings.LEAD_SETTINGS, content, changedAt: now, changedBy: Access.actorOf(identity) })
        return { status: 200, body: content }
      })
    ))
    .handleAll({
      mappings: () =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const kept = yield* intakeStore.mappings(dealership)
          return {
            items: kept.filter(({ name }) => name !== KeptMappings.LEAD_SETTINGS).map((one) => shown(one, zone)),
            ready: intake.readyMappings.map(({ name, title }) => ({ name, title }))
          }
        })),
      leadSettings: () =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership } = yield* HandlerContext.visit(context)
          return ((yield* KeptMappings.leadSettings(context, dealership)) ?? {}) as typeof LeadSettings.Type
        })),
      removeMapping: ({ params: { name } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership } = yield* HandlerContext.visit(context)
          if (name === KeptMappings.LEAD_SETTINGS || !(yield* intakeStore.removeMapping(dealership, name))) return yield* Refusing.notFound()
        }))
    })
}))
