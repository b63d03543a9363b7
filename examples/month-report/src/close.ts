/** `close <report's folder> --chain <folder> --by <who>`: see docs/guides/period-close.md. */
import * as CloseCommand from "./CloseCommand.ts"
import * as Terminal from "./Terminal.ts"

await Terminal.runCommand(async (language) => {
  process.stdout.write(CloseCommand.run(process.argv.slice(2), language))
})
