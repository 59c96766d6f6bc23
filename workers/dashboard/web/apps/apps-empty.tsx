/** In place of the rows: how an app is connected. It is begun in the app, so there is nothing to press here. */
import { Plug } from "lucide-react";
import type { ReactElement } from "react";
import { Empty } from "../ui/empty.tsx";

export function NoApps(): ReactElement {
  return (
    <Empty
      icon={Plug}
      title="No connected apps yet"
      text="Claude, ChatGPT, Cursor and others connect with a URL alone: paste the MCP endpoint below into the app, sign in, and choose what it may do and where."
      actions={
        <a className="btn" href="/docs">
          Read the guide
        </a>
      }
    />
  );
}
