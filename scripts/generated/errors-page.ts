/** docs/errors.md: every code a caller can meet, with what to do. */
import { type Refusal, REFUSALS } from "#shared/refusals.ts";
import { rpcCode } from "../../workers/mcp/codes.ts";

type Code = Refusal["code"];

/** The page, generated from the table that the answers themselves are made from. */
export function errorsPage(): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a Record<RefusalCode, …>
  const codes = (Object.keys(REFUSALS) as Code[]).toSorted((a, b) => a.localeCompare(b));
  return `# Errors

Generated from \`shared/refusals.ts\` by \`npm run generate\`.

Every refusal of the REST API is \`application/problem+json\` (RFC 9457): \`type\` (the address of its paragraph here),
\`title\`, \`status\`, \`detail\` (what happened and what to do), \`code\`, \`request_id\`, and \`errors\` with one entry per
field for \`invalid_request\`. \`error.message\` repeats \`detail\` for clients that look there. Codes are stable; sentences
are not.

- \`401\` carries \`WWW-Authenticate\` (RFC 6750): \`invalid_token\`, or no error when no key was sent.
- \`403 missing_scope\` carries it with \`insufficient_scope\` and the scopes needed.
- \`405\` carries \`Allow\`; \`429\` and \`503\` carry \`Retry-After\`.

On \`/mcp\` a refusal is a JSON-RPC error with the number below, the same sentence as \`message\`, and the code as
\`data.reason\`. Refusals of the credential keep their HTTP status there; what a good key may not do comes with 200, in
band, where the model reads it.

| code | HTTP status | JSON-RPC | means |
|---|---|---|---|
${codes.map(row).join("\n")}

## What to do

${codes.map((code) => `### ${code}\n\n${REFUSALS[code].status}. ${REFUSALS[code].remedy}`).join("\n\n")}
`;
}

function row(code: Code): string {
  const { status, title } = REFUSALS[code];
  return `| [\`${code}\`](#${code}) | ${status} | ${rpcNumber(code)} | ${title} |`;
}

function rpcNumber(code: Code): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the number follows from the code alone
  return rpcCode({ code } as Refusal);
}
