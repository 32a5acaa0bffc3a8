/** Preferences of the page's appearance; nothing else that GraphiQL stores outlives the page. */
const KEPT = new Set(
  ["theme", "visiblePlugin", "docExplorerFlex", "editorFlex", "secondaryEditorFlex"].map((key) => `graphiql:${key}`),
);

const memories = new Map<string, Map<string, string>>();

/**
 * GraphiQL's storage. Operations, variables, headers and the history may bear passwords, tokens or
 * personal data: they stay in memory, each person's apart, and only the page's looks go to the browser's local storage.
 */
export function storageOf(person: string) {
  const memory = memories.get(person) ?? new Map<string, string>();
  memories.set(person, memory);
  return {
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
}

/** Deletes the operations of all viewers and keeps the appearance. */
export function forgetOperations(): void {
  memories.clear();
}
