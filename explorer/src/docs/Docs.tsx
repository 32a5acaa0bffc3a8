import { useGraphiQL } from "@graphiql/react";
import type { GraphQLSchema } from "graphql";
import { useState } from "react";

import { Found } from "./Found";
import { useRules } from "./rules";
import { TypePage } from "./TypePage";

/** Documentation of the schema: each field with its lock and the viewer's decision. */
export function Docs() {
  const schema = useGraphiQL((state) => state.schema);
  return schema ? <Pages schema={schema} /> : <p role="status">Loading the schema…</p>;
}

function Pages({ schema }: { schema: GraphQLSchema }) {
  const rules = useRules();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) => type?.name ?? []);
  const [trail, setTrail] = useState(roots.slice(0, 1));
  const [term, setTerm] = useState("");
  const type = schema.getType(trail.at(-1) ?? "");
  const open = (typeName: string) => {
    setTrail([...trail, typeName]);
    setTerm("");
  };
  return (
    <section id="docs" aria-label="Documentation">
      <input type="search" aria-label="Search types and fields" placeholder="Search" value={term} onChange={(event) => setTerm(event.currentTarget.value)} />
      <nav aria-label="Types">
        {trail.length > 1 && (
          <button type="button" onClick={() => setTrail(trail.slice(0, -1))}>
            ← {trail.at(-2)}
          </button>
        )}
        {roots.map((root) => (
          <button key={root} type="button" aria-current={root === type?.name} onClick={() => open(root)}>
            {root}
          </button>
        ))}
      </nav>
      {term ? <Found schema={schema} term={term} rules={rules} open={open} /> : type && <TypePage type={type} rules={rules} open={open} />}
    </section>
  );
}
