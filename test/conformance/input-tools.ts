/** The suite's tools that ask the client for input first, by results of 2026-07-28's multi round-trip requests. */
import {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequest,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";

/** What a tool remembers between rounds. It travels through the client, so it is signed. */
type State = { readonly round: number };

/** The key protects nothing: these tools do nothing. */
export const stateCodec = createRequestStateCodec<State>({ key: "a key of the conformance fixtures, 32+ bytes" });

const nameSchema = z.object({ name: z.string() });
const colorSchema = z.object({ color: z.string() });
const capabilitiesSchema = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.object({ sampling: z.unknown().optional() }),
});
const okSchema = z.object({ ok: z.boolean() });

const askName = inputRequired.elicit({ message: "What is your name?", requestedSchema: nameSchema });
const askConfirmation = inputRequired.elicit({ message: "Please confirm", requestedSchema: okSchema });
const askRoots = inputRequired.listRoots();

function askModel(question: string, maxTokens: number): InputRequest {
  return inputRequired.createMessage({
    messages: [{ role: "user", content: { type: "text", text: question } }],
    maxTokens,
  });
}

function text(answer: string): CallToolResult {
  return { content: [{ type: "text", text: answer }] };
}

/** Their names, questions and answers are the suite's. */
export function registerInputTools(server: McpServer): void {
  registerQuestions(server);
  registerStates(server);
  registerCapabilityTools(server);
}

function registerQuestions(server: McpServer): void {
  const description = "Asks the client one thing.";
  server.registerTool("test_input_required_result_elicitation", { description }, ({ mcpReq }) => {
    const answered = acceptedContent(mcpReq.inputResponses, "user_name", nameSchema);
    if (answered !== undefined) return text(`Hello, ${answered.name}!`);
    return inputRequired({ inputRequests: { user_name: askName } });
  });
  server.registerTool("test_input_required_result_sampling", { description }, ({ mcpReq }) => {
    const answered = inputResponse(mcpReq.inputResponses, "capital_question");
    if (answered.kind === "sampling") return text(JSON.stringify(answered.result.content));
    return inputRequired({ inputRequests: { capital_question: askModel("What is the capital of France?", 100) } });
  });
  server.registerTool("test_input_required_result_list_roots", { description }, ({ mcpReq }) => {
    const answered = inputResponse(mcpReq.inputResponses, "client_roots");
    if (answered.kind === "roots") return text(answered.roots.map(({ uri }) => uri).join(", "));
    return inputRequired({ inputRequests: { client_roots: askRoots } });
  });
}

function registerStates(server: McpServer): void {
  const description = "Asks the client, and remembers in signed state that it did.";
  for (const name of ["test_input_required_result_request_state", "test_input_required_result_tampered_state"]) {
    server.registerTool(name, { description }, async ({ mcpReq }) => {
      const answered = acceptedContent(mcpReq.inputResponses, "confirm", okSchema);
      if (answered !== undefined && roundOf(mcpReq) === 1) return text("state-ok");
      const requestState = await stateCodec.mint({ round: 1 });
      return inputRequired({ inputRequests: { confirm: askConfirmation }, requestState });
    });
  }
  server.registerTool("test_input_required_result_multiple_inputs", { description }, async ({ mcpReq }) => {
    if (roundOf(mcpReq) === 1) return text("Thank you for all three.");
    const requestState = await stateCodec.mint({ round: 1 });
    const greeting = askModel("Generate a greeting", 50);
    return inputRequired({ inputRequests: { user_name: askName, greeting, client_roots: askRoots }, requestState });
  });
  server.registerTool("test_input_required_result_multi_round", { description }, async ({ mcpReq }) => {
    const round = roundOf(mcpReq) + 1;
    if (round > 2) return text("Thank you for both.");
    const requestState = await stateCodec.mint({ round });
    const step1 = inputRequired.elicit({ message: "Step 1: What is your name?", requestedSchema: nameSchema });
    const step2 = inputRequired.elicit({
      message: "Step 2: What is your favorite color?",
      requestedSchema: colorSchema,
    });
    return inputRequired({ inputRequests: round === 1 ? { step1 } : { step2 }, requestState });
  });
}

/** The rounds that verified state says were asked already. */
function roundOf({ requestState }: ServerContext["mcpReq"]): number {
  return requestState<State>()?.round ?? 0;
}

function registerCapabilityTools(server: McpServer): void {
  server.registerTool(
    "test_input_required_result_capabilities",
    { description: "Asks only what the client says it can answer." },
    ({ mcpReq }) => {
      const { [CLIENT_CAPABILITIES_META_KEY]: can } = capabilitiesSchema.parse(mcpReq.envelope);
      const asked = can.sampling === undefined ? askName : askModel("Say something", 10);
      return inputRequired({ inputRequests: { asked } });
    },
  );
  server.registerTool("test_missing_capability", { description: "Needs a client with sampling." }, () =>
    inputRequired({ inputRequests: { sampled: askModel("Say something", 10) } }),
  );
  server.registerTool("test_streaming_elicitation", { description: "Needs a client with elicitation." }, () =>
    inputRequired({ inputRequests: { user_name: askName } }),
  );
}
