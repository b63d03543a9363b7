/** A form over the cells of one record, in the order of its fields. It comes into view and takes the focus when it opens. */
import { useLayoutEffect, useRef } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useDraft } from "../frame/Draft.ts"
import { merge, Overtaken } from "../frame/Overtaken.tsx"
import type { Both } from "../frame/Overtaken.tsx"
import { instantText } from "../frame/Spanish.ts"

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

type Cells = Readonly<Record<string, string>>

/** What is typed, over which cells, and what another person changed as well. */
interface Typed {
  readonly over: Cells
  readonly texts: Cells
  readonly disputed: ReadonlyMap<string, Both<string>>
  readonly isOvertaken: boolean
}

const mapOf = (cells: Cells): ReadonlyMap<string, string> => new Map(Object.entries(cells))

/** What was typed, over the cells as they are now. */
const onto = ({ over, texts }: Typed, cells: Cells): Typed => {
  const { disputed, isTyped, values } = merge(mapOf(over), mapOf(texts), mapOf(cells))
  return { over: cells, texts: Object.fromEntries(values), disputed, isOvertaken: isTyped }
}

/** A value as the person reads it in the form. */
const wordOf = (field: FormField | undefined, value: string | undefined): string => {
  const word = field?.options?.find(([own]) => own === value)?.[1] ?? value ?? ""
  return word === "" ? "vacío" : field?.kind === "date" || field?.kind === "datetime-local" ? instantText(word) : word
}

export const RowForm = ({ cells, draft, fields, isSending, onCancel, onSave, saveLabel = "Guardar", subject, title }: {
  readonly title: string
  readonly fields: ReadonlyArray<FormField>
  /** The cells that it begins with: as they are stored, where there is a `subject`. */
  readonly cells: Cells
  /** What is edited: under this name what was typed is kept until it is saved. */
  readonly draft: string
  /** What is edited, in the middle of a sentence: `este registro`. What was typed is put onto its cells where another person changes them. */
  readonly subject?: string | undefined
  readonly isSending: boolean
  readonly onCancel: () => void
  /** `onSaved`: to be called once it is stored. */
  readonly onSave: (cells: Cells, onSaved: () => void) => void
  readonly saveLabel?: string
}) => {
  const { forget, set: setTyped, value } = useDraft<Typed>(draft, () => ({ over: cells, texts: cells, disputed: new Map(), isOvertaken: false }))
  // While the form is made, so that nothing typed in between is lost.
  const isNewer = subject !== undefined && JSON.stringify(value.over) !== JSON.stringify(cells)
  const typed = isNewer ? onto(value, cells) : value
  if (isNewer) setTyped(() => typed)
  const { disputed, isOvertaken, texts } = typed
  const put = (name: string, text: string): void => setTyped((last) => ({ ...last, texts: { ...last.texts, [name]: text } }))
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
          const set = (text: string): void => put(name, text)
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
      {isOvertaken && (
        <Overtaken
          what={subject ?? ""}
          disputed={disputed}
          isLeft={JSON.stringify(texts) !== JSON.stringify(cells)}
          labelOf={(name) => fields.find((field) => field.name === name)?.label ?? name}
          textOf={(name, value) => wordOf(fields.find((field) => field.name === name), value)}
          valueOf={(name) => texts[name]}
          onChoose={(name, value) => put(name, value ?? "")}
        />
      )}
      <p class="actions">
        <button type="submit" class="main-action" aria-disabled={isSending}>{isSending ? "Guardando…" : saveLabel}</button>
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
