/**
 * A hostile month: records whose instants, keys and links sit on the boundaries of the rules, on both sides. Values are
 * texts as a cell holds them; instants are already written in one of their forms.
 */
import { addBusinessMillis, dayMillis, dayOfDate, hourMillis, localDayOf, minuteMillis, periodBounds, startOfDay } from "./calendar.ts"
import { clock, days, Dice, instantAt, writeInstant } from "./dice.ts"
import {
  freshNumber, hostileEmails, hostilePhones, type IdentityDocument, noteFamilies, randomDocument, randomId, randomName, randomNote, rewriteDocument, writePhone
} from "./randomPeople.ts"

export type Cells = Record<string, string | undefined>

export interface Size {
  readonly prospects: number
  readonly activities: number
}

interface PersonKeys {
  readonly phoneNumber: string | undefined
  readonly email: string | undefined
  readonly document: IdentityDocument
}

interface ProspectDraft extends PersonKeys {
  readonly id: string
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly createdAt: number
  readonly assignedAt: number | undefined
  readonly stageAt: number | undefined
  readonly calm: boolean
}

interface ActivityDraft {
  readonly id: string
  readonly prospectId: string
  readonly advisorId: string
  readonly type: string
  readonly performedAt: number | undefined
  readonly nextActionAt: number | undefined
  readonly note: string | undefined
}

export const period = "2024-03"
const month = periodBounds(period)
const march = (day: number): number => dayOfDate(2024, 3, day)

const contactBoundaries = [
  clock(6, 59, 59), clock(6, 59, 59, 999), clock(7), clock(7, 59, 59, 999), clock(8), clock(12, 59, 59), clock(13), clock(14, 59, 59), clock(14, 59, 59, 999),
  clock(15), clock(16), clock(17, 59, 59, 999), clock(18), clock(18, 59, 59), clock(18, 59, 59, 999), clock(19), clock(23, 59, 59), clock(23, 59, 59, 999), 0, 1
]
/** Saturdays, Sundays, 25 March (San José moved), Holy Week, the first and last day of the month. */
const specialDays = [1, 2, 3, 9, 10, 16, 17, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31].map(march)

export class Month {
  readonly dice: Dice
  readonly asOf: number
  readonly employees: Array<Cells> = []
  readonly branches: Array<Cells> = []
  readonly brands: Array<Cells> = []
  readonly prospects: Array<Cells> = []
  readonly activities: Array<Cells> = []
  readonly goals: Array<Cells> = []
  readonly calls: Array<Cells> = []
  private readonly advisorIds: ReadonlyArray<string>
  private readonly agentIds: ReadonlyArray<string>
  private readonly branchIds: ReadonlyArray<string>
  private readonly brandIds: ReadonlyArray<string>
  private readonly staff: Array<PersonKeys> = []
  private readonly homeBranch = new Map<string, string>()
  private readonly prospectDrafts: Array<ProspectDraft> = []
  private readonly activityDrafts: Array<ActivityDraft> = []
  private readonly usedIds = new Set<string>()

  constructor(dice: Dice, size: Size, asOf: number) {
    this.dice = dice
    this.asOf = asOf
    this.branchIds = dice.shuffle(["S1", "s1", "Ñ", "=S", "😀S", "\uFF21S", "S,1"]).slice(0, dice.integer(1, 4))
    this.brandIds = dice.shuffle(["yamaha", "Yamaha", "@kia", "BYD"]).slice(0, dice.integer(1, 3))
    const advisorIds = ["A1", "a1", "Á1", "A\u03011", "😀1", "\uFF211", "+1", "-A", "A,1", "A\"1", "'A", "A\n1", "A 1"]
    this.advisorIds = dice.shuffle(advisorIds).slice(0, Math.max(2, Math.min(advisorIds.length, Math.ceil(size.prospects / 14))))
    this.agentIds = ["agente-1", "agente-2"]
    this.makeDirectory()
    this.makeProspects(size.prospects)
    this.makeActivities(size.activities)
    this.makeGoals()
    this.makeCalls(Math.ceil(size.prospects * 0.4))
  }

  private instant(at: number | undefined): string | undefined {
    return at === undefined ? undefined : writeInstant(at, this.dice)
  }

