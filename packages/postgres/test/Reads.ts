/** Every read of the ports, by the names of their methods, of a dealership that was filled. */
import { handleOfEmail } from "@crm-procedure/core/service/User"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { hashOf, user } from "./FilledDealership.ts"
import type { Ports } from "./Writes.ts"

export type Read = (ports: Ports, dealership: string) => Effect.Effect<unknown, unknown>

const subject = { type: "prospect", id: "P1" } as const

export const reads: Readonly<Record<string, Read>> = {
  atOneMoment: ({ records }, dealership) => records.atOneMoment(dealership, records.directory(dealership)),
  directory: ({ records }, dealership) => records.directory(dealership),
  goals: ({ records }, dealership) => records.goals(dealership, "2024-03"),
  prospect: ({ records }, dealership) => records.prospect(dealership, "P1"),
  activity: ({ records }, dealership) => records.activity(dealership, "C1"),
  prospectsById: ({ records }, dealership) => records.prospectsById(dealership, ["P1"]),
  activitiesById: ({ records }, dealership) => records.activitiesById(dealership, ["C1"]),
  prospectsLike: ({ records }, dealership) => records.prospectsLike(dealership, [{ matchKey: "phone", value: "00000000000000aa", since: 0, until: 2_000_000_000_000 }]),
  activitiesLike: ({ records }, dealership) => records.activitiesLike(dealership, [{ matchKey: "prospect", value: "P1" }]),
  prospectsNamed: ({ records }, dealership) => records.prospectsNamed(dealership, { words: ["LUZ"] }, 10),
  prospects: ({ records }, dealership) => Stream.runCollect(records.prospects(dealership)),
  activities: ({ records }, dealership) => Stream.runCollect(records.activities(dealership)),
  calls: ({ records }, dealership) => records.calls(dealership),
  callsById: ({ records }, dealership) => records.callsById(dealership, ["V1"]),
  leaseOf: ({ records }, dealership) => records.leaseOf(dealership, subject),
  phoneLogById: ({ records }, dealership) => records.phoneLogById(dealership, ["T1"]),
  phoneLogLike: ({ records }, dealership) => records.phoneLogLike(dealership, [{ since: 0, until: 2_000_000_000_000 }, { advisorId: "A1", since: 0, until: 2_000_000_000_000 }]),
  phoneLog: ({ records }, dealership) => Stream.runCollect(records.phoneLog(dealership)),
  waivers: ({ records }, dealership) => records.waivers(dealership, [subject]),
  waiversById: ({ records }, dealership) => records.waiversById(dealership, ["W1"]),
  appeals: ({ records }, dealership) => records.appeals(dealership, [subject]),
  monthState: ({ records }, dealership) => records.monthState(dealership, "2024-03"),
  judgedPeriods: ({ records }, dealership) => records.judgedPeriods(dealership),
  outdated: ({ records }, dealership) => records.outdated(dealership, 2_000_000_000_000, 10),
  leads: ({ records }, dealership) => records.leads(dealership, { terms: "none" }),
  sample: ({ records }, dealership) => records.sample(dealership, "2024-03"),
  selections: ({ records }, dealership) => records.selections(dealership),
  reopenings: ({ records }, dealership) => records.reopenings(dealership, [subject]),
  chain: ({ records }, dealership) => records.chain(dealership),
  snapshot: ({ records }, dealership) => records.snapshot(dealership, 0),
  snapshots: ({ records }, dealership) => records.snapshots(dealership),
  periodReopenings: ({ records }, dealership) => records.periodReopenings(dealership),
  events: ({ records }, dealership) => records.events(dealership),
  latestEvents: ({ records }, dealership) => records.latestEvents(dealership, "lead.escalated", 0, 10),
  eventsKeyed: ({ records }, dealership) => records.eventsKeyed(dealership, "k"),
  lastAuditEntry: ({ records }, dealership) => records.lastAuditEntry(dealership),
  auditEntries: ({ records }, dealership) => records.auditEntries(dealership, {}),
  versions: ({ records }, dealership) => Stream.runCollect(records.versions(dealership)),
  keyOfHash: ({ serviceStore }, dealership) => serviceStore.keyOfHash(hashOf(dealership)),
  keys: ({ serviceStore }, dealership) => serviceStore.keys(dealership),
  keyUses: ({ serviceStore }, dealership) => serviceStore.keyUses(dealership),
  user: ({ serviceStore }, dealership) => serviceStore.user(dealership, "u-1"),
  users: ({ serviceStore }, dealership) => serviceStore.users(dealership),
  usersOfHandle: ({ serviceStore }, dealership) => serviceStore.usersOfHandle(handleOfEmail(user(dealership).email)),
  sessionsOf: ({ serviceStore }, dealership) => serviceStore.sessionsOf(dealership, "llave", 2),
  dealerships: ({ serviceStore }) => serviceStore.dealerships,
  session: ({ serviceStore }, dealership) => serviceStore.session(dealership, "sesión", 2),
  messagesOf: ({ serviceStore }, dealership) => serviceStore.messagesOf(dealership, "u-1", 10),
  subscriptions: ({ serviceStore }, dealership) => serviceStore.subscriptions(dealership),
  subscribedDealerships: ({ serviceStore }) => serviceStore.subscribedDealerships,
  deliveries: ({ serviceStore }, dealership) => serviceStore.deliveries(dealership, "s1", { after: 0, limit: 10 }),
  mappings: ({ intakeStore }, dealership) => intakeStore.mappings(dealership),
  importOf: ({ intakeStore }, dealership) => intakeStore.importOf(dealership, "i1"),
  imports: ({ intakeStore }, dealership) => intakeStore.imports(dealership, undefined, 10),
  batches: ({ intakeStore }, dealership) => intakeStore.batches(dealership, "i1"),
  batch: ({ intakeStore }, dealership) => intakeStore.batch(dealership, "i1", 1),
  cellsOf: ({ intakeStore }, dealership) => intakeStore.cellsOf(dealership, "prospects", "P1"),
  inboxTokens: ({ intakeStore }, dealership) => intakeStore.inboxTokens(dealership),
  inboxTokenOfHash: ({ intakeStore }, dealership) => intakeStore.inboxTokenOfHash(hashOf(`${dealership} buzón`)),
  waitingLead: ({ intakeStore }, dealership) => intakeStore.waitingLead(dealership, "meta-1"),
  waitingLeads: ({ intakeStore }, dealership) => intakeStore.waitingLeads(dealership, undefined, 10)
}
