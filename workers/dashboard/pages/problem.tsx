/** @jsxImportSource hono/jsx */
/** What a browser shows where a program would get problem details: one sentence, one way out, the request's id. */
import type { FC } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Refusal, REFUSALS, refusalSentence } from "#shared/refusals.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { refusalHeaders } from "#workers/http/problem.ts";
import { sendPage } from "./document.tsx";
import { Card } from "./parts.tsx";

/** The page for a refusal, with its status and the headers it asks for. */
export async function problemPage(c: AppContext, refusal: Refusal): Promise<Response> {
  const { status, title } = REFUSALS[refusal.code];
  c.set("refusalCode", refusal.code);
  for (const [name, value] of Object.entries(refusalHeaders(refusal))) c.header(name, value);
  return sendPage(c, {
    title,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every status of the table has a body
    status: status as ContentfulStatusCode,
    body: <ProblemPage heading={headingOf(refusal)} sentence={sentenceOf(refusal)} requestId={c.get("requestId")} />,
  });
}

const ProblemPage: FC<{ heading: string; sentence: string; requestId: string }> = (props) => (
  <Card heading={props.heading} lead={props.sentence}>
    <a class="btn btn-primary mt-6 w-full" href="/keys">
      Go to your keys
    </a>
    <p class="hint mt-4">
      Request <code class="font-mono text-xs">{props.requestId}</code>
    </p>
  </Card>
);

function headingOf({ code }: Refusal): string {
  if (code === "not_found") return "Nothing is here";
  return code === "internal_error" ? "Something went wrong" : REFUSALS[code].title;
}

/** The API's sentences speak of keys where it is a person who reads. */
function sentenceOf(refusal: Refusal): string {
  if (refusal.code === "not_found") return "The address is wrong, or what was here is gone.";
  if (refusal.code === "internal_error")
    return "It was our mistake. Try again; if it stays, report it with the id below.";
  if (refusal.code === "storage_unavailable") return "The database did not answer. Try again in a moment.";
  if (refusal.code === "cross_site_request")
    return "The form was not sent from this site. Open the page again and resend it.";
  return refusalSentence(refusal);
}
