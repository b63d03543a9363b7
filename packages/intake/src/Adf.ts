/**
 * Reads automotive leads sent as ADF/XML 1.0. Senders are careless, so reading is tolerant: a fault that can be understood is
 * repaired and reported. The original text of each prospect is kept. No declared entity is expanded, and no text becomes a number.
 * A document may come alone, inside a mail, or shown by a page.
 *
 * It reads prospect by prospect and lets other work go on in between; what a document may hold is bounded.
 */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as TableReading from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as Effect from "effect/Effect"
import { UnusableFile } from "./CanonicalFile.ts"
import * as AdfMail from "./internal/AdfMail.ts"
import * as AdfProspect from "./internal/AdfProspect.ts"
import * as AdfRepairs from "./internal/AdfRepairs.ts"
import * as AdfText from "./internal/AdfText.ts"
import * as AdfXml from "./internal/AdfXml.ts"
import type * as TextEncoding from "./TextEncoding.ts"

/** A fault of a document that was understood and repaired. */
export type RepairCode = AdfRepairs.Code

/** A repair's name for people. */
export const repairText = (code: RepairCode): Bilingual => AdfRepairs.texts[code]

// ------------------------------------------------------------------------------------------------------------- results

export type Sender = AdfProspect.Sender

/** A prospect that was read. `original` is its XML as sent; `isResend`: the sender says that it was sent before. */
export interface Lead {
  readonly prospect: Prospect.Prospect
  readonly line: number
  readonly original: string
  readonly repairs: ReadonlyArray<RepairCode>
  readonly isResend: boolean
  readonly sender: Sender
}

/**
 * A prospect that was not read, with every fault in it; columns are those of the canonical file. `fields`: what could be read, as texts by field, so
 * that the lead can be placed later; absent where its XML is broken.
 */
export interface Rejection {
  readonly fields: Readonly<Record<string, string | undefined>> | undefined
  readonly sender: Sender | undefined
  readonly line: number
  readonly faults: ReadonlyArray<RecordReader.PointedFault>
  readonly original: string
  readonly repairs: ReadonlyArray<RepairCode>
}

export interface Reading {
  /** What the document was read as. */
  readonly encoding: TextEncoding.Encoding
  readonly leads: ReadonlyArray<Lead>
  readonly rejections: ReadonlyArray<Rejection>
}

/** What the receiver knows and the document doesn't. */
export interface Options extends AdfProspect.FieldOptions {
  /** The brand of each make; makes are compared without regard to case. */
  readonly brandIds: Readonly<Record<string, string>>
  /** The branches that a lead may go to, as people know them (ids, names): named where a lead's branch is not found. */
  readonly knownBranches?: ReadonlyArray<string>
  /** The document's name for messages. */
  readonly file?: string
  /** The longest document read. Default 8 MiB. */
  readonly maximumBytes?: number
  /** The most prospects read of one document. Default 10,000. */
  readonly maximumProspects?: number
}

// -------------------------------------------------------------------------------------------------------- the prospect

/** That one of some names is expected, or that there is none yet to choose. */
const oneOf = (es: string, en: string, known: ReadonlyArray<string>): Bilingual =>
  known.length === 0
    ? { es: `${es}: todavía no hay ninguna; impórtelas primero`, en: `${en}: there is none yet; import them first` }
    : { es: `${es}: ${known.join(", ")}`, en: `${en}: ${known.join(", ")}` }

const brandFault = (make: string, options: Options): RecordReader.PointedFault => ({
  pointer: "/brandId",
  column: "brand_id",
  found: RecordReader.shown(make),
  expected: oneOf("una marca (make) conocida", "a known make", Object.keys(options.brandIds))
})

const branchFault = ({ vendorIds, vendorName }: Sender, known: ReadonlyArray<string>): RecordReader.PointedFault => ({
  pointer: "/branchId",
  column: "branch_id",
  found: RecordReader.shown([vendorName ?? "", ...vendorIds].filter((text) => text !== "").join(", ")),
  expected: oneOf("una sede conocida", "a known branch", known)
})

const brandOf = (make: string, options: Options): string | undefined => {
  const wanted = make.toLowerCase()
  return Object.entries(options.brandIds).find(([known]) => known.trim().toLowerCase() === wanted)?.[1]
}