  private freshId(kind: string, index: number): string {
    let id = randomId(this.dice, kind, index)
    // Sometimes another record's id in other letters: a different id by code point.
    const used = [...this.usedIds]
    if (used.length > 0 && this.dice.chance(0.06)) id = this.dice.pick([(x: string) => x.toLowerCase(), (x: string) => x.toUpperCase(), (x: string) => x.normalize("NFC")])(this.dice.pick(used))
    if (this.usedIds.has(`${kind}:${id}`)) id = `${id}.${index}`
    this.usedIds.add(`${kind}:${id}`)
    return id
  }

  private static date(localDay: number): string {
    return writeInstant(startOfDay(localDay), new Dice(0)).slice(0, 10)
  }

  // -------------------------------------------------------------------------------------------------------------------

  private makeDirectory(): void {
    const { dice } = this
    for (const branchId of this.branchIds) this.branches.push({ branch_id: branchId, name: `Sede ${branchId}`, city: dice.pick(["Pereira", undefined, "Santa Rosa, \"de Cabal\""]) })
    for (const brandId of this.brandIds) this.brands.push({ brand_id: brandId, name: `Marca ${brandId}`, line: dice.pick(["cars", "motorcycles", undefined]) })
    for (const employeeId of this.advisorIds) this.makeAdvisor(employeeId)
    for (const [index, role] of ["crm-assistant", "crm-agent", "marketing-coordinator", "motorcycle-manager", "commercial-manager", "general-manager"].entries()) {
      const keys = this.freshKeys()
      this.staff.push(keys)
      this.employees.push({ employee_id: role === "crm-agent" ? this.agentIds[0] : `E${index}`, name: `Empleado ${index}`, role, active_from: dice.pick(["2020-01-01", "2024-03-15", "2030-01-01"]), active_to: undefined, ...this.writeKeys(keys) })
    }
    // Staff with values that are no keys: no person is compared with them.
    this.employees.push({ employee_id: "E9", name: "Empleado 9", role: "crm-agent", phone: "1234567", email: "ana@@x.com", document_type: "DNI", document_number: "1", active_from: "2020-01-01", active_to: "2019-12-31" })
  }

  private makeAdvisor(employeeId: string): void {
    const { dice } = this
    const home = dice.pick(this.branchIds)
    this.homeBranch.set(employeeId, home)
    const keys = dice.chance(0.5) ? this.freshKeys() : undefined
    if (keys !== undefined) this.staff.push(keys)
    const row = (from: number, to: number | undefined, branchId: string, role = "advisor"): void => {
      this.employees.push({
        employee_id: employeeId, name: `Asesor ${employeeId}`, role, branch_id: branchId, line: dice.pick(["cars", "motorcycles", undefined]),
        brand_ids: dice.pick([undefined, this.brandIds.join("|"), this.brandIds[0], " yamaha | @kia "]), active_from: Month.date(from),
        active_to: to === undefined ? undefined : Month.date(to), ...(keys === undefined ? {} : this.writeKeys(keys))
      })
    }
    const early = dayOfDate(2023, dice.integer(1, 11), dice.integer(1, 28))
    const changeDay = dice.pick([march(1), march(15), march(25), march(31), march(dice.integer(2, 30))])
    const other = dice.pick([...this.branchIds, "sede-desconocida"])
    dice.weighted([
      [9, () => row(early, undefined, home)],
      [2, () => { row(early, changeDay, home); row(changeDay + 1, undefined, other) }],
      [1, () => { row(changeDay + 1, undefined, other); row(early, changeDay, home) }],
      [1, () => { row(early, changeDay, home); row(changeDay, undefined, other) }],
      [1, () => { row(early, changeDay, home); row(changeDay + 2, undefined, home) }],
      [0.7, () => row(early, changeDay, home)],
      [0.7, () => row(changeDay, undefined, home)],
      [0.7, () => { row(changeDay, changeDay - 1, other); row(early, undefined, home) }],
      [0.5, () => { row(early, undefined, home); row(changeDay, changeDay - 3, other) }],
      [0.5, () => { row(early, changeDay, home); row(changeDay + 1, undefined, home, "commercial-manager") }],
      [0.5, () => { row(early, undefined, home); row(changeDay, changeDay, other) }],
      [0.3, () => row(changeDay, changeDay, home)]
    ])
  }

  // -------------------------------------------------------------------------------------------------------------------

