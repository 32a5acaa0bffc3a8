import { DocsIcon, type GraphiQLPlugin } from "@graphiql/react";

import { Docs } from "./Docs";

/** Replaces GraphiQL's own documentation, which has no locks. */
export const DOCS: GraphiQLPlugin = { title: "Documentation", icon: DocsIcon, content: Docs };
