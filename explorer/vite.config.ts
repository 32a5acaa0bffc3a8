import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { thirdPartyNotices } from "./notices.ts";

const notices = thirdPartyNotices("THIRD-PARTY-NOTICES.txt");

export default defineConfig({
  base: "/explorer/",
  plugins: [react(), notices.page],
  worker: { format: "es", plugins: () => [notices.worker] },
  build: {
    chunkSizeWarningLimit: 3000,
    // GraphiQL's "use no memo" speaks to a compiler that has already run.
    rolldownOptions: {
      checks: { moduleLevelDirective: false },
      // Its workers tell the console that they begin.
      treeshake: { manualPureFunctions: ["console.info"] },
    },
  },
});
