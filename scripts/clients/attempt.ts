/** One try of one client, and what came of it: what drivers are asked, and what they answer. */

/** A tool that is called; `before` is done when everything up to it is over. */
export type Call = {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly before?: () => Promise<void>;
};

/** How the client comes by a key: in its settings, by the variable they name, by a variable nobody set, or not at all. */
export type Credential =
  | { readonly kind: "inline" | "env"; readonly key: string }
  | { readonly kind: "unset" }
  | { readonly kind: "none" };

export type Attempt = {
  /** The address of `/mcp`. */
  readonly url: string;
  readonly credential: Credential;
  readonly calls: readonly Call[];
  /** A folder that nobody used before: the client's home, and where it is started. */
  readonly home: string;
  /** Where the client's packages are installed. */
  readonly folder: string;
};

export type Seen = {
  /** The names of the tools that the model, or the program, got to know; none where it did not connect. */
  readonly tools: readonly string[];
  /** What each call was answered with, as the model or the program got it. */
  readonly answers: readonly string[];
  /** What a person can read: all that the client printed or threw. */
  readonly shown: string;
  /** The hosts besides this machine that it asked for, and did not reach. */
  readonly wanted?: readonly string[];
};

/** A client that can be driven. */
export type Driver = {
  readonly id: string;
  readonly label: string;
  /** What is installed for it, in exact versions, itself first; nothing for one that the tests have already. */
  readonly packages: Readonly<Record<string, string>>;
  /** The development dependency that it is, for one that the tests have already. */
  readonly ours?: string;
  /** How it was connected, for people. */
  readonly connectedBy: string;
  /** Whether its settings can name a variable. */
  readonly takesVariable: boolean;
  /** Never throws for what a server answered: that is what was seen. */
  readonly attempt: (attempt: Attempt) => Promise<Seen>;
};
