/** The setup token opens a deployment for good, also after its setup: no form and no route lets it be guessed at speed. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { newBrowser } from "./browser.ts";
import { ORIGIN } from "./people.ts";
import { call } from "./world.ts";

const OWNER = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
const REGISTRATION = {
  id: "AAAA",
  rawId: "AAAA",
  type: "public-key",
  response: { clientDataJSON: "AAAA", attestationObject: "AAAA" },
};

type Guess = (token: string, headers: Readonly<Record<string, string>>) => Promise<number>;

const page: Guess = async (token, headers) =>
  (await newBrowser().submit("/setup", { token, ...OWNER, workspace: "Stage" }, headers)).status;

const recovery: Guess = async (token, headers) =>
  (await newBrowser().submit("/setup/recover", { token, email: OWNER.email }, headers)).status;

const api: Guess = async (token, headers) => {
  const body = { setup_token: token, owner: OWNER, workspace: { name: "Stage" } };
  return (await call("POST", "/v1/setup", { body, headers })).status;
};

function passkey(path: string): Guess {
  return async (token, headers) => {
    const body = { token, name: "Ada", email: OWNER.email, workspace: "Stage", response: REGISTRATION };
    return (await call("POST", path, { body, headers: { ...headers, Origin: ORIGIN } })).status;
  };
}

const WAYS: readonly (readonly [string, Guess])[] = [
  ["the setup page", page],
  ["the API", api],
  ["a passkey's options", passkey("/setup/passkey/options")],
  ["a passkey", passkey("/setup/passkey")],
  ["the recovery page", recovery],
];

test.each(WAYS)(
  "the setup token is tried twenty times from an address by way of %s, and no more",
  async (name, guess) => {
    const headers = { "CF-Connecting-IP": `198.51.100.${WAYS.findIndex(([way]) => way === name)}` };
    const statuses = [];
    for (let turn = 0; turn < 20; turn += 1) statuses.push(await guess(`another-token-than-ours-${turn}`, headers));
    expect(new Set(statuses)).toEqual(new Set([403]));
    expect(await guess("another-token-than-ours", headers)).toBe(429);
    expect(await guess(env.SETUP_TOKEN, headers)).toBe(429);
    for (const [, other] of WAYS) expect(await other(env.SETUP_TOKEN, headers)).toBe(429);
  },
);
