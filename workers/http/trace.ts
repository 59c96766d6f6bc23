/**
 * Spans in the platform's traces, one for each step that waits for something; docs/request-lifecycle.md names them
 * beside its steps. Off, and next to free, where a deployment does not trace. Attributes are ids and numbers, never
 * secrets or texts of callers.
 */
import { tracing } from "cloudflare:workers";

/** Every span there is. */
export const SPANS = [
  "ask_gate",
  "ask_primary",
  "take_lease",
  "read_record",
  "commit",
  "propagate",
  "push",
  "outlast_isolate_leases",
  "flush_usage",
  "republish",
] as const;
export type SpanName = (typeof SPANS)[number];

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Does the work inside a span, which ends with it. */
export function inSpan<T>(name: SpanName, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracing.enterSpan(name, (span) => {
    span.setAttributes(attributes);
    return work();
  });
}
