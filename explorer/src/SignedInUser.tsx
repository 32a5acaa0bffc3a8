import type { Viewer } from "./operations";
import type { SessionControl } from "./useSession";

/** The viewer: name, company and accesses. */
export function SignedInUser({ viewer, control }: { viewer: Viewer; control: SessionControl }) {
  const { user, company, role, accesses } = viewer;
  return (
    <>
      <div id="who" data-testid="who">
        <strong>
          {user.firstName} {user.lastName}
        </strong>
        <span>
          {company ? `${company.name} · ` : ""}
          {words(role)}
        </span>
        <ul aria-label="Accesses">
          {accesses.map((access) => (
            <li key={access}>{words(access)}</li>
          ))}
        </ul>
      </div>
      <button id="sign-out" data-testid="sign-out" disabled={control.busy} onClick={control.signOut}>
        Sign out
      </button>
    </>
  );
}

/** "USER_MANAGEMENT" becomes "User management". */
function words(name: string): string {
  const text = name.replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
