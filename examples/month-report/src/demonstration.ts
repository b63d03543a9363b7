/** `demonstration --out <folder>`: writes the demonstration month into a folder. */
import type * as DemonstrationCommand from "./commands/DemonstrationCommand.ts"
import * as Bundle from "./Bundle.ts"

await (await Bundle.load<typeof DemonstrationCommand>("DemonstrationCommand")).main()
