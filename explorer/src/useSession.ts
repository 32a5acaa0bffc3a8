import { useCallback, useEffect, useState } from "react";

import { become } from "./demo";
import { type Problem, problemOf } from "./problem";
import { restore, type Session, signIn, signOut, SIGNED_OUT, verify } from "./session";
import { forgetOperations } from "./storage";

/** Session, last problem, and the mutations that change them. The session is null while loading. */
export function useSession() {
  const [session, setSession] = useState<Session | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const enter = useCallback((next: Session, why: Problem | null = null) => {
    setSession(next);
    setProblem(why);
  }, []);

  const recheck = useCallback(async () => {
    try {
      const found = await restore();
      if (found.step === "signed-in") return;
      forgetOperations();
      enter(found, { message: "The session has ended. Sign in again." });
    } catch (error) {
      setProblem(problemOf(error));
    }
  }, [enter]);

  useEffect(() => {
    restore().then(enter, (error: unknown) => enter(SIGNED_OUT, problemOf(error)));
  }, [enter]);

  async function attempt(mutation: Promise<Session>): Promise<void> {
    setBusy(true);
    try {
      enter(await mutation);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  }

  return {
    session,
    problem,
    busy,
    recheck,
    signIn: (identifier: string, password: string) => attempt(signIn(identifier, password)),
    verify: (code: string) => attempt(verify(code)),
    signOut: () => attempt(signOut()),
    become: (key: string) => attempt(become(key).then(restore)),
    startAgain: () => enter(SIGNED_OUT),
  };
}

export type SessionControl = ReturnType<typeof useSession>;
