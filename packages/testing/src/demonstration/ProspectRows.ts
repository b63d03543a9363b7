/** Rows of `prospects.csv`: what an advisor typed, with the slips of honest ones and the tricks of those who invent. */
import * as Contacts from "./Contacts.ts"
import * as CsvText from "./CsvText.ts"
import * as Draw from "./Draw.ts"
import * as Month from "./Month.ts"
import * as Names from "./Names.ts"
import * as Organisation from "./Organisation.ts"
import * as Plan from "./Plan.ts"

export const header = CsvText.line([
  "prospect_id", "created_at", "advisor_id", "branch_id", "brand_id", "full_name", "document_type", "document_number", "phone", "email", "source",
  "interest", "consent_at", "consent_purpose", "consent_channel", "excluded_at", "assigned_at", "recorded_at", "stage", "stage_at", "campaign"
])

/** A row before it is written; instants in local seconds, `ABSENT` where there is none. */
export interface Draft {
  id: string
  createdAt: number
  advisorId: string
  branchId: string
  brandId: string
  fullName: string
  documentType: string
  documentNumber: string
  phone: string
  email: string
  source: string
  interest: string
  consentAt: number
  excludedAt: number
  assignedAt: number
  recordedAt: number
  stage: string
  stageAt: number
  campaign: string
}

export const ABSENT = -1

type Slip =
  | "name" | "contact" | "phone" | "implausible-phone" | "email" | "disposable-email" | "document" | "source" | "interest" | "consent"
  | "revoked-consent" | "duplicate" | "recorded-late" | "staff" | "elsewhere"

const slips: ReadonlyArray<readonly [Slip, honest: number, inventor: number]> = [
  ["name", 0.008, 0.07], ["contact", 0.004, 0.01], ["phone", 0.012, 0.06], ["implausible-phone", 0.001, 0.12], ["email", 0.008, 0.03],
  ["disposable-email", 0.004, 0.05], ["document", 0.012, 0.06], ["source", 0.007, 0.02], ["interest", 0.012, 0.05], ["consent", 0.025, 0.09],
  ["revoked-consent", 0.005, 0.005], ["duplicate", 0.014, 0.08], ["recorded-late", 0.015, 0.03], ["staff", 0.0005, 0.07],
  ["elsewhere", 0.002, 0.002]
]

/** The slip in a prospect, if any; the verification calls know it too. */
export const slipOf = (plan: Plan.Plan, core: Plan.Core): Slip | undefined => {
  const inventor = core.advisor.conduct === "inventor"
  let luck = Draw.fractionAt(plan.seed, Plan.purposes.detail + 100, core.index) * (core.advisor.conduct === "neglectful" ? 0.7 : 1)
  for (const [slip, honest, invented] of slips) if ((luck -= inventor ? invented : honest) < 0) return slip
  return undefined
}

const draw = new Draw.Draw()

export const isFirm = (plan: Plan.Plan, index: number): boolean => Draw.at(plan.seed, Plan.purposes.name, index) % 100 < 7

export const nameOf = (plan: Plan.Plan, index: number): string => {
  draw.restart(plan.seed, Plan.purposes.name, index)
  return isFirm(plan, index) ? Names.firm(draw) : Names.person(draw)
}

export const interestOf = (plan: Plan.Plan, core: Plan.Core): string => {
  const brand = Organisation.brands[core.brand] as Organisation.Brand
  return `${brand.name} ${brand.models[Draw.at(plan.seed, Plan.purposes.interest, core.index) % brand.models.length]}`
}

