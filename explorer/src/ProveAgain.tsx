import { useState } from "react";

import { type Problem, problemOf } from "./problem";
import { proveAgain } from "./session";

/** Form to renew the proof of the second factor after a refusal that requires it. */
export function ProveAgain() {
  const [asked, setAsked] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function attempt(code?: string): Promise<void> {
    try {
      await proveAgain(code);
      setAsked(true);
      setDone(code !== undefined);
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  if (done) return <p id="proved">Proved. Run the operation again.</p>;
  return (
    <form
      aria-label="Prove the second factor again"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(asked ? String(new FormData(event.currentTarget).get("again")) : undefined);
      }}
    >
      {asked && (
        <label>
          Code <input id="again" name="again" autoComplete="one-time-code" inputMode="numeric" autoFocus required />
        </label>
      )}
      <button id="prove-again">{asked ? "Prove" : "Prove the second factor again"}</button>
      {problem && <span role="alert">{problem.message}</span>}
    </form>
  );
}
