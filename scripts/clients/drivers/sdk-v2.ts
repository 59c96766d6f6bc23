/** The MCP SDK, version 2, set as in the connect helper's program for TypeScript. */
import { libraryDriver } from "../library-driver.ts";
import { connectSdkV2 } from "../libraries/sdk-v2.ts";
import { targetOf } from "../session.ts";

export const sdkV2 = libraryDriver({
  id: "sdk-v2",
  label: "MCP SDK v2",
  packages: {},
  ours: "@modelcontextprotocol/client",
  connectedBy: "as in the program for TypeScript",
  open: async (attempt) => connectSdkV2(targetOf(attempt), "auto"),
});
