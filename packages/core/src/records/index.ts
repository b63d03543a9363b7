/**
 * The records that come from outside (prospects, activities, goals, verification calls, directory): their fields, how one
 * is read, and who may read it.
 */
export * as Access from "./Access.ts"
export * as Activity from "./Activity.ts"
export * as Appeal from "./Appeal.ts"
export * as Authorship from "./Authorship.ts"
export * as CodeWord from "./CodeWord.ts"
export * as Directory from "./Directory.ts"
export * as Field from "./Field.ts"
export * as Goal from "./Goal.ts"
export * as PhoneLogEntry from "./PhoneLogEntry.ts"
export * as PlainRecords from "./PlainRecords.ts"
export * as Prospect from "./Prospect.ts"
export * as ReadScope from "./ReadScope.ts"
export * as Reading from "./Reading.ts"
export * as RecordContent from "./RecordContent.ts"
export * as RecordReader from "./RecordReader.ts"
export * as SpanishWords from "./SpanishWords.ts"
export * as VerificationCall from "./VerificationCall.ts"
export * as Waiver from "./Waiver.ts"
export * as WrittenValue from "./WrittenValue.ts"
export { RecordUnknown } from "./RecordUnknown.ts"
