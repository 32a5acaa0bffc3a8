import { Field } from "./Field";
import type { SessionControl } from "./useSession";

/** First step of signing in: identifier and password, sent to Guichet only. */
export function SignInForm({ control }: { control: SessionControl }) {
  const submit = (form: FormData) => control.signIn(String(form.get("identifier")), String(form.get("password")));
  return (
    <form
      aria-label="Sign in"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <Field id="identifier" label="Identifier" autoComplete="username" autoFocus problem={control.problem} />
      <Field id="password" label="Password" type="password" autoComplete="current-password" problem={control.problem} />
      <button id="sign-in" data-testid="sign-in" className="primary" disabled={control.busy}>
        Sign in
      </button>
    </form>
  );
}
