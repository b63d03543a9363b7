/**
 * The written procedure as typed data (*Procedimiento*): its clauses with their ids and origins, and which version of
 * it is in force on a day.
 *
 * @example
 * ```ts run
 * import { Calendar, GcPro05, Procedure } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const inApril = Procedure.inForce(GcPro05.versions, Calendar.parseDay("2024-04-01")!)
 * assert.equal(inApril.version, "02")
 * assert.ok(Procedure.clauses(inApril).some(({ id }) => id === "GC-PRO-05/control/verification-call"))
 * ```
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "../calendar/Calendar.ts"
import type { LocalDay } from "../calendar/Calendar.ts"
import type { Role } from "../records/Directory.ts"
import type { Bilingual } from "../identity/Bilingual.ts"

/**
 * Where a statement comes from. `document`: the procedure says it; `reference` is the clause's id. `law`: a law says
 * it; `reference` names law and article. `assumption`: neither does, we chose; `reference` is the id of the clause
 * that leaves it open.
 */
export interface Provenance {
  readonly kind: "document" | "law" | "assumption"
  readonly reference: string
  readonly note?: Bilingual
}

/** One statement of the procedure. `id` is stable across versions; `text.es` holds the source's own words. */
export interface Clause {
  readonly id: string
  readonly text: Bilingual
  readonly provenance: Provenance
}

/** A role's name in code, after the glossary. */
export type RoleName =
  | "Advisor"
  | "CrmAssistant"
  | "CrmAgent"
  | "MarketingCoordinator"
  | "MotorcycleManager"
  | "CommercialManager"
  | "GeneralManager"

/** The name in code of each role that the directory knows. */
export const roleNames: Readonly<Record<Role, RoleName>> = {
  "advisor": "Advisor",
  "crm-assistant": "CrmAssistant",
  "crm-agent": "CrmAgent",
  "marketing-coordinator": "MarketingCoordinator",
  "motorcycle-manager": "MotorcycleManager",
  "commercial-manager": "CommercialManager",
  "general-manager": "GeneralManager"
}

/** A clause that names who takes part, and the directory's role that this is. */
export interface Participant extends Clause {
  readonly role: Role
}

/** What the procedure does against a risk (*Control*). */
export interface Control extends Clause {}

/** What may go wrong (*Riesgo*), with the control against it. `code` is what rules name as the risk they serve. */
export interface Risk extends Clause {
  readonly code: string
  readonly control: Control
}

/** An indicator as the document writes it: its name, and its formula as the clause's text. */
export interface IndicatorClause extends Clause {
  readonly code: "prospecting" | "follow-up"
  readonly name: Bilingual
}

/** What the procedure needs, by the document's three kinds. */
export interface Resource extends Clause {
  readonly kind: "human" | "infrastructure" | "economic"
  /** The document's word for the kind. */
  readonly label: Bilingual
}

/** A form in the annex: its code, and its name as the clause's text. */
export interface Annex extends Clause {
  readonly formCode: string
}

/** The document's sections, in its order. */
export type Section =
  | "objective"
  | "scope"
  | "responsible"
  | "participants"
  | "risks"
  | "indicators"
  | "requirements"
  | "resources"
  | "annexes"

/** A version of the procedure. `effectiveFrom` is the first local day on which it is in force. */
export interface Procedure {
  readonly code: string
  readonly version: string
  /** The title over the text. */
  readonly title: Bilingual
  /** The name in the header block, which the source writes differently from the title. */
  readonly headerName: Bilingual
  readonly company: string
  readonly area: Bilingual
  readonly effectiveFrom: LocalDay
  /** What the document calls each section. */
  readonly headings: Readonly<Record<Section, Bilingual>>
  readonly objective: Clause
  readonly scope: Clause
  readonly responsible: Participant
  readonly participants: ReadonlyArray<Participant>
  readonly risks: ReadonlyArray<Risk>
  readonly indicators: ReadonlyArray<IndicatorClause>
  readonly requirements: ReadonlyArray<Clause>
  readonly resources: ReadonlyArray<Resource>
  readonly annexes: ReadonlyArray<Annex>
}

/** At least one version of one procedure: what {@link register} accepted, sorted by the day each takes effect. */
export type Versions = readonly [Procedure, ...ReadonlyArray<Procedure>]

