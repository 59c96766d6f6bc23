/** The sample automations. Their addresses are of example.com, which nobody owns: they show the form and do nothing. */

export type SampleAutomation = {
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
};

/** Two. */
export const SAMPLE_AUTOMATIONS: readonly SampleAutomation[] = [
  {
    name: "Tell the crew (sample)",
    description: "Posts a short message to the crew's channel. Put the webhook of your own workflow in its place.",
    url: "https://example.com/hooks/tell-the-crew",
    inputSchema: {
      type: "object",
      properties: {
        message: { type: "string", minLength: 1, maxLength: 500, description: "What the crew should know." },
        urgent: { type: "boolean", description: "Whether to ring instead of only showing it." },
      },
      required: ["message"],
      additionalProperties: false,
    },
  },
  {
    name: "Draft the weekly report (sample)",
    description: "Collects open production items of an event into a report. Replace the address before you run it.",
    url: "https://example.com/hooks/weekly-report",
    inputSchema: {
      type: "object",
      properties: {
        event: { type: "string", description: "The event's title." },
        detail: { type: "string", enum: ["short", "full"], description: "How much to write." },
      },
      required: ["event"],
      additionalProperties: false,
    },
  },
];