const strayVendor = (text: string, line: number): AdfXml.Node | undefined => {
  const start = text.search(/<vendor[\s>]/i)
  const rest = start < 0 ? "" : text.slice(start)
  const end = /<\/vendor\s*>/i.exec(rest)
  return end === null ? undefined : AdfXml.parse(rest.slice(0, end.index + end[0].length), "vendor", line).node
}

const HEAD_BYTES = 1 << 16

/** Whether a file that begins with these bytes (64 KiB of them are looked at) is a document of leads: it shows a prospect, or is a mail that may hold one. */
export const isDocument = (bytes: Uint8Array): boolean => {
  const text = AdfText.decode(bytes.subarray(0, HEAD_BYTES))?.text.trimStart() ?? ""
  return text.startsWith("<") ? AdfText.hasProspect(text) || AdfText.hasEscapedProspect(text) : AdfMail.isMail(text) && AdfMail.mayHoldDocument(text)
}

/** What is true of a whole document. */
interface Document {
  readonly sentAt: Calendar.Instant | undefined
  readonly repairs: ReadonlyArray<RepairCode>
}

const unclosed: Bilingual = { es: "el fin del prospecto, </prospect>", en: "the end of the prospect, </prospect>" }

const readFragment = (
  { isClosed, line, original }: AdfText.Fragment,
  number: number,
  stray: AdfXml.Node | undefined,
  { repairs, sentAt }: Document,
  options: Options
): Lead | Rejection => {
  const parsed = isClosed ? AdfXml.parse(original, "prospect", line) : { node: undefined, expected: unclosed }
  if (parsed.node === undefined) {
    return { line, faults: [{ pointer: "", column: "", found: "", expected: parsed.expected }], fields: undefined, sender: undefined, original, repairs }
  }
  const { node } = parsed
  const repaired = new Set<RepairCode>(repairs)
  const entities = AdfText.foreignEntities(original)
  if (entities.html) repaired.add("entity-html")
  if (entities.unknown) repaired.add("entity-left")
  if (AdfText.escapeAmpersands(original) !== original) repaired.add("ampersand-bare")
  const sender = AdfProspect.senderOf(node, stray, repaired)
  const brandId = brandOf(sender.make, options)
  const fields = AdfProspect.fieldsOf(node, number, sender, options, sentAt, repaired)
  const hasBranch = options.knownBranches === undefined || (fields.branchId ?? "") !== ""
  // A known brand and branch stand in, so that the other faults are found too.
  const standIns = { ...(hasBranch ? {} : { branchId: "-" }), brandId: brandId ?? "-" }
  const read = RecordReader.read(Prospect.fields, { ...fields, ...standIns }, options.reading, Prospect.faults)
  const faults = [
    ...(read.faults ?? []),
    ...(hasBranch ? [] : [branchFault(sender, options.knownBranches)]),
    ...(brandId === undefined ? [brandFault(sender.make, options)] : [])
  ]
  if (read.faults !== undefined || faults.length > 0) {
    return { line, faults, fields: { ...fields, brandId }, sender, original, repairs: [...repaired] }
  }
  return { prospect: read.record, line, original, repairs: [...repaired], isResend: AdfXml.attributeOf(node, "status") === "resend", sender }
}

// -------------------------------------------------------------------------------------------------------- the document

