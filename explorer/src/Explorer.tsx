import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL, type GraphiQLProps } from "graphiql";
import { useMemo, useRef, useState } from "react";

import { type GraphQLError, isUnauthenticated, post } from "./api";
import { Bar } from "./Bar";
import { DOCS } from "./docs/plugin";
import { EXAMPLES } from "./Examples";
import { examples } from "./examples";
import { Files } from "./Files";
import type { Viewer } from "./operations";
import { Refusals } from "./Refusals";
import { storageOf } from "./storage";
import { withFiles } from "./upload";
import { useSession } from "./useSession";

const firstTab = [{ query: examples[0]! }];
const plugins = [HISTORY_PLUGIN, EXAMPLES];

export function Explorer() {
  const control = useSession();
  const { session } = control;
  return (
    <>
      <Bar control={control} />
      <main>
        {session?.step === "signed-in" && (
          <Console key={nameOf(session.viewer)} person={nameOf(session.viewer)} onUnauthenticated={control.recheck} />
        )}
        {(session?.step === "signed-out" || session?.step === "challenged") && <Console key="anonymous" person="anonymous" />}
      </main>
    </>
  );
}

/** Key of a viewer: schema, locks and history differ between viewers. */
function nameOf({ user, company, role, accesses }: Viewer): string {
  return [user.id, company?.name, role, ...accesses].join(" ");
}

/** GraphiQL. Mounted afresh for each viewer, it asks for the schema again, drops the answers it showed and takes up that viewer's tabs and history. */
function Console({ person, onUnauthenticated }: { person: string; onUnauthenticated?: () => Promise<void> }) {
  const [faults, setFaults] = useState<GraphQLError[]>([]);
  const storage = useMemo(() => storageOf(person), [person]);
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
      <GraphiQL
        fetcher={fetcher}
        defaultTabs={firstTab}
        defaultEditorToolsVisibility="variables"
        plugins={plugins}
        referencePlugin={DOCS}
        storage={storage}
        shouldPersistHeaders={false}
      />
    </>
  );
}
