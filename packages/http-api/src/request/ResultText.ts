/** Results of a validation as JSON text. Most reasons repeat, so their text is made once. */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { waivedIn } from "./Encoding.ts"
import type { Judged } from "@crm-procedure/core/register/Validation"
import * as Verdict from "@crm-procedure/core/judging/Verdict"

const texts = new WeakMap<Verdict.Reason, string>()

const ofReason = (reason: Verdict.Reason): string => {
  // A reason with evidence belongs to one record and does not repeat.
  if (!Verdict.isPlain(reason)) return JSON.stringify(reason)
  let text = texts.get(reason)
  if (text === undefined) texts.set(reason, text = JSON.stringify(reason))
  return text
}

/** The text of a judged record's result, as `JSON.stringify` would write it. */
export const ofJudged = ({ forgotten = 0, id, reasons, verdict, waived, warnings }: Judged & { readonly forgotten?: number }, zone: Calendar.Zone): string =>
  `{"id":${JSON.stringify(id)},"verdict":"${verdict}","reasons":[${reasons.map(ofReason).join(",")}],"warnings":[${warnings.map(ofReason).join(",")}]` +
  `${waived.length === 0 ? "" : `,"waived":${JSON.stringify(waivedIn(waived, zone).waived)}`}` +
  `${forgotten === 0 ? "" : `,"forgottenLines":${forgotten}`}}`
