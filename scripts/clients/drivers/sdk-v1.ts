/** The MCP SDK, version 1. */
import { libraryDriver } from "../library-driver.ts";
import { connectSdkV1 } from "../libraries/sdk-v1.ts";
import { targetOf } from "../session.ts";

export const sdkV1 = libraryDriver({
  id: "sdk-v1",
  label: "MCP SDK v1",
  packages: {},
  ours: "@modelcontextprotocol/sdk",
  connectedBy: "header in `requestInit`",
  open: async (attempt) => connectSdkV1(targetOf(attempt)),
});
