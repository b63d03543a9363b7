/** `verify <chain's folder> [--head DIGEST]`: exit status 1 when it does not hold. See docs/guides/period-close.md. */
import * as Terminal from "./Terminal.ts"
import * as VerifyCommand from "./VerifyCommand.ts"

await Terminal.runCommand(async (language) => {
  const { said, status } = VerifyCommand.run(process.argv.slice(2), language)
  process.stdout.write(said)
  process.exitCode = status
})
