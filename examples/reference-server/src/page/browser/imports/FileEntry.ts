/** A file that is to be imported, or one list of a workbook that holds several: what it is, and how it is read. */
import type { ImportPreview, ImportReport, ImportTarget, KeptMappings } from "../frame/Contract.ts"
import { pathWith, submit } from "../frame/Request.ts"
import type { Refused } from "../frame/Request.ts"
import { mediaTypeOf } from "./ImportKind.ts"
import * as MappingDraft from "./MappingDraft.ts"

/** How far a file is. */
export type State =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly share: number }
  | { readonly kind: "done"; readonly report: ImportReport }
  | { readonly kind: "refused"; readonly refusal: Refused }

export interface FileEntry {
  readonly number: number
  readonly file: File
  /** Of a workbook of several lists: the sheet that is read. */
  readonly sheet?: string | undefined
  readonly kind: ImportTarget | undefined
  readonly state: State
  readonly preview?: ImportPreview | undefined
  readonly isLooking: boolean
  readonly draft?: MappingDraft.MappingDraft | undefined
  /** Words that named no advisor, branch or brand when the file was looked at. */
  readonly unknownNames: ImportPreview["unknownNames"]
}

/** What people call it. */
export const titleOf = ({ file, sheet }: Pick<FileEntry, "file" | "sheet">): string => sheet === undefined ? file.name : `${file.name}, hoja «${sheet}»`

/** Only the beginning of a long text is looked at. A workbook is read from its end. */
const LOOKED_BYTES = 4 * 1024 * 1024

const beginning = (file: File): Blob => /\.(xlsx|xlsm|xls)$/i.test(file.name) ? file : file.slice(0, LOOKED_BYTES)

/** What a person says of a file, and what is asked of it. */
export interface Asked {
  readonly sheet?: string | undefined
  readonly kind?: ImportTarget | undefined
  readonly mapping?: MappingDraft.Mapping | undefined
  /** Lines whose cells are wanted. */
  readonly lines?: ReadonlyArray<number> | undefined
}

/** Looks at a file. */
export const look = (file: File, { kind, lines, mapping, sheet }: Asked = {}): Promise<ImportPreview> => {
  const form = new FormData()
  form.set("file", new File([beginning(file)], file.name, { type: mediaTypeOf(file.name) }))
  if (mapping !== undefined) form.set("mapping", JSON.stringify(mapping))
  return submit<ImportPreview>(pathWith("/v1/imports/preview", { file: file.name, sheet, kind: kind === "any" ? undefined : kind, lines: lines?.join(",") }), form)
}

/** How a file that was looked at is read: by a kept mapping that fits it, else as is proposed, else by what a person chooses for the kind. */
export const draftOf = ({ file, kind, sheet }: Pick<FileEntry, "file" | "sheet" | "kind">, preview: ImportPreview, { items }: KeptMappings): MappingDraft.MappingDraft | undefined => {
  const { proposal } = preview
  if (preview.format === "adf" || kind === "any" || (proposal?.isCanonical === true && (kind === undefined || proposal.kind === kind))) return undefined
  const target = proposal?.kind ?? kind
  const kept = items.find(({ mapping }) => {
    const own = mapping as unknown as MappingDraft.Mapping
    return (target === undefined || MappingDraft.kindOf(own) === target) && MappingDraft.fits(own, preview)
  })
  if (kept !== undefined) return { name: kept.name, isKept: true, mapping: kept.mapping as unknown as MappingDraft.Mapping }
  const name = MappingDraft.nameFor(file.name, sheet)
  if (proposal?.mapping !== undefined) return { name, isKept: false, mapping: { ...proposal.mapping as MappingDraft.Mapping, name } }
  return target === undefined || preview.format === "json" ? undefined : { name, isKept: false, mapping: MappingDraft.empty(name, file.name, target) }
}

/** The required fields that no column feeds yet. */
export const missingOf = ({ draft, preview }: Pick<FileEntry, "draft" | "preview">): ImportPreview["fields"] => {
  if (draft === undefined || preview === undefined) return []
  const columns = preview.columns.map(({ name }) => name)
  return preview.fields.filter(({ isRequired, name }) => isRequired && MappingDraft.choiceOf(draft.mapping, name, columns) === "")
}

/** Whether a workbook is read whole, by the templates' names of its sheets. */
export const isWhole = ({ lists }: ImportPreview): boolean => lists.length > 1 && lists.every(({ isTemplate }) => isTemplate)

const MONTHS = 3

/** The latest months that the first rows of imported records belong to. */
export const monthsOf = (entries: ReadonlyArray<Pick<FileEntry, "preview">>): ReadonlyArray<string> =>
  [...new Set(entries.flatMap(({ preview }) => preview?.rows ?? []).flatMap(({ record }) => {
    const date = record?.["period"] ?? record?.["createdAt"] ?? record?.["performedAt"]
    return typeof date === "string" ? [date.slice(0, 7)] : []
  }))].sort().slice(-MONTHS)
