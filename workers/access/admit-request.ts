/** STUB being written: the HTTP side of admission. */
import type { AppContext } from "#workers/http/app-env.ts";
import type { Admission, Operation } from "./admission.ts";

export async function admitRequest(
  _c: AppContext,
  _operation: Operation,
  _options: { readonly metered: boolean },
): Promise<Admission> {
  throw new Error("being written");
}
