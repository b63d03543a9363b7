/** The contract's ports that handlers need beside the storage, in the main thread and in the judging threads alike. */
import { NodeCrypto } from "@effect/platform-node"
import type * as Letterhead from "@crm-procedure/forms/data/Letterhead"
import * as Layer from "effect/Layer"
import * as FileIntake from "./FileIntake.ts"
import * as FilePrinter from "./FilePrinter.ts"
import * as ListWorkbook from "./ListWorkbook.ts"

export const layer = (letterheads: ReadonlyMap<string, Letterhead.Changes>) =>
  Layer.mergeAll(FileIntake.layer, FilePrinter.layer(letterheads), ListWorkbook.layer, NodeCrypto.layerSecureRandom)
