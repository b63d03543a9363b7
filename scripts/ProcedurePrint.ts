/** docs/procedure.md: the procedure printed from its typed form, followed by the default policy's rules. */
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as ProcedureDocument from "@crm-procedure/core/policy/ProcedureDocument"
import { generatedNotice } from "./MarkdownTable.ts"

const { activityRules, effects, prospectRules } = Policy.gcPro05

/** The rules as the document prints them: with the policy's effect, and the message that needs no record. */
const rules: ReadonlyArray<ProcedureDocument.DocumentRule> = [...prospectRules, ...activityRules].map((rule) => ({
  ...rule,
  effect: effects[rule.subject][rule.code]!,
  message: rule.message({})
}))

/** The whole document, of the latest version. */
export const generate = (): string =>
  `${generatedNotice("core's `GcPro05` and `Policy`")}\n\n${ProcedureDocument.toMarkdown(GcPro05.versions.at(-1)!, { rules })}`
