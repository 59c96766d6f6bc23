/** What a refusal of bad input says. */
import { expect } from "vitest";
import { z } from "zod";
import type { Answer } from "./world.ts";

const errorsSchema = z.array(z.object({ path: z.string(), message: z.string() }));

/** The fields that a 400 names; anything else fails the test. */
export function namedIn(answer: Answer): string[] {
  expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  expect(answer.body["detail"]).not.toMatch(/undefined|\[object|Invalid input/);
  return errorsSchema.parse(answer.body["errors"]).map((error) => error.path);
}