  private freshKeys(): PersonKeys {
    const { dice } = this
    const document = randomDocument(dice)
    const [phone, email] = dice.pick([[true, true], [true, false], [true, true], [false, true], [true, false], [true, true], [true, true], [dice.chance(0.3), dice.chance(0.3)]] as const)
    return {
      phoneNumber: phone ? freshNumber(dice) : undefined,
      email: email ? `${dice.pick(["ana", "Luz.Marina", "jose+1", "ñandú", "o'neil"])}${dice.digits(5)}@${dice.pick(["example.com", "correo.example.co", "empresa.com.co"])}` : undefined,
      document
    }
  }

  private writeKeys(keys: PersonKeys, calm = false): Cells {
    const { dice } = this
    return {
      phone: dice.chance(calm ? 0.01 : 0.12) ? dice.pick(hostilePhones) : keys.phoneNumber === undefined ? undefined : calm && dice.chance(0.6) ? keys.phoneNumber : writePhone(keys.phoneNumber, dice),
      email: dice.chance(calm ? 0.005 : 0.1) ? dice.pick(hostileEmails) : dice.chance(0.2) ? keys.email?.toUpperCase() : keys.email,
      document_type: keys.document.type,
      document_number: calm && dice.chance(0.5) ? keys.document.number : rewriteDocument(keys.document, dice).number
    }
  }

  private randomCreation(): number {
    const { dice } = this
    return dice.weighted([
      [10, () => instantAt(march(dice.integer(1, 31)), clock(dice.integer(7, 18), dice.integer(0, 59), dice.integer(0, 59), dice.chance(0.2) ? dice.integer(1, 999) : 0))],
      [1, () => dice.near(month.start)],
      [1, () => dice.near(month.end)],
      [1, () => dice.near(this.asOf)],
      [0.5, () => instantAt(march(dice.integer(1, 31)), dice.pick(contactBoundaries))],
      [1.5, () => month.start - dice.integer(1, 100) * dayMillis + dice.integer(0, dayMillis)],
      [0.4, () => month.end + dice.integer(0, 10) * dayMillis]
    ])
  }

  private makeProspects(count: number): void {
    const { dice } = this
    while (this.prospectDrafts.length < count) {
      const earlier = this.prospectDrafts.length === 0 ? undefined : dice.pick(this.prospectDrafts)
      dice.weighted([
        [14, () => this.makeProspect(this.randomCreation(), this.freshKeys(), {})],
        [2.5, () => {
          if (earlier === undefined) return
          // Shares one, two or all keys with an earlier one, at the edge of the ninety days or at any distance.
          const fresh = this.freshKeys()
          const keys = {
            phoneNumber: dice.chance(0.5) ? earlier.phoneNumber : fresh.phoneNumber,
            email: dice.chance(0.5) ? earlier.email : fresh.email,
            document: dice.chance(0.5) ? earlier.document : fresh.document
          }
          const at = dice.weighted([
            [3, () => dice.near(earlier.createdAt + days(90))],
            [1, () => dice.near(earlier.createdAt - days(90))],
            [1, () => earlier.createdAt],
            [1, () => dice.near(earlier.createdAt)],
            [2, () => this.randomCreation()]
          ])
          this.makeProspect(at, keys, dice.chance(0.8) ? { brandId: earlier.brandId } : {})
        }],
        [0.6, () => this.makeProspect(this.randomCreation(), dice.pick(this.staff), {})],
        [0.35, () => this.makeBurst(count)]
      ])
    }
  }

  /** Eight to twelve by one advisor whose first and last are ten minutes apart, or a hair more or less. */
  private makeBurst(count: number): void {
    const { dice } = this
    const size = dice.integer(8, 12)
    if (count - this.prospectDrafts.length < size) return
    const start = instantAt(march(dice.integer(1, 30)), clock(10))
    const span = 10 * minuteMillis + dice.pick([-1, 0, 0, 1, 1000])
    const advisorId = dice.pick(this.advisorIds)
    const instants = dice.weighted([
      [2, () => Array.from({ length: size }, (_, index) => start + Math.floor((span * index) / (size - 1)))],
      [1, () => Array.from({ length: size }, (_, index) => index < size / 2 ? start : start + span)],
      [1, () => Array.from({ length: size }, () => start)]
    ])
    for (const at of dice.shuffle(instants)) this.makeProspect(at, this.freshKeys(), { advisorId })
  }

