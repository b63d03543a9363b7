/** The heading of a view. It takes the focus when the view opens. */
import type { ComponentChildren } from "preact"

export const Heading = ({ children, eyebrow }: { readonly eyebrow?: ComponentChildren; readonly children: ComponentChildren }) => (
  <div class="heading">
    {eyebrow !== undefined && <p class="eyebrow">{eyebrow}</p>}
    <h1 tabIndex={-1}>{children}</h1>
  </div>
)
