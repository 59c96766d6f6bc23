/**
 * What the conformance suite finds missing, check by check, and why that is as it should be. A check that fails and is
 * not here is a regression; one that is here and passes is a line to delete.
 */

const NO_SESSIONS = [
  // The server asks the client in the middle of a call: old clients answer on a session, and there are none.
  "elicitation-sep1034-defaults: elicitation-sep1034-general",
  "elicitation-sep1330-enums: elicitation-sep1330-general",
  "tools-call-elicitation: tools-call-elicitation",
  "tools-call-sampling: tools-call-sampling",
  // Updates of a resource are written to a session's stream.
  "resources-subscribe: resources-subscribe",
  "resources-unsubscribe: resources-unsubscribe",
];

/** The suite calls these by names of its own; the product has other tools, resources and prompts. */
const NO_FIXTURES = [
  "prompts-get-embedded-resource: prompts-get-embedded-resource",
  "prompts-get-simple: prompts-get-simple",
  "prompts-get-with-args: prompts-get-with-args",
  "prompts-get-with-image: prompts-get-with-image",
  "resources-read-binary: resources-read-binary",
  "resources-read-text: resources-read-text",
  "resources-templates-read: resources-templates-read",
  "tools-call-audio: tools-call-audio",
  "tools-call-embedded-resource: tools-call-embedded-resource",
  "tools-call-error: tools-call-error",
  "tools-call-image: tools-call-image",
  "tools-call-mixed-content: tools-call-mixed-content",
  "tools-call-simple-text: tools-call-simple-text",
  "tools-call-with-progress: tools-call-with-progress",
];

const NO_FIXTURES_2026 = [
  "input-required-result-basic-elicitation: sep-2322-elicitation-incomplete",
  "input-required-result-basic-list-roots: sep-2322-list-roots-incomplete",
  "input-required-result-basic-sampling: sep-2322-sampling-incomplete",
  "input-required-result-capability-check: sep-2322-respect-client-capabilities",
  "input-required-result-multi-round: sep-2322-multi-round-r1",
  "input-required-result-multiple-input-requests: sep-2322-multiple-inputs-incomplete",
  "input-required-result-non-tool-request: sep-2322-non-tool-incomplete",
  "input-required-result-request-state: sep-2322-request-state-incomplete",
  "input-required-result-result-type: sep-2322-result-type-included",
  "input-required-result-tampered-state: sep-2322-reject-tampered-state",
  "server-stateless: sep-2575-http-server-no-independent-requests-on-stream",
  "server-stateless: sep-2575-missing-capability-http-400",
  "server-stateless: sep-2575-server-no-log-without-loglevel",
  "server-stateless: sep-2575-server-rejects-undeclared-capability",
];

const NO_LOGGING = [
  // Log messages to clients are deprecated, and the product writes none.
  "logging-set-level: logging-set-level",
  "tools-call-with-logging: tools-call-with-logging",
];

/** Fixtures behind our endpoint code, 2025-11-25. In 2026-07-28 nothing fails. */
export const FIXTURES_2025: readonly string[] = NO_SESSIONS;

/** The product, 2026-07-28. */
export const PRODUCT_2026: readonly string[] = [...NO_FIXTURES, ...NO_FIXTURES_2026];

/** The product, 2025-11-25. */
export const PRODUCT_2025: readonly string[] = [...NO_FIXTURES, ...NO_SESSIONS, ...NO_LOGGING];
