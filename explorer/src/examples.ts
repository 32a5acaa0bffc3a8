/** The operations that GraphiQL's tabs open with, by file name: the FAQ's nine items bear its numbers. A tab is titled by its operation's name. */
const files = import.meta.glob<string>("./examples/*.graphql", { query: "?raw", import: "default", eager: true });

export const examples = Object.keys(files)
  .sort()
  .map((file) => files[file]!);
