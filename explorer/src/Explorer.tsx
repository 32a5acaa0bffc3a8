import { GraphiQL, type GraphiQLProps } from "graphiql";
import { useMemo, useRef, useState } from "react";

import { type GraphQLFault, isUnauthenticated, post } from "./api";
import { Bar } from "./Bar";
import { examples } from "./examples";
import { Files } from "./Files";
import { Refusals } from "./Refusals";
import { storage } from "./storage";
import { withFiles } from "./upload";
import { useSession } from "./useSession";

const tabs = examples.map((query) => ({ query }));

export function Explorer() {
  const control = useSession();
  const step = control.session?.step;
  return (
    <>
      <Bar control={control} />
      <main>
        {step === "signed-in" && <Console key={`${control.session?.step === "signed-in" ? JSON.stringify(control.session.viewer) : ""}`} onUnauthenticated={control.recheck} />}
        {(step === "signed-out" || step === "challenged") && <Console key="signed-out" />}
      </main>
    </>
  );
}

/** GraphiQL. Mounted afresh when someone signs in or out, it asks for the schema again and drops the answers it showed. */
function Console({ onUnauthenticated }: { onUnauthenticated?: () => Promise<void> }) {
  const [faults, setFaults] = useState<GraphQLFault[]>([]);
  const files = useRef<File[]>([]);
  const fetcher = useMemo<GraphiQLProps["fetcher"]>(
    () => async (operation, options) => {
      const answer = await post<never>(operation, options?.headers, withFiles(operation, files.current));
      setFaults(answer.errors ?? []);
      if (isUnauthenticated(answer)) void onUnauthenticated?.();
      return answer;
    },
    [onUnauthenticated],
  );
  return (
    <>
      {onUnauthenticated && <Files onChoose={(chosen) => (files.current = chosen)} />}
      <Refusals faults={faults} />
      <GraphiQL fetcher={fetcher} defaultTabs={tabs} storage={storage} shouldPersistHeaders={false} />
    </>
  );
}
