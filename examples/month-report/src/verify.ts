/** `verify-chain <chain's folder> [--head DIGEST]`: exit status 1 when the chain does not hold. See docs/guides/period-close.md. */
import type * as VerifyCommand from "./commands/VerifyCommand.ts"
import * as Bundle from "./Bundle.ts"

await (await Bundle.load<typeof VerifyCommand>("VerifyCommand")).main()
