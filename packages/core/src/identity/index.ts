/**
 * What identifies a customer: phones, e-mails, documents, names and notes, each with its normal form; which text a storage
 * can keep and how it stands in a CSV table; keyed hashes of erased people.
 */
export * as Bilingual from "./Bilingual.ts"
export * as CanonicalJson from "./CanonicalJson.ts"
export * as Contact from "./Contact.ts"
export * as CsvText from "./CsvText.ts"
export * as DisposableDomains from "./DisposableDomains.ts"
export * as Document from "./Document.ts"
export * as ErasureKey from "./ErasureKey.ts"
export * as FindingText from "./FindingText.ts"
export * as JsonPointer from "./JsonPointer.ts"
export * as Note from "./Note.ts"
export * as PersonName from "./PersonName.ts"
export * as StorableText from "./StorableText.ts"
export * as Windows1252 from "./Windows1252.ts"
export * as WrittenText from "./WrittenText.ts"
