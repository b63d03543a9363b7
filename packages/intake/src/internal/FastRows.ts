/**
 * The two files that have millions of rows, read without a detour: one object literal a row, in the order of the
 * fields, so that all records of a kind have one shape. A test holds each literal against the kind's fields.
 */
import type * as Activity from "@crm-procedure/core/records/Activity"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type { Name } from "../CanonicalFile.ts"
import * as RowCells from "./RowCells.ts"

/** Makes a record of the row's cells; what it makes counts only if the cells were not `declined`. */
export type Build<R> = (cells: RowCells.RowCells) => R

const stage = RowCells.enumeration<Prospect.Stage>(["open", "won", "lost"])

const prospect: Build<Prospect.Prospect> = (cells) => ({
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
  source: cells.optionalRemembered(10),
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

const status = RowCells.enumeration<Activity.Status>(["planned", "performed", "cancelled"])
const direction = RowCells.enumeration<Activity.Direction>(["outbound", "inbound"])

const activity: Build<Activity.Activity> = (cells) => ({
  activityId: cells.requiredId(0),
  prospectId: cells.requiredId(1),
  advisorId: cells.requiredRememberedId(2),
  type: cells.requiredRemembered(3),
  status: cells.enumeration(4, status, undefined),
  direction: cells.enumeration(5, direction, "outbound"),
  plannedFor: cells.optionalInstant(6),
  performedAt: cells.optionalInstant(7),
  recordedAt: cells.optionalInstant(8),
  outcome: cells.optionalRemembered(9),
  note: cells.optionalText(10),
  nextActionAt: cells.optionalInstant(11),
  durationSeconds: cells.optionalInteger(12),
  requestedByCustomer: cells.optionalBoolean(13)
})

/** The builder of a kind, where it has one. */
export const builds: { readonly [K in Name]?: Build<never> | Build<unknown> } = {
  prospects: prospect,
  activities: activity
}
