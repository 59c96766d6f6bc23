/** In place of a page that is not there, or not for this person. */
import { Link } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import type { ReactElement } from "react";
import { ANY_WORKSPACE } from "../api/workspace.ts";
import { useTitle } from "../ui/page-head.tsx";

export function PageNotFound(): ReactElement {
  useTitle("Not found");
  return (
    <div className="card mt-8 grid justify-items-center px-6 py-16 text-center">
      <SearchX size={22} aria-hidden className="text-muted" />
      <h1 className="mt-4 text-base font-medium">Nothing is here</h1>
      <p className="mt-1 max-w-md text-muted">It may have been deleted, or it is in a workspace that you are not in.</p>
      <Link to="/keys" search={{ ws: ANY_WORKSPACE }} className="btn btn-primary mt-5">
        Go to API keys
      </Link>
    </div>
  );
}
