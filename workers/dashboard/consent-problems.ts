/** Why nothing can be agreed to, in a person's words. */
import { addressOf } from "./connecting-app.ts";
import type { ConsentProblem } from "./pages/consent.tsx";

/** `path` is the page's own address, with all that the app asked for; `to` is where the app wants people sent. */
export const CONSENT_PROBLEMS = {
  stale: (path) => ({
    heading: "This page cannot be used any more",
    message: { tone: "warn", text: "It was answered before, is more than ten minutes old, or is another browser's." },
    hint: "Nothing was given to the app by this.",
    again: path,
  }),
  untrusted: () => ({
    heading: "This app cannot be connected",
    message: {
      tone: "bad",
      text: "It is not registered here, or wants you sent to an address that it did not register.",
    },
    hint: "Nothing was given to it. Start again in the app; if it stays so, remove the connection there and add it anew.",
    again: null,
  }),
  mistaken: (to) => ({
    heading: "The app asked for something that is not given",
    message: {
      tone: "bad",
      text: "What it asked for is not offered here, or was asked for in a way that is not safe.",
    },
    hint: `Nothing was given to it. It can be told by sending you to ${addressOf(to)}: go there only if you know it.`,
    again: to,
    label: "Tell the app",
  }),
  unreadable: (path) => ({
    heading: "The app could not be verified",
    message: { tone: "warn", text: "The document that says who it is could not be read." },
    hint: "Nothing was given to it. It may be down for the moment.",
    again: path,
  }),
  homeless: (path) => ({
    heading: "There is nothing to connect",
    message: { tone: "warn", text: "You do not belong to a workspace." },
    hint: "Ask somebody for an invitation, or create a workspace; then start again.",
    again: path,
  }),
  lost: (path) => ({
    heading: "The app was not connected",
    message: { tone: "bad", text: "You cannot give access to one of the workspaces any more." },
    hint: "Start again, and choose from those that are left.",
    again: path,
  }),
} as const satisfies Readonly<Record<string, (path: string) => ConsentProblem>>;

export type ConsentProblemKind = keyof typeof CONSENT_PROBLEMS;
