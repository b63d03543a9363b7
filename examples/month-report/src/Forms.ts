/** The forms of the month as files: XLSX and HTML of each. */
import * as ActivityValidityReport from "@crm-procedure/forms/ActivityValidityReport"
import * as ComplianceForm from "@crm-procedure/forms/ComplianceForm"
import * as FollowUpSemaphore from "@crm-procedure/forms/FollowUpSemaphore"
import type { ByteSink, RenderOptions } from "@crm-procedure/forms/FormData"
import * as MonthForms from "@crm-procedure/forms/MonthForms"
import * as ProspectValidityReport from "@crm-procedure/forms/ProspectValidityReport"
import { open } from "node:fs/promises"
import { join } from "node:path"

type Render<Data> = (data: Data, sink: ByteSink, options?: RenderOptions) => Promise<void>

const writeFile = async (path: string, render: (sink: ByteSink) => Promise<void>): Promise<void> => {
  const file = await open(path, "w")
  try {
    await render({
      write: async (bytes) => {
        await file.writev([bytes])
      }
    })
  } finally {
    await file.close()
  }
}

const writeBoth = async <Data>(
  out: string,
  name: string,
  data: Data,
  form: { readonly toXlsx: Render<Data>; readonly toHtml: Render<Data> }
): Promise<void> => {
  await writeFile(join(out, `${name}.xlsx`), (sink) => form.toXlsx(data, sink))
  await writeFile(join(out, `${name}.html`), (sink) => form.toHtml(data, sink, { htmlRestIsIn: `el archivo ${name}.xlsx` }))
}

/** Writes the four forms of a month into a folder. */
export const write = async (out: string, month: MonthForms.Month): Promise<void> => {
  await writeBoth(out, ActivityValidityReport.formCode, MonthForms.activityValidity(month), ActivityValidityReport)
  await writeBoth(out, ProspectValidityReport.formCode, MonthForms.prospectValidity(month), ProspectValidityReport)
  await writeBoth(out, FollowUpSemaphore.formCode, MonthForms.followUpSemaphore(month), FollowUpSemaphore)
  await writeBoth(out, "compliance", MonthForms.complianceReport(month), ComplianceForm)
}
