/** The places of the page, and who may be there. */
import { assert } from "vitest"
import type { Page } from "playwright-core"

/** Every place of the page, and the roles that may be there: the procedure's roles, not the code's. */
const everyone = ["crm-assistant", "crm-agent", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager", "advisor"]
const without = (...roles: ReadonlyArray<string>) => everyone.filter((role) => !roles.includes(role))
const readers = without("crm-agent")
export const places: Readonly<Record<string, ReadonlyArray<string>>> = {
  "hoy": everyone,
  "leads": readers,
  "detalle?registro=prospectos": readers,
  "llamadas": without("marketing-coordinator", "advisor"),
  "apelaciones": readers,
  "mes": readers,
  "tendencias": readers,
  "cambios": without("crm-agent", "advisor"),
  "formularios": without("crm-agent", "advisor"),
  "que-pasaria-si": ["crm-assistant", "general-manager"],
  "politica": ["crm-assistant", "general-manager"],
  "importar": ["crm-assistant", "marketing-coordinator", "integration"],
  "metas": ["crm-assistant"],
  "directorio": ["crm-assistant"],
  "cierre": ["crm-assistant", "general-manager"],
  "auditoria": ["crm-assistant", "general-manager"],
  "datos-personales": ["crm-assistant", "general-manager"],
  "personas": ["crm-assistant"],
  "llaves": ["crm-assistant"]
}

/** The views that a role may not enter are barred, and no others. It waits for nothing that a view asks for: whether one may enter is known at once. */
export const mustBarOthers = async (page: Page, role: string): Promise<void> => {
  const barred = await page.evaluate(`(async () => {
    const barred = []
    for (const place of ${JSON.stringify(Object.keys(places))}) {
      const shown = new Promise((resolve) => addEventListener("hashchange", () => setTimeout(resolve), { once: true }))
      location.hash = "#/" + place
      await shown
      if (document.querySelector("h1")?.textContent === "Su rol no puede ver esto") barred.push(place)
    }
    return barred
  })()`)
  assert.deepEqual(barred, Object.entries(places).flatMap(([place, roles]) => roles.includes(role) ? [] : [place]), role)
}
