/** Preloaded into the month report: everything as always, but nothing is printed into forms. */
import { registerHooks } from "node:module"

process.env["MONTH_REPORT_AS_SOURCES"] = "1"

registerHooks({
  load: (url, context, nextLoad) =>
    url.endsWith("/examples/month-report/src/report/Forms.ts")
      ? { format: "module", source: "export const write = async () => {}", shortCircuit: true }
      : nextLoad(url, context)
})
