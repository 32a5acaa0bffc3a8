import { Field } from "./Field";
import type { Challenge } from "./operations";
import type { SessionControl } from "./useSession";

/** Second step of signing in: the code, with a hint where to find it. */
export function CodeForm({ challenge, control }: { challenge: Challenge; control: SessionControl }) {
  const submit = (form: FormData) => control.verify(String(form.get("code")));
  return (
    <form
      aria-label="Second factor"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <Field
        id="code"
        label={codeLabel(challenge)}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        problem={control.problem}
      />
      <button id="verify" data-testid="verify" className="primary" disabled={control.busy}>
        Verify
      </button>
      <button type="button" onClick={control.startAgain}>
        Start again
      </button>
    </form>
  );
}

function codeLabel({ method, destination, expiresAt }: Challenge): string {
  if (method === "TOTP") return "Code from the authenticator app";
  const until = new Date(expiresAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return `Code sent by ${method === "EMAIL" ? "e-mail" : "SMS"} to ${destination}, valid until ${until}`;
}
