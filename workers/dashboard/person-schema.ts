/** What people type of themselves on the pages, and what they are told when it will not do. */
import { z } from "zod";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "#shared/limits.ts";
import { nameSchema } from "#shared/text.ts";

/** A person's or a workspace's name. */
export const formNameSchema = nameSchema;

/** In lower case, as it is stored. */
export const formEmailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** Kept exactly as typed. */
export const formPasswordSchema = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX);

const SENTENCES: Readonly<Record<string, string>> = {
  email: "Enter an e-mail address.",
  password: `Use ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} characters.`,
  token: "Enter the setup token.",
};

/** One sentence per field that was refused, by the field's name. */
export function formErrors(error: z.ZodError): Readonly<Record<string, string>> {
  const sentences = error.issues.map(({ path: [field], message }) => {
    const name = String(field);
    return [name, SENTENCES[name] ?? (message.startsWith("must") ? `It ${message}.` : "Fill this in.")] as const;
  });
  return Object.fromEntries(sentences.toReversed());
}