  private makeProspect(createdAt: number, keys: PersonKeys, fixed: { readonly advisorId?: string; readonly brandId?: string }): void {
    const { dice } = this
    const id = this.freshId("P", this.prospectDrafts.length)
    // A calm one has nothing wrong but its instants and its keys, so that enough verdicts hang on those alone.
    const calm = dice.chance(0.65)
    const advisorId = fixed.advisorId ?? (!calm && dice.chance(0.06) ? dice.pick(["nadie", "E1", "a 1"]) : dice.pick(this.advisorIds))
    const branchId = !calm && dice.chance(0.06) ? "sede-x" : dice.chance(0.85) ? this.homeBranch.get(advisorId) ?? this.branchIds[0]! : dice.pick(this.branchIds)
    const brandId = fixed.brandId ?? (!calm && dice.chance(0.06) ? "YAMAHA" : dice.pick(this.brandIds))
    const isLead = dice.chance(0.6)
    const source = isLead
      ? dice.pick(["brand-crm", "web", "social", "phone-lead", "referral-lead"])
      : dice.weighted<string | undefined>([
        [10, () => dice.pick(["walk-in", "street", "event", "referral", "customer-base", "unsold-follow-up"])],
        [calm ? 0 : 1, () => dice.pick(["Web", "lead", "walk in", undefined])]
      ])
    const assignedAt = dice.weighted<number | undefined>([
      [6, () => undefined],
      [2, () => createdAt + dice.integer(0, 3 * hourMillis)],
      [2, () => instantAt(dice.pick([...specialDays, localDayOf(createdAt), localDayOf(createdAt) + 1]), dice.near(dice.pick([clock(8), clock(11), clock(13), clock(16), clock(18), clock(17), clock(12), clock(23)])))],
      [0.5, () => createdAt - dice.integer(1, 5 * hourMillis)],
      [0.7, () => dice.near(this.asOf)],
      [0.5, () => this.asOf - days(dice.pick([3, 4, 7, 8])) + dice.integer(-12, 12) * hourMillis],
      [0.5, () => dice.near(month.end) - dice.pick([0, 2 * hourMillis])]
    ])
    const firstDue = addBusinessMillis(assignedAt ?? createdAt, 2 * hourMillis)
    const stage = dice.weighted([[7, () => "open"], [1.2, () => "won"], [1.2, () => "lost"]])
    const stageAt = dice.weighted<number>([
      [2, () => createdAt + dice.integer(0, 20 * dayMillis)],
      [2, () => dice.near(this.asOf)],
      [2, () => dice.near(firstDue)],
      [1, () => instantAt(march(dice.integer(1, 31)), dice.pick([clock(23, 59, 59), clock(23, 59, 59, 999), 0, 1]))]
    ])
    const consentAt = dice.weighted<number | undefined>([
      [20, () => createdAt - dice.integer(0, 60) * minuteMillis],
      [calm ? 0 : 2, () => undefined],
      [calm ? 0 : 2, () => dice.near(this.asOf)],
      [0.5, () => this.asOf - 40 * dayMillis]
    ])
    const excludedAt = dice.weighted<number | undefined>([
      [calm ? 200 : 15, () => undefined],
      [1, () => consentAt === undefined ? dice.near(this.asOf) : dice.near(consentAt)],
      [1, () => dice.near(this.asOf)]
    ])
    const document = keys.document
    this.prospectDrafts.push({ id, advisorId, branchId, brandId, createdAt, assignedAt, stageAt: stage === "open" ? undefined : stageAt, calm: calm && createdAt <= this.asOf, ...keys })
    this.prospects.push({
      prospect_id: id,
      created_at: this.instant(createdAt),
      advisor_id: advisorId,
      branch_id: branchId,
      brand_id: brandId,
      full_name: randomName(dice, document.type, calm),
      ...this.writeKeys(keys, calm),
      source,
      interest: !calm && dice.chance(0.06) ? undefined : dice.pick(["XTZ 125", "Picanto, \"full\"", "=Seal", "- cualquiera", "Dolphin\nMini"]),
      consent_at: this.instant(consentAt),
      consent_purpose: dice.pick([undefined, "comercial"]),
      consent_channel: dice.pick([undefined, "web"]),
      excluded_at: this.instant(excludedAt),
      assigned_at: this.instant(assignedAt),
      recorded_at: this.instant(dice.weighted<number | undefined>([
        [4, () => undefined],
        [4, () => createdAt + dice.integer(0, 70) * hourMillis],
        [0.8, () => dice.near(createdAt + 72 * hourMillis)],
        [0.4, () => createdAt + 90 * hourMillis],
        [0.3, () => createdAt - hourMillis]
      ])),
      stage: stage === "open" ? dice.pick([undefined, "open"]) : stage,
      stage_at: stage === "open" && dice.chance(0.8) ? undefined : this.instant(stageAt)
    })
  }

