/** The data by which a person is known. */
export type Person = Readonly<Record<"phone" | "email" | "documentType" | "documentNumber", string>>

/** Those that were given. */
export const given = (person: Partial<Person>): Partial<Person> => Object.fromEntries(Object.entries(person).filter(([, text]) => text.trim() !== ""))

const documentTypes = ["", "CC", "CE", "NIT", "PA", "PPT", "TI"]

export const PersonFields = ({ isFixed = false, onChange, person }: {
  readonly person: Partial<Person>
  /** Whether nothing can be typed now. */
  readonly isFixed?: boolean
  readonly onChange: (person: Partial<Person>) => void
}) => {
  const field = (name: keyof Person, label: string) => (
    <label>
      {label}
      <input type="text" value={person[name] ?? ""} readOnly={isFixed} autocomplete="off" onInput={({ currentTarget }) => onChange({ ...person, [name]: currentTarget.value })} />
    </label>
  )
  return (
    <>
      {field("phone", "Teléfono")}
      {field("email", "Correo")}
      <label>
        Tipo de documento
        <select value={person.documentType ?? ""} onChange={({ currentTarget }) => onChange({ ...person, documentType: currentTarget.value })}>
          {documentTypes.map((type) => <option key={type} value={type}>{type === "" ? "—" : type}</option>)}
        </select>
      </label>
      {field("documentNumber", "Documento")}
    </>
  )
}
