/** Where the page begins: it asks for the first view, and loads the rest of the program. */
import * as FirstView from "./frame/FirstView.ts"

if (!location.hash.startsWith("#/invitacion/")) FirstView.begin(location.hash)
const { show } = await import("./frame/Page.tsx")
if (document.readyState === "loading") await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve))
show(document.getElementById("page")!)