  // -------------------------------------------------------------------------------------------------------------------

  private makeActivities(count: number): void {
    const { dice } = this
    const calm = this.prospectDrafts.filter((draft) => draft.calm)
    while (this.activityDrafts.length < count) {
      const previous = this.activityDrafts.length === 0 ? undefined : dice.pick(this.activityDrafts.slice(-60))
      dice.weighted([
        [5, () => this.makeActivity(dice.pick(this.prospectDrafts), {})],
        [10, () => this.makeActivity(dice.pick(calm.length === 0 ? this.prospectDrafts : calm), {})],
        [3, () => {
          if (previous?.performedAt === undefined) return
          // The same prospect and type on the same local day, at the same instant, or across midnight.
          const day = localDayOf(previous.performedAt)
          const performedAt = dice.pick([previous.performedAt, previous.performedAt, previous.performedAt + 1, previous.performedAt + hourMillis, instantAt(day, 0), instantAt(day + 1, -1), instantAt(day + 1, 0)])
          const prospect = this.prospectDrafts.find((draft) => draft.id === previous.prospectId)
          this.makeActivity(prospect ?? dice.pick(this.prospectDrafts), { performedAt, prospectId: previous.prospectId, type: dice.chance(0.8) ? previous.type : dice.pick(["call", "visit"]) })
        }],
        [2, () => {
          if (previous?.nextActionAt === undefined || previous.performedAt === undefined) return
          // Keeps, or just fails to keep, the step promised.
          const prospect = this.prospectDrafts.find((draft) => draft.id === previous.prospectId)
          const endOfDay = startOfDay(localDayOf(previous.nextActionAt) + 1)
          const performedAt = dice.pick([endOfDay - 1, endOfDay, endOfDay + 1, endOfDay - 1000, previous.performedAt, previous.performedAt + 1, previous.nextActionAt])
          if (prospect !== undefined) this.makeActivity(prospect, { performedAt })
        }],
        [0.5, () => this.makeRepeatedNotes(count)]
      ])
    }
  }

  /** Three to six uses of one note by one advisor, some across the month's end or at one instant. */
  private makeRepeatedNotes(count: number): void {
    const { dice } = this
    const uses = dice.integer(3, 6)
    if (count - this.activityDrafts.length < uses) return
    const family = dice.pick(noteFamilies)
    const advisorId = dice.pick(this.advisorIds)
    const start = dice.pick([month.start - 2, month.start, month.end - 2 * hourMillis, instantAt(march(dice.integer(2, 29)), clock(9))])
    const step = dice.pick([0, 1, hourMillis, dayMillis])
    for (let use = 0; use < uses; use++) {
      const own = this.prospectDrafts.filter((draft) => draft.advisorId === advisorId && draft.createdAt <= start)
      this.makeActivity(dice.pick(own.length === 0 ? this.prospectDrafts : own), { advisorId, performedAt: start + use * step, note: dice.pick(family) })
    }
  }

  private randomPerformance(prospect: ProspectDraft): number {
    const { dice } = this
    const assignedAt = prospect.assignedAt ?? prospect.createdAt
    const laterDays = specialDays.filter((day) => day > localDayOf(prospect.createdAt))
    return dice.weighted([
      [5, () => prospect.createdAt + dice.integer(0, 15 * dayMillis)],
      [3, () => instantAt(dice.integer(localDayOf(prospect.createdAt) + 1, localDayOf(prospect.createdAt) + 9), clock(dice.integer(8, 17), dice.integer(0, 59), dice.integer(0, 59)))],
      [0.3, () => instantAt(march(dice.integer(1, 31)), clock(dice.integer(8, 17)))],
      [4, () => dice.near(addBusinessMillis(assignedAt, 2 * hourMillis))],
      [1, () => assignedAt + dice.integer(0, 90) * minuteMillis],
      [1, () => dice.near(assignedAt)],
      [1, () => dice.near(prospect.createdAt)],
      [2, () => instantAt(dice.pick(laterDays.length === 0 ? specialDays : laterDays), dice.pick(contactBoundaries))],
      [1, () => dice.near(this.asOf)],
      [1, () => instantAt(localDayOf(this.asOf) - dice.pick([0, 3, 4, 7, 8]), dice.pick([0, -1, clock(12)]))],
      [0.7, () => dice.near(dice.pick([month.start, month.end]))],
      [0.5, () => prospect.stageAt === undefined ? prospect.createdAt : dice.near(prospect.stageAt)]
    ])
  }

