export * as CanonicalCsv from "./CanonicalCsv.ts"
export * as CanonicalFile from "./CanonicalFile.ts"
export * as CsvCell from "./CsvCell.ts"
export * as RejectedRows from "./RejectedRows.ts"
