import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";

const PERMISSIVE = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);
const NOTICE_FILE = /^(licen[cs]e|copying|notice|third-?party-?notices)/i;

/** Published without their licence's text: the package of the same authors and licence whose text stands for theirs. */
const SAME_AUTHORS: Record<string, string> = {
  "@graphiql/plugin-doc-explorer": "graphiql",
  "@graphiql/plugin-history": "graphiql",
  "react-compiler-runtime": "react",
  "react-remove-scroll-bar": "react-remove-scroll",
};

type Hook = Extract<Plugin["generateBundle"], (...args: never[]) => unknown>;
type Bundle = Parameters<Hook>[1];

/**
 * Writes the notices of every package whose code is in the bundle or in one of its workers.
 * The build fails where a licence is not permissive or its text is missing.
 */
export function thirdPartyNotices(fileName: string): { page: Plugin; worker: Plugin } {
  const folders = new Set<string>();
  const collect = (bundle: Bundle) => packageFolders(bundle).forEach((folder) => folders.add(folder));
  return {
    worker: { name: "notices:worker", generateBundle: (_, bundle) => collect(bundle) },
    page: {
      name: "notices:page",
      generateBundle(_, bundle) {
        collect(bundle);
        const fonts = readFileSync(join(import.meta.dirname, "fonts.txt"), "utf8");
        this.emitFile({ type: "asset", fileName, source: [fonts, ...[...folders].sort().map(notice)].join("\n\n") });
      },
    },
  };
}

function packageFolders(bundle: Bundle): string[] {
  return Object.values(bundle)
    .flatMap((file) => (file.type === "chunk" ? file.moduleIds : []))
    .flatMap((moduleId) => /^\/.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(moduleId)?.[0] ?? []);
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!PERMISSIVE.has(license)) throw new Error(`${name} ${version} is in the bundle under ${license}`);
  const texts = noticeTexts(name in SAME_AUTHORS ? join("node_modules", SAME_AUTHORS[name]!) : folder);
  if (!texts.length) throw new Error(`${name} ${version} is in the bundle without the text of its licence`);
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}

function noticeTexts(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => NOTICE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
}