/** A clause in the document's own words: its origin is itself. */
export const documentClause = (id: string, text: Bilingual): Clause => ({
  id,
  text,
  provenance: { kind: "document", reference: id }
})

const twoDigits = (value: number): string => String(value).padStart(2, "0")

/** The day on which it takes effect as the document writes it: `31/03/2024`. */
export const effectiveDate = (procedure: Procedure): string => {
  const { day, month, year } = Calendar.partsOfDay(procedure.effectiveFrom)
  return `${twoDigits(day)}/${twoDigits(month)}/${year}`
}

const listSections = ["participants", "risks", "indicators", "requirements", "resources", "annexes"] as const

/**
 * Every clause, in the document's order. The header's facts and the headings of the sections that are lists are
 * clauses too (`GC-PRO-05/version`, `GC-PRO-05/requirements`), so that each can be traced.
 */
export const clauses = (procedure: Procedure): ReadonlyArray<Clause> => {
  const own = (path: string, text: Bilingual): Clause => documentClause(`${procedure.code}/${path}`, text)
  const same = (text: string): Bilingual => ({ es: text, en: text })
  const content: Readonly<Record<(typeof listSections)[number], ReadonlyArray<Clause>>> = {
    participants: procedure.participants,
    risks: procedure.risks.flatMap((risk): ReadonlyArray<Clause> => [risk, risk.control]),
    indicators: procedure.indicators,
    requirements: procedure.requirements,
    resources: procedure.resources,
    annexes: procedure.annexes
  }
  return [
    own("area", procedure.area),
    own("header-name", procedure.headerName),
    own("title", procedure.title),
    own("code", same(procedure.code)),
    own("version", same(procedure.version)),
    own("effective-from", same(effectiveDate(procedure))),
    own("company", same(procedure.company)),
    procedure.objective,
    procedure.scope,
    procedure.responsible,
    ...listSections.flatMap((section) => [own(section, procedure.headings[section]), ...content[section]])
  ]
}

const Fault = Schema.Struct({
  kind: Schema.Literals([
    "nothing-registered",
    "blank-code",
    "blank-version",
    "unusable-effective-from",
    "other-code",
    "duplicate-version",
    "duplicate-effective-from",
    "duplicate-clause"
  ]),
  /** Positions in the list that was given, from 0. */
  positions: Schema.Array(Schema.Number),
  message: Schema.Struct({ es: Schema.String, en: Schema.String })
})

/** One fault: its kind, the positions of the versions it concerns, and what to do about it. */
export type Fault = typeof Fault.Type

/** The versions cannot be registered together; `faults` names everything that is wrong with them at once. */
export class VersionsRefused extends Schema.TaggedError<VersionsRefused>()("VersionsRefused", {
  faults: Schema.Array(Fault)
}) {
  override get message(): string {
    return `The versions of the procedure were refused:\n${this.faults.map((fault) => `- ${fault.message.en}`).join("\n")}`
  }
}

const fault = (kind: Fault["kind"], positions: ReadonlyArray<number>, es: string, en: string): Fault => ({
  kind,
  positions,
  message: { es, en }
})

const nameOf = (procedure: Procedure): string => `${procedure.code} v${procedure.version}`

/** Faults of one version on its own. */
const faultsAlone = (procedure: Procedure, position: number): ReadonlyArray<Fault> => {
  const faults: Array<Fault> = []
  const name = nameOf(procedure)
  if (procedure.code.trim() === "") {
    faults.push(fault("blank-code", [position],
      `La versión en la posición ${position} no tiene código; escriba el del documento, como GC-PRO-05.`,
      `The version at position ${position} has no code; give the document's, like GC-PRO-05.`))
  }
  if (procedure.version.trim() === "") {
    faults.push(fault("blank-version", [position],
      `El procedimiento en la posición ${position} no tiene versión; escriba la del documento, como 02.`,
      `The procedure at position ${position} has no version; give the document's, like 02.`))
  }
  if (!Number.isSafeInteger(procedure.effectiveFrom)) {
    faults.push(fault("unusable-effective-from", [position],
      `La fecha de vigencia de ${name} no es un día local; se espera un número entero de días.`,
      `The effective date of ${name} is not a local day; a whole number of days is expected.`))
  }
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const clause of clauses(procedure)) (seen.has(clause.id) ? repeated : seen).add(clause.id)
  for (const id of repeated) {
    faults.push(fault("duplicate-clause", [position],
      `La cláusula ${id} aparece más de una vez en ${name}; dé a cada cláusula un identificador propio.`,
      `The clause ${id} occurs more than once in ${name}; give each clause an id of its own.`))
  }
  return faults
}

