import { useEffect, useState } from "react";

import { listPersonas, type Persona } from "./demo";
import type { SessionControl } from "./useSession";

/** In a demo: one choice, and the page is somebody else's. */
export function Personas({ control }: { control: SessionControl }) {
  const [personas, setPersonas] = useState<Persona[]>([]);
  useEffect(() => void listPersonas().then(setPersonas), []);
  if (!personas.length) return null;
  return (
    <p className="field">
      <label htmlFor="persona">Persona</label>
      <select id="persona" value="" disabled={control.busy} onChange={(event) => void control.become(event.currentTarget.value)}>
        <option value="" disabled>
          Switch to…
        </option>
        {personas.map(({ key, title }) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
    </p>
  );
}
