/** How the page looks; nothing else that GraphiQL remembers outlives the page. */
const KEPT = new Set(
  ["theme", "visiblePlugin", "docExplorerFlex", "editorFlex", "secondaryEditorFlex"].map((key) => `graphiql:${key}`),
);

const memory = new Map<string, string>();

/**
 * GraphiQL's storage. Operations, variables, headers and the history may bear passwords, tokens or
 * personal data: they stay in memory, and only the page's looks go to the browser's local storage.
 */
export const storage = {
  get length() {
    return memory.size;
  },
  getItem: (key: string) => (KEPT.has(key) ? localStorage.getItem(key) : (memory.get(key) ?? null)),
  setItem: (key: string, value: string) => {
    if (KEPT.has(key)) localStorage.setItem(key, value);
    else memory.set(key, value);
  },
  removeItem: (key: string) => {
    localStorage.removeItem(key);
    memory.delete(key);
  },
  clear: () => {
    KEPT.forEach((key) => localStorage.removeItem(key));
    memory.clear();
  },
};

/** Forgets what was asked, for whoever sits down next; the page keeps its looks. */
export function forgetOperations(): void {
  memory.clear();
}
