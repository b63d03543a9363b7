import { TextNotStorable } from "@crm-procedure/core/identity/StorableText"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Records from "@crm-procedure/core/register/Records"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as RecordsContract from "../src/RecordsContract.ts"
import { entryOf, prospectOf } from "../src/contract/SampleRecords.ts"

RecordsContract.suite("in memory", Records.Records.layerMemory, { describe, it: (name, body) => it(name, body) })

type Port = Records.Records["Service"]

/** A storage that is the in-memory one but for what is broken on purpose. */
const broken = (change: (port: Port) => Partial<Port>): RecordsContract.Storage =>
  Layer.effect(Records.Records, Effect.map(Records.Records, (port) => Records.Records.of({ ...port, ...change(port) }))).pipe(
    Layer.provide(Records.Records.layerMemory)
  )

/** The first case that a storage fails, by its name. */
const firstFailed = async (storage: RecordsContract.Storage): Promise<string | undefined> => {
  for (const { check, name } of RecordsContract.cases) {
    if (await check(storage).then(() => false, () => true)) return name
  }
  return undefined
}

/** Keeps and finds by other ids than those given. */
const withIds = (port: Port, change: (id: string) => string): Partial<Port> => ({
  putProspects: (dealership, entries, at) =>
    port.putProspects(dealership, entries.map((entry) => ({ ...entry, record: { ...entry.record, prospectId: change(entry.record.prospectId) } })), at),
  prospect: (dealership, id) => port.prospect(dealership, change(id)),
  prospectsById: (dealership, ids) => port.prospectsById(dealership, ids.map(change))
})

/** Prospects that are kept as `change` makes them. */
const withProspects = (port: Port, change: (prospect: Prospect) => Prospect): Partial<Port> => ({
  putProspects: (dealership, entries, at) => port.putProspects(dealership, entries.map((entry) => ({ ...entry, record: change(entry.record) })), at)
})

/** As a driver writes it that knows no lone surrogate; NUL goes too. */
const wellFormed = <A>(value: A): A =>
  JSON.parse(JSON.stringify(value).replaceAll(/\\u(?:0000|d[89a-f][0-9a-f]{2})/g, "\ufffd")) as A

const toSecond = (instant: number): number => Math.floor(instant / 1000) * 1000

