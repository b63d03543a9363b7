/** `close <report's folder> --chain <folder> --by <who>`: see docs/guides/period-close.md. */
import type * as CloseCommand from "./commands/CloseCommand.ts"
import * as Bundle from "./Bundle.ts"

await (await Bundle.load<typeof CloseCommand>("CloseCommand")).main()
