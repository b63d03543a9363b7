/** The mail that an ADF document comes in: opened where its body is encoded, and left alone where the document can be read in it. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import PostalMime from "postal-mime"
import type { Email } from "postal-mime"
import * as AdfText from "./AdfText.ts"

/** A lead's mail is small. The MIME parser reads in one go: the more a mail has, the longer it holds everything else. */
const MAXIMUM_BYTES = 1 << 20
const MAXIMUM_PARTS = 100

const HEADER_NAMES = /^(?:from|to|cc|subject|date|mime-version|content-[a-z-]+|received|return-path|delivered-to|message-id|reply-to|sender|x-[a-z0-9-]+|dkim-signature|arc-[a-z-]+)[ \t]*:/im

/** Whether a text begins with the headers of a mail. */
export const isMail = (text: string): boolean => {
  const head = text.slice(0, 4096).replace(/^\s*(?:From [^\n]*\n)?/, "")
  const end = /\r?\n\r?\n/.exec(text.slice(0, 1 << 16))
  return end !== null && !head.startsWith("<") && /^[!-9;-~]+[ \t]*:/.test(head) && HEADER_NAMES.test(head.slice(0, head.search(/\r?\n\r?\n/) >>> 0))
}

/** What a mail held: its documents as one text, and when the mail was sent. `isRepaired`: a document said UTF-8 and was Windows-1252. */
export interface Opened extends AdfText.Decoded {
  readonly sentAt: Calendar.Instant | undefined
}

/** Whether a part of a mail says that it is encoded. */
export const isEncoded = (text: string): boolean => /^content-transfer-encoding[ \t]*:[ \t]*(quoted-printable|base64)/im.test(text)

/** Whether the text of a mail shows a document, or has a part in which one may be. */
export const mayHoldDocument = (text: string): boolean =>
  AdfText.hasProspect(text) || AdfText.hasEscapedProspect(text) || isEncoded(text) || /^content-type[ \t]*:[ \t]*multipart/im.test(text)

const tooLong: Bilingual = {
  es: `un correo de ${MAXIMUM_BYTES} bytes y ${MAXIMUM_PARTS} partes o menos: guarde el documento adjunto y envíelo solo`,
  en: `a mail of ${MAXIMUM_BYTES} bytes and ${MAXIMUM_PARTS} parts or fewer: save the attached document and send it alone`
}
const noDocument: Bilingual = {
  es: "un correo con un documento ADF en su texto o en un adjunto",
  en: "a mail with an ADF document in its text or in an attachment"
}

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === "string" ? Buffer.from(content) : content instanceof Uint8Array ? content : new Uint8Array(content)

const isDocument = ({ text }: AdfText.Decoded): boolean => AdfText.hasProspect(text) || AdfText.hasEscapedProspect(text)

const shownOf = (text: string): string => (AdfText.hasProspect(text) ? text : AdfText.shownText(text)).replace(/\s+/g, "")

/** The documents of a mail: its attachments', and that of its text where it is another. */
const documentsIn = (email: Email): ReadonlyArray<AdfText.Decoded> => {
  const attached = email.attachments.map(({ content }) => AdfText.decode(bytesOf(content))).filter((one) => one !== undefined && isDocument(one)) as ReadonlyArray<AdfText.Decoded>
  const written = [email.text, email.html].filter((text) => text !== undefined).map((text): AdfText.Decoded => ({ text, encoding: "utf-8", isRepaired: false })).find(isDocument)
  const lead = written === undefined ? undefined : /<(?:[\w.-]+:)?prospect.*prospect>/is.exec(shownOf(written.text))?.[0]
  const isAttachedToo = attached.some(({ text }) => lead !== undefined && shownOf(text).includes(lead))
  return written === undefined || isAttachedToo ? attached : [...attached, written]
}

/** All documents of a mail as one text. The encoding of the first one counts for all. */
const documentIn = (email: Email): AdfText.Decoded | undefined => {
  const all = documentsIn(email)
  return all.length < 2 ? all[0] : {
    text: all.map(({ text }) => AdfText.hasProspect(text) ? text : AdfText.shownText(text)).map((text) => AdfText.withoutPrefix(text) ?? text).join("\n"),
    encoding: all[0]!.encoding,
    isRepaired: all.some(({ isRepaired }) => isRepaired)
  }
}

/** Opens a mail; answers with what was expected where it holds no document or too much. */
export const open = async (bytes: Uint8Array, zone: Calendar.Zone): Promise<Opened | Bilingual> => {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (source.length > MAXIMUM_BYTES || source.toString("latin1").split("\n--").length > 2 * MAXIMUM_PARTS) return tooLong
  let email: Email
  try {
    email = await PostalMime.parse(source)
    if (documentIn(email)?.text.includes("\uFFFD") === true) {
      // The text says UTF-8 and is not: read again as what it is.
      const latin = Buffer.from(source.toString("latin1").replace(/(charset\s*=\s*"?)utf-8/gi, "$1windows-1252"), "latin1")
      const found = documentIn(email = await PostalMime.parse(latin))
      if (found !== undefined) return { text: found.text, encoding: "windows-1252", sentAt: sentAtOf(email, zone), isRepaired: true }
    }
  } catch {
    return noDocument
  }
  const found = documentIn(email)
  return found === undefined ? noDocument : { ...found, sentAt: sentAtOf(email, zone) }
}

const sentAtOf = ({ date }: Email, zone: Calendar.Zone): Calendar.Instant | undefined =>
  date === undefined ? undefined : Calendar.parseInstant(date, zone) ?? Calendar.parseInstant(AdfText.mailDate(date) ?? "", zone)

/** When a mail was sent, by its headers, which are not encoded. */
export const sentAt = (text: string, zone: Calendar.Zone): Calendar.Instant | undefined => {
  const date = /^date[ \t]*:[ \t]*([^\r\n]+)/im.exec(text.slice(0, text.search(/\r?\n\r?\n/) >>> 0))?.[1]
  return date === undefined ? undefined : Calendar.parseInstant(AdfText.mailDate(date) ?? "", zone)
}
