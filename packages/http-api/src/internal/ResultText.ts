/** Results of a validation as JSON text. Most reasons are the same words again and again: their text is made once. */
import type { Judged } from "@crm-procedure/core/Validation"
import type { Reason } from "@crm-procedure/core/Verdict"
import type { ValidationResult } from "../Judged.ts"

const texts = new WeakMap<Reason, string>()

const ofReason = (reason: Reason): string => {
  let text = texts.get(reason)
  if (text === undefined) texts.set(reason, text = JSON.stringify(reason))
  return text
}

/** Those that core hands out again are remembered; evidence is of one record, and so is the reason that holds it. */
const ofReasons = (reasons: ReadonlyArray<Reason>): string => {
  let text = ""
  for (const reason of reasons) text += `${text === "" ? "" : ","}${isShared(reason) ? ofReason(reason) : JSON.stringify(reason)}`
  return text
}

const isShared = ({ evidence }: Reason): boolean => {
  for (const _ in evidence) return false
  return true
}

/** The text of a judged record's result, as `JSON.stringify` would write it. */
export const ofJudged = ({ id, reasons, verdict, warnings }: Judged): string =>
  `{"id":${JSON.stringify(id)},"verdict":"${verdict}","reasons":[${ofReasons(reasons)}],"warnings":[${ofReasons(warnings)}]}`

/** The text of a result that is of no judged record. */
export const ofUnreadable = (result: ValidationResult): string => JSON.stringify(result)
