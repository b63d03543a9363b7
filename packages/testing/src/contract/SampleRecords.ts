/** Plain records that the cases of the contract put. */
import type { PolicyEdition } from "@crm-procedure/core/policy/PolicyEdition"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Appeal } from "@crm-procedure/core/records/Appeal"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import type { Directory, Employee } from "@crm-procedure/core/records/Directory"
import type { Goal } from "@crm-procedure/core/records/Goal"
import { system } from "@crm-procedure/core/records/Authorship"
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import type { StoredVerdict, MatchKeys } from "@crm-procedure/core/register/StoredVerdict"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { Entry } from "@crm-procedure/core/register/Records"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"

export const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Ñandú" }],
  brands: [{ brandId: "B1", name: "Marca", line: "motorcycles" }],
  employees: [{ employeeId: "A1", name: "Ana Pérez", role: "advisor", branchId: "S1", brandIds: ["B1"], activeFrom: 19_723 }]
}

const returned: Required<Employee> = {
  employeeId: "A1",
  name: "Ana Pérez",
  role: "advisor",
  branchId: "S2",
  line: "motorcycles",
  brandIds: ["B2", "B1"],
  phone: "",
  email: " Ana@Correo.example",
  documentType: "CC",
  documentNumber: "0012345",
  activeFrom: 19_900,
  activeTo: 19_900,
  erasedAt: 5,
  keyHashes: "1:0123456789abcdef:: 1:::"
}

/** One with every field, in no order that a key would give; an employee who came back, and who ended before beginning. */
export const wholeDirectory: Directory = {
  branches: [{ branchId: "S2", name: "Sede Ñandú", city: "Tunja" }, { branchId: "S1", name: "sede ñandu", city: "" }],
  brands: [{ brandId: "B2", name: "Marca", line: "cars" }, { brandId: "B1", name: "Marca" }],
  employees: [
    returned,
    { employeeId: "A1", name: "Ana Pérez", role: "advisor", branchId: "S1", brandIds: [], activeFrom: 19_723, activeTo: 19_722 },
    { employeeId: "0", name: "Luz", role: "general-manager", activeFrom: -1 }
  ]
}

export const prospectOf = (prospectId: string): Prospect =>
  ({ prospectId, createdAt: 1_709_650_800_000, advisorId: "A1", branchId: "S1", brandId: "B1", stage: "open" })

export const activityOf = (activityId: string): Activity => ({
  activityId,
  prospectId: "P1",
  advisorId: "A1",
  type: "call",
  status: "performed",
  direction: "outbound",
  performedAt: 1_709_650_800_123
})

export const goal: Goal = { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 5, activities: Number.MAX_SAFE_INTEGER }

/** What was found of a record that nothing is wrong with. */
export const storedVerdictOf = (more: Partial<StoredVerdict> = {}): StoredVerdict => ({
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  verdict: "valid",
  reasons: [],
  warnings: [],
  period: "2024-03",
  day: 5,
  since: 1_709_650_800_000,
  matchKeys: {},
  ...more
})

export const entryOf = <R>(record: R, more: Partial<StoredVerdict> = {}): Entry<R> => ({ record, storedVerdict: storedVerdictOf(more) })

/** A match key: 16 hexadecimal digits of a number. */
export const keyOf = (number: number): NonNullable<MatchKeys["phone"]> => (0xfedcba98_00000000n + BigInt(number)).toString(16)

/** Texts that storages like to change: two ways of writing é, white space, nothing, digits that look like a number, a quote. */
const texts = { composed: "Jos\u00e9", decomposed: "Jose\u0301", spaced: " con  espacios ", empty: "", digits: "0012345", quoted: "O'Neil; \"--\" \\ % _ \u{1f697}" }

