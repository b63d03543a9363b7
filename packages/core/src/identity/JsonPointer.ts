/** Pointers into JSON values (RFC 6901): where a fault lies in what was given. */

/** A step of a path, as a schema's faults name it. */
type Part = PropertyKey | { readonly key: PropertyKey }

/** A key as a step of a pointer, without the slash before it. */
export const step = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1")

/** The pointer of a path; empty for the value as a whole. */
export const of = (path: ReadonlyArray<Part>): string => path.map((part) => `/${step(String(typeof part === "object" ? part.key : part))}`).join("")
