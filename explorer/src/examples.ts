/** The example operations, by file name: the FAQ's nine items bear its numbers. */
const files = import.meta.glob<string>("./examples/*.graphql", { query: "?raw", import: "default", eager: true });

export const examples = Object.keys(files)
  .sort()
  .map((file) => files[file]!);
