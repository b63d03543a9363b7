/** A secret that is shown once: an invitation's link or a key, with a button that copies it. */
import { announce } from "../frame/Announcement.ts"

export const Secret = ({ hint, onClose, text, title }: { readonly title: string; readonly hint: string; readonly text: string; readonly onClose: () => void }) => {
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(() => announce("Copiado."), () => announce("No se pudo copiar: selecciónelo y cópielo a mano.", "refused"))
  }
  return (
    <section class="block" aria-label={title}>
      <h2>{title}</h2>
      <p class="hint">{hint}</p>
      <p><code class="secret">{text}</code></p>
      <p class="actions">
        <button type="button" onClick={copy}>Copiar</button>
        <button type="button" class="quiet" onClick={onClose}>Ocultar</button>
      </p>
    </section>
  )
}
