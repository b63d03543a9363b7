/** A term of the procedure, explained where it stands. */
import { useState } from "preact/hooks"

const meanings = {
  corte: "El instante con el que se mira el mes. «Ahora» incluye lo que llegó después; «Fin del mes» lo muestra como era al terminar.",
  ritmo: "Lo válido frente a la parte de la meta que toca a los días hábiles transcurridos. 100 % es ir al paso de la meta.",
  proyección: "Lo que habría al final del mes si se sigue al mismo paso.",
  pendiente: "Todavía no se sabe si cuenta: espera una llamada de verificación, o el prospecto del que depende.",
  cumplimiento: "De lo que se les debía a los leads en el mes, la parte que se hizo a tiempo: a tiempo ÷ (a tiempo + tarde + sin cumplir).",
  muestra: "Los prospectos que se sortean para llamar a verificar que los atendieron: el 10 % de cada asesor, y los que tienen avisos."
} as const

export const Term = ({ children, of }: { readonly of: keyof typeof meanings; readonly children: string }) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <span class="term">
      {children}
      <button type="button" class="term-mark" aria-expanded={isOpen} aria-label={`Qué es ${of}`} onClick={() => setOpen(!isOpen)}>?</button>
      {isOpen && <span class="term-meaning" role="note">{meanings[of]}</span>}
    </span>
  )
}
