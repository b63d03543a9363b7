/**
 * The text by which a storage finds a phone, an e-mail or a document as it was written. Two that have the same key have the same text,
 * or one of them has {@link UNTOLD}: its key can't be told without reading it. So a storage can make these texts of what it stores,
 * index them, and answer with few rows too many. They depend on no policy.
 */

/** The text of what is not written plainly, such as two numbers in one cell. */
export const UNTOLD = ""

/** Whether something is found by one of some texts. */
export const isOneOf = (texts: ReadonlyArray<string>, text: string | undefined): boolean => text !== undefined && texts.includes(text)

/** How many digits at its end a phone is found by. */
const END = 7

const PLAIN_PHONE = /^[-+() 0-9]*$/

/** The last digits of a phone. Undefined: it has none. */
export const ofPhone = (written: string): string | undefined => {
  if (!PLAIN_PHONE.test(written)) return UNTOLD
  const digits = written.replace(/[^0-9]/g, "").replace(/^0+/, "")
  return digits === "" ? undefined : digits.slice(-END)
}

/** The texts that a phone with a key (`+573001234567`) can have: a number may be written without its country. */
export const ofPhoneKey = (key: string): ReadonlyArray<string> => [UNTOLD, ...Array.from({ length: END }, (_, place) => key.slice(-1 - place))]

/** An e-mail in small letters. Undefined: there is none. */
export const ofEmail = (written: string): string | undefined => {
  const text = written.replace(/^ +| +$/g, "")
  if (text === "") return undefined
  return /^[!-~]+$/.test(text) && !/[<>;,|/:]/.test(text) ? text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) : UNTOLD
}

/** The texts that an e-mail with a key can have. */
export const ofEmailKey = (key: string): ReadonlyArray<string> => [UNTOLD, key]

/** A document's number without signs. Undefined: there is none. */
export const ofDocument = (written: string): string | undefined => {
  if (!/^[A-Za-z0-9 .,-]*$/.test(written)) return UNTOLD
  const text = written.replace(/[ .,-]/g, "")
  return text === "" ? undefined : text.toUpperCase()
}

/** The texts that a document with a key (`CC:1032456789`) can have. */
export const ofDocumentKey = (key: string): ReadonlyArray<string> => [UNTOLD, key.slice(key.indexOf(":") + 1)]
