/** The command itself: reads its arguments, runs the report, says how it went. `main.ts` starts it. */
import * as Arguments from "./Arguments.ts"
import * as MonthReport from "./MonthReport.ts"
import * as Progress from "./Progress.ts"
import * as Terminal from "./Terminal.ts"

await Terminal.runCommand(async (language) => {
  const given = process.argv.slice(2)
  if (Arguments.asksForHelp(given)) {
    process.stdout.write(`${Arguments.usage[language]}\n`)
    return
  }
  const args = Arguments.parse(given)
  const progress = process.stderr.isTTY ? Progress.onTerminal(process.stderr, language) : Progress.none
  const summary = await MonthReport.run(args, language, progress).finally(progress.end)
  process.stdout.write(Terminal.said(summary, args.out, language))
})
