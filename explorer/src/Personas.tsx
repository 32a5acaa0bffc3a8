import { useEffect, useState } from "react";

import { listPersonas, type Persona } from "./demo";
import type { SessionControl } from "./useSession";

/** Persona switch of a demo. */
export function Personas({ control }: { control: SessionControl }) {
  const [personas, setPersonas] = useState<Persona[]>([]);
  useEffect(() => void listPersonas().then(setPersonas), []);
  if (!personas.length) return null;
  const { session } = control;
  const name = session?.step === "signed-in" ? `${session.viewer.user.firstName} ${session.viewer.user.lastName}` : "Anonymous";
  const current = personas.find(({ title }) => title.startsWith(name))?.key;
  return (
    <form
      aria-label="Persona"
      onSubmit={(event) => {
        event.preventDefault();
        void control.become(String(new FormData(event.currentTarget).get("persona")));
      }}
    >
      <label htmlFor="persona">Persona</label>
      <select key={current} id="persona" name="persona" defaultValue={current} disabled={control.busy}>
        {personas.map(({ key, title }) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
      <button id="become" disabled={control.busy}>
        Switch
      </button>
    </form>
  );
}
