/** docs/errors.md: every code a caller can meet, with what to do. */
import { REFUSALS } from "../../shared/refusals.ts";

/** The page, generated from the table that the answers themselves are made from. */
export function errorsPage(): string {
  const codes = Object.entries(REFUSALS).toSorted(([a], [b]) => a.localeCompare(b));
  return `# Errors

Generated from \`shared/refusals.ts\` by \`npm run generate\`.

Every refusal of the REST API is \`application/problem+json\` (RFC 9457): \`type\` (the address of its paragraph here),
\`title\`, \`status\`, \`detail\` (what happened and what to do), \`code\`, \`request_id\`, and \`errors\` with one entry per
field for \`invalid_request\`. \`error.message\` repeats \`detail\` for clients that look there. Codes are stable; sentences
are not.

- \`401\` carries \`WWW-Authenticate\` (RFC 6750): \`invalid_token\`, or no error when no key was sent.
- \`403 missing_scope\` carries it with \`insufficient_scope\` and the scopes needed.
- \`405\` carries \`Allow\`; \`429\` and \`503\` carry \`Retry-After\`.

| code | status | means |
|---|---|---|
${codes.map(([code, { status, title }]) => `| [\`${code}\`](#${code}) | ${status} | ${title} |`).join("\n")}

## What to do

${codes.map(([code, { status, remedy }]) => `### ${code}\n\n${status}. ${remedy}`).join("\n\n")}
`;
}