  private makeActivity(prospect: ProspectDraft, fixed: { readonly performedAt?: number; readonly advisorId?: string; readonly prospectId?: string; readonly type?: string; readonly note?: string }): void {
    const { dice } = this
    const index = this.activityDrafts.length
    const id = this.freshId("V", index)
    const calm = dice.chance(0.6)
    const at = fixed.performedAt ?? this.randomPerformance(prospect)
    const advisorId = fixed.advisorId ?? dice.weighted([[calm ? 20 : 5, () => prospect.advisorId], [2, () => dice.pick(this.advisorIds)], [0.2, () => dice.pick(["nadie", "E1"])]])
    const prospectId = fixed.prospectId ?? dice.weighted([[20, () => prospect.id], [0.5, () => "P-nadie"], [0.3, () => prospect.id.toLowerCase()]])
    const type = fixed.type ?? dice.weighted([
      [8, () => dice.pick(["call", "whatsapp", "email", "sms"])],
      [5, () => dice.pick(["visit", "home-visit", "test-ride", "quote", "meeting"])],
      [0.4, () => dice.pick(["Call", "fax", "llamada"])]
    ])
    const [status, performedAt, plannedFor] = dice.weighted<[string, number | undefined, number | undefined]>([
      [calm ? 200 : 12, () => ["performed", at, dice.chance(0.3) ? dice.near(at) : undefined]],
      [1, () => ["planned", undefined, at]],
      [0.5, () => ["planned", at, dice.chance(0.7) ? dice.near(month.end) : undefined]],
      [0.7, () => ["cancelled", dice.chance(0.3) ? at : undefined, dice.chance(0.5) ? at : undefined]],
      [0.5, () => ["performed", undefined, dice.chance(0.5) ? at : undefined]]
    ])
    const recordedAt = performedAt === undefined && plannedFor === undefined ? dice.near(at) : dice.weighted<number | undefined>([
      [calm ? 12 : 3, () => undefined],
      [calm ? 12 : 3, () => at + dice.integer(0, 47) * hourMillis],
      [0.8, () => dice.near(at + 48 * hourMillis)],
      [0.4, () => at + 60 * hourMillis],
      [0.2, () => at - hourMillis]
    ])
    const nextActionAt = dice.weighted<number | undefined>([
      [3, () => undefined],
      [3, () => at + dice.integer(1, 5) * dayMillis + dice.integer(-5, 5) * hourMillis],
      [1, () => startOfDay(localDayOf(at) + dice.integer(0, 3))],
      [1, () => dice.near(at)],
      [1, () => instantAt(localDayOf(this.asOf) + dice.pick([-1, 0, 0, 1]), clock(9))],
      [0.5, () => dice.near(dice.pick([month.start, month.end]))],
      [0.5, () => at - dayMillis]
    ])
    const note = fixed.note ?? randomNote(dice, calm || dice.chance(0.5) ? index : index % 3, calm)
    this.activityDrafts.push({ id, prospectId, advisorId, type, performedAt: status === "performed" ? performedAt : undefined, nextActionAt, note })
    this.activities.push({
      activity_id: id,
      prospect_id: prospectId,
      advisor_id: advisorId,
      type,
      status,
      direction: dice.weighted<string | undefined>([[3, () => undefined], [3, () => "outbound"], [1, () => "inbound"]]),
      planned_for: this.instant(plannedFor),
      performed_at: this.instant(performedAt),
      recorded_at: this.instant(recordedAt),
      outcome: dice.weighted<string | undefined>([
        [calm ? 30 : 7, () => dice.pick(["interested", "no-answer", "quoted", "cita agendada"])],
        [1.3, () => "rescheduled"],
        [0.2, () => "Rescheduled"],
        [0.8, () => dice.pick(["won", "lost"])],
        [0.6, () => undefined]
      ]),
      note,
      next_action_at: this.instant(nextActionAt),
      duration_seconds: dice.pick([undefined, undefined, "0", "29", "30", "31", "029", "600"]),
      requested_by_customer: dice.pick([undefined, undefined, "false", "false", "true"])
    })
  }