describe("the contract", () => {
  const faults: ReadonlyArray<readonly [string, (port: Port) => Partial<Port>]> = [
    ["forgets the revision", (port) => ({ prospect: (dealership, id) => Effect.map(port.prospect(dealership, id), Option.map((stored) => ({ ...stored, revision: 0 }))) })],
    ["mixes dealerships", (port) => ({ putProspects: (_, records, at) => port.putProspects("all", records, at), prospects: () => port.prospects("all") })],
    ["says added each time", (port) => ({ putProspects: (dealership, records, at) => Effect.map(port.putProspects(dealership, records, at), (puts) => puts.map(() => "added" as const)) })],
    ["keeps the last sample", () => ({ keepSample: (_, sample) => Effect.succeed(sample) })],
    ["leases without looking", () => ({ lease: (_, subjects) => Effect.succeed(Option.fromUndefinedOr(subjects[0])) })],
    ["leases a moment too long", (port) => ({ lease: (dealership, subjects, agent, now, until) => port.lease(dealership, subjects, agent, now, until + 1) })],
    ["appends anything", (port) => ({ appendSnapshot: (dealership, snapshot) => Effect.catch(port.appendSnapshot(dealership, snapshot), () => Effect.void) })],
    ["raises again", (port) => ({ raise: (dealership, events) => Effect.as(port.raise(dealership, events), events) })],
    ["keeps what a failed change wrote", () => ({ change: (_, effect) => effect })],
    ["lets changes cross", (port) => ({ change: (_, effect) => effect, atOneMoment: (_, effect) => effect, putGoals: (...given) => Effect.andThen(Effect.yieldNow, port.putGoals(...given)) })],
    ["forgets stored counts", (port) => ({ addToStoredCounts: (dealership, storedCounts) => port.addToStoredCounts(dealership, storedCounts.slice(1)) })],
    ["forgets until when a verdict holds", (port) => ({ monthState: (dealership, period) => Effect.map(port.monthState(dealership, period), (periodState) => ({ ...periodState, until: undefined })) })],
    ["finds no other prospects", () => ({ prospectsLike: () => Effect.succeed([]) })],
    ["finds no other activities", () => ({ activitiesLike: () => Effect.succeed([]) })],
    ["finds no entry of the telephone log", () => ({ phoneLogLike: () => Effect.succeed([]) })],
    ["finds entries of another advisor", (port) => ({ phoneLogLike: (dealership, clues) => port.phoneLogLike(dealership, clues.map(({ advisorId: _advisorId, ...clue }) => clue)) })],
    ["finds all entries where the first is asked for", (port) => ({ phoneLogLike: (dealership, clues) => port.phoneLogLike(dealership, clues.map(({ limit: _limit, ...clue }) => clue)) })],
    ["finds no activity of a day", (port) => ({ activitiesLike: (dealership, clues) => port.activitiesLike(dealership, clues.filter(({ matchKey }) => matchKey !== "day")) })],
    ["finds no earlier record of a month", (port) => ({ monthRecords: (...asked) => Effect.map(port.monthRecords(...asked), (month) => ({ ...month, earlierProspects: [] })) })],
    ["finds a burst an instant late", (port) => ({ monthRecords: (dealership, query) => port.monthRecords(dealership, { ...query, burstsSince: query.burstsSince + 1 }) })],
    ["forgets a week that a month ends", (port) => ({ monthRecords: (dealership, query) => port.monthRecords(dealership, { ...query, earlierActivities: { ...query.earlierActivities, fromDay: 32 } }) })],
    ["gives every waiver whatever it is asked about", (port) => ({ waivers: (dealership) => port.waivers(dealership) })],
    ["forgets when a call came", (port) => ({ calls: (...asked) => Effect.map(port.calls(...asked), (calls) => calls.map((one) => ({ ...one, receivedAt: 0 }))) })],
    ["forgets when a waiver came", (port) => ({ waivers: (dealership, subjects) => Effect.map(port.waivers(dealership, subjects), (all) => all.map((one) => ({ ...one, receivedAt: one.grantedAt }))) })],
    ["loses the decision of an appeal", (port) => ({ putAppeal: (dealership, { decision: _decision, ...appeal }) => port.putAppeal(dealership, appeal) })],
    ["loses the approval of an edition", (port) => ({ putPolicyEdition: (dealership, { approval: _approval, ...edition }) => port.putPolicyEdition(dealership, edition) })],
    ["finds nothing overtaken by time", () => ({ outdated: () => Effect.succeed([]) })],
    ["gives events in another order", (port) => ({ events: (dealership) => Effect.map(port.events(dealership), (events) => events.toReversed()) })],
    ["loses a goal's last digit", (port) => ({ goals: (dealership, period) => Effect.map(port.goals(dealership, period), (goals) => goals.map((goal) => ({ ...goal, activities: goal.activities - goal.activities % 10 }))) })],
    ["knows an advisor's last assignment only", (port) => ({ putDirectory: (dealership, directory) => port.putDirectory(dealership, { ...directory, employees: [...new Map(directory.employees.map((one) => [one.employeeId, one])).values()] }) })],
    ["sorts the directory", (port) => ({ directory: (dealership) => Effect.map(port.directory(dealership), (found) => ({ ...found, branches: found.branches.toSorted((one, other) => one.branchId < other.branchId ? -1 : 1) })) })],
    ["replaces every period's goals", (port) => ({ putGoals: (dealership, period, goals) => Effect.andThen(Effect.forEach(["2024-02", "2024-03"], (one) => port.putGoals(dealership, one, [])), port.putGoals(dealership, period, goals)) })],
    ["keeps an empty text as none", (port) => withProspects(port, ({ email, ...prospect }) => email === "" ? prospect : { ...prospect, email })],
    ["trims", (port) => withProspects(port, (prospect) => prospect.phone === undefined ? prospect : { ...prospect, phone: prospect.phone.trim() })],
    ["normalises what was typed", (port) => withProspects(port, (prospect) => prospect.fullName === undefined ? prospect : { ...prospect, fullName: prospect.fullName.normalize() })],
    ["writes another character for one that it can't keep", (port) => ({ putProspects: (dealership, entries, at) => port.putProspects(dealership, wellFormed(entries), at) })],
    ["writes another character in an event", (port) => ({ raise: (dealership, events) => port.raise(dealership, wellFormed(events)) })],
    ["finds another character's record", (port) => ({ prospect: (dealership, id) => port.prospect(dealership, id.toWellFormed()) })],
    ["cuts an id at NUL", (port) => ({ prospectsById: (dealership, ids) => port.prospectsById(dealership, ids.map((id) => id.split("\0")[0]!)) })],
    ["says that it is away when it can't keep a text", (port) => ({
      markJudged: (...given) => Effect.mapError(port.markJudged(...given), ({ operation }) => new Records.RecordsError({ operation, reason: new Records.RecordsUnavailable({ detail: "refused" }) }))
    })],
    ["refuses what is only unusual", (port) => ({
      putProspects: (dealership, entries, at) =>
        JSON.stringify(entries).includes("\\u")
          ? Effect.fail(new Records.RecordsError({ operation: "putProspects", reason: new TextNotStorable({ place: "/0" }) }))
          : port.putProspects(dealership, entries, at)
    })],
    ["keeps instants to the second", (port) => withProspects(port, (prospect) => prospect.assignedAt === undefined ? prospect : { ...prospect, assignedAt: toSecond(prospect.assignedAt) })],
    ["forgets what was erased", (port) => withProspects(port, ({ erasedAt: _erasedAt, ...prospect }) => prospect)],
    ["compares ids without case", (port) => withIds(port, (id) => id.toLowerCase())],
    ["compares ids without accents", (port) => withIds(port, (id) => id.normalize("NFD").replaceAll(/\u0301/g, ""))],
    ["takes ids for numbers", (port) => withIds(port, (id) => /^[\d. ]+$/.test(id) ? String(Number(id)) : id)],
    ["gives a record for each time that it is asked for", (port) => ({ activitiesById: (dealership, ids) => Effect.map(Effect.forEach(ids, (id) => port.activitiesById(dealership, [id])), (found) => found.flat()) })],
    ["gives one page of prospects", (port) => ({ prospects: (dealership) => Stream.take(port.prospects(dealership), 1_000) })],
    ["keeps what an interrupted change wrote", (port) => ({ change: (dealership, effect) => Effect.onInterrupt(port.change(dealership, effect), () => Effect.ignore(port.putProspects(dealership, [entryOf(prospectOf("P1"))], 1))) })],
    ["leaves the last instant of a clue out", (port) => ({ prospectsLike: (dealership, clues) => port.prospectsLike(dealership, clues.map((clue) => ({ ...clue, until: clue.until - 1 }))) })],
    ["does not look at when a clue ends", (port) => ({ prospectsLike: (dealership, clues) => port.prospectsLike(dealership, clues.map((clue) => ({ ...clue, until: Number.MAX_SAFE_INTEGER }))) })],
    ["looks for e-mails among phones", (port) => ({ prospectsLike: (dealership, clues) => port.prospectsLike(dealership, clues.map((clue) => clue.matchKey === "email" ? { ...clue, matchKey: "phone" } : clue)) })],
    ["finds a prospect once for each clue", (port) => ({ prospectsLike: (dealership, clues) => Effect.map(Effect.forEach(clues, (clue) => port.prospectsLike(dealership, [clue])), (found) => found.flat()) })],
    ["takes until 0 for no end", (port) => ({ putProspects: (dealership, entries, at) => port.putProspects(dealership, entries.map((entry) => ({ ...entry, storedVerdict: { ...entry.storedVerdict, until: entry.storedVerdict.until || undefined } })), at) })],
    ["overtakes a moment late", (port) => ({ outdated: (dealership, at, limit) => port.outdated(dealership, at - 1, limit) })],
    ["lists all that time has overtaken", (port) => ({ outdated: (dealership, at) => port.outdated(dealership, at, 1_000) })],
    ["lets anybody give a lease back", (port) => ({ release: (dealership, subject) => Effect.asVoid(Effect.forEach(["G1", "G2", "G3"], (agent) => port.release(dealership, subject, agent))) })],
    ["takes an activity for the prospect of its id", (port) => ({ calls: (dealership, subjects) => port.calls(dealership, subjects?.flatMap(({ id }) => [{ type: "prospect", id }, { type: "activity", id }])) })],
    ["forgets why a period was opened again", (port) => ({ periodReopenings: (dealership) => Effect.map(port.periodReopenings(dealership), (all) => all.map((one) => ({ ...one, reason: "" }))) })],
    ["gives the chain backwards", (port) => ({ snapshots: (dealership) => Effect.map(port.snapshots(dealership), (all) => all.toReversed()) })],
    ["gives the links of the chain backwards", (port) => ({ chain: (dealership) => Effect.map(port.chain(dealership), (all) => all.toReversed()) })],
    ["gives the first snapshot whatever is asked for", (port) => ({ snapshot: (dealership) => port.snapshot(dealership, 0) })]
  ]
  for (const [name, change] of faults) {
    it(`catches a storage that ${name}`, async () => {
      assert.isDefined(await firstFailed(broken(change)))
    })
  }

  it("has nothing against a storage that only passes on", async () => {
    assert.isUndefined(await firstFailed(broken(() => ({}))))
  })
})
