/** What an automation may be, and who sees what of it. On a real D1. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import {
  type Automation,
  createAutomationInputSchema,
  listAutomationsInputSchema,
  listRunsInputSchema,
  updateAutomationInputSchema,
} from "#shared/content/automations.ts";
import { automationIdSchema } from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import { createAutomation } from "#workers/content/automations/create-automation.ts";
import { deleteAutomation } from "#workers/content/automations/delete-automation.ts";
import { getAutomation } from "#workers/content/automations/get-automation.ts";
import { getSigningSecret } from "#workers/content/automations/get-signing-secret.ts";
import { listAutomations } from "#workers/content/automations/list-automations.ts";
import { listRuns } from "#workers/content/automations/list-runs.ts";
import { runAutomation } from "#workers/content/automations/run-automation.ts";
import { updateAutomation } from "#workers/content/automations/update-automation.ts";
import { addAutomation, fine, network, runInput } from "./automation-world.ts";
import { newPrincipal, refusal, value } from "./content-world.ts";

test("each automation has a signing secret of its own, the same each time, and none is in D1", async () => {
  const principal = await newPrincipal();
  const { deps } = network();
  const input = createAutomationInputSchema.parse({ name: "x", url: "https://example.com/" });
  const [one, two] = [await createAutomation(deps, principal, input), await createAutomation(deps, principal, input)];
  const secret = value(one).signing_secret;
  expect(secret).toMatch(/^whsec_[\w-]{43}$/);
  expect(value(two).signing_secret).not.toBe(secret);
  expect(value(await getSigningSecret(deps, principal, value(one).automation)).signing_secret).toBe(secret);
  const { results } = await env.DB.prepare("SELECT * FROM automations").all();
  expect(JSON.stringify(results)).not.toContain(secret.slice("whsec_".length));
});

test("automations of another workspace read exactly as automations that do not exist, and are not called", async () => {
  const [mine, other] = [await newPrincipal(), await newPrincipal()];
  const theirs = await addAutomation(other);
  const { deps, sent } = network(fine);
  const answers = async (id: Automation["id"]) => [
    refusal(await getAutomation(deps, mine, { id })),
    refusal(await updateAutomation(deps, mine, { id, url: "https://evil.example/" })),
    refusal(await deleteAutomation(deps, mine, { id })),
    refusal(await getSigningSecret(deps, mine, { id })),
    refusal(await runAutomation(deps, mine, runInput(id))),
    refusal(await listRuns(deps, mine, listRunsInputSchema.parse({ id }))),
  ];
  const hidden = await answers(theirs.id);
  expect(hidden).toEqual(await answers(automationIdSchema.parse("aut_0000000000000000")));
  for (const { code } of hidden) expect(code).toBe("not_found");
  expect(sent).toEqual([]);
  expect(value(await getAutomation(deps, other, theirs))).toEqual(theirs);
  const { data } = value(await listAutomations(deps, mine, listAutomationsInputSchema.parse({})));
  expect(data).toEqual([]);
});

test("the address of a webhook is shown only to those who may change it", async () => {
  const principal = await newPrincipal();
  const { deps } = network();
  const automation = await addAutomation(principal);
  const runner: Principal = { ...principal, scopes: ["mcp:execute"] };
  expect(automation.url).toBe("https://n8n.example.com/webhook/abc?t=1");
  const seen = value(await getAutomation(deps, runner, automation));
  expect(seen).toEqual({ ...automation, url: null, host: "n8n.example.com" });
  const { data } = value(await listAutomations(deps, runner, listAutomationsInputSchema.parse({})));
  expect(data).toEqual([seen]);
});

test("an automation changes as its patch says, within the same rules, and is gone with its runs when deleted", async () => {
  const principal = await newPrincipal();
  const { deps } = network(fine);
  const automation = await addAutomation(principal);
  const patch = updateAutomationInputSchema.parse({ id: automation.id, name: "مهمة 🎪", description: "<b>" });
  const changed = value(await updateAutomation(deps, principal, patch));
  expect(changed).toEqual({ ...automation, name: "مهمة 🎪", description: "<b>" });
  const local = updateAutomationInputSchema.parse({ id: automation.id, url: "https://127.0.0.1/" });
  expect(refusal(await updateAutomation(deps, principal, local))).toMatchObject({ errors: [{ path: "/url" }] });
  expect(updateAutomationInputSchema.safeParse({ id: automation.id }).success).toBe(false);
  value(await runAutomation(deps, principal, runInput(automation.id)));
  value(await deleteAutomation(deps, principal, automation));
  expect(refusal(await getAutomation(deps, principal, automation)).code).toBe("not_found");
  const left = env.DB.prepare("SELECT count(*) AS n FROM automation_runs WHERE automation_id = ?");
  expect(await left.bind(automation.id).first("n")).toBe(0);
});