  // -------------------------------------------------------------------------------------------------------------------

  private makeGoals(): void {
    const { dice } = this
    for (const advisorId of this.advisorIds) {
      if (dice.chance(0.15)) continue
      const rows = dice.integer(1, 2)
      for (let index = 0; index < rows; index++) {
        const goal = { period, advisor_id: advisorId, branch_id: this.homeBranch.get(advisorId), brand_id: dice.pick(this.brandIds), prospects: String(dice.pick([0, 1, 1, 2, 2, 3, 4, 5, 6])), activities: dice.pick(["0", "1", "2", "4", "5", "8", "007"]) }
        // The two rows may carry the same key: then the later is rejected.
        this.goals.push(goal)
      }
    }
    this.goals.push({ period: "2024-02", advisor_id: this.advisorIds[0], branch_id: "S1", brand_id: "yamaha", prospects: "1000", activities: "1000" })
    if (dice.chance(0.5)) this.goals.push({ period, advisor_id: "solo-meta", branch_id: "sede-meta", brand_id: "marca-meta", prospects: "4", activities: "0" })
    if (dice.chance(0.5)) this.goals.push({ period: dice.pick(["2024-13", "2024-3", "2024-03-01", "marzo"]), advisor_id: "A1", branch_id: "S1", brand_id: "yamaha", prospects: "1", activities: "1" })
    if (dice.chance(0.5)) this.goals.push({ period, advisor_id: "A1", branch_id: "S9", brand_id: "yamaha", prospects: dice.pick(["-1", "1.5", "1e3", "+1", "diez", " 2 ", "1 000", "٣"]), activities: "1" })
  }

  private makeCalls(count: number): void {
    const { dice } = this
    for (let index = 0; index < count; index++) {
      const isProspect = dice.chance(0.7) || this.activityDrafts.length === 0
      const subject = isProspect ? dice.pick(this.prospectDrafts) : dice.pick(this.activityDrafts)
      const subjectId = dice.chance(0.03) ? "nadie" : dice.chance(0.03) ? subject.id.toLowerCase() : subject.id
      const base = dice.weighted([
        [4, () => instantAt(march(dice.integer(2, 31)), clock(dice.integer(8, 17), dice.integer(0, 59)))],
        [1, () => dice.near(this.asOf)],
        [1, () => instantAt(march(dice.integer(2, 31)), dice.pick([clock(23, 59, 59, 999), clock(23, 59, 59), 0]))]
      ])
      const outcomes = dice.weighted<ReadonlyArray<string>>([
        [5, () => ["attended"]],
        [1.5, () => [dice.pick(["not-attended", "wrong-number"])]],
        [1, () => ["refused", "not-attended"]],
        [2, () => ["no-answer", "no-answer", "no-answer"]],
        [1, () => ["no-answer", "no-answer", "no-answer", "no-answer", "attended"]],
        [1, () => ["no-answer", "call-back", "no-answer", "call-back", "no-answer"]],
        [1, () => ["no-answer", "no-answer"]],
        [1, () => ["call-back"]],
        [1, () => dice.shuffle(["attended", "not-attended", "refused", "no-answer"])],
        [1, () => ["not-attended", "attended"]]
      ])
      const step = dice.pick([0, 1, hourMillis, dayMillis, 12 * hourMillis])
      for (const [turn, outcome] of outcomes.entries()) {
        this.calls.push({
          call_id: this.freshId("C", this.calls.length),
          subject_type: isProspect ? "prospect" : "activity",
          subject_id: subjectId,
          agent_id: dice.weighted([[8, () => dice.pick(this.agentIds)], [1, () => subject.advisorId], [0.5, () => dice.pick(this.advisorIds)], [0.2, () => "agente-desconocido"]]),
          attempted_at: this.instant(base + turn * step),
          outcome,
          comment: dice.pick([undefined, "ok", "dice que \"sí\", lo atendieron", "=1+1"])
        })
      }
    }
  }
}
