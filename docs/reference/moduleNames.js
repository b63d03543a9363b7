/** TypeDoc plugin: a module of the reference has the name by which a program imports it, and the comment that begins its source. */
import { readFileSync } from "node:fs"
import { Comment, Converter, MinimalSourceFile, ReflectionKind } from "typedoc"

const importName = (path) => path.replace(/^packages\/([^/]+)\/src/, "@crm-procedure/$1").replace(/\/Handlers$/, "/handlers")

/** The comment that begins a source as Markdown; undefined where there is none. */
const leadingComment = (text) =>
  /^\/\*\*([^]*?)\*\//.exec(text)?.[1]
    .replaceAll(/^ *\* ?/gm, "")
    .replaceAll(/^@example$/gm, "**Example**\n")
    .replaceAll(/^@see /gm, "See ")
    .replaceAll(/^```ts \w+$/gm, "```ts")
    .trim()

export const load = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = importName(module.name)
    for (const module of project.getReflectionsByKind(ReflectionKind.SomeModule)) {
      const path = module.sources?.[0]?.fullFileName
      if (module.comment !== undefined || path === undefined) continue
      const text = leadingComment(readFileSync(path, "utf8"))
      if (text === undefined) continue
      module.comment = new Comment(app.converter.parseRawComment(new MinimalSourceFile(text, path), project.files).content)
    }
  })
}
