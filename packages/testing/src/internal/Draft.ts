/**
 * What chance draws before a month is made of it: numbers and picks that refer to nothing, so that each shrinks by itself.
 * `Resolution` makes records of them that refer to each other.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as fc from "fast-check"

/** What an arbitrary draws. */
export type Drawn<A> = A extends fc.Arbitrary<infer Value> ? Value : never

/** How often chance makes a field faulty: `tidy` seldom, `hostile` often. */
export type Temper = "tidy" | "mixed" | "hostile"

const ordinary: Readonly<Record<Temper, number>> = { tidy: 90, mixed: 22, hostile: 5 }

/** Mostly the first value, to which it shrinks; now and then one of the others. */
export const mostly = <A>(temper: Temper, usual: A, ...others: ReadonlyArray<A>): fc.Arbitrary<A> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: ordinary[temper], arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) }
  )

/** A number to be taken modulo the length of a list: a reference that always finds something, the first one when shrunk. */
const pick = fc.nat({ max: 999 })

const seconds = (value: number): number => value * 1000
const minutes = (value: number): number => seconds(value * 60)
const hours = (value: number): number => minutes(value * 60)

/** An instant of a month's surroundings: days from the period's first, milliseconds from local midnight. */
export interface InstantDraft {
  readonly day: number
  readonly millis: number
}

/** Nine in the morning first, then the edges of days, of contact hours and of business hours. */
const millisOfDay = [
  hours(9),
  hours(9) + 1,
  hours(9) + minutes(10),
  hours(10),
  0,
  hours(7) - 1,
  hours(7),
  hours(8),
  hours(13),
  hours(15) - 1,
  hours(15),
  hours(18),
  hours(19) - 1,
  hours(19),
  Calendar.DAY - 1
]

/** Days are few, so that instants meet; those around the month's edges and 90 days before are among them. */
export const instant: fc.Arbitrary<InstantDraft> = fc.record({
  day: fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: fc.constantFrom(4, 5, 6, 7, 0, 11, 24) },
    { weight: 2, arbitrary: fc.constantFrom(27, 28, 29, 30, 30, 31, -1) },
    { weight: 1, arbitrary: fc.integer({ min: -92, max: 30 }) }
  ),
  millis: fc.constantFrom(...millisOfDay)
})

const recordedAfter = [0, hours(48), hours(48) + 1, hours(72), hours(72) + 1, -1]
const after = [0, 1, minutes(10), hours(1), hours(2), hours(26), Calendar.DAY * 3, Calendar.DAY * 4, Calendar.DAY * 8, -1, -Calendar.DAY]

/** Ids that sort differently by code point, by UTF-16 unit and by collation; the plain one first. */
const idPrefix = fc.constantFrom("", "", "", "", "a", "É", "\uffee", "\u{1f697}")

const identity = fc.record({ number: fc.integer({ min: 1, max: 999 }), prefix: idPrefix })

export type Identity = { readonly number: number; readonly prefix: string }

const sameIdentity = (one: { readonly identity: Identity }): string => `${one.identity.prefix}${one.identity.number}`

/** Some drafts with different ids. */
const several = <A extends { readonly identity: Identity }>(draft: fc.Arbitrary<A>, size: Size): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.uniqueArray(draft, { minLength: size.min ?? 0, maxLength: size.max, selector: sameIdentity, size: "max" })

/** How many records of a kind. */
export interface Size {
  readonly min?: number
  readonly max: number
}

/** The surname is a placeholder only in the third; the last has letters that fold. */
const names = [undefined, "Ana", "Prueba Ruiz", "Ana Ruiz xxx", "A B", "  Ñusta   D'Íaz ", "Aaaa Ruiz", "ASDF"] as const
const documents: ReadonlyArray<readonly [type: string | undefined, number: string | undefined]> = [
  ["CC", "1.012.345"],
  ["CC", "0123456"],
  ["NIT", "800197268-4"],
  ["NIT", "800197268-5"],
  [undefined, "1012345"],
  ["XX", "1012345"],
  ["PA", "ab 12345"],
  ["CC", undefined]
]
const phones = ["3001234567", "3005555555", "301 23", "+1 650 253 0000", "tel. 310", "6017654321"]
const emails = ["ana@correo.example", "ANA@correo.example ", "ana@@correo.example", "a@mailinator.com", "sin arroba"]

const customer = (temper: Temper) =>
  fc.record({
    // The number of a customer that several records may be about; −1: one of its own.
    number: fc.oneof(
      { withCrossShrink: true },
      { weight: ordinary[temper], arbitrary: fc.constant(-1) },
      { weight: 5, arbitrary: fc.nat({ max: 2 }) }
    ),
    writing: fc.nat({ max: 3 }),
    name: mostly<string | undefined>(temper, "Ana Ruiz", ...names),
    document: mostly<readonly [string | undefined, string | undefined]>(temper, [undefined, undefined], ...documents),
    phone: mostly<string | undefined>(temper, "own", ...phones, undefined),
    email: mostly<string | undefined>(temper, undefined, "own", ...emails)
  })

const prospect = (temper: Temper) =>
  fc.record({
    identity,
    customer: customer(temper),
    createdAt: instant,
    advisor: pick,
    placeUnknown: mostly(temper, "no", "advisor", "branch", "brand"),
    otherBranch: mostly(temper, false, true),
    brand: pick,
    source: pick,
    sourceWriting: mostly<string | undefined>(temper, "listed", undefined, "billboard"),
    interest: mostly<string | undefined>(temper, "NKD 125", undefined),
    consentAfter: mostly<number | undefined>(temper, 0, undefined, ...after),
    excludedAfterConsent: mostly<number | undefined>(temper, undefined, 0, 1, -1, Calendar.DAY),
    assignedAfter: mostly<number | undefined>(temper, undefined, ...after),
    recordedAfter: mostly<number | undefined>(temper, undefined, ...recordedAfter),
    stage: fc.constantFrom("open", "open", "open", "won", "lost"),
    stageAfter: fc.constantFrom(...after)
  })