/** Where an open prospect ended, if it did: in its last contact that was made. */
export const stageOf = (plan: Plan.Plan, core: Plan.Core): { readonly stage: string; readonly lastContact: number; readonly stageAt: number } => {
  const end = plan.month.end * 86400
  let lastContact = ABSENT
  let at = ABSENT
  for (let contact = core.contacts - 1; contact >= 0 && lastContact < 0; contact--) {
    at = plan.contactAt(core, contact)
    if (at < end) lastContact = contact
  }
  if (lastContact < 0) return { stage: "open", lastContact, stageAt: ABSENT }
  const stale = end - at > 7 * 86400
  const { conduct } = core.advisor
  const closing = stale ? (conduct === "good" ? 0.85 : conduct === "average" ? 0.55 : 0.25) : 0.06
  const luck = Draw.fractionAt(plan.seed, Plan.purposes.stage, core.index)
  if (luck >= closing) return { stage: "open", lastContact, stageAt: ABSENT }
  return { stage: luck < closing * 0.35 ? "won" : "lost", lastContact, stageAt: Math.min(at + 600, end - 1) }
}

/** Numbers of phones, documents and mailboxes begin elsewhere for each seed. */
export const contactNumber = (plan: Plan.Plan, index: number): number => (Draw.at(plan.seed, 0, 0) % 9_000_000) + index

const campaigns = ["", "", "", "feria-local", "pauta-redes", "vitrina-nueva", "plan-retoma"]

/** A prospect without any slip. */
export const clean = (plan: Plan.Plan, core: Plan.Core, id: string): Draft => {
  const { index } = core
  const fullName = nameOf(plan, index)
  const firm = isFirm(plan, index)
  const number = contactNumber(plan, index)
  draw.restart(plan.seed, Plan.purposes.detail, index)
  const branch = plan.organisation.branches[core.branch] as Organisation.Branch
  const documented = firm || draw.chance(0.6)
  const ending = stageOf(plan, core)
  draw.restart(plan.seed, Plan.purposes.detail + 1, index)
  const minutes = draw.between(0, 14)
  const first = plan.month.previousStart * 86400 + 1
  return {
    id,
    createdAt: core.createdAt,
    advisorId: core.advisor.id,
    branchId: branch.id,
    brandId: (Organisation.brands[core.brand] as Organisation.Brand).id,
    fullName,
    documentType: documented ? firm ? "NIT" : "CC" : "",
    documentNumber: documented ? firm ? Contacts.nit(number, draw.chance(0.5)) : Contacts.cedula(number, draw.chance(0.3)) : "",
    phone: firm && draw.chance(0.5) ? Contacts.landline(number, branch.region) : Contacts.mobile(number, draw.bits() >>> 3),
    email: firm || draw.chance(0.58) ? Contacts.email(fullName, index + 11, draw) : "",
    source: core.source,
    interest: interestOf(plan, core),
    consentAt: Math.max(first, core.createdAt + (draw.chance(0.8) ? minutes * 20 : -minutes * 60)),
    // registered once, and agreed again later: that consent counts
    excludedAt: draw.chance(0.004) ? Math.max(first - 1, core.createdAt - 86400 * draw.between(1, 20)) : ABSENT,
    assignedAt: Plan.isLeadSource(core.source) ? core.assignedAt : ABSENT,
    recordedAt: draw.chance(0.9) ? core.createdAt + minutes * 61 : ABSENT,
    stage: ending.stage,
    stageAt: ending.stageAt,
    campaign: draw.pick(campaigns)
  }
}

const badNames = ["Carlos", "Cliente Prueba", "Sra. M", "NN", "xxx xxx", "Jorge aaaa", "Ninguno", "Test Test"]
const badPhones = ["310 45 67", "31145678", "601 000", "320000000000", "sin teléfono", "0"]
const badEmails = ["notiene", "sin@correo", "cliente@@correo.example", "maria gomez@correo.example", "no@tiene.", "@correo.example"]
const runs = ["1111111", "5555555", "0000000", "1234567", "7654321", "3333333", "9999999", "2345678"]
const oddSources = ["", "volante", "Facebook", "Vitrina", "otro"]

/** Ids that no directory of the demonstration has. */
export const unknownIds = { advisorId: "A-0000", branchId: "S-000", brandId: "M-77" }

/** Another prospect of the same brand, registered a little earlier. */
const earlierOfBrand = (plan: Plan.Plan, core: Plan.Core): number => {
  const other = plan.emptyCore()
  for (let back = 1 + (core.index % 7); back <= 60 && back <= core.index; back++) {
    if (plan.fill(other, core.index - back).brand === core.brand && !isFirm(plan, other.index)) return other.index
  }
  return core.index
}