/** Positions that share a key, in order of the key's first occurrence; only keys with two or more. */
const positionsSharing = <Key>(procedures: ReadonlyArray<Procedure>, key: (procedure: Procedure) => Key): ReadonlyArray<ReadonlyArray<number>> => {
  const positionsByKey = new Map<Key, Array<number>>()
  procedures.forEach((procedure, position) => {
    const positions = positionsByKey.get(key(procedure))
    if (positions === undefined) positionsByKey.set(key(procedure), [position])
    else positions.push(position)
  })
  return [...positionsByKey.values()].filter((positions) => positions.length > 1)
}

/** Faults of the versions beside each other. */
const faultsTogether = (procedures: ReadonlyArray<Procedure>): ReadonlyArray<Fault> => {
  const faults: Array<Fault> = []
  const first = procedures[0]
  if (first === undefined) {
    return [fault("nothing-registered", [],
      "No hay ninguna versión del procedimiento; registre al menos una.",
      "There is no version of the procedure; register at least one.")]
  }
  const others = procedures.flatMap((procedure, position) => procedure.code === first.code ? [] : [position])
  if (others.length > 0) {
    const codes = [...new Set(others.map((position) => procedures[position]?.code))].join(", ")
    faults.push(fault("other-code", others,
      `Se esperaban solo versiones de ${first.code} y también se encontró ${codes}; registre cada procedimiento por separado.`,
      `Only versions of ${first.code} were expected, and ${codes} was found too; register each procedure by itself.`))
  }
  for (const positions of positionsSharing(procedures, (procedure) => JSON.stringify([procedure.code, procedure.version]))) {
    const name = nameOf(procedures[positions[0] as number] as Procedure)
    faults.push(fault("duplicate-version", positions,
      `${name} está ${positions.length} veces (posiciones ${positions.join(", ")}); deje una sola o cambie el número de versión.`,
      `${name} is there ${positions.length} times (positions ${positions.join(", ")}); keep one or change the version number.`))
  }
  for (const positions of positionsSharing(procedures, (procedure) => procedure.effectiveFrom)) {
    const names = positions.map((position) => nameOf(procedures[position] as Procedure)).join(", ")
    faults.push(fault("duplicate-effective-from", positions,
      `${names} entran en vigencia el mismo día; cada versión necesita su propia fecha de vigencia.`,
      `${names} take effect on the same day; each version needs an effective date of its own.`))
  }
  return faults
}

/**
 * Registers the versions of one procedure, in any order. Refuses them with every fault named at once: none at all, two
 * with the same version or the same `effectiveFrom`, another procedure's code, a clause id used twice.
 */
export const register = (procedures: ReadonlyArray<Procedure>): Result.Result<Versions, VersionsRefused> => {
  const faults = [...procedures.flatMap(faultsAlone), ...faultsTogether(procedures)]
  const [first, ...rest] = [...procedures].sort((one, other) => one.effectiveFrom - other.effectiveFrom)
  return first === undefined || faults.length > 0
    ? Result.fail(new VersionsRefused({ faults }))
    : Result.succeed([first, ...rest])
}

/**
 * The version in force on a day: the latest that has taken effect by then; before the first of them, that first one.
 * For a period, `day` is its first day.
 */
export const inForce = (procedures: Versions, day: LocalDay): Procedure => {
  let earliest = procedures[0]
  let latest: Procedure | undefined
  for (const procedure of procedures) {
    if (procedure.effectiveFrom < earliest.effectiveFrom) earliest = procedure
    if (procedure.effectiveFrom <= day && (latest === undefined || procedure.effectiveFrom > latest.effectiveFrom)) {
      latest = procedure
    }
  }
  return latest ?? earliest
}
