/** A form over the cells of one record, in the order of its fields. It comes into view and takes the focus when it opens. */
import { useLayoutEffect, useRef } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useDraft } from "../frame/Draft.ts"

export interface FormField {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly kind?: "text" | "date" | "datetime-local" | "textarea" | undefined
  /** The values to choose from, with their words. */
  readonly options?: ReadonlyArray<readonly [value: string, word: string]> | undefined
  readonly isRequired?: boolean | undefined
  /** Shown, and not to be changed. */
  readonly isFixed?: boolean | undefined
}

export const RowForm = ({ cells, draft, fields, isSending, onCancel, onSave, saveLabel = "Guardar", title }: {
  readonly title: string
  readonly fields: ReadonlyArray<FormField>
  readonly cells: Readonly<Record<string, string>>
  /** What is edited, and which version of it: under this name what was typed is kept until it is saved. */
  readonly draft: string
  readonly isSending: boolean
  readonly onCancel: () => void
  /** `onSaved`: to be called once it is stored. */
  readonly onSave: (cells: Readonly<Record<string, string>>, onSaved: () => void) => void
  readonly saveLabel?: string
}) => {
  const { forget, set: setTexts, value: texts } = useDraft(draft, () => cells)
  const heading = useRef<HTMLHeadingElement>(null)
  // With the form itself: later the focus would be taken from a field in use.
  useLayoutEffect(() => {
    heading.current?.scrollIntoView({ block: "nearest" })
    heading.current?.focus()
  }, [])
  const send = (event: Event): void => {
    event.preventDefault()
    const missing = fields.find(({ isRequired, name }) => isRequired === true && (texts[name] ?? "").trim() === "")
    if (missing !== undefined) return announce(`Falta: ${missing.label.toLocaleLowerCase("es-CO")}.`, "refused")
    onSave(texts, forget)
  }
  return (
    <form class="block row-form" onSubmit={send}>
      <h2 ref={heading} tabIndex={-1}>{title}</h2>
      <div class="row-fields">
        {fields.map(({ hint, isFixed, isRequired, kind = "text", label, name, options }) => {
          const value = texts[name] ?? ""
          const set = (text: string): void => setTexts((last) => ({ ...last, [name]: text }))
          return (
            <label key={name} class={kind === "textarea" ? "is-wide" : undefined}>
              <span>{label}{isRequired === true && <span aria-hidden="true"> *</span>}</span>
              {isFixed === true
                ? <output class="code">{value}</output>
                : options !== undefined
                ? <select value={value} required={isRequired === true} onChange={({ currentTarget }) => set(currentTarget.value)}>{options.map(([own, word]) => <option key={own} value={own}>{word}</option>)}</select>
                : kind === "textarea"
                ? <textarea rows={3} value={value} readOnly={isSending} onInput={({ currentTarget }) => set(currentTarget.value)} />
                : kind === "text"
                ? <input type="text" value={value} readOnly={isSending} aria-required={isRequired === true} onInput={({ currentTarget }) => set(currentTarget.value)} />
                : <input type={kind} value={value} readOnly={isSending} aria-required={isRequired === true} onInput={({ currentTarget }) => set(currentTarget.value)} />}
              {hint !== undefined && <span class="hint">{hint}</span>}
            </label>
          )
        })}
      </div>
      <p class="actions">
        <button type="submit" class="main-action" disabled={isSending}>{isSending ? "Guardando…" : saveLabel}</button>
        <button
          type="button"
          onClick={() => {
            forget()
            onCancel()
          }}
        >
          No guardar
        </button>
      </p>
    </form>
  )
}