/** Puts a slip into a clean prospect. */
const slip = (plan: Plan.Plan, core: Plan.Core, draft: Draft, kind: Slip): void => {
  draw.restart(plan.seed, Plan.purposes.detail + 2, core.index)
  const number = contactNumber(plan, core.index)
  switch (kind) {
    case "name":
      draft.fullName = draft.documentType === "NIT" ? "-" : draw.pick(badNames)
      return
    case "contact":
      draft.phone = draft.email = ""
      return
    case "phone":
      draft.phone = draw.pick(badPhones)
      return
    case "implausible-phone":
      draft.phone = `3${draw.between(10, 18)}${draw.pick(runs)}`
      return
    case "email":
      draft.email = draw.pick(badEmails)
      return
    case "disposable-email":
      draft.email = Contacts.disposableEmail(draft.fullName, core.index + 11, draw)
      return
    case "document":
      if (draft.documentType === "NIT") draft.documentNumber = Contacts.nit(number, true, draw.between(1, 9))
      else {
        draft.documentType = draw.pick(["CC", "CC", "", "CARNET"])
        draft.documentNumber = draft.documentType === "CC" ? `0${Contacts.cedula(number, false)}` : Contacts.cedula(number, true)
      }
      return
    case "source":
      draft.source = draw.pick(oddSources)
      draft.assignedAt = ABSENT
      return
    case "interest":
      draft.interest = ""
      return
    case "consent":
      draft.consentAt = ABSENT
      return
    case "revoked-consent":
      draft.excludedAt = draft.consentAt + draw.between(3600, 500_000)
      return
    case "duplicate": {
      const other = contactNumber(plan, earlierOfBrand(plan, core))
      draft.phone = Contacts.mobile(other, draw.bits() >>> 3)
      if (draft.documentType === "CC") draft.documentNumber = Contacts.cedula(other, true)
      return
    }
    case "recorded-late":
      draft.recordedAt = draft.createdAt + draw.between(260_000, 500_000)
      return
    case "staff":
      draft.phone = plan.organisation.staffPhone(core.advisor.index)
      return
    case "elsewhere": {
      const column = draw.pick(["advisorId", "branchId", "brandId"] as const)
      draft[column] = unknownIds[column]
    }
  }
}

/** The prospect of an index, as chance has it. */
export const make = (plan: Plan.Plan, core: Plan.Core, id: string): Draft => {
  const draft = clean(plan, core, id)
  const kind = slipOf(plan, core)
  if (kind !== undefined) slip(plan, core, draft, kind)
  return draft
}

const purposes = ["ventas", "ventas y mercadeo", "mercadeo"]
const channels: Readonly<Record<string, string>> = { web: "formulario web", social: "redes sociales", "brand-crm": "plataforma de la marca", "walk-in": "formato firmado" }

export const line = (plan: Plan.Plan, draft: Draft): string => {
  const { month } = plan
  const instant = (value: number): string => value === ABSENT ? "" : Month.instantText(month, value)
  const consented = draft.consentAt !== ABSENT
  // brand platforms write universal time
  const created = draft.source === "brand-crm" ? Month.universalText(month, draft.createdAt) : Month.instantText(month, draft.createdAt)
  return `${draft.id},${created},${draft.advisorId},${draft.branchId},${draft.brandId},${CsvText.cell(draft.fullName)},${draft.documentType},` +
    `${draft.documentNumber},${draft.phone},${draft.email},${draft.source},${CsvText.cell(draft.interest)},${instant(draft.consentAt)},` +
    `${consented ? purposes[draft.createdAt % 3] : ""},${consented ? channels[draft.source] ?? "voz" : ""},` +
    `${instant(draft.excludedAt)},${instant(draft.assignedAt)},${instant(draft.recordedAt)},` +
    `${draft.stage === "open" ? "" : draft.stage},${instant(draft.stageAt)},${draft.campaign}\n`
}
