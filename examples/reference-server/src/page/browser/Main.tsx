/** Where the page begins. */
import { render } from "preact"
import { Page } from "./frame/Page.tsx"

const place = document.getElementById("page")
if (place !== null) render(<Page />, place)
