/** People and keys on the page: an invitation from the administrator's click to the person's second factor. */
import * as OTPAuth from "otpauth"
import { assert, describe, it } from "vitest"
import { go, mustBeAccessible, mustFit, settled, visit } from "./browser.ts"
import { as, ask, browser, server } from "./desk.ts"

const PASSWORD = "tres palabras al azar"

describe("accounts", () => {
  it("a person is added, accepts the link, turns the second factor on and signs in with it", async () => {
    let link = ""
    await as("crm-assistant", { at: "#/personas" }, async (own) => {
      await mustBeAccessible(own, "personas, empty")
      await own.page.getByRole("button", { name: "Agregar una persona" }).click()
      await own.page.getByLabel("Nombre", { exact: true }).fill("Luz Marina Peña")
      await own.page.getByRole("button", { name: "Agregar e invitar" }).click()
      await own.page.getByRole("alert").getByText("un correo como").waitFor()
      await own.page.getByLabel("Correo", { exact: true }).fill("luz@ejemplo.test")
      await own.page.getByLabel("Rol", { exact: true }).selectOption("marketing-coordinator")
      await own.page.getByRole("button", { name: "Agregar e invitar" }).click()
      link = await own.page.locator("code.secret").innerText()
      await settled(own.page)
      await mustBeAccessible(own, "personas")
    })
    const person = await visit(browser, { url: link, width: 360, height: 740 })
    const { page } = person
    await page.getByText("cree la contraseña").waitFor()
    await mustBeAccessible(person, "invitación")
    await mustFit(person, "invitación")
    await page.getByLabel("Contraseña nueva").fill(PASSWORD)
    await page.getByLabel("La misma contraseña otra vez").fill(PASSWORD)
    await page.getByRole("button", { name: "Guardar e ingresar" }).click()
    await page.locator(".desk h1").waitFor()
    assert.notInclude(page.url(), "invitacion")
    await go(person, "#/mensajes")
    await page.getByText("No hay mensajes").waitFor()
    await page.getByLabel("Las tareas de cada mañana").uncheck()
    await page.getByText("Se guardó qué le llega").waitFor()
    await page.getByRole("button", { name: "Las tareas de cada mañana" }).click()
    await page.getByText("Buenos días, Luz Marina Peña").waitFor()
    await mustBeAccessible(person, "mensajes")
    await mustFit(person, "mensajes")
    await go(person, "#/mi-cuenta")
    await page.getByText("Esta sesión").waitFor()
    await page.getByLabel("Su contraseña, para encenderlo").fill(PASSWORD)
    await page.getByRole("button", { name: "Encender" }).click()
    const secret = await page.locator("section code").first().innerText()
    await mustBeAccessible(person, "segundo paso")
    await mustFit(person, "segundo paso")
    const totp = new OTPAuth.TOTP({ secret, digits: 6, period: 30 })
    const code = async () => totp.generate({ timestamp: Date.parse((await page.evaluate("fetch('/v1/me').then((answer) => answer.json())") as { readonly now: string }).now) })
    await page.getByLabel("Código que muestra la aplicación").fill(await code())
    await page.getByRole("button", { name: "Confirmar" }).click()
    const recovery = await page.locator(".recovery-codes code").first().innerText()
    await page.getByRole("button", { name: "Menú" }).click()
    await page.getByRole("button", { name: "Salir" }).click()
    await page.getByRole("button", { name: "Usar correo y contraseña" }).click()
    await page.getByLabel("Correo", { exact: true }).fill("luz@ejemplo.test")
    await page.getByLabel("Contraseña", { exact: true }).fill("no es la clave")
    await page.getByRole("button", { name: "Ingresar", exact: true }).click()
    await page.getByRole("alert").getByText("no son correctos").waitFor()
    await page.getByLabel("Contraseña", { exact: true }).fill(PASSWORD)
    await page.getByRole("button", { name: "Ingresar", exact: true }).click()
    await page.getByLabel("Código de su aplicación").fill(recovery)
    await mustBeAccessible(person, "ingresar con código")
    await page.getByRole("button", { name: "Ingresar", exact: true }).click()
    await page.locator(".desk h1").waitFor()
    const { items } = await ask<{ readonly items: ReadonlyArray<{ readonly action: string; readonly author: { readonly means: string }; readonly subject: { readonly id: string }; readonly changes: ReadonlyArray<{ readonly field: string }> }> }>("/v1/audit?action=user.changed&limit=10")
    const own = items.filter(({ author }) => author.means === "page").map(({ changes }) => changes.map(({ field }) => field).join(" "))
    assert.deepEqual(own.slice(0, 3), ["secondFactor", "secondFactor", "password invitation"], "the audit tells what a person does with the own account")
    assert.deepEqual(person.complaints, [])
    await person.close()
    const again = await visit(browser, { url: link })
    await again.page.getByRole("alert").getByText("ya se usó").waitFor()
    await again.close()
  })

  it("a key is made for a program, replaced and revoked", async () => {
    await as("crm-assistant", { at: "#/llaves" }, async (own) => {
      const { page } = own
      await page.getByLabel("Qué programa la usa").fill("CRM de prueba")
      await page.getByRole("group", { name: "Marcas" }).getByRole("checkbox").first().check()
      await page.getByRole("button", { name: "Crear la llave" }).click()
      const first = await page.locator("code.secret").innerText()
      await page.getByRole("button", { name: "Reemplazar la llave CRM de prueba" }).click()
      await page.locator("code.secret").filter({ hasNotText: first }).waitFor()
      const second = await page.locator("code.secret").innerText()
      assert.deepEqual(await Promise.all([first, second].map(async (key) => (await server.get("/v1/me", key)).status)), [200, 200])
      await settled(page)
      await mustBeAccessible(own, "llaves")
      await page.getByRole("button", { name: "Revocar la llave CRM de prueba" }).last().click()
      await page.getByRole("button", { name: "Sí, revocar" }).click()
      await page.getByText("ya no sirve").waitFor()
    })
  })

  it("are for administrators: another person has no door to them", async () => {
    await as("general-manager", { at: "#/personas" }, async (own) => {
      assert.equal(await own.page.getByRole("button", { name: "Agregar una persona" }).count(), 0)
      assert.equal(await own.page.getByRole("link", { name: "Cuentas" }).count(), 0)
    })
  })
})
