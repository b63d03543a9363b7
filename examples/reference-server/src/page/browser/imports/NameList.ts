/** Words of files that name no advisor, branch or brand yet, gathered over several looks at files. */
import type { ImportPreview } from "../frame/Contract.ts"

export type NameList = ImportPreview["unknownNames"]

/** The names of two looks, each once. An advisor's branch stays known where one list tells it and another does not. */
export const joined = (one: NameList, other: NameList): NameList =>
  [...Map.groupBy([...one, ...other], ({ field, word }) => `${field} ${word}`).values()].map((same) => same.findLast(({ branch }) => branch !== undefined) ?? same.at(-1)!)
