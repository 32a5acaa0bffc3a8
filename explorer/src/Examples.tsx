import { type GraphiQLPlugin, PenIcon, useGraphiQL, useGraphiQLActions } from "@graphiql/react";

import { blanksOf, examples } from "./examples";

/** Menu of the example operations; each opens in a tab of its own. */
function Examples() {
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const open = (text: string) => {
    addTab();
    queryEditor?.setValue(text);
    variableEditor?.setValue(blanksOf(text));
  };
  return (
    <section id="examples" aria-label="Examples">
      <h2>Examples</h2>
      <ul>
        {examples.map((text) => (
          <li key={text}>
            <button type="button" onClick={() => open(text)}>
              {titleOf(text)}
            </button>
            <p>{aboutOf(text)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Name of the operation, and of its tab. */
function titleOf(text: string): string {
  return /^(?:query|mutation|subscription) (\w+)/m.exec(text)?.[1] ?? text;
}

/** Comment at the beginning of an example. */
function aboutOf(text: string): string {
  return (/^(?:#.*\n)+/.exec(text)?.[0] ?? "").replaceAll(/^# /gm, "");
}

export const EXAMPLES: GraphiQLPlugin = { title: "Examples", icon: PenIcon, content: Examples };
