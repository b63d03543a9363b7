/** `templates --out <folder>`: writes the templates that a dealership fills in. */
import type * as TemplatesCommand from "./commands/TemplatesCommand.ts"
import * as Bundle from "./Bundle.ts"

await (await Bundle.load<typeof TemplatesCommand>("TemplatesCommand")).main()
