import { DocsIcon, type GraphiQLPlugin } from "@graphiql/react";

import { Docs } from "./Docs";

/** In the place of GraphiQL's own documentation, which knows no locks. */
export const DOCS: GraphiQLPlugin = { title: "Documentation", icon: DocsIcon, content: Docs };