const WELL_FORMED_PROLOG = /^<\?xml\s+version\s*=\s*(["'])1\.[0-9]\1[^?]*\?>$/

/** What is wrong with the document ahead of its first prospect. */
const prologRepairs = (before: string): ReadonlyArray<RepairCode> => {
  const repaired: Array<RepairCode> = []
  const start = before.search(/<\?xml[\s?]/i)
  if (start >= 0) {
    const end = before.indexOf("?>", start)
    if (end < 0 || !WELL_FORMED_PROLOG.test(before.slice(start, end + 2))) repaired.push("prolog-malformed")
    if (start > 0) repaired.push("prolog-misplaced")
  }
  if (/<!DOCTYPE/i.test(before)) repaired.push("doctype-ignored")
  if (!/<adf[\s>]/i.test(before)) repaired.push("root-missing")
  return repaired
}

const unusable = (options: Options, found: string, expected: Bilingual): UnusableFile =>
  new UnusableFile({ file: options.file ?? "adf.xml", line: 1, column: "", found, expected })

/** The document out of what it came in: a mail, a page. */
const opened = Effect.fnUntraced(function*(document: Uint8Array | string, options: Options) {
  const decoded = typeof document === "string" ? { text: document, encoding: "utf-8" as const, isRepaired: false } : AdfText.decode(document)
  if (decoded === undefined) {
    return yield* unusable(options, "bytes that do not fit their byte-order mark", { es: "texto en UTF-8", en: "text in UTF-8" })
  }
  const { zone } = TableReading.of(options.reading)
  const repairs: Array<RepairCode> = []
  let text = decoded.text.replace(/^\uFEFF/, "")
  let { encoding, isRepaired }: AdfText.Decoded = decoded
  let sentAt: Calendar.Instant | undefined
  if (AdfMail.isMail(text)) {
    sentAt = AdfMail.sentAt(text, zone)
    if (!AdfText.hasProspect(text) || AdfMail.isEncoded(text)) {
      const mail = yield* Effect.promise(() => AdfMail.open(typeof document === "string" ? Buffer.from(document) : document, zone))
      if ("es" in mail) return yield* unusable(options, "MIME", mail)
      repairs.push("mail-opened")
      text = mail.text
      encoding = mail.encoding
      sentAt = mail.sentAt ?? sentAt
      isRepaired = mail.isRepaired
    }
  }
  if (!AdfText.hasProspect(text) && AdfText.hasEscapedProspect(text)) {
    repairs.push("html-escaped")
    text = AdfText.shownText(text)
  }
  const unprefixed = AdfText.withoutPrefix(text)
  if (unprefixed !== undefined) repairs.push("namespace-prefix")
  if (isRepaired) repairs.push("encoding-windows-1252")
  return { text: unprefixed ?? text, encoding, sentAt, repairs }
})

/** So many characters are read between two moments at which other work may go on. */
const CHARACTERS_AT_ONCE = 1 << 13

/**
 * Reads a document of one or more prospects. Each is read by itself: a prospect that is broken beyond repair is rejected, and the others are not;
 * only a document without any prospect, with too many, too long, or whose bytes do not fit their mark can't be used.
 */
export const read: (document: Uint8Array | string, options: Options) => Effect.Effect<Reading, UnusableFile> = Effect.fn("Adf.read")(function*(document, options) {
  const maximumBytes = options.maximumBytes ?? 8 * 1024 * 1024
  if (document.length > maximumBytes) {
    return yield* unusable(options, `${document.length} bytes`, { es: `${maximumBytes} bytes o menos`, en: `${maximumBytes} bytes or fewer` })
  }
  const { encoding, repairs, sentAt, text } = yield* opened(document, options)
  const maximumProspects = options.maximumProspects ?? 10_000
  const cut = AdfText.cut(text, maximumProspects)
  if (cut === undefined) {
    const expected = { es: `${maximumProspects} prospectos o menos: divida el documento`, en: `${maximumProspects} prospects or fewer: divide the document` }
    return yield* unusable(options, `> ${maximumProspects}`, expected)
  }
  const { before, fragments } = cut
  if (fragments.length === 0) {
    return yield* unusable(options, "no prospect", { es: "al menos un elemento prospect", en: "at least one element prospect" })
  }
  const whole: Document = { sentAt, repairs: [...repairs, ...prologRepairs(before)] }
  const leads: Array<Lead> = []
  const rejections: Array<Rejection> = []
  const vendorBefore = strayVendor(before, 1)
  let characters = 0
  for (const [i, fragment] of fragments.entries()) {
    const stray = strayVendor(fragment.after, fragment.line) ?? vendorBefore
    const result = readFragment(fragment, i + 1, stray, whole, options)
    if ("prospect" in result) leads.push(result)
    else rejections.push(result)
    characters += fragment.original.length + fragment.after.length + 100
    if (characters < CHARACTERS_AT_ONCE) continue
    characters = 0
    yield* Effect.yieldNow
  }
  return { encoding, leads, rejections }
})
