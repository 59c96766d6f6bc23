/** Vercel's AI SDK. */
import { libraryDriver } from "../library-driver.ts";
import { connectAiSdk } from "../libraries/ai-sdk.ts";
import { targetOf } from "../session.ts";

export const aiSdk = libraryDriver({
  id: "ai-sdk",
  label: "Vercel AI SDK",
  packages: {},
  ours: "@ai-sdk/mcp",
  connectedBy: "`headers` of its transport",
  open: async (attempt) => connectAiSdk(targetOf(attempt)),
});