export type ProspectDraft = Drawn<ReturnType<typeof prospect>>

export const prospects = (temper: Temper, size: Size): fc.Arbitrary<ReadonlyArray<ProspectDraft>> => several(prospect(temper), size)

/** Enough is said in the first three; the second and third have the same comparison form. */
const notes = ["Interesada en la moto, pide cotización", "Llamar el viernes temprano", "llamar   el VIERNES, temprano!", "ok", "abcdefghij klmno", "...", undefined]

const activity = (temper: Temper) =>
  fc.record({
    identity,
    prospect: pick,
    prospectUnknown: mostly(temper, false, true),
    advisor: mostly<number | undefined>(temper, undefined, 0, 1, 2, -1),
    type: pick,
    typeUnknown: mostly(temper, false, true),
    status: mostly(temper, "performed" as const, "planned" as const, "cancelled" as const),
    performedAtMissing: mostly(temper, false, true),
    direction: mostly(temper, "outbound" as const, "inbound" as const),
    at: fc.oneof(
      { withCrossShrink: true },
      { weight: 4, arbitrary: fc.constantFrom(hours(1), hours(2), hours(26), 1, Calendar.DAY * 3).map((afterProspect) => ({ afterProspect })) },
      { weight: 1, arbitrary: fc.constantFrom(...after).map((afterProspect) => ({ afterProspect })) },
      { weight: 1, arbitrary: instant }
    ),
    plannedBefore: mostly<number | undefined>(temper, undefined, ...after),
    recordedAfter: mostly<number | undefined>(temper, undefined, ...recordedAfter),
    outcome: pick,
    note: fc.oneof(
      { withCrossShrink: true },
      { weight: ordinary[temper], arbitrary: fc.constant("own") },
      { weight: 2, arbitrary: fc.constantFrom(...notes) },
      { weight: 6, arbitrary: fc.constant(notes[0]) }
    ),
    nextActionAfter: mostly<number | undefined>("hostile", undefined, ...after),
    durationSeconds: mostly<number | undefined>(temper, undefined, 0, 29, 30, 600),
    requestedByCustomer: mostly<boolean | undefined>(temper, undefined, true, false)
  })

export type ActivityDraft = Drawn<ReturnType<typeof activity>>

export const activities = (temper: Temper, size: Size): fc.Arbitrary<ReadonlyArray<ActivityDraft>> => several(activity(temper), size)

const goal = fc.record({
  advisor: pick,
  branch: pick,
  brand: pick,
  otherPeriod: mostly("mixed", false, true),
  prospects: fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 6 }) }, { weight: 1, arbitrary: fc.nat({ max: 2 ** 46 }) }),
  activities: fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 9 }) }, { weight: 1, arbitrary: fc.nat({ max: 2 ** 46 }) })
})

export type GoalDraft = Drawn<typeof goal>

export const goals = (size: Size): fc.Arbitrary<ReadonlyArray<GoalDraft>> => fc.array(goal, { minLength: size.min ?? 0, maxLength: size.max })

const call = (temper: Temper) =>
  fc.record({
    identity,
    subjectType: mostly("hostile", "prospect" as const, "activity" as const),
    // Few subjects get most calls, so that several attempts come to a conclusion together.
    subject: fc.oneof({ withCrossShrink: true }, { weight: 2, arbitrary: fc.nat({ max: 1 }) }, { weight: 1, arbitrary: pick }),
    subjectUnknown: mostly(temper, false, true),
    ownAdvisor: mostly(temper, false, true),
    attemptedAt: instant,
    outcome: fc.constantFrom("attended", "no-answer", "no-answer", "no-answer", "call-back", "refused", "not-attended", "wrong-number")
  })

export type CallDraft = Drawn<ReturnType<typeof call>>

export const calls = (temper: Temper, size: Size): fc.Arbitrary<ReadonlyArray<CallDraft> | undefined> =>
  fc.option(several(call(temper), size), { nil: undefined, freq: 3 })

const employee = fc.record({
  role: mostly("mixed", "advisor" as const, "crm-agent" as const, "commercial-manager" as const),
  branch: pick,
  /** Days from the period's first; assignments follow each other with these between them. */
  from: mostly("mixed", -400, -30, 0, 5),
  lengths: mostly<ReadonlyArray<number>>("mixed", [], [0], [402, 5], [404], [30]),
  endless: mostly("mixed", true, false),
  /** The number of a customer whose contact is this employee's. */
  customer: mostly<number | undefined>("mixed", undefined, 0, 1)
})

export type EmployeeDraft = Drawn<typeof employee>

export const directory = (branches: Size, brands: Size, employees: Size) =>
  fc.record({
    branches: fc.integer({ min: branches.min ?? 1, max: branches.max }),
    brandLines: fc.array(fc.constantFrom("motorcycles" as const, "cars" as const, undefined), { minLength: brands.min ?? 1, maxLength: brands.max }),
    employees: fc.array(employee, { minLength: employees.min ?? 1, maxLength: employees.max })
  })

export type DirectoryDraft = Drawn<ReturnType<typeof directory>>

/** Mostly the first instant after the period; else one in it. */
export const asOf: fc.Arbitrary<InstantDraft | undefined> = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: instant }
)

export const seed: fc.Arbitrary<string | undefined> = mostly<string | undefined>("hostile", undefined, "s1", "|", "á")
