/** E-mail addresses as people paste them: in lines, with commas, with names around them. Pure. */

/** How many can be invited in one go. */
export const EMAILS_MAX = 20;

export type Emails = { readonly emails: readonly string[]; readonly wrong: readonly string[] };

/** Each address once, in lower case, as the API keeps them; what is none is in `wrong`, as it was written. */
export function parseEmails(text: string): Emails {
  const words = text
    .split(/[\s,;]+/)
    .map((word) => word.replace(/^<|>$/g, ""))
    .filter((word) => word !== "");
  const wrong = words.filter((word) => !looksRight(word));
  return {
    emails: [...new Set(words.filter(looksRight).map((word) => word.toLowerCase()))],
    // "Maya Chen <maya@acme.dev>": the words of a name beside an address in brackets are not meant.
    wrong: /<[^<>\s]+@[^<>\s]+>/.test(text) ? wrong.filter((word) => word.includes("@")) : wrong,
  };
}

/** Only what cannot be one is refused here; the API has the last word. */
const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]{2,}$/;

function looksRight(word: string): boolean {
  return ADDRESS.test(word);
}
