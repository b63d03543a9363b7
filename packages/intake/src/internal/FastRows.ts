/**
 * The two files that have millions of rows, read without a detour: one object literal a row, in the order of the
 * fields, so that all records of a kind have one shape. A test holds each literal against the kind's fields.
 */
import * as Activity from "@crm-procedure/core/records/Activity"
import type * as Field from "@crm-procedure/core/records/Field"
import type { Reading } from "@crm-procedure/core/records/Reading"
import * as WrittenValue from "@crm-procedure/core/records/WrittenValue"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import type { Name } from "../CanonicalFile.ts"
import * as RowCells from "./RowCells.ts"

/** Makes a record of the row's cells; what it makes counts only if the cells were not `declined`. */
export type Build<R> = (cells: RowCells.RowCells) => R

/** What the words of an open list mean for a reading. */
const meaningOf = (fields: ReadonlyArray<Field.Field>, column: string) => {
  const words = fields.find((field) => field.column === column)!.words!
  return ({ listed }: Reading): RowCells.Meaning => (text) => WrittenValue.listedWord(text, words, listed[column])
}

const sourceMeaning = meaningOf(Prospect.fields, "source")
const typeMeaning = meaningOf(Activity.fields, "type")
const outcomeMeaning = meaningOf(Activity.fields, "outcome")

const stage = RowCells.enumeration<Prospect.Stage>(["open", "won", "lost"])

const prospect = (reading: Reading): Build<Prospect.Prospect> => {
  const source = sourceMeaning(reading)
  return (cells) => ({
    prospectId: cells.requiredId(0),
    createdAt: cells.requiredInstant(1),
    advisorId: cells.requiredRememberedId(2),
    branchId: cells.requiredRememberedId(3),
    brandId: cells.requiredRememberedId(4),
    fullName: cells.optionalText(5),
    documentType: cells.optionalRemembered(6),
    documentNumber: cells.optionalText(7),
    phone: cells.optionalText(8),
    email: cells.optionalText(9),
    source: cells.optionalRemembered(10, source),
    interest: cells.optionalText(11),
    consentAt: cells.optionalInstant(12),
    consentPurpose: cells.optionalRemembered(13),
    consentChannel: cells.optionalRemembered(14),
    excludedAt: cells.optionalInstant(15),
    assignedAt: cells.optionalInstant(16),
    recordedAt: cells.optionalInstant(17),
    stage: cells.enumeration(18, stage, "open"),
    stageAt: cells.optionalInstant(19)
  })
}

const status = RowCells.enumeration<Activity.Status>(["planned", "performed", "cancelled"])
const direction = RowCells.enumeration<Activity.Direction>(["outbound", "inbound"])

const activity = (reading: Reading): Build<Activity.Activity> => {
  const type = typeMeaning(reading)
  const outcome = outcomeMeaning(reading)
  return (cells) => ({
    activityId: cells.requiredId(0),
    prospectId: cells.requiredId(1),
    advisorId: cells.requiredRememberedId(2),
    type: cells.requiredRemembered(3, type),
    status: cells.enumeration(4, status, undefined),
    direction: cells.enumeration(5, direction, "outbound"),
    plannedFor: cells.optionalInstant(6),
    performedAt: cells.optionalInstant(7),
    recordedAt: cells.optionalInstant(8),
    outcome: cells.optionalRemembered(9, outcome),
    note: cells.optionalText(10),
    nextActionAt: cells.optionalInstant(11),
    durationSeconds: cells.optionalInteger(12),
    requestedByCustomer: cells.optionalBoolean(13)
  })
}

/** The builder of a kind, where it has one. */
export const builds: { readonly [K in Name]?: (reading: Reading) => Build<unknown> } = {
  prospects: prospect,
  activities: activity
}

/** The slots of each kind whose cells are texts that are read in place even with doubled quotes in them. */
export const textSlots: { readonly [K in Name]?: ReadonlySet<number> } = {
  prospects: new Set([5, 7, 8, 9, 11]),
  activities: new Set([10])
}
