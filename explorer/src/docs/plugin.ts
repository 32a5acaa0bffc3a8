import { DocsIcon, type GraphiQLPlugin } from "@graphiql/react";

import { Docs } from "./Docs";

/** Plugin in place of GraphiQL's own documentation, which shows no locks. */
export const DOCS: GraphiQLPlugin = { title: "Documentation", icon: DocsIcon, content: Docs };