/** Records with every field, to the millisecond, before 1970 and at 0 too. */
export const wholeProspect: Required<Prospect> = {
  prospectId: "P1",
  createdAt: 1_709_650_800_123,
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: texts.decomposed,
  documentType: "CC",
  documentNumber: texts.digits,
  phone: texts.spaced,
  email: texts.empty,
  source: "web",
  interest: texts.quoted,
  consentAt: 0,
  consentPurpose: texts.composed,
  consentChannel: "web",
  excludedAt: -1,
  assignedAt: 1_709_650_800_999,
  recordedAt: -86_400_001,
  stage: "won",
  stageAt: 1_709_650_800_001,
  erasedAt: 1_709_650_800_002,
  frozenFindings: "phone-invalid duplicate",
  keyHashes: "00ff 00fe -",
  identityReplacedAt: 1_709_650_800_003,
  identityReplacedBy: "E1"
}

export const wholeActivity: Required<Activity> = {
  activityId: "C1",
  prospectId: "P1",
  advisorId: "A1",
  type: "call",
  status: "cancelled",
  direction: "inbound",
  plannedFor: 0,
  performedAt: 1_709_650_800_123,
  recordedAt: -1,
  outcome: texts.empty,
  note: `${texts.quoted}\n${texts.decomposed}`,
  nextActionAt: 1_709_650_800_001,
  durationSeconds: 0,
  requestedByCustomer: false,
  erasedAt: 1_709_650_800_002,
  frozenFindings: "note-insufficient",
  noteHash: "00ff"
}

export const wholeCall: Required<VerificationCall> = {
  callId: "V1",
  subjectType: "activity",
  subjectId: "C1",
  agentId: "G1",
  attemptedAt: 1_709_650_800_123,
  outcome: "call-back",
  comment: texts.quoted
}

export const wholeEntry: Required<PhoneLogEntry> = {
  entryId: "T1",
  startedAt: 1_709_650_800_123,
  advisorId: "A1",
  number: texts.spaced,
  direction: "inbound",
  durationSeconds: 0
}

export const wholeWaiver: Required<Waiver> = {
  waiverId: "W1",
  subjectType: "prospect",
  subjectId: "P1",
  code: "duplicate",
  grantedAt: 1_709_650_800_123,
  grantedBy: "E1",
  reason: texts.quoted
}

export const wholeAppeal: Appeal & { readonly decision: NonNullable<Appeal["decision"]> } = {
  appealId: "Q1",
  subjectType: "activity",
  subjectId: "C1",
  code: "note-repeated",
  text: texts.decomposed,
  advisorId: "A1",
  raisedAt: -1,
  dueAt: 1_709_650_800_123,
  decision: { outcome: "granted", at: 0, by: "E1", reason: texts.quoted, waiverId: "W1" }
}

/** An approved edition of the policy with something in every part. */
export const wholeEdition: PolicyEdition & { readonly approval: NonNullable<PolicyEdition["approval"]> } = {
  editionId: "E1",
  spec: {
    name: texts.decomposed,
    rules: { prospect: { "interest-missing": "warns" }, activity: { "note-repeated": "off" } },
    parameters: { sources: ["web", texts.quoted], leadRedDays: 9, businessHours: { monday: ["08:00-12:00", "14:00-18:00"] }, extraHolidays: [] },
    thresholds: { prospecting: { yellow: 70.25, green: 92.5 } },
    brands: { M1: { parameters: { duplicateWindowDays: 0 } } }
  },
  draftedAt: -1,
  draftedBy: "AC",
  draftedWith: "key-1",
  comment: texts.quoted,
  approval: { from: "2024-03", at: 1_709_650_800_123, by: "GG" }
}

/** Ids that a storage's collation may take for one. By code point they are different. */
export const similarIds: ReadonlyArray<string> = ["a1", "A1", "\u00e11", "a\u03011", "1", "01", "1 ", "1.0"]

/** An entry of the audit that follows another one. */
export const auditEntry = (last: AuditEntry.AuditLink | undefined, more: Partial<AuditEntry.Happening> & { readonly by?: string; readonly employeeId?: string } = {}): AuditEntry.AuditEntry => {
  const { by, employeeId, ...happening } = more
  return AuditEntry.after(last, { ...system, ...(by === undefined ? {} : { by }), ...(employeeId === undefined ? {} : { employeeId }) }, {
    at: 1,
    action: "goals.set",
    subject: { type: "goals", id: "2024-03" },
    ...happening
  })
}
