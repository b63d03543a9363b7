/** The report by itself. `main.ts` has read the command line, and starts this with what it asks for, as JSON. */
import type { Arguments } from "./Arguments.ts"
import * as MonthReport from "../report/MonthReport.ts"
import * as Progress from "./Progress.ts"
import * as Terminal from "./Terminal.ts"

const args = JSON.parse(process.argv[2]!) as Arguments

await Terminal.runCommand(async (language) => {
  const progress = process.stderr.isTTY ? Progress.onTerminal(process.stderr, language) : Progress.none
  const summary = await MonthReport.run(args, language, progress).finally(progress.end)
  process.stdout.write(Terminal.said(summary, args.out, language))
}, args.language)
