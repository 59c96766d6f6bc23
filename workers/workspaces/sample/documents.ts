/** The sample documents, in Markdown as a production office writes it. Pure. */
import type { SampleEventName } from "./events.ts";

export type SampleDocument = {
  /** `null`: it belongs to no event. */
  readonly event: SampleEventName | null;
  readonly title: string;
  readonly body: string;
};

/** Six. */
export const SAMPLE_DOCUMENTS: readonly SampleDocument[] = [
  {
    event: "market",
    title: "Run of show: night market",
    body: `# Run of show

| time  | what                         | who       |
| ----- | ---------------------------- | --------- |
| 12:00 | Power on, generators checked | Site      |
| 14:00 | Stalls load in, by gate B    | Stalls    |
| 16:00 | Sound check                  | Sound     |
| 17:00 | **Doors**                    | Front     |
| 19:30 | The Ferrymen                 | Stage     |
| 21:00 | Brass on the boat            | Stage     |
| 22:30 | Last act ends                | Stage     |
| 23:00 | Site clear of the public     | Security  |

## If it rains

1. Decide at 11:00, not later.
2. The stage moves under the roof of shed 2; stalls 1 to 12 stay outside.
3. Front of house tells the stalls, the office tells the bands.
`,
  },
  {
    event: "market",
    title: "Technical rider: The Ferrymen",
    body: `# The Ferrymen

Five people, 60 minutes, no support.

## We bring

- Own instruments and in-ear monitors
- A rack with splitter (2 U)

## We need

- [x] 16 channels to the front desk
- [x] Riser 2 × 2 m, 40 cm high, for the drums
- [ ] **Four** vocal microphones, one of them wireless
- [ ] 230 V at the back of the stage, on a circuit of its own

> The accordion is quiet. It has its own microphone, and the drums stand *behind* it.

Questions: \`production@ferrymen.example\`
`,
  },
  {
    event: "market",
    title: "Site and safety notes",
    body: `# Site and safety

**Capacity:** 1,800 at once. Counters at gates A and B; close at 1,650 and let people in as others leave.

## Ways in and out

- Gate A: the public
- Gate B: load in until 16:30, then an exit
- Fire lane along the water, **4 m wide, never blocked**, not even for five minutes

## Who decides

| what               | who              |
| ------------------ | ---------------- |
| Stop the music     | Stage manager    |
| Close the gates    | Head of security |
| Clear the site     | Head of security |
| Talk to the press  | The office       |
`,
  },
  {
    event: "festival",
    title: "Festival: open questions",
    body: `# Open questions

1. Does the licence allow a second stage? *Without it, nine acts have no slot.*
2. Can the ferry run until midnight?
3. Who pays for the temporary path over the lawn?

## Decided

- Three days, not four
- No single-use cups
- One ticket for all days; children come with a parent, free

## Budget, first draft

| position       | share |
| -------------- | ----: |
| Artists        |  38 % |
| Site and power |  24 % |
| People         |  21 % |
| Safety         |  11 % |
| Reserve        |   6 % |
`,
  },
  {
    event: "preview",
    title: "Debrief: season preview",
    body: `# Debrief

What went well:

- Doors on time, and the queue was gone after ten minutes
- The short tour before the speeches: do it again

What did not:

- 12 guests more than planned; the caterer coped, the cloakroom did not
- The lectern microphone hummed. Cause: a dimmer on the same circuit

## For next time

- [ ] Count the list twice: members **and** their guests
- [ ] Sound on a circuit of its own
- [ ] A second rail for coats
`,
  },
  {
    event: null,
    title: "Briefing for volunteers",
    body: `# Welcome

You are the first face that people see. Thank you for being here.

## Before your shift

1. Sign in at the blue tent, 20 minutes early.
2. Take a radio and a vest. Channel 3 is front of house, channel 1 is *for emergencies*.
3. Walk the site once, so that you can show others the way.

## When somebody needs help

Stay with them and call on channel 1: **where you are, what you see, what you need**. Then wait for the answer.

Water and something to eat are in the blue tent, at any time.
`,
  },
];
