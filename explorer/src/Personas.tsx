import { useEffect, useState } from "react";

import { listPersonas, type Persona } from "./demo";
import type { SessionControl } from "./useSession";

/** In a demo: choose, confirm, and the page is somebody else's. */
export function Personas({ control }: { control: SessionControl }) {
  const [personas, setPersonas] = useState<Persona[]>([]);
  useEffect(() => void listPersonas().then(setPersonas), []);
  if (!personas.length) return null;
  return (
    <form
      aria-label="Persona"
      onSubmit={(event) => {
        event.preventDefault();
        void control.become(String(new FormData(event.currentTarget).get("persona")));
      }}
    >
      <label htmlFor="persona">Persona</label>
      <select id="persona" name="persona" disabled={control.busy}>
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
