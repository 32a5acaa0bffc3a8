import { CodeForm } from "./CodeForm";
import { SignInForm } from "./SignInForm";
import { Personas } from "./Personas";
import type { SessionControl } from "./useSession";
import { SignedInUser } from "./SignedInUser";

/** Bar above GraphiQL: the viewer, or the sign-in form. */
export function Bar({ control }: { control: SessionControl }) {
  const { session, problem } = control;
  return (
    <header className="bar">
      <h1>
        Guichet <span>API explorer</span>
      </h1>
      <Personas control={control} />
      {session?.step === "signed-out" && <SignInForm control={control} />}
      {session?.step === "challenged" && <CodeForm challenge={session.challenge} control={control} />}
      {session?.step === "signed-in" && <SignedInUser viewer={session.viewer} control={control} />}
      <p className="unseen" role="status">
        {session?.step === "signed-in" && `Signed in as ${session.viewer.user.firstName} ${session.viewer.user.lastName}`}
      </p>
      <p id="sign-in-error" data-testid="sign-in-error" role="status" aria-live="polite">
        {problem?.message}
      </p>
    </header>
  );
}
