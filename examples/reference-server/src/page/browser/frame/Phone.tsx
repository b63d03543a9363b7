/** A phone that can be called and written to. */
import { phoneDigits, phoneText } from "./Spanish.ts"

export const Phone = ({ of, phone }: {
  readonly phone: string
  /** Whose it is, for people who do not see the row. */
  readonly of: string
}) => {
  const digits = phoneDigits(phone)
  return (
    <span class="phone">
      <a href={`tel:+${digits}`} aria-label={`Llamar a ${of}: ${phoneText(phone)}`}>{phoneText(phone)}</a>
      {/^573[0-9]{9}$/.test(digits) && <a class="phone-chat" href={`whatsapp://send?phone=${digits}`} aria-label={`Escribir a ${of} por WhatsApp`}>WhatsApp</a>}
    </span>
  )
}
