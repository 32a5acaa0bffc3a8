import { GraphiQL, type GraphiQLProps } from "graphiql";
import { useMemo } from "react";

import { isUnauthenticated, post } from "./api";
import { Bar } from "./Bar";
import { examples } from "./examples";
import { storage } from "./storage";
import { useSession } from "./useSession";

const tabs = examples.map((query) => ({ query }));

export function Explorer() {
  const control = useSession();
  const step = control.session?.step;
  return (
    <>
      <Bar control={control} />
      <main>
        {step === "signed-in" && <Console key="signed-in" onUnauthenticated={control.recheck} />}
        {(step === "signed-out" || step === "challenged") && <Console key="signed-out" />}
      </main>
    </>
  );
}

/** GraphiQL. Mounted afresh when someone signs in or out, it asks for the schema again and drops the answers it showed. */
function Console({ onUnauthenticated }: { onUnauthenticated?: () => Promise<void> }) {
  const fetcher = useMemo<GraphiQLProps["fetcher"]>(
    () => async (operation, options) => {
      const answer = await post<never>(operation, options?.headers);
      if (isUnauthenticated(answer)) void onUnauthenticated?.();
      return answer;
    },
    [onUnauthenticated],
  );
  return <GraphiQL fetcher={fetcher} defaultTabs={tabs} storage={storage} shouldPersistHeaders={false} />;
}
