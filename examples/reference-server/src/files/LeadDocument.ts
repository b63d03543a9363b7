/**
 * Leads that a brand sends as ADF, and the advisors who get them. A document names a make and a vendor; the dealership's directory
 * says which brand and branch they are, and the branch's advisors take the leads in turn. A lead that is sent again stays with its
 * advisor.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import type { Fault } from "@crm-procedure/core/records/Field"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Records from "@crm-procedure/core/register/Records"
import { FileUnusable } from "@crm-procedure/http-api/imports/Intake"
import type { Batch, Reading } from "@crm-procedure/http-api/imports/Intake"
import * as Adf from "@crm-procedure/intake/Adf"
import * as AdfSettings from "@crm-procedure/intake/AdfSettings"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"

const MAXIMUM_BYTES = 8 * 1024 * 1024

const tooLong = new FileUnusable({
  line: 0,
  column: "",
  expected: { es: `un documento de ${MAXIMUM_BYTES} bytes o menos`, en: `a document of ${MAXIMUM_BYTES} bytes or fewer` }
})

/** Stands for the advisor until a lead's id is known. */
const NOBODY = "-"

/** The advisor who takes a lead: the same one at every reading, and each advisor of the branch who sells the brand equally often. */
const advisorOf = (directory: Directory.Directory, { branchId, brandId, prospectId }: Prospect, day: Calendar.LocalDay): string | undefined => {
  const line = directory.brands.find((brand) => brand.brandId === brandId)?.line ?? "cars"
  const sells = (employee: Directory.Employee): boolean =>
    employee.role === "advisor" && employee.branchId === branchId && Directory.isActiveOn(employee, day) &&
    (employee.brandIds === undefined ? employee.line === undefined || employee.line === line : employee.brandIds.includes(brandId))
  const advisors = [...new Set(directory.employees.filter(sells).map(({ employeeId }) => employeeId))].sort()
  if (advisors.length === 0) return undefined
  return advisors[createHash("sha256").update(prospectId).digest().readUInt32BE(0) % advisors.length]
}

const nobodySells: Fault = {
  column: "advisor_id",
  found: "",
  expected: { es: "un asesor activo de la sede que venda la marca", en: "an active advisor of the branch who sells the brand" }
}

const handedTo = (lead: Prospect, known: Prospect): Prospect => ({
  ...lead,
  advisorId: known.advisorId,
  branchId: known.branchId,
  assignedAt: known.assignedAt,
  stage: known.stage,
  stageAt: known.stageAt
})

const readWhole = Effect.fnUntraced(function*(reading: Reading<"prospects">, document: Uint8Array, directory: Directory.Directory) {
  const { dealership, receivedAt, zone } = reading
  const name = createHash("sha256").update(document).digest("hex").slice(0, 16)
  const { leads, rejections } = yield* Adf.read(document, {
    ...AdfSettings.placing(AdfSettings.none, directory),
    reading: zone,
    receivedAt,
    advisorId: NOBODY,
    idWhenMissing: (number) => `adf-${name}-${number}`,
    maximumBytes: MAXIMUM_BYTES
  }).pipe(Effect.catchTag("UnusableFile", ({ column, expected, line }) => Effect.fail(new FileUnusable({ line, column, expected }))))
  const records = yield* Records.Records
  const stored = new Map((yield* records.prospectsById(dealership, leads.map(({ prospect }) => prospect.prospectId))).map(({ record }) => [record.prospectId, record]))
  const accept = CanonicalFile.prospects.acceptance()
  const prospects: Array<Prospect> = []
  const lines: Array<number> = []
  const rejected: Array<Batch<Prospect>["rejections"][number]> = rejections.map(({ faults, line }) => ({ line, faults }))
  for (const { line, prospect } of leads) {
    const known = stored.get(prospect.prospectId)
    const advisorId = advisorOf(directory, prospect, Calendar.localDayOf(zone, prospect.createdAt))
    const firstLine = known === undefined && advisorId === undefined ? 0 : accept(prospect, line)
    if (firstLine > 0) rejected.push({ line, faults: [CanonicalFile.prospects.repeated(prospect, firstLine)] })
    else if (known !== undefined) prospects.push(handedTo(prospect, known))
    else if (advisorId !== undefined) prospects.push({ ...prospect, advisorId })
    else rejected.push({ line, faults: [nobodySells] })
    if (lines.length < prospects.length) lines.push(line)
  }
  const repairs = [...leads, ...rejections].flatMap(({ line, repairs }) => repairs.map((code) => ({ line, text: Adf.repairText(code) })))
  const batch: Batch<Prospect> = { records: prospects, lines, rejections: rejected.sort((one, other) => one.line - other.line), repairs, whole: { unknownColumns: [] } }
  return batch
})

/** Collects a document's bytes, up to the longest one read. */
const wholeOf = <E>(bytes: Stream.Stream<Uint8Array, E>): Effect.Effect<Uint8Array, E | FileUnusable> =>
  Effect.suspend(() => {
    const pieces: Array<Uint8Array> = []
    let length = 0
    return bytes.pipe(
      Stream.runForEach((piece) => {
        length += piece.length
        if (length > MAXIMUM_BYTES) return Effect.fail(tooLong)
        // The sender may use the piece again.
        return Effect.sync(() => void pieces.push(Uint8Array.from(piece)))
      }),
      Effect.map(() => Buffer.concat(pieces))
    )
  })

/** Reads a document of leads. */
export const read = <E>(
  reading: Reading<"prospects">,
  bytes: Stream.Stream<Uint8Array, E>
): Stream.Stream<Batch<Prospect>, E | FileUnusable | Records.RecordsError, Records.Records> =>
  Stream.fromEffect(Effect.gen(function*() {
    const document = yield* wholeOf(bytes)
    const records = yield* Records.Records
    const directory = yield* records.directory(reading.dealership)
    return yield* readWhole(reading, document, directory)
  }))
