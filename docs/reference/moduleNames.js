/** TypeDoc plugin: a module of the reference has the name by which a program imports it. */
import { Converter } from "typedoc"

export const load = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = module.name.replace(/^packages\/([^/]+)\/src/, "@crm-procedure/$1").replace(/\/Handlers$/, "/handlers")
  })
}
